"""Holes and exclaves, on each kind of drawn coverage."""

from __future__ import annotations

import pytest
import shapely

from gridstudio.geometry.holes import cut_hole, fill_hole, give_exclave
from gridstudio.geometry.transferring import take
from tests.geometry.kinds.kinds import AS_BEFORE, STROKELESS, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "cut_hole": {
        "hole": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(1, 1, 3, 3)),
            first="""
                .AAAB
                A.AAB
                A..AB
                A..AB
                AAAAB
                """,
            second="""
                _PQQR
                P_QQR
                P__QR
                P__QR
                PPQQR
                """,
        ),
        "exclave": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(2, 1, 4, 3)),
            first="""
                AABBB
                AAB..
                BB.B.
                .BBBA
                """,
            second="""
                PPRSS
                PPR__
                RR_S_
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(2, 1, 4, 2.5)),
            first="""
                AAABBB
                AAABBB
                CC..CC
                CC....
                """,
            second="""
                PPQRRS
                PPQRRS
                TT__UU
                TT____
                """,
        ),
        "node of four": Cell(
            lambda c, n: cut_hole(c, 2, shapely.Polygon([(0.5, 2), (1.5, 2), (1, 3)])),
            first=AS_BEFORE,
            ground={"P": 1.75},
        ),
        "collinear": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(1.5, 0.5, 3.5, 1)),
            first="""
                AAAAAAAAAAAA
                AAAAAAAAAAAA
                BBBB...CCC..
                BBBBCCCCCC..
                """,
            second="""
                ____________
                ____________
                PPPP___Q..__
                PPPPQQQQ..__
                """,
        ),
        "island": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(1, 3, 6, 4)),
            first="""
                AAAAAAA
                ABBBBBA
                AB...BA
                A..C..A
                AB...BA
                ABBBBBA
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PR___TP
                P__S__P
                PR___TP
                PRRRTTP
                PPPPPPP
                """,
        ),
        "antiparallel": Cell(
            lambda c, n: cut_hole(c, 1, shapely.box(1, 1, 2, 2).reverse()),
            first="""
                AABB
                A.BB
                CC..
                """,
            second="""
                PQRR
                P_RR
                ____
                """,
        ),
    },
    "fill_hole": {
        "hole": Cell(
            lambda c, n: fill_hole(c, 1, (1.5, 3.5)),
            first="""
                .AAAB
                AAAAB
                AAAAB
                AA.AB
                AAAAB
                """,
            second="""
                _PQQR
                PPQQR
                PPQQR
                PP_QR
                PPQQR
                """,
        ),
        "exclave": Cell(
            lambda c, n: fill_hole(c, 1, (3.5, 2.5)),
            refused="This is no hole: no",
        ),
        "node of three": Cell(
            lambda c, n: fill_hole(c, 1, (3.5, 0.5)),
            refused="This is no hole: no",
        ),
        "node of four": Cell(
            lambda c, n: fill_hole(c, 1, (4.5, 0.5)),
            refused="This is no hole: no",
        ),
        "collinear": Cell(
            lambda c, n: fill_hole(c, 1, (5.5, 0.5)),
            refused="This is no hole: no",
        ),
        "island": Cell(
            lambda c, n: fill_hole(c, 1, (2.5, 2.5)),
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
    "give_exclave": {
        "hole": Cell(
            lambda c, n: give_exclave(c, 1, (0.5, 0.5)),
            refused="The area here is of",
        ),
        "exclave": Cell(
            lambda c, n: give_exclave(c, 1, (2.5, 1.5)),
            first="""
                AABBB
                AABA.
                BBBB.
                .BBBA
                """,
            second="""
                PPRSS
                PPRQ_
                RRRS_
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: give_exclave(c, 1, (2.5, 1.5)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            given=lambda c, n: take(c, n["B"], shapely.box(2, 1, 3, 2)),
        ),
        "node of four": Cell(
            lambda c, n: give_exclave(c, 1, (1.5, 2.5)),
            first=AS_BEFORE,
            second="""
                PQRS_
                PPRS_
                TTVV_
                TTVV_
                """,
            given=lambda c, n: take(c, n["D"], shapely.box(1, 2, 2, 3)),
        ),
        "collinear": Cell(
            lambda c, n: give_exclave(c, 1, (3.5, 0.5)),
            first=AS_BEFORE,
            second="""
                ______
                PPQ.._
                """,
            given=lambda c, n: take(c, n["B"], shapely.box(3, 0, 4, 1)),
        ),
        "island": Cell(
            lambda c, n: give_exclave(c, 1, (2.5, 2.5)),
            first="""
                AAAAAAA
                ABBBBBA
                AB...BA
                AB.C.BA
                ABB..BA
                ABBBBBA
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PR___TP
                PR_S_TP
                PRR__TP
                PRRRTTP
                PPPPPPP
                """,
            given=lambda c, n: take(c, n["A"], shapely.box(2, 2, 3, 3)),
        ),
        "antiparallel": STROKELESS,
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
