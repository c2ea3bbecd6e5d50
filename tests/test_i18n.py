"""The Chinese catalogue is complete, and what it is checked by finds what it should."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from gridstudio import i18n

ROOT = Path(__file__).resolve().parents[1]


def load_catalogue() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "packaging" / "catalogue.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogue = load_catalogue()
CODE = """
from gridstudio.i18n import N_, _, ngettext
OPEN = N_("Open ground")
def text(n, name):
    return _("{name} is locked.").format(name=name) + ngettext("{n} area", "{n} areas", n)
"""
CHINESE = {
    "Open ground": "待划",
    "{name} is locked.": "{name}已锁定。",
    "{n} area": ["{n} 个区域"],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a package of three texts and no catalogue."""
    (tmp_path / "gridstudio").mkdir()
    (tmp_path / "gridstudio" / "words.py").write_text(CODE, "utf-8")
    return tmp_path


def translate(project: Path, words: dict[str, object]) -> list[str]:
    source = project / "words.json"
    source.write_text(json.dumps(words), "utf-8")
    return catalogue.update(project, [source])


def test_the_catalogue_is_complete() -> None:
    assert catalogue.check(ROOT) == []


def test_update_makes_a_catalogue_that_gettext_reads(project: Path) -> None:
    assert translate(project, {**CHINESE, "Gone": "旧"}) == ["Gone"]
    assert catalogue.check(project) == []
    import gettext

    folder = project / "resources" / "translations"
    chinese = gettext.translation("gridstudio", str(folder), languages=["zh_CN"])
    assert chinese.gettext("Open ground") == "待划"
    assert chinese.ngettext("{n} area", "{n} areas", 3) == "{n} 个区域"


def test_update_keeps_translations_and_gives_the_same_bytes(project: Path) -> None:
    translate(project, CHINESE)
    path = catalogue.catalogue_path(project)
    before = path.read_bytes(), path.with_suffix(".mo").read_bytes()
    catalogue.update(project)
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before
    assert b"Date" not in before[0]
    assert b"words.py" not in before[0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("待划", ""), "untranslated: 'Open ground'"),
        (("{name}已锁定", "{nom}已锁定"), "other placeholders: '{name} is locked.'"),
        (('msgid "Open ground"', '#, fuzzy\nmsgid "Open ground"'), "fuzzy: 'Open ground'"),
        (('msgid "Open ground"', 'msgid "Old ground"'), "obsolete: 'Old ground'"),
        (('msgid "Open ground"', 'msgid "Old ground"'), "missing: 'Open ground'"),
        (("待划", "未划"), "stale: gridstudio.mo"),
    ],
)
def test_check_finds(project: Path, change: tuple[str, str], problem: str) -> None:
    translate(project, CHINESE)
    path = catalogue.catalogue_path(project)
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    assert any(found.startswith(problem) for found in catalogue.check(project))


def test_check_finds_an_f_string_that_extraction_misses(project: Path) -> None:
    words = project / "gridstudio" / "words.py"
    words.write_text(CODE + 'BAD = _(f"{OPEN} here")\n', "utf-8")
    translate(project, CHINESE)
    [problem] = catalogue.check(project)
    assert problem.endswith("words.py:6: an f-string inside _()")


def test_the_language_in_force_translates() -> None:
    i18n.set_language("zh_CN")
    assert i18n.language() == "zh_CN"
    assert i18n._("") == ""
    assert i18n.N_("kept as it is") == "kept as it is"


def test_sentences_follow_each_other_as_the_language_has_it() -> None:
    assert i18n.sentences("One.", "", "Two.") == "One. Two."
    i18n.set_language("zh_CN")
    try:
        assert i18n.sentences("一。", "", "二。") == "一。二。"
    finally:
        i18n.set_language("en")


def test_an_unknown_language_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        i18n.set_language("fr")
