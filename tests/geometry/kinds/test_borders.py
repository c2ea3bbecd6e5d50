"""Whole borders and whole areas that are moved, on each kind of drawn coverage."""

from __future__ import annotations

import pytest

from gridstudio.geometry.border_moving import move_border
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.translating import move_area
from tests.geometry.kinds.kinds import AS_BEFORE, STROKELESS, Cell, Cells, cases, holds


def moved(
    c: Coverage, level: int, near: tuple[float, float], by: tuple[float, float]
) -> CoverageEdit:
    """The border nearest to a place, moved as a hand moves it."""
    end = near[0] + by[0], near[1] + by[1]
    return touching_noded(c, move_border(c, border_at(c, level, near, 0.1), near, end))


TABLES: dict[str, Cells] = {
    "move_border": {
        "hole": Cell(
            lambda c, n: moved(c, 1, (2, 1.5), (0.5, 0)),
            first="""
                ..AAAAAABB
                ..AAAAAABB
                AA..AAAABB
                AA..AAAABB
                AAAAAAAABB
                AAAAAAAABB
                AAAAA..ABB
                AAAAA..ABB
                AAAAAAAABB
                AAAAAAAABB
                """,
            ground={"P": 9.0, "Q": 8.0},
            nodes={(2.5, 1): ". A P Q"},
        ),
        "exclave": Cell(
            lambda c, n: moved(c, 1, (2.5, 1), (0, -0.5)),
            first="""
                AAAABBBBBB
                AAAABBBBBB
                AAAABBAA..
                AAAABBAA..
                BBBBAABB..
                BBBBAABB..
                ..BBAABBAA
                ..BBBBBBAA
                """,
            second="""
                PPPPRRSSSS
                PPPPRRSSSS
                PPPPRRQQ__
                PPPPRRQQ__
                RRRRPPSS__
                RRRRPPSS__
                __RRPPSSQQ
                __RRRRSSQQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: moved(c, 1, (3, 2.5), (1, 0)),
            first="""
                AAAABB
                AAAABB
                CCCCCC
                CC....
                """,
            second="""
                PPQQRS
                PPQQRS
                TTTTUU
                TT____
                """,
        ),
        "node of four": Cell(
            lambda c, n: moved(c, 1, (2, 2.5), (0.5, 0)),
            first="""
                AAAAABBB..
                AAAAABBB..
                AAAAABBB..
                AAAAABBB..
                CCCCDDDD..
                CCCCDDDD..
                CCCCDDDD..
                CCCCDDDD..
                """,
            second="""
                PPQQQRSS__
                PPQQQRSS__
                PPQQQRSS__
                PPQQQRSS__
                TTTTVVVV__
                TTTTVVVV__
                TTTTVVVV__
                TTTTVVVV__
                """,
        ),
        "collinear": Cell(
            lambda c, n: moved(c, 1, (1.5, 1), (0, 0.5)),
            ground={"A": 5.25, "B": 2.75, "P": 2.75},
            nodes={(1, 1.5): "A B P", (1, 1): ""},
        ),
        "island": Cell(
            lambda c, n: moved(c, 1, (3, 3.5), (-0.5, 0.5)),
            ground={".": 8.000572, "C": 0.999428, "S": 0.999428},
        ),
        "antiparallel": STROKELESS,
    },
    "move_area": {
        "hole": Cell(
            lambda c, n: move_area(c, n["B"], (0, 0), (-2, 0)),
            first="""
                .ABA.
                A.BA.
                AABA.
                AABA.
                AABA.
                """,
            second="""
                _PRQ_
                P_RQ_
                PPRQ_
                PPRQ_
                PPRQ_
                """,
        ),
        "exclave": Cell(
            lambda c, n: move_area(c, n["Q"], (0, 0), (-1, 0)),
            first=AS_BEFORE,
            second="""
                PPRSS
                PPQ._
                RRPS_
                _RRQ.
                """,
        ),
        "node of three": Cell(
            lambda c, n: move_area(c, n["A"], (0, 0), (1, 0)),
            first="""
                .AAABB
                .AAABB
                CCCCCC
                CC....
                """,
            second="""
                _PPQRS
                _PPQRS
                TTTTUU
                TT____
                """,
        ),
        "node of four": Cell(
            lambda c, n: move_area(c, n["A"], (0, 0), (0.5, 0)),
            first="""
                .AAAABBB..
                .AAAABBB..
                .AAAABBB..
                .AAAABBB..
                CCCCDDDD..
                CCCCDDDD..
                CCCCDDDD..
                CCCCDDDD..
                """,
            second="""
                _PPQQRSS__
                _PPQQRSS__
                _PPQQRSS__
                _PPQQRSS__
                TTTTVVVV__
                TTTTVVVV__
                TTTTVVVV__
                TTTTVVVV__
                """,
        ),
        "collinear": Cell(
            lambda c, n: move_area(c, n["B"], (0, 0), (1, 0)),
            first="""
                AAAAAA
                .BBCC.
                """,
            second="""
                ______
                _PPQ._
                """,
        ),
        "island": Cell(
            lambda c, n: move_area(c, n["C"], (0, 0), (-2, 0)),
            first="""
                AAAAAAA
                ABBBBBA
                AB...BA
                AC...BA
                AB...BA
                ABBBBBA
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PR___TP
                PS___TP
                PR___TP
                PRRRTTP
                PPPPPPP
                """,
        ),
        "antiparallel": STROKELESS,
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
