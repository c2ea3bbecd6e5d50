"""What the program remembers, and which language it speaks first."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.i18n import set_language, system_language, translations_of
from gridstudio.settings import Settings, resource


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRIDSTUDIO_HOME", str(tmp_path))
    return tmp_path


def test_settings_are_remembered(home: Path) -> None:
    settings = Settings(language="zh_CN", theme="dark", baud_of_port={"COM3": 38400})
    for number in range(12):
        settings.remember_project(home / f"{number}.gpkg")
    settings.remember_project(home / "5.gpkg")
    settings.save()
    loaded = Settings.load()
    assert loaded == settings
    assert loaded.recent[0].endswith("5.gpkg") and len(loaded.recent) == 10


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"theme": 7, "recent": "x"}', "\x00"])
def test_damaged_settings_are_defaults(home: Path, damage: str) -> None:
    (home / "settings.json").write_text(damage, encoding="utf-8")
    assert Settings.load() == Settings()


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "de_DE.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_system_says_which_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


def test_an_unknown_language_is_a_bug() -> None:
    with pytest.raises(ValueError):
        set_language("tlh")
    assert translations_of("zh_CN").gettext("Undo") == "撤销"


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nonsense"):
        resource("nonsense")
