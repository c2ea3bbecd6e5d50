"""Texts in the user's language, by gettext; English is the source language.

Qt-free, so that commands, reports and the CLI speak the same words as the window.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os

from gridstudio.settings import resource

LANGUAGES = ("zh_CN", "en")
_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def set_language(language: str) -> None:
    """Make ``language`` (one of LANGUAGES) the language of every later text."""
    global _translations, _language
    _translations = translations_of(language)
    _language = language


def language() -> str:
    """The language in force, one of LANGUAGES."""
    return _language


def translations_of(language: str) -> _gettext.NullTranslations:
    """The catalogue of a language, for a report in another language than the window's.

    Raises ValueError for a language that is not one of LANGUAGES.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    if language == "en":
        return _gettext.NullTranslations()
    folder = str(resource("translations"))
    return _gettext.translation("gridstudio", folder, languages=[language])


def system_language() -> str:
    """zh_CN where the system speaks Chinese, else English.

    The environment is asked first: a locale that is named but not installed is still a wish.
    """
    named = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, named), None) or locale.getlocale()[0] or ""
    return "zh_CN" if name.startswith(("zh", "Chinese")) else "en"


def _(message: str) -> str:
    """The translation of ``message``; fill its ``{names}`` afterwards with str.format."""
    return _translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The translation that fits the number ``n``."""
    return _translations.ngettext(singular, plural, n)


def sentences(*said: str) -> str:
    """Whole sentences one after the other, without those that are empty; between Chinese ones
    stands no space."""
    return ("" if _language.startswith("zh") else " ").join(filter(None, said))


def N_(message: str) -> str:
    """Mark a text for the catalogue that is translated later, with ``_``, where it is shown."""
    return message
