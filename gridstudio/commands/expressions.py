"""Which customers an expression means.

Numbers, classes, kinds and owners are compared in the snapshots; texts and census facts in the
file, a stretch of customers at a time, so that whoever asks can stop or do something else between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridstudio.commands.expression_fields import Field, field_named, fields_of
from gridstudio.commands.selecting import with_descendants
from gridstudio.domain.expression import All, Comparison, Expression, Literal, Not, parse
from gridstudio.domain.expression_words import ExpressionError
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.domain.template import Word, find_key
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.project.text_tests import TextTest

STRETCH = 10_000
"""Customers whose texts are compared at once: about ten milliseconds."""
Mask = NDArray[np.bool_]
Steps = Generator[None, None, Mask]
_Finder = Callable[[Mask], Steps]
"""Says which customers pass, of those marked; what it says of the others does not matter."""


@dataclass(frozen=True)
class Query:
    """An expression that has been understood."""

    text: str
    _finder: _Finder
    _ids: NDArray[np.int64]

    def steps(self) -> Generator[None, None, Ids]:
        """Find the customers, with a pause after each stretch of texts; returns their ids."""
        passing = yield from self._finder(np.ones(len(self._ids), dtype=bool))
        return Ids(self._ids[passing])

    def run(self) -> Ids:
        """Find them at once."""
        steps = self.steps()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: Ids = end.value
                return found


def understand(project: Project, data: MapData, text: str) -> Query:
    """Read an expression over the customers of these snapshots. Raises ExpressionError."""
    fields = fields_of(data.template)
    return Query(text, _Making(project, data, fields).of(parse(text)), data.customers.id)


class _Making:
    """Turns expressions into finders."""

    def __init__(self, project: Project, data: MapData, fields: tuple[Field, ...]) -> None:
        self._project, self._data, self._fields = project, data, fields

    def of(self, expression: Expression) -> _Finder:
        if isinstance(expression, Comparison):
            return self._test(expression)
        if isinstance(expression, Not):
            return _inverse(self.of(expression.part))
        # What is in the snapshots costs nothing: it goes first and leaves fewer texts to compare.
        parts = sorted(expression.parts, key=self._reads_texts)
        finders = [self.of(part) for part in parts]
        return _every(finders) if isinstance(expression, All) else _some(finders)

    def _reads_texts(self, expression: Expression) -> bool:
        if isinstance(expression, Comparison):
            field = field_named(self._fields, expression.field)
            return field.census or field.subject not in ("value", "class", "kind", "owner")
        if isinstance(expression, Not):
            return self._reads_texts(expression.part)
        return any(self._reads_texts(part) for part in expression.parts)

    def _test(self, test: Comparison) -> _Finder:
        field = field_named(self._fields, test.field)
        if field.type == "owner":
            return _fixed(self._owned(test))
        if field.type == "number":
            if test.op in ("like", "contains"):
                raise _misfit(test, _("“{field}” is a number: compare it with =, <, > or between."))
            values = tuple(_number(field, value) for value in test.values)
            if field.subject == "value":
                return _fixed(_numbers(self._data.customers.value, test.op, values))
            return self._texts(TextTest(field.subject, test.op, values, field.census, True))
        if field.type == "word":
            return self._words(field, test)
        return self._text(field, test)

    def _words(self, field: Field, test: Comparison) -> _Finder:
        if test.op not in ("=", "in", "like", "contains", "empty"):
            raise _misfit(test, _("“{field}” has no order: compare it with =, in or like."))
        keys = _keys(field, test)
        if field.census:
            if test.op == "empty":
                return self._texts(TextTest(field.subject, "empty", (), True))
            return self._texts(TextTest(field.subject, "in", tuple(keys), True))
        codes = getattr(self._data.customers, "class_" if field.subject == "class" else "kind")
        if test.op == "empty":
            return _fixed(codes < 0)
        wanted = [code for code, word in enumerate(field.words) if word.key in keys]
        return _fixed(np.isin(codes, wanted))

    def _text(self, field: Field, test: Comparison) -> _Finder:
        dated = field.subject == "created_at"
        if test.op in ("<", "<=", ">", ">=", "between") and not dated:
            raise _misfit(test, _("“{field}” is a text: compare it with =, in, like or contains."))
        values = tuple(value.text for value in test.values)
        return self._texts(TextTest(field.subject, test.op, values, field.census))

    def _texts(self, test: TextTest) -> _Finder:
        ids = self._data.customers.id

        def find(candidates: Mask) -> Steps:
            passing = np.zeros(len(ids), dtype=bool)
            for first in range(0, len(ids), STRETCH):
                part = slice(first, min(first + STRETCH, len(ids)))
                if not candidates[part].any():
                    continue
                found = self._project.passing(test, int(ids[part.start]), int(ids[part.stop - 1]))
                passing[part] = np.isin(ids[part], found, assume_unique=True)
                yield
            return passing

        return find

    def _owned(self, test: Comparison) -> Mask:
        areas, owner = self._data.areas, self._data.owners.area
        if test.op == "empty":
            nobody: Mask = owner == 0
            return nobody
        if test.op not in ("=", "in", "like", "contains"):
            raise _misfit(test, _("“{field}” has no order: compare it with =, in or like."))
        chosen = np.zeros(len(areas), dtype=bool)
        for value in test.values:
            fits = _pattern(test.op, value.text)
            here = np.array(
                [
                    not opened and bool(fits(str(code)) or fits(str(name)))
                    for opened, code, name in zip(areas.open, areas.code, areas.name, strict=True)
                ],
                dtype=bool,
            )
            if not here.any() and test.op in ("=", "in"):
                message = _("There is no area with the code or name “{text}”.")
                raise ExpressionError(message.format(text=value.text), value.at, value.end)
            chosen |= here
        return np.isin(owner, with_descendants(areas, Ids(areas.id[chosen])))


def _fixed(passing: Mask) -> _Finder:
    def find(_candidates: Mask) -> Steps:
        return passing
        yield

    return find


def _inverse(finder: _Finder) -> _Finder:
    def find(candidates: Mask) -> Steps:
        passing = yield from finder(candidates)
        return ~passing

    return find


def _every(finders: list[_Finder]) -> _Finder:
    def find(candidates: Mask) -> Steps:
        for finder in finders:
            candidates = candidates & (yield from finder(candidates))
        return candidates

    return find


def _some(finders: list[_Finder]) -> _Finder:
    def find(candidates: Mask) -> Steps:
        passing = np.zeros(len(candidates), dtype=bool)
        for finder in finders:
            passing |= yield from finder(candidates & ~passing)
        return passing

    return find


def _numbers(column: NDArray[np.float64], op: str, values: tuple[float, ...]) -> Mask:
    """What is not known passes no test but “is empty”."""
    with np.errstate(invalid="ignore"):
        if op == "empty":
            return np.isnan(column)
        if op == "in":
            return np.isin(column, values)
        if op == "between":
            return (column >= values[0]) & (column <= values[1])
        tests: dict[str, Callable[[], Mask]] = {
            "=": lambda: column == values[0],
            "<": lambda: column < values[0],
            "<=": lambda: column <= values[0],
            ">": lambda: column > values[0],
            ">=": lambda: column >= values[0],
        }
        return tests[op]()


def _number(field: Field, value: Literal) -> float:
    if value.number is not None:
        return value.number
    try:
        return float(value.text.replace(",", ""))
    except ValueError:
        message = _("“{field}” is a number, and “{text}” is none.")
        shown = message.format(field=field.key, text=value.text)
        raise ExpressionError(shown, value.at, value.end) from None


def _keys(field: Field, test: Comparison) -> set[str]:
    """The keys of the words that a test means. Raises ExpressionError for a word that is none."""
    keys: set[str] = set()
    for value in test.values:
        if test.op in ("like", "contains"):
            fits = _pattern(test.op, value.text)
            keys |= {word.key for word in field.words if _fits_word(fits, word)}
            continue
        key = find_key(field.words, value.text)
        if not key:
            known = ", ".join(word.name() for word in field.words)
            message = _("“{text}” is no {field}; there are: {known}.")
            shown = message.format(text=value.text, field=field.label, known=known)
            raise ExpressionError(shown, value.at, value.end)
        keys.add(key)
    return keys


def _fits_word(fits: Callable[[str], object], word: Word) -> bool:
    return any(fits(text) for text in (word.key, *word.names.values()))


def _pattern(op: str, text: str) -> Callable[[str], object]:
    """A test on short texts as SQL's LIKE means it; capitals do not matter."""
    if op in ("=", "in"):
        return lambda other: other.casefold() == text.strip().casefold()
    if op == "contains":
        return lambda other: text.casefold() in other.casefold()
    signs = {"%": ".*", "_": "."}
    inner = "".join(signs.get(letter, re.escape(letter)) for letter in text)
    return re.compile(inner, re.IGNORECASE | re.DOTALL).fullmatch


def _misfit(test: Comparison, message: str) -> ExpressionError:
    name = test.field
    return ExpressionError(message.format(field=name.text), name.at, name.end)
