"""Areas divided along those below, on each kind; ``test_parts`` divides by cuts."""

from __future__ import annotations

import pytest

from gridstudio.geometry.dividing import divide_by_children
from tests.geometry.kinds.kinds import AS_BEFORE, STROKELESS, Cell, Cells, cases, holds

TABLES: dict[str, Cells] = {
    "divide_by_children": {
        "hole": Cell(
            lambda c, n: divide_by_children(c, n["A"], 2, {}),
            first="""
                .1AAB
                1.AAB
                11AAB
                11.AB
                11AAB
                """,
            second=AS_BEFORE,
        ),
        "exclave": Cell(
            lambda c, n: divide_by_children(c, n["A"], 2, {}),
            first="""
                AABBB
                AAB1.
                BBAB.
                .BBB1
                """,
            second=AS_BEFORE,
        ),
        "node of three": Cell(
            lambda c, n: divide_by_children(c, n["C"], 2, {}),
            first="""
                AAABBB
                AAABBB
                CCCC11
                CC....
                """,
            second=AS_BEFORE,
        ),
        "node of four": Cell(
            lambda c, n: divide_by_children(c, n["A"], 2, {}),
            first="""
                A1BB.
                A1BB.
                CCDD.
                CCDD.
                """,
            second=AS_BEFORE,
        ),
        "collinear": Cell(
            lambda c, n: divide_by_children(c, n["C"], 2, {}),
            first="""
                AAAAAA
                BBCC1.
                """,
            second=AS_BEFORE,
        ),
        "island": Cell(
            lambda c, n: divide_by_children(c, n["B"], 2, {}),
            first="""
                AAAAAAA
                ABBB11A
                AB...1A
                AB.C.1A
                AB...1A
                ABBB11A
                AAAAAAA
                """,
            second=AS_BEFORE,
        ),
        "antiparallel": STROKELESS,
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
