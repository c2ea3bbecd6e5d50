"""Tests on the texts and census facts of customers, which snapshots do not hold.

Each test is one statement of a fixed shape: columns come from the list here, everything typed
travels as a parameter.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COLUMNS = {
    "name": "name",
    "address": "address",
    "contact": "contact",
    "phone": "phone",
    "note": "note",
    "source": "source",
    "created_at": "created_at",
    "fix_accuracy_m": "fix_accuracy_m",
    "fix_receiver": "fix_receiver",
}
_CENSUS = "CASE WHEN json_valid(census) THEN json_extract(census, ?) END"
_NUMBERS = {
    "=": "{x} = ?",
    "<": "{x} < ?",
    "<=": "{x} <= ?",
    ">": "{x} > ?",
    ">=": "{x} >= ?",
    "between": "{x} BETWEEN ? AND ?",
}


@dataclass(frozen=True)
class TextTest:
    """``subject`` is a key of COLUMNS, or with ``census`` the key of a census field. ``op``: =, <,
    <=, >, >=, between, in, like (% any text, _ any letter), contains, empty. ``numeric`` compares
    numbers, and texts then match nothing."""

    subject: str
    op: str
    values: tuple[str | float, ...] = ()
    census: bool = False
    numeric: bool = False


def matching(
    connection: sqlite3.Connection, test: TextTest, first_id: int, last_id: int
) -> NDArray[np.int64]:
    """Ids of the customers from ``first_id`` to ``last_id`` that pass, ascending."""
    subject, found = _subject(test)
    condition, values = _condition(test, subject)
    if test.numeric and test.op != "empty":
        condition = f"typeof({subject}) IN ('integer', 'real') AND {condition}"
        found = found * 2
    (text,) = connection.execute(
        f"SELECT group_concat(id) FROM customers WHERE id BETWEEN ? AND ? AND ({condition})",
        (first_id, last_id, *found, *values),
    ).fetchone()
    return np.fromstring(text or "", dtype=np.int64, sep=",")


def _subject(test: TextTest) -> tuple[str, tuple[str, ...]]:
    """The SQL of what is tested, and its parameters. Raises KeyError for an unknown column."""
    if not test.census:
        return f'"{COLUMNS[test.subject]}"', ()
    key = test.subject.replace("\\", "\\\\").replace('"', '\\"')
    return _CENSUS, (f'$."{key}"',)


def _condition(test: TextTest, subject: str) -> tuple[str, tuple[str | float, ...]]:
    if test.op in _NUMBERS:
        return _NUMBERS[test.op].format(x=subject), test.values
    if test.op == "in":
        return f"{subject} IN (SELECT value FROM json_each(?))", (json.dumps(test.values),)
    if test.op == "like":
        return f"{subject} LIKE ? ESCAPE '\\'", test.values
    if test.op == "contains":
        escaped = str(test.values[0])
        for sign in ("\\", "%", "_"):
            escaped = escaped.replace(sign, "\\" + sign)
        return f"{subject} LIKE ? ESCAPE '\\'", (f"%{escaped}%",)
    if test.op == "empty":
        return f"ifnull({subject}, '') = ''", ()
    raise ValueError(f"unknown test {test.op!r}")
