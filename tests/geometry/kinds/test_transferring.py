"""Ground that passes from area to area, on each kind of drawn coverage."""

from __future__ import annotations

import pytest
import shapely

from gridstudio.geometry.transferring import carve, reshape, take
from tests.geometry.drawn import line
from tests.geometry.kinds.kinds import AS_BEFORE, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "take": {
        "hole": Cell(
            lambda c, n: take(c, n["A"], shapely.box(-1, 3, 2, 6)),
            first="""
                AAAAB
                AAAAB
                AAAAB
                AA.AB
                AAAAB
                """,
            second="""
                PPQQR
                PPQQR
                PPQQR
                PP_QR
                PPQQR
                """,
        ),
        "exclave": Cell(
            lambda c, n: take(c, n["B"], shapely.box(2, 1, 4, 3)),
            first="""
                AABBB
                AABB.
                BBBB.
                .BBBA
                """,
            second="""
                PPRSS
                PPRS_
                RRRS_
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: take(c, n["A"], shapely.box(2, 1, 4, 3)),
            first="""
                AAABBB
                AAAABB
                CCAACC
                CC....
                """,
            second="""
                PPQRRS
                PPQQRS
                TTQQUU
                TT____
                """,
        ),
        "node of four": Cell(
            lambda c, n: take(c, n["A"], shapely.box(1, 1, 3, 3)),
            first="""
                AABB.
                AAAB.
                CAAD.
                CCDD.
                """,
            second="""
                PQRS_
                PQQS_
                TQPV_
                TTVV_
                """,
        ),
        "collinear": Cell(
            lambda c, n: take(c, n["B"], shapely.box(1, 0.5, 3, 1.5)),
            first="""
                AAAAAAAAAAAA
                AABBBBAAAAAA
                BBBBBBCCCC..
                BBBBCCCCCC..
                """,
            second="""
                ____________
                __PPPP______
                PPPPPPQQ..__
                PPPPQQQQ..__
                """,
        ),
        "island": Cell(
            lambda c, n: take(c, n["A"], shapely.box(1, 3, 3, 4)),
            first="""
                AAAAAAA
                ABBBBBA
                AB...BA
                AAAC.BA
                AB...BA
                ABBBBBA
                AAAAAAA
                """,
            second="""
                PPPPPPP
                PRRRTTP
                PR___TP
                PPPS_TP
                PR___TP
                PRRRTTP
                PPPPPPP
                """,
        ),
        "antiparallel": Cell(
            lambda c, n: take(c, n["B"], shapely.box(1.5, 1, 2, 3).reverse()),
            first="""
                AAABBBBB
                AAABBBBB
                AAABBBBB
                AAABBBBB
                CCCC....
                CCCC....
                """,
            second="""
                PPQRRRRR
                PPQRRRRR
                PPQRRRRR
                PPQRRRRR
                ________
                ________
                """,
        ),
    },
    "carve": {
        "hole": Cell(
            lambda c, n: carve(c, 1, shapely.box(0, 2, 2, 5)),
            first="""
                11AAB
                11AAB
                11AAB
                AA.AB
                AAAAB
                """,
            second="""
                __QQR
                __QQR
                __QQR
                PP_QR
                PPQQR
                """,
        ),
        "exclave": Cell(
            lambda c, n: carve(
                c, 1, shapely.union_all([shapely.box(2, 2, 3, 3), shapely.box(3, 1, 4, 2)])
            ),
            first="""
                AABBB
                AA1A.
                BBA1.
                .BBBA
                """,
            second="""
                PPRSS
                PP_Q_
                RRP__
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: carve(c, 1, shapely.box(2.5, 1.5, 3.5, 2.5)),
            first="""
                AAAAAABBBBBB
                AAAAAABBBBBB
                AAAAAABBBBBB
                AAAAA11BBBBB
                CCCCC11CCCCC
                CCCCCCCCCCCC
                CCCC........
                CCCC........
                """,
            second="""
                PPPPQQRRRRSS
                PPPPQQRRRRSS
                PPPPQQRRRRSS
                PPPPQ__RRRSS
                TTTTT__TUUUU
                TTTTTTTTUUUU
                TTTT________
                TTTT________
                """,
        ),
        "node of four": Cell(
            lambda c, n: carve(c, 1, shapely.Polygon([(2, 3), (3, 2), (2, 1), (1, 2)])),
            ground={
                "A": 3.5,
                "B": 3.5,
                "C": 3.5,
                "D": 3.5,
                "new": 2.0,
                "Q": 1.5,
                "R": 1.5,
                "T": 3.5,
                "V": 3.5,
            },
        ),
        "collinear": Cell(
            lambda c, n: carve(c, 1, shapely.box(1, 0, 3, 1)),
            first="""
                AAAAAA
                B11CC.
                """,
            second="""
                ______
                P__Q._
                """,
        ),
        "island": Cell(
            lambda c, n: carve(c, 1, shapely.box(2, 2, 5, 5) - shapely.box(3, 3, 4, 4)),
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
            lambda c, n: carve(c, 2, shapely.box(1.5, 1, 3, 3).reverse()),
            first="""
                AAABBBBB
                AAABBBBB
                AAABBBBB
                AAABBBBB
                CCCC....
                CCCC....
                """,
            second="""
                PPQ111RR
                PPQ111RR
                PPQ111RR
                PPQ111RR
                ________
                ________
                """,
        ),
    },
    "reshape": {
        "hole": Cell(
            lambda c, n: reshape(c, 1, line((0.5, 3.75), (2.5, 3.75))),
            first="""
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                ....AAAAAAAAAAAABBBB
                AAAAAAAAAAAAAAAABBBB
                AAAA....AAAAAAAABBBB
                AAAA....AAAAAAAABBBB
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
                PPPPPPPPQQQQQQQQRRRR
                PPPP____QQQQQQQQRRRR
                PPPP____QQQQQQQQRRRR
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
            lambda c, n: reshape(c, 1, line((1, 2), (1, 1), (2, 1))),
            first="""
                AABBB
                AABA.
                BAAB.
                .BBBA
                """,
            second="""
                PPRSS
                PPRQ_
                RPPS_
                _RRSQ
                """,
        ),
        "node of three": Cell(
            lambda c, n: reshape(
                c, 1, line((2.5, 2.5), (2.5, 1.5), (4.5, 1.5), (4.5, 2.5), (2.5, 2.75))
            ),
            ground={
                "A": 7.890625,
                "B": 5.109375,
                "C": 7.0,
                "P": 4.25,
                "Q": 3.640625,
                "R": 3.109375,
                "T": 5.25,
                "U": 1.75,
            },
        ),
        "node of four": Cell(
            lambda c, n: reshape(c, 1, line((2, 2), (3, 2), (3, 3), (2, 3))),
            first="""
                AABB.
                AAAB.
                CCDD.
                CCDD.
                """,
            second="""
                PQRS_
                PQQS_
                TTVV_
                TTVV_
                """,
        ),
        "collinear": Cell(
            lambda c, n: reshape(c, 1, line((2, 1), (2, 1.5), (4, 1.5), (4, 1))),
            first="""
                AAAAAAAAAAAA
                AAAACCCCAAAA
                BBBBCCCCCC..
                BBBBCCCCCC..
                """,
            second="""
                ____________
                ____....____
                PPPPQQQQ..__
                PPPPQQQQ..__
                """,
        ),
        "island": Cell(
            lambda c, n: reshape(c, 1, line((1.5, 3.5), (2.5, 3.5), (2.5, 2.5), (1.5, 2.5))),
            first="""
                AAAAAAAAAAAAAA
                AAAAAAAAAAAAAA
                AABBBBBBBBBBAA
                AABBBBBBBBBBAA
                AABB......BBAA
                AABB......BBAA
                AABB..CC..BBAA
                AABBB.CC..BBAA
                AABBB.....BBAA
                AABB......BBAA
                AABBBBBBBBBBAA
                AABBBBBBBBBBAA
                AAAAAAAAAAAAAA
                AAAAAAAAAAAAAA
                """,
            second="""
                PPPPPPPPPPPPPP
                PPPPPPPPPPPPPP
                PPRRRRRRTTTTPP
                PPRRRRRRTTTTPP
                PPRR______TTPP
                PPRR______TTPP
                PPRR__SS__TTPP
                PPRRR_SS__TTPP
                PPRRR_____TTPP
                PPRR______TTPP
                PPRRRRRRTTTTPP
                PPRRRRRRTTTTPP
                PPPPPPPPPPPPPP
                PPPPPPPPPPPPPP
                """,
        ),
        "antiparallel": Cell(
            lambda c, n: reshape(c, 1, line((2, 2), (2, 1), (3, 1), (3, 2.5), (2, 2.5))),
            first="""
                AAAABBBB
                AAAAAABB
                AAAAAABB
                AAAAAABB
                CCCC....
                CCCC....
                """,
            second="""
                PPQQRRRR
                PPQQQQRR
                PPQQQQRR
                PPQQQQRR
                ________
                ________
                """,
        ),
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
