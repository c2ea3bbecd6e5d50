"""Merging and giving back, on each kind of drawn coverage."""

from __future__ import annotations

import pytest

from gridstudio.geometry.joining import give_back, merge
from tests.geometry.kinds.kinds import AS_BEFORE, STROKELESS, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "merge": {
        "hole": Cell(
            lambda c, n: merge(c, [n["A"], n["B"]]),
            first="""
                .AAAA
                A.AAA
                AAAAA
                AA.AA
                AAAAA
                """,
            second=AS_BEFORE,
        ),
        "exclave": Cell(
            lambda c, n: merge(c, [n["B"], n["A"]]),
            first="""
                BBBBB
                BBBB.
                BBBB.
                .BBBB
                """,
            second=AS_BEFORE,
        ),
        "node of three": Cell(
            lambda c, n: merge(c, [n["A"], n["C"], n["."]]),
            first="""
                AAABBB
                AAABBB
                AAAAAA
                AAAAAA
                """,
            second="""
                PPQRRS
                PPQRRS
                TTTTUU
                TTTTTT
                """,
        ),
        "node of four": Cell(
            lambda c, n: merge(c, [n["B"], n["A"], n["C"]]),
            first="""
                BBBB.
                BBBB.
                BBDD.
                BBDD.
                """,
            second=AS_BEFORE,
        ),
        "collinear": Cell(
            lambda c, n: merge(c, [n["C"], n["B"], n["A"]]),
            first="""
                CCCCCC
                CCCCC.
                """,
            second="""
                ......
                PPQQ._
                """,
        ),
        "island": Cell(
            lambda c, n: merge(c, [n["B"], n["."]]),
            first="""
                AAAAAAA
                ABBBBBA
                ABBBBBA
                ABBCBBA
                ABBBBBA
                ABBBBBA
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PRRRRTP
                PRRSRTP
                PRRRRTP
                PRRRTTP
                PPPPPPP
                """,
        ),
        "antiparallel": STROKELESS,
    },
    "give_back": {
        "hole": Cell(
            lambda c, n: give_back(c, [n["A"]]),
            first="""
                ....B
                ....B
                ....B
                ....B
                ....B
                """,
            second="""
                ____R
                ____R
                ____R
                ____R
                ____R
                """,
        ),
        "exclave": Cell(
            lambda c, n: give_back(c, [n["A"]]),
            first="""
                ..BBB
                ..B..
                BB.B.
                .BBB.
                """,
            second="""
                __RSS
                __R__
                RR_S_
                _RRS_
                """,
        ),
        "node of three": Cell(
            lambda c, n: give_back(c, [n["A"], n["R"]]),
            first="""
                ...BBB
                ...BBB
                CCCCCC
                CC....
                """,
            second="""
                ___..S
                ___..S
                TTTTUU
                TT____
                """,
        ),
        "node of four": Cell(
            lambda c, n: give_back(c, [n["A"], n["D"]]),
            first="""
                ..BB.
                ..BB.
                CC...
                CC...
                """,
            second="""
                __RS_
                __RS_
                TT___
                TT___
                """,
        ),
        "collinear": Cell(
            lambda c, n: give_back(c, [n["B"], n["Q"]]),
            first="""
                AAAAAA
                ..CCC.
                """,
            second="""
                ______
                __..._
                """,
        ),
        "island": Cell(
            lambda c, n: give_back(c, [n["B"], n["C"]]),
            first="""
                AAAAAAA
                A.....A
                A.....A
                A.....A
                A.....A
                A.....A
                AAAAAAA
                """,
            second="""
                PPPPPPP
                P_____P
                P_____P
                P_____P
                P_____P
                P_____P
                PPPPPPP
                """,
        ),
        "antiparallel": STROKELESS,
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
