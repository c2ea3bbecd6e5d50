"""Columns of a large table as arrays, gathered inside SQLite: no Python object per row.

Each column comes as one text that SQLite joins (numbers with commas, coordinates as hexadecimal,
codes as letters), which numpy then reads; twice as quick as rows, and in a fraction of the memory.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.template import Word

_POINT_HEADER = struct.pack("<2sBBiBI", b"GP", 0, 1, 4326, 1, 1)
"""What begins every point that we write; the two coordinates follow."""
_FIRST_LETTER = 0x21
_MOST_WORDS = 90
"""Letters from "!" to "z"."""


def whole_table(
    connection: sqlite3.Connection, table: str, coded: Mapping[str, Sequence[Word]]
) -> tuple[NDArray[np.int64], NDArray[np.float64], list[NDArray[np.int16]]] | None:
    """Ids ``(n,)``, positions ``(n, 2)`` in degrees and, for each column of ``coded``, codes
    ``(n,)`` of its words (-1: none of them), by id. None where not every position is a plain point
    as we write it, or there are too many words: then rows must be read.
    """
    # Without an index SQLite walks the table by its key: the rows come by id.
    if any(len(words) > _MOST_WORDS for words in coded.values()):
        return None
    parameters: list[object] = []
    chosen = []
    for column, words in coded.items():
        cases = []
        for code, word in enumerate(words):
            cases.append(f"WHEN ? THEN '{_quoted(chr(_FIRST_LETTER + 1 + code))}'")
            parameters.append(word.key)
        case = f"CASE \"{column}\" {' '.join(cases)} ELSE '{chr(_FIRST_LETTER)}' END"
        chosen.append(f", group_concat({case if cases else _QUOTED_FIRST}, '')")
    count, plain, ids, places, *letters = connection.execute(
        "SELECT count(*), sum(length(geom) = 29 AND substr(geom, 1, 13) = ?),"
        " group_concat(id), group_concat(hex(substr(geom, 14)), '')"
        f"{''.join(chosen)} FROM {table} NOT INDEXED",
        (_POINT_HEADER, *parameters),
    ).fetchone()
    if not count or plain != count:
        return None
    lonlat = np.frombuffer(bytes.fromhex(places), dtype="<f8").reshape(-1, 2).astype(np.float64)
    codes = [
        np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int16) - _FIRST_LETTER - 1
        for text in letters
    ]
    return np.fromstring(ids, dtype=np.int64, sep=","), lonlat, codes


def number_column(connection: sqlite3.Connection, table: str, column: str) -> NDArray[np.float64]:
    """A column of numbers ``(n,)`` by id, NaN where there is none."""
    rows = connection.execute(f'SELECT "{column}" FROM {table} ORDER BY id').fetchall()
    return np.array(rows, dtype=np.float64).reshape(-1)


_QUOTED_FIRST = f"'{chr(_FIRST_LETTER)}'"


def _quoted(letter: str) -> str:
    return letter.replace("'", "''")
