"""What holds for every test: no window on the screen, no user's settings, nothing left behind."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

# Before any test module imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A developer's runs search on at random; the checks of a change have to give one answer.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Not imported here at all: Qt. The tests of the Qt-free packages stay as quick as they are.
GRACE_S = 2.0
PATIENCE_MS = 60_000


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings and the demo county of the tests lie in a folder of their own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRIDSTUDIO_HOME", str(home))
        yield home


@pytest.fixture(autouse=True)
def _english() -> None:
    """Each test begins in English, whatever the one before chose."""
    from gridstudio import i18n

    i18n.set_language("en")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Waits as long as a busy machine needs: how fast it is decides about no test."""
    from pytestqt.qtbot import QtBot

    class PatientBot(QtBot):
        def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:
            super().waitUntil(callback, timeout=timeout)

    return PatientBot(request)


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running; one that is just ending gets a moment."""
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + GRACE_S
    while (left := _leaked(before)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not left, f"threads left running: {', '.join(sorted(thread.name for thread in left))}"


def _leaked(before: set[threading.Thread]) -> list[threading.Thread]:
    # A dummy stands for a thread that Python did not start (Qt's own), and never ends.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.is_alive()
        and not isinstance(thread, threading._DummyThread)
    ]


class _Records(logging.Handler):
    """Keeps the program's warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the program logs a warning that no ``expected_log`` marker names.

    ``@pytest.mark.expected_log("part of the message")`` allows it, and fails where it is missing.
    """
    handler = _Records()
    logger = logging.getLogger("gridstudio")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    expected = [text for mark in request.node.iter_markers("expected_log") for text in mark.args]
    messages = [record.getMessage() for record in handler.records]
    unexpected = [line for line in messages if not any(text in line for text in expected)]
    assert not unexpected, f"unexpected in the log: {unexpected}"
    absent = [text for text in expected if not any(text in line for line in messages)]
    assert not absent, f"expected in the log, but absent: {absent}"
