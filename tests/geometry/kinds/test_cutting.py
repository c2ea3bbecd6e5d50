"""Drawing and splitting, on each kind of drawn coverage."""

from __future__ import annotations

import pytest
import shapely

from gridstudio.geometry.cutting import draw, draw_polygons, split
from tests.geometry.drawn import COUNTY, line
from tests.geometry.kinds.kinds import AS_BEFORE, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "draw": {
        "hole": Cell(
            lambda c, n: draw(c, COUNTY, line((1, 3), (1, 4), (2, 4), (2, 3))),
            first="""
                .AAAB
                A1AAB
                AAAAB
                AA.AB
                AAAAB
                """,
            second=AS_BEFORE,
        ),
        "exclave": Cell(
            lambda c, n: draw(c, COUNTY, line((4.5, 0.5), (4.5, 2), (6, 2), (6, 0.5))),
            first="""
                AAAABBBBBB
                AAAABBBBBB
                AAAABBAA..
                AAAABBAA..
                BBBBAABB.1
                BBBBAABB.1
                ..BBBBBBAA
                ..BBBBBBAA
                """,
            second=AS_BEFORE,
        ),
        "node of three": Cell(
            lambda c, n: draw(c, COUNTY, line((2, 1), (4, 1), (4, 0), (2, 0))),
            first="""
                AAABBB
                AAABBB
                CCCCCC
                CC11..
                """,
            second=AS_BEFORE,
        ),
        "node of four": Cell(
            lambda c, n: draw(c, COUNTY, line((4, 2), (3, -1), (6, -1), (6, 2))),
            first="""
                AABB.
                AABB.
                CCDD1
                CCDD1
                """,
            second=AS_BEFORE,
        ),
        "collinear": Cell(
            lambda c, n: draw(c, COUNTY, line((4.5, 0.5), (4.5, 1.5), (7, 1.5), (7, 0.5))),
            first="""
                AAAAAAAAAAAA
                AAAAAAAAAAAA
                BBBBCCCCCC11
                BBBBCCCCCC..
                """,
            second=AS_BEFORE,
        ),
        "island": Cell(
            lambda c, n: draw(c, COUNTY, shapely.box(1.5, 1.5, 5.5, 5.5).exterior.coords),
            first="""
                AAAAAAA
                ABBBBBA
                AB111BA
                AB1C1BA
                AB111BA
                ABBBBBA
                AAAAAAA
                """,
            second=AS_BEFORE,
        ),
        "antiparallel": Cell(
            lambda c, n: draw(c, COUNTY, line((2, 1), (2, 0), (3, 0), (3, 1))),
            first="""
                AABB
                AABB
                CC1.
                """,
            second=AS_BEFORE,
        ),
    },
    "draw_polygons": {
        "hole": Cell(
            lambda c, n: draw_polygons(
                c, COUNTY, shapely.union_all([shapely.box(1, 3, 2, 4), shapely.box(2, 1, 3, 2)])
            ),
            first="""
                .AAAB
                A1AAB
                AAAAB
                AA1AB
                AAAAB
                """,
            second=AS_BEFORE,
        ),
        "exclave": Cell(
            lambda c, n: draw_polygons(
                c, COUNTY, shapely.union_all([shapely.box(4, 1, 5, 3), shapely.box(0, 0, 1, 1)])
            ),
            first="""
                AABBB
                AABA1
                BBAB1
                1BBBA
                """,
            second=AS_BEFORE,
        ),
        "node of three": Cell(
            lambda c, n: draw_polygons(
                c, COUNTY, shapely.box(3, 0, 5, 1) - shapely.box(3.5, 0.5, 4.5, 1)
            ),
            first="""
                AAAAAABBBBBB
                AAAAAABBBBBB
                AAAAAABBBBBB
                AAAAAABBBBBB
                CCCCCCCCCCCC
                CCCCCCCCCCCC
                CCCC..1..1..
                CCCC..1111..
                """,
            second=AS_BEFORE,
        ),
        "node of four": Cell(
            lambda c, n: draw_polygons(
                c,
                COUNTY,
                shapely.box(4, 1, 5, 3) - shapely.Polygon([(4, 2), (4.5, 1.5), (4.5, 2.5)]),
            ),
            second=AS_BEFORE,
            ground={".": 2.25, "new": 1.75},
        ),
        "collinear": Cell(
            lambda c, n: draw_polygons(
                c, COUNTY, shapely.box(4, 0, 6, 1) - shapely.box(5.25, 0.25, 5.75, 0.75)
            ),
            first="""
                AAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAAAAAAAAAAAAAAA
                BBBBBBBBCCCCCCCCCCCC1111
                BBBBBBBBCCCCCCCCCCCC1..1
                BBBBBBBBCCCCCCCCCCCC1..1
                BBBBBBBBCCCCCCCCCCCC1111
                """,
            second=AS_BEFORE,
        ),
        "island": Cell(
            lambda c, n: draw_polygons(
                c, COUNTY, shapely.box(2, 2, 5, 5) - shapely.box(2.5, 2.5, 4.5, 4.5)
            ),
            first="""
                AAAAAAAAAAAAAA
                AAAAAAAAAAAAAA
                AABBBBBBBBBBAA
                AABBBBBBBBBBAA
                AABB111111BBAA
                AABB1....1BBAA
                AABB1.CC.1BBAA
                AABB1.CC.1BBAA
                AABB1....1BBAA
                AABB111111BBAA
                AABBBBBBBBBBAA
                AABBBBBBBBBBAA
                AAAAAAAAAAAAAA
                AAAAAAAAAAAAAA
                """,
            second=AS_BEFORE,
        ),
        "antiparallel": Cell(
            lambda c, n: draw_polygons(c, COUNTY, shapely.box(2, 0, 4, 1).reverse()),
            first="""
                AABB
                AABB
                CC11
                """,
            second=AS_BEFORE,
        ),
    },
    "split": {
        "hole": Cell(
            lambda c, n: split(c, n["A"], line((2, -1), (2, 6))),
            first="""
                .2AAB
                1.AAB
                11AAB
                11.AB
                11AAB
                """,
            second="""
                _1QQR
                P_QQR
                PPQQR
                PP_QR
                PPQQR
                """,
        ),
        "exclave": Cell(
            lambda c, n: split(c, n["B"], line((3, 5), (3, -1))),
            first="""
                AA322
                AA3A.
                BBA1.
                .BB1A
                """,
            second="""
                PP122
                PP1Q_
                RRPS_
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: split(c, n["C"], line((3, 2), (3, 1))),
            first="""
                AAABBB
                AAABBB
                CCC111
                CC....
                """,
            second="""
                PPQRRS
                PPQRRS
                TTT1UU
                TT____
                """,
            nodes={(3, 2): "A B C Q R T"},
        ),
        "node of four": Cell(
            lambda c, n: split(c, n["A"], line((2, 2), (0, 4))),
            ground={"A": 2.0, "new": 2.0, "P": 1.5, "Q": 1.5},
        ),
        "collinear": Cell(
            lambda c, n: split(c, n["A"], line((3, 0.5), (3, 3))),
            first="""
                AAA111
                BBCCC.
                """,
            second=AS_BEFORE,
            nodes={(3, 1): "A C Q"},
        ),
        "island": Cell(
            lambda c, n: split(c, n["B"], line((-1, 3), (8, 3))),
            first="""
                AAAAAAA
                ABBBBBA
                AB...BA
                AB.C.BA
                A1...1A
                A11111A
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PR___TP
                PR_S_TP
                P1___2P
                P11122P
                PPPPPPP
                """,
        ),
        "antiparallel": Cell(
            lambda c, n: split(c, n["A"], line((2, 3), (2, 1), (1, 1), (1, 3))),
            first="""
                A1BB
                A1BB
                CC..
                """,
            second=AS_BEFORE,
        ),
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
