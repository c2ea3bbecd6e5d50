"""Lines that were not drawn for an area, roads and walks, on each kind of drawn coverage."""

from __future__ import annotations

import pytest

from gridstudio.geometry.line_splitting import split_by
from gridstudio.geometry.walked_border import walk_border
from tests.geometry.drawn import line
from tests.geometry.kinds.kinds import AS_BEFORE, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "split_by": {
        "hole": Cell(
            lambda c, n: split_by(c, n["A"], line((2.99997, -1), (2.99997, 6))),
            ground={"A": 11.99988, "new": 5.00012, "Q": 5.00012},
        ),
        "exclave": Cell(
            lambda c, n: split_by(c, n["B"], line((0.5, 3), (0.5, -1))),
            first="""
                AAAABBBBBB
                AAAABBBBBB
                AAAABBAA..
                AAAABBAA..
                1BBBAABB..
                1BBBAABB..
                ..BBBBBBAA
                ..BBBBBBAA
                """,
            second="""
                PPPPRRSSSS
                PPPPRRSSSS
                PPPPRRQQ__
                PPPPRRQQ__
                1RRRPPSS__
                1RRRPPSS__
                __RRRRSSQQ
                __RRRRSSQQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: split_by(c, n["C"], line((3.00002, 2.00001), (3, 1.0001))),
            ground={"C": 5.00001, "new": 2.99999, "T": 5.00001},
        ),
        "node of four": Cell(
            lambda c, n: split_by(c, n["A"], line((2.00001, 1.99999), (0, 4))),
            ground={"A": 2.0, "new": 2.0, "P": 1.5, "Q": 1.5},
        ),
        "collinear": Cell(
            lambda c, n: split_by(
                c, n["A"], line((-1, 1.5), (1.5, 1.5), (1.5, 1.00003), (3, 1.00003), (3, 3))
            ),
            first="""
                111111AAAAAA
                222111AAAAAA
                BBBBCCCCCC..
                BBBBCCCCCC..
                """,
            second=AS_BEFORE,
        ),
        "island": Cell(
            lambda c, n: split_by(c, n["B"], line((-1, 2.99997), (8, 2.99997))),
            ground={"B": 9.00006, "new": 6.99994, "R": 5.00003, "T": 4.00003},
        ),
        "antiparallel": Cell(
            lambda c, n: split_by(
                c, n["A"], line((1.99997, 3), (1.99997, 1.00003), (1, 1.00003), (1, 3.00003))
            ),
            first="""
                1ABB
                1ABB
                CC..
                """,
            second=AS_BEFORE,
        ),
    },
    "walk_border": {
        "hole": Cell(
            lambda c, n: walk_border(c, 1, line((1, 3.25), (1.5, 3.25), (1.5, 3.75), (1, 3.75))),
            first="""
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                AAAA....AAAAAAAABBBB
                AAAAAA..AAAAAAAABBBB
                AAAAAA..AAAAAAAABBBB
                AAAA....AAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAA....AAAABBBB
                AAAAAAAA....AAAABBBB
                AAAAAAAA....AAAABBBB
                AAAAAAAA....AAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                """,
            second="""
                ____PPPPQQQQQQQQRRRR
                ____PPPPQQQQQQQQRRRR
                ____PPPPQQQQQQQQRRRR
                ____PPPPQQQQQQQQRRRR
                PPPP____QQQQQQQQRRRR
                PPPPPP__QQQQQQQQRRRR
                PPPPPP__QQQQQQQQRRRR
                PPPP____QQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPP____QQQQRRRR
                PPPPPPPP____QQQQRRRR
                PPPPPPPP____QQQQRRRR
                PPPPPPPP____QQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                PPPPPPPPQQQQQQQQRRRR
                """,
        ),
        "exclave": Cell(
            lambda c, n: walk_border(c, 1, line((2, 2), (2.5, 2.5), (3, 2))),
            ground={"A": 7.25, "B": 9.75, "P": 5.25, "R": 5.75},
            nodes={(2.5, 2.5): "A B P R"},
        ),
        "node of three": Cell(
            lambda c, n: walk_border(
                c, 1, line((3, 3), (2.5, 3), (2.5, 2.5), (3, 2.5), (3.5, 2.5), (3.5, 2), (3, 2))
            ),
            first="""
                AAAAAABBBBBB
                AAAAAABBBBBB
                AAAAABBBBBBB
                AAAAAAABBBBB
                CCCCCCCCCCCC
                CCCCCCCCCCCC
                CCCC........
                CCCC........
                """,
            second="""
                PPPPQQRRRRSS
                PPPPQQRRRRSS
                PPPPQRRRRRSS
                PPPPQQQRRRSS
                TTTTTTTTUUUU
                TTTTTTTTUUUU
                TTTT________
                TTTT________
                """,
        ),
        "node of four": Cell(
            lambda c, n: walk_border(c, 1, line((2, 2), (2.5, 2.5), (2, 3), (1.5, 3.5), (2, 4))),
            nodes={(2.5, 2.5): "A B Q R", (1.5, 3.5): "A B Q R"},
        ),
        "collinear": Cell(
            lambda c, n: walk_border(c, 1, line((0, 1), (1, 1.5), (2, 1))),
            ground={"A": 5.5, "B": 2.5, "P": 2.5},
        ),
        "island": Cell(
            lambda c, n: walk_border(c, 1, line((3, 3.25), (2.5, 3.25), (2.5, 3.75), (3, 3.75))),
            first="""
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB....CCCC....BBBBAAAA
                AAAABBBB..CCCCCC....BBBBAAAA
                AAAABBBB..CCCCCC....BBBBAAAA
                AAAABBBB....CCCC....BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBB............BBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAABBBBBBBBBBBBBBBBBBBBAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAAAAAA
                """,
            second="""
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____SSSS____TTTTPPPP
                PPPPRRRR__SSSSSS____TTTTPPPP
                PPPPRRRR__SSSSSS____TTTTPPPP
                PPPPRRRR____SSSS____TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRR____________TTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPRRRRRRRRRRRRTTTTTTTTPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                PPPPPPPPPPPPPPPPPPPPPPPPPPPP
                """,
        ),
        "antiparallel": Cell(
            lambda c, n: walk_border(
                c, 1, line((2, 1), (1, 1), (1, 2), (2, 2), (3, 2), (2.5, 3), (2, 3))
            ),
            ground={"A": 3.75, "B": 4.25, "Q": 1.75, "R": 4.25},
        ),
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
