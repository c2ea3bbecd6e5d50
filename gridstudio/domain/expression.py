"""Expressions over fields, as values: ``value > 500 and class in (A, B) and name like "%market%"``.

A language of our own: what is typed is parsed into these values, and they alone say what is done.

::

    expression  = conjunction { or conjunction }
    conjunction = member { and member }
    member      = not member | "(" expression ")" | test
    test        = field ( = | != | < | <= | > | >= ) value
                | field [not] in "(" value { "," value } ")"
                | field [not] like value | field [not] contains value
                | field [not] between value and value
                | field is [not] empty
"""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.domain.expression_words import ExpressionError, Token, tokens
from gridstudio.i18n import _

DEEPEST = 50


@dataclass(frozen=True)
class Name:
    """The name of a field, as typed, and where."""

    text: str
    at: int
    end: int


@dataclass(frozen=True)
class Literal:
    """A value, as typed (``number`` where it is one without quotes), and where."""

    text: str
    at: int
    end: int
    number: float | None = None


@dataclass(frozen=True)
class Comparison:
    """A field compared. ``op``: =, <, <=, >, >=, in, like, contains, between, empty."""

    field: Name
    op: str
    values: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Not:
    part: Expression


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Expression, ...]


Expression = Comparison | Not | All | AnyOf
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Expression:
    """Read an expression. Raises ExpressionError, which says what is wrong and where."""
    reader = _Reader(text)
    found = reader.expression(0)
    rest = reader.peek()
    if rest is not None:
        raise reader.wrong(_("Here an “and” or “or” was expected, not “{text}”."), rest)
    return found


class _Reader:
    """Takes token after token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0

    def peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def wrong(self, message: str, token: Token | None) -> ExpressionError:
        """An error at a token, or at the end; ``{text}`` in the message is what stands there."""
        if token is None:
            end = len(self._text)
            return ExpressionError(_("The expression ends too early."), end, end)
        shown = self._text[token.at : token.end]
        return ExpressionError(message.format(text=shown), token.at, token.end)

    def expression(self, depth: int) -> Expression:
        parts = [self._conjunction(depth)]
        while self._take("word", "or"):
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _conjunction(self, depth: int) -> Expression:
        parts = [self._member(depth)]
        while self._take("word", "and"):
            parts.append(self._member(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _member(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise self.wrong(_("The expression is nested too deep."), self.peek())
        if self._take("word", "not"):
            return Not(self._member(depth + 1))
        if self._take("sign", "("):
            inner = self.expression(depth + 1)
            self._must("sign", ")", _("A closing bracket is missing before “{text}”."))
            return inner
        return self._test()

    def _test(self) -> Expression:
        token = self.peek()
        if token is None or token.kind != "name":
            raise self.wrong(_("Here the name of a field was expected, not “{text}”."), token)
        self._at += 1
        field = Name(token.value, token.at, token.end)
        if self._take("word", "is"):
            negated = self._take("word", "not")
            self._must("word", "empty", _("After “is” comes “empty”, not “{text}”."))
            test = Comparison(field, "empty")
        else:
            negated = self._take("word", "not")
            test = self._comparison(field, negated)
            if test.op == "!=":
                test, negated = Comparison(field, "=", test.values), True
        return Not(test) if negated else test

    def _comparison(self, field: Name, negated: bool) -> Comparison:
        token = self.peek()
        op = token.value if token is not None else ""
        if token is not None and token.kind == "sign" and op in COMPARISONS and not negated:
            self._at += 1
            return Comparison(field, op, (self._value(),))
        if token is not None and token.kind == "word" and op in ("like", "contains"):
            self._at += 1
            return Comparison(field, op, (self._value(),))
        if self._take("word", "in"):
            return Comparison(field, "in", self._values())
        if self._take("word", "between"):
            low = self._value()
            self._must("word", "and", _("“between” needs two values with “and”, not “{text}”."))
            return Comparison(field, "between", (low, self._value()))
        raise self.wrong(
            _("Here a comparison (=, <, >, in, like …) was expected, not “{text}”."), token
        )

    def _values(self) -> tuple[Literal, ...]:
        self._must("sign", "(", _("After “in” come values in brackets, not “{text}”."))
        values = [self._value()]
        while self._take("sign", ","):
            values.append(self._value())
        self._must("sign", ")", _("Values in brackets are parted by commas, not by “{text}”."))
        return tuple(values)

    def _value(self) -> Literal:
        token = self.peek()
        if token is None or token.kind not in ("name", "number", "text"):
            raise self.wrong(_("Here a value was expected, not “{text}”."), token)
        self._at += 1
        number = float(token.value) if token.kind == "number" else None
        return Literal(token.value, token.at, token.end, number)

    def _take(self, kind: str, value: str) -> bool:
        token = self.peek()
        if token is None or token.kind != kind or token.value != value:
            return False
        self._at += 1
        return True

    def _must(self, kind: str, value: str, message: str) -> None:
        if not self._take(kind, value):
            raise self.wrong(message, self.peek())
