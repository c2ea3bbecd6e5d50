"""The rules that hold for every test do fail the tests that break them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
CONFTEST = Path(__file__).with_name("conftest.py")
ROOT = CONFTEST.parents[1]


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (
            "threading.Thread(target=time.sleep, args=(9,), daemon=True, name='deaf').start()",
            "deaf",
        ),
        ("logging.getLogger('gridstudio.gps').warning('port lost')", "port lost"),
        ("qWarning('painter not active')", "painter not active"),
    ],
)
def test_a_broken_rule_fails(pytester: pytest.Pytester, body: str, failure: str) -> None:
    result = run(pytester, f"def test_it(qapp):\n    {body}")
    assert failure in result.stdout.str()
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 1


def test_an_expected_log_passes(pytester: pytest.Pytester) -> None:
    body = "logging.getLogger('gridstudio').error('port lost')"
    mark = "@pytest.mark.expected_log('lost')"
    run(pytester, f"{mark}\ndef test_it():\n    {body}").assert_outcomes(passed=1)


def test_an_expected_log_that_does_not_come_fails(pytester: pytest.Pytester) -> None:
    mark = "@pytest.mark.expected_log('lost')"
    run(pytester, f"{mark}\ndef test_it():\n    pass").assert_outcomes(passed=1, errors=1)


def run(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    """Run a test in a process of its own, under this suite's settings and conftest."""
    pytester.makeconftest(CONFTEST.read_text("utf-8").replace("GRACE_S = 2.0", "GRACE_S = 0.2"))
    imports = "import logging, threading, time, pytest\nfrom PySide6.QtCore import qWarning\n"
    pytester.makepyfile(imports + test)
    settings = ROOT / "pyproject.toml"
    pytester.makepyprojecttoml(settings.read_text("utf-8"))
    return pytester.runpytest_subprocess("-o", f"pythonpath={ROOT}", "-o", "testpaths=.")
