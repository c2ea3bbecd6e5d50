"""Setting up: what is found missing, what is left behind, and how a half-made environment mends.

The environments here are real ones, from an empty list of packages, so that no network is needed.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "packaging"))

from bootstrap import environment, system, texts  # noqa: E402


@pytest.fixture(autouse=True)
def _english_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A source folder whose list of packages is empty."""
    (tmp_path / "requirements.lock").write_text("# none\n", "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source folder with an environment, made where a set-up was killed before."""
    folder = tmp_path_factory.mktemp("made")
    lock_of(folder).write_text("# none\n", "utf-8")
    half = folder / ".venv"
    half.mkdir()
    for name in (environment.BEGUN, "pyvenv.cfg", "rest"):
        (half / name).touch()
    assert not environment.stands(folder, lock_of(folder))
    make(folder)
    return folder


@pytest.fixture
def standing(made: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to spoil."""
    shutil.copytree(made, tmp_path / "standing", symlinks=True)
    return tmp_path / "standing"


def lock_of(folder: Path) -> Path:
    return folder / "requirements.lock"


def make(folder: Path) -> None:
    with environment.only_one(folder) as handle:
        environment.recover(folder)
        runner = environment.Runner(folder / ".venv.setup" / "log.txt", handle)
        environment.make(folder, [lock_of(folder)], runner)


def unfindable(folder: Path) -> None:
    """Make the list name a package that no index holds: a file that is not there."""
    absent = (folder / "absent-1.0-py3-none-any.whl").as_uri()
    lock_of(folder).write_text(f"absent @ {absent} --hash=sha256:{'0' * 64}\n", "utf-8")


def test_a_half_made_environment_is_made_anew(made: Path) -> None:
    assert environment.stands(made, lock_of(made))
    assert not (made / ".venv" / "rest").exists()
    assert {path.name for path in made.glob(".venv*")} == {".venv", ".venv.setup"}


def test_the_environment_runs_the_source_folder(standing: Path) -> None:
    (standing / "gridstudio.py").write_text("print('here')\n", "utf-8")
    command = [environment.python_of(standing), "-P", "-m", "gridstudio"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "here"


def test_another_list_is_not_complete(standing: Path) -> None:
    lock_of(standing).write_text("# changed\n", "utf-8")
    assert not environment.stands(standing, lock_of(standing))


def test_another_python_is_not_complete(standing: Path) -> None:
    stamp = standing / ".venv" / environment.STAMP
    tag = sys.implementation.cache_tag
    stamp.write_text(stamp.read_text("utf-8").replace(tag, "cpython-399"), "utf-8")
    assert not environment.stands(standing, lock_of(standing))


def test_a_missing_interpreter_is_not_complete(standing: Path) -> None:
    environment.python_of(standing).unlink()
    assert not environment.stands(standing, lock_of(standing))


def test_a_failed_download_leaves_nothing_and_says_what_to_do(folder: Path) -> None:
    unfindable(folder)
    with pytest.raises(texts.SetupFailed, match="could not be downloaded.*PIP_INDEX_URL"):
        make(folder)
    assert {path.name for path in folder.glob(".venv*")} == {".venv.setup"}


def test_a_failed_renewal_keeps_what_stood_before(standing: Path) -> None:
    unfindable(standing)
    with pytest.raises(texts.SetupFailed):
        make(standing)
    lock_of(standing).write_text("# none\n", "utf-8")
    assert environment.stands(standing, lock_of(standing))
    assert not (standing / ".venv.old").exists()


def test_a_renewal_killed_half_way_brings_back_what_stood_before(standing: Path) -> None:
    (standing / ".venv").rename(standing / ".venv.old")
    (standing / ".venv").mkdir()
    (standing / ".venv" / environment.BEGUN).touch()
    environment.recover(standing)
    assert environment.stands(standing, lock_of(standing))
    assert not (standing / ".venv.old").exists()


def test_somebody_elses_environment_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".venv").mkdir()
    (folder / ".venv" / "pyvenv.cfg").write_text("theirs", "utf-8")
    environment.put_aside(folder / ".venv", folder / ".venv.old")
    assert (folder / ".venv.kept-1" / "pyvenv.cfg").read_text("utf-8") == "theirs"
    assert ".venv.kept-1" in capsys.readouterr().err
    assert not (folder / ".venv").exists()


def _hold(folder: Path) -> None:
    with environment.only_one(folder):
        (folder / "held").touch()
        os.kill(os.getpid(), 9)


@pytest.mark.skipif(os.name == "nt", reason="kills with a POSIX signal")
def test_the_lock_of_a_killed_start_is_free(folder: Path) -> None:
    context = multiprocessing.get_context("fork")
    other = context.Process(target=_hold, args=(folder,))
    other.start()
    other.join()
    assert (folder / "held").exists()
    with environment.only_one(folder):
        assert (folder / ".venv.setup" / "lock").exists()


def test_a_second_start_waits_for_the_first(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bootstrap import environment\n"
        "with environment.only_one(Path(sys.argv[1])): print('in')\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    paths = {**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    with environment.only_one(folder):
        second = subprocess.Popen(
            command, env=paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    out, _ = second.communicate(timeout=60)
    assert out == "in\n"


def lacking(*absent: str, linux: bool = True, needs_x11: bool = False) -> list[system.Need]:
    return system.missing(
        has_module=lambda name: name not in absent,
        has_library=lambda name: name not in absent,
        has_chinese_font=lambda: "font" not in absent,
        linux=linux,
        needs_x11=needs_x11,
    )


def test_a_complete_machine_lacks_nothing() -> None:
    assert lacking() == []


def test_programs_are_wanted_for_tests_only() -> None:
    def needs(*programs: str) -> list[str]:
        return system.packages_of(
            system.missing(
                has_module=lambda _name: True,
                has_library=lambda _name: True,
                has_chinese_font=lambda: True,
                linux=True,
                needs_x11=False,
                programs=programs,
                has_program=lambda name: name != "pdftotext",
            )
        )

    assert needs() == []
    assert needs(*system.TEST_PROGRAMS) == ["poppler-utils"]


def test_what_is_missing_names_its_package() -> None:
    venv = "python{}.{}-venv".format(*sys.version_info[:2])
    needs = lacking("ensurepip", "libGL.so.1", "libxcb-cursor.so.0", "font")
    assert system.packages_of(needs) == [venv, "libgl1", "libxcb-cursor0", "fonts-noto-cjk"]
    assert [need.essential for need in needs] == [True, True, False, False]


def test_libraries_of_the_screen_are_essential_where_there_is_an_x11_screen() -> None:
    [need] = lacking("libxcb-cursor.so.0", needs_x11=True)
    assert need.essential


def test_only_linux_is_asked_for_libraries_and_fonts() -> None:
    assert lacking("libGL.so.1", "font", linux=False) == []


def test_advice_is_one_command_for_all_that_is_missing() -> None:
    needs = lacking("libGL.so.1", "font")
    text = system.advice(needs, debian=True, root=False, sudo=True)
    command = "sudo apt-get update && sudo apt-get install -y libgl1 fonts-noto-cjk"
    assert text.splitlines()[-1].strip() == command
    assert text.startswith("The system lacks libGL.so.1. Run this command")
    su = system.command_for(["libgl1"], root=False, sudo=False)
    assert su == "su -c 'apt-get update && apt-get install -y libgl1'"


def test_advice_about_the_font_only_warns() -> None:
    text = system.advice(lacking("font"), debian=True, root=False, sudo=True)
    assert "lacks a Chinese font; GridStudio starts nevertheless" in text


def test_advice_elsewhere_names_the_libraries() -> None:
    text = system.advice(lacking("libEGL.so.1"), debian=False, root=False, sudo=True)
    assert "libEGL.so.1" in text
    assert "apt-get" not in text


def test_the_real_probes() -> None:
    assert system.has_module("venv")
    assert not system.has_module("no_such_module")
    assert not system.has_library("libno-such-library.so.9")


@pytest.mark.parametrize(
    ("name", "chinese"),
    [("NotoSansCJK-Regular.ttc", True), ("wqy-zenhei.ttc", True), ("DejaVuSans.ttf", False)],
)
def test_chinese_fonts_are_known_by_name(tmp_path: Path, name: str, chinese: bool) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).touch()
    assert system.font_among([tmp_path, tmp_path / "absent"]) is chinese


def test_the_set_up_speaks_chinese_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts.sentence("Ready.") == "Ready."
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert texts.sentence("Ready.") == "安装完成。"


def test_every_text_of_the_set_up_has_its_chinese() -> None:
    sources = [ROOT / "main.py", *(ROOT / "packaging" / "bootstrap").glob("*.py")]
    said = {text for path in sources for text in calls(path.read_text("utf-8"))}
    assert len(said) > 8
    assert said <= set(texts.CHINESE)
    for english, chinese in texts.CHINESE.items():
        assert fields(english) == fields(chinese)


def calls(source: str) -> list[str]:
    """The constant texts given to ``tell`` and ``sentence``."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("tell", "sentence")
        and isinstance(node.args[0], ast.Constant)
    ]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_tests_list_holds_every_pin_of_the_programs() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / "packaging" / name).read_text("utf-8").splitlines()
        return {line for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_another_python_is_refused_with_a_sentence() -> None:
    program = (
        "import sys; sys.version_info = (3, 10, 1); sys.argv = ['main.py']\n"
        "import runpy; runpy.run_path('main.py', run_name='__main__')\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("GridStudio needs Python 3.11, 3.12 or 3.13")
