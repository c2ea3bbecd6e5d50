"""A template: the words one trade uses for levels, kinds, classes, roles and census fields.

Templates are data (``resources/templates/*.toml``), and each project carries its own copy, so that
a file made with a template opens where that template is not installed.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gridstudio.domain.codes import CodePattern
from gridstudio.errors import UserError
from gridstudio.i18n import _, language


@dataclass(frozen=True)
class Word:
    """One entry of a list: a key that is stored, and its names by language (zh_CN, en)."""

    key: str
    names: dict[str, str]
    color: str = ""
    icon: str = ""

    def name(self, lang: str | None = None) -> str:
        """The name in ``lang`` (default: the language in force), else in any, else the key."""
        wanted = lang or language()
        return self.names.get(wanted) or next(iter(self.names.values()), self.key)


@dataclass(frozen=True)
class Level(Word):
    """A level of the division.

    ``code`` is the pattern of its areas' codes (``{parent}-{n:02}``); without one they are
    ``prefix`` and a number of two digits (district "D" → D03).
    """

    prefix: str = ""
    code: str = ""

    @property
    def pattern(self) -> CodePattern:
        """How its codes are made."""
        return CodePattern.parse(self.code) if self.code else CodePattern.of_prefix(self.prefix)


@dataclass(frozen=True)
class CensusField(Word):
    """A field of the census form; ``type`` is text, number, choice or yes_no."""

    type: str = "text"
    choices: tuple[Word, ...] = ()
    unit: str = ""


DEFAULT_LINES = (
    Word("area", {"zh_CN": "片区市场", "en": "Area market"}),
    Word("enterprise", {"zh_CN": "集团市场", "en": "Enterprise market"}),
    Word("channel", {"zh_CN": "社会渠道", "en": "Social channel"}),
)
"""The market lines of a template that says nothing of them, as in older files."""


@dataclass(frozen=True)
class Template:
    """The words of one trade. Lists keep the file's order; the index is the snapshot code."""

    key: str
    names: dict[str, str]
    levels: tuple[Level, ...]
    kinds: tuple[Word, ...]
    classes: tuple[Word, ...]
    site_kinds: tuple[Word, ...]
    roles: tuple[Word, ...]
    census: tuple[CensusField, ...]
    settings: tuple[Word, ...]
    lines: tuple[Word, ...] = DEFAULT_LINES
    """The market lines, for each of which the county may be divided in a scheme of its own."""
    source: str = field(default="", repr=False, compare=False)

    def name(self, lang: str | None = None) -> str:
        return Word(self.key, self.names).name(lang)

    def level_index(self, key: str) -> int:
        """0 for the county level, 1 below … Raises UserError for a word that is no level here."""
        return _index(self.levels, key, _("level"))

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read a template from TOML text. Raises UserError that names what is wrong in it."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UserError(_("The template cannot be read: {error}").format(error=error)) from None
        try:
            return cls(
                key=data["key"],
                names=_names(data),
                levels=tuple(_level(item) for item in data["levels"]),
                kinds=_words(data, "kinds"),
                classes=_words(data, "classes"),
                site_kinds=_words(data, "site_kinds"),
                roles=_words(data, "roles"),
                census=tuple(_census_field(item) for item in data.get("census", [])),
                settings=_words(data, "settings"),
                lines=_words(data, "lines") if "lines" in data else DEFAULT_LINES,
                source=text,
            )
        except (KeyError, TypeError) as error:
            raise UserError(
                _("The template lacks the entry {entry}.").format(entry=error)
            ) from None

    @classmethod
    def load(cls, path: Path) -> Template:
        """Read a template file. Raises UserError where it cannot be read."""
        try:
            return cls.parse(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                _("The template {path} cannot be read: {error}").format(path=path, error=error)
            ) from None


def find_key(words: tuple[Word, ...], text: str) -> str:
    """The key of the word that ``text`` means: its key or any of its names, else ``""``."""
    wanted = text.strip().casefold()
    for word in words:
        if wanted == word.key.casefold() or wanted in {n.casefold() for n in word.names.values()}:
            return word.key
    return ""


def word_name(words: tuple[Word, ...], key: str, lang: str | None = None) -> str:
    """The name of the word with this key in ``lang`` (default: the language in force); the key
    itself where the list has it no longer."""
    at = code_of(words, key)
    return words[at].name(lang) if at >= 0 else key


def code_of(words: tuple[Word, ...], key: str | None) -> int:
    """The index of the word with this key, or -1 where there is none."""
    for index, word in enumerate(words):
        if word.key == key:
            return index
    return -1


def _index(words: tuple[Word, ...], key: str, what: str) -> int:
    index = code_of(words, find_key(words, key))
    if index < 0:
        known = ", ".join(word.key for word in words)
        raise UserError(
            _("There is no {what} “{key}”; known are: {known}.").format(
                what=what, key=key, known=known
            )
        )
    return index


def _names(item: dict[str, Any]) -> dict[str, str]:
    return {lang: item[lang] for lang in ("zh_CN", "en") if lang in item}


def _word_fields(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": item["key"],
        "names": _names(item),
        "color": item.get("color", ""),
        "icon": item.get("icon", ""),
    }


def _words(data: dict[str, Any], entry: str) -> tuple[Word, ...]:
    return tuple(Word(**_word_fields(item)) for item in data[entry])


def _level(item: dict[str, Any]) -> Level:
    level = Level(**_word_fields(item), prefix=item.get("prefix", ""), code=item.get("code", ""))
    _pattern = level.pattern  # a wrong one is refused where the template is read
    return level


def _census_field(item: dict[str, Any]) -> CensusField:
    choices = tuple(Word(**_word_fields(choice)) for choice in item.get("choices", []))
    return CensusField(
        **_word_fields(item),
        type=item.get("type", "text"),
        choices=choices,
        unit=item.get("unit", ""),
    )


def census_text(facts: dict[str, Any]) -> str:
    """Census facts as the JSON that the file stores; keys are those of the template's fields."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)
