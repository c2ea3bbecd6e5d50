"""The words of the selection language: text cut into names, numbers, texts and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gridstudio.errors import UserError
from gridstudio.i18n import _

Kind = Literal["name", "number", "text", "sign", "word"]


class ExpressionError(UserError):
    """What is wrong with an expression; ``at`` and ``end`` are where, as positions in it."""

    def __init__(self, message: str, at: int, end: int) -> None:
        super().__init__(message)
        self.at, self.end = at, end


@dataclass(frozen=True)
class Token:
    """A piece of an expression. ``value`` is what it means: a keyword's key, a text without its
    quotes, a sign in ASCII; ``quoted`` names stand in brackets."""

    kind: Kind
    value: str
    at: int
    end: int


KEYWORDS = {
    "and": "and", "且": "and", "并且": "and", "和": "and",
    "or": "or", "或": "or", "或者": "or",
    "not": "not", "非": "not", "不": "not",
    "in": "in", "属于": "in",
    "like": "like", "类似": "like",
    "contains": "contains", "包含": "contains",
    "between": "between", "介于": "between",
    "is": "is", "为": "is",
    "empty": "empty", "null": "empty", "空": "empty",
}  # fmt: skip
"""Keywords by how they may be written."""
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}
BRACKETS = {"[": "]", "`": "`", "【": "】"}
_SIGNS = {
    "=": "=", "==": "=", "＝": "=", "!=": "!=", "<>": "!=", "≠": "!=", "！＝": "!=",
    "<": "<", "＜": "<", ">": ">", "＞": ">", "<=": "<=", "≤": "<=", "＜＝": "<=",
    ">=": ">=", "≥": ">=", "＞＝": ">=", "(": "(", "（": "(", ")": ")", "）": ")",
    ",": ",", "，": ",", "、": ",",
}  # fmt: skip
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_NUMBER = re.compile(r"[-−]?(?:\d+(?:\.\d+)?|\.\d+)(?![\w.])", re.ASCII)
_WORD = re.compile(r"[^\W\d][\w.]*|\d\w*")
LONGEST = 4000


def tokens(text: str, *, partial: bool = False) -> list[Token]:
    """Cut an expression into tokens. Raises ExpressionError for what belongs to nothing;
    ``partial`` takes a text whose closing quote is still to come."""
    if len(text) > LONGEST:
        raise ExpressionError(_("The expression is too long."), LONGEST, len(text))
    if "\0" in text:  # SQLite would take the text to end there
        at = text.index("\0")
        raise ExpressionError(_("There is a sign here that nobody can type."), at, at + 1)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at, partial)
        found.append(token)
        at = token.end
    return found


def _token(text: str, at: int, partial: bool) -> Token:
    first = text[at]
    if first in QUOTES or first in BRACKETS:
        return _enclosed(text, at, partial)
    number = _NUMBER.match(text, at)
    if number:
        return Token("number", number.group().replace("−", "-"), at, number.end())
    word = _WORD.match(text, at)
    if word:
        keyword = KEYWORDS.get(word.group().casefold())
        kind: Kind = "word" if keyword else "name"
        return Token(kind, keyword or word.group(), at, word.end())
    sign = _SIGN.match(text, at)
    if sign:
        return Token("sign", _SIGNS[sign.group()], at, sign.end())
    message = _("“{text}” does not belong here.").format(text=first)
    raise ExpressionError(message, at, at + 1)


def _enclosed(text: str, at: int, partial: bool) -> Token:
    """A text in quotes, which are doubled inside it, or a name in brackets."""
    named = text[at] in BRACKETS
    closing = (BRACKETS if named else QUOTES)[text[at]]
    value, here = "", at + 1
    while here < len(text):
        if text[here] == closing:
            if text[here + 1 : here + 2] != closing:
                return Token("name" if named else "text", value, at, here + 1)
            here += 1
        value += text[here]
        here += 1
    if partial:
        return Token("name" if named else "text", value, at, len(text))
    message = _("The text that begins here has no closing {quote}.").format(quote=closing)
    raise ExpressionError(message, at, len(text))
