"""Nodes moved, put in, taken out, and borders made straight, on each kind of drawn coverage."""

from __future__ import annotations

import pytest

from gridstudio.geometry.borders import Border, border_at
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.reshaping import delete_node, insert_node, move_node
from gridstudio.geometry.rings import node_of
from gridstudio.geometry.straightening import delete_nodes_within, straighten
from tests.geometry.kinds.kinds import AS_BEFORE, STROKELESS, Cell, Cells, cases, holds


def way(*places: tuple[float, float]) -> Border:
    """A stretch of border of the first level."""
    return Border(tuple(node_of(place) for place in places), 1)


TABLES: dict[str, Cells] = {
    "move_node": {
        "hole": Cell(
            lambda c, n: move_node(c, (1, 3), (0.5, 2.5)),
            ground={".": 3.5, "A": 16.5, "P": 7.5},
            nodes={(0.5, 2.5): ". A P", (1, 3): ""},
        ),
        "exclave": Cell(
            lambda c, n: move_node(c, (3, 2), (3.25, 2.25)),
            ground={"P": 5.25, "Q": 1.75},
            nodes={(3.25, 2.25): "A B P Q R S"},
        ),
        "node of three": Cell(
            lambda c, n: move_node(c, (3, 2), (3.5, 1.5)),
            ground={"A": 6.5, "C": 7.5, "Q": 2.5, "T": 5.5},
            nodes={(3.5, 1.5): "A B C Q R T"},
        ),
        "node of four": Cell(
            lambda c, n: move_node(c, (2, 2), (2.5, 2.25)),
            ground={
                "A": 4.125,
                "B": 3.625,
                "C": 4.375,
                "D": 3.875,
                "Q": 2.125,
                "R": 1.625,
                "T": 4.375,
                "V": 3.875,
            },
            nodes={(2.5, 2.25): "A B C D Q R T V"},
        ),
        "collinear": Cell(
            lambda c, n: move_node(c, (1, 1), (1, 1.5)),
            ground={"A": 5.5, "B": 2.5, "P": 2.5},
            nodes={(1, 1.5): "A B P"},
        ),
        "island": Cell(
            lambda c, n: move_node(c, (3, 3), (2.5, 2.5)),
            ground={".": 7.5, "C": 1.5, "S": 1.5},
            nodes={(2.5, 2.5): ". C S"},
        ),
        "antiparallel": STROKELESS,
    },
    "touching_noded": {
        "hole": Cell(
            lambda c, n: touching_noded(c, move_node(c, (3, 2), (4, 2.5))),
            refused="That would make a border",
        ),
        "exclave": Cell(
            lambda c, n: touching_noded(c, move_node(c, (3, 1), (2.5, 0))),
            refused="That would make a border",
        ),
        "node of three": Cell(
            lambda c, n: touching_noded(c, move_node(c, (2, 2), (3, 2.5))),
            refused="That would make a border",
        ),
        "node of four": Cell(
            lambda c, n: touching_noded(c, move_node(c, (1, 2), (1.5, 2.5))),
            ground={"A": 3.5, "C": 4.5, "Q": 1.5, "T": 4.5},
        ),
        "collinear": Cell(
            lambda c, n: touching_noded(c, move_node(c, (4, 1), (4, 2))),
            refused="That would make a border",
        ),
        "island": Cell(
            lambda c, n: touching_noded(c, move_node(c, (3, 4), (2, 4.5))),
            ground={".": 7.25, "C": 1.75, "S": 1.75},
            nodes={(2, 4.5): ". B C R S"},
        ),
        "antiparallel": STROKELESS,
    },
    "insert_node": {
        "hole": Cell(
            lambda c, n: insert_node(c, (1.5, 4.01), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1.5, 4): ". A P"},
        ),
        "exclave": Cell(
            lambda c, n: insert_node(c, (2.99, 1.5), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(3, 1.5): "A B P S"},
        ),
        "node of three": Cell(
            lambda c, n: insert_node(c, (3.01, 2.5), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(3, 2.5): "A B Q R"},
        ),
        "node of four": Cell(
            lambda c, n: insert_node(c, (2.5, 2.01), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(2.5, 2): "B D R V"},
        ),
        "collinear": Cell(
            lambda c, n: insert_node(c, (2.5, 1.01), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(2.5, 1): "A C Q"},
        ),
        "island": Cell(
            lambda c, n: insert_node(c, (3.5, 3.01), 0.1)[0],
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(3.5, 3): ". C S"},
        ),
        "antiparallel": STROKELESS,
    },
    "delete_node": {
        "hole": Cell(
            lambda c, n: delete_node(c, (3, 2)),
            ground={".": 2.5, "A": 17.5, "Q": 9.5},
            nodes={(3, 2): "", (2, 1): ". A P Q"},
        ),
        "exclave": Cell(
            lambda c, n: delete_node(c, (3, 2)),
            refused="Several borders meet at this",
        ),
        "node of three": Cell(
            lambda c, n: delete_node(c, (3, 2)),
            refused="Several borders meet at this",
        ),
        "node of four": Cell(
            lambda c, n: delete_node(c, (2, 2)),
            refused="Several borders meet at this",
        ),
        "collinear": Cell(
            lambda c, n: delete_node(c, (1, 1)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 1): "", (2, 1): "A B C P Q"},
        ),
        "island": Cell(
            lambda c, n: delete_node(c, (3, 3)),
            ground={".": 8.5, "C": 0.5, "S": 0.5},
            nodes={(3, 3): ""},
        ),
        "antiparallel": STROKELESS,
    },
    "straighten": {
        "hole": Cell(
            lambda c, n: straighten(c, way((2, 1), (3, 1), (3, 2))),
            ground={".": 2.499962, "A": 17.500038, "Q": 9.500038},
            nodes={(3, 1): ""},
        ),
        "exclave": Cell(
            lambda c, n: straighten(c, way((2, 2), (2, 1), (3, 1))),
            ground={"A": 6.499962, "B": 10.500038, "P": 4.499962, "R": 6.500038},
            nodes={(2, 1): ""},
        ),
        "node of three": Cell(
            lambda c, n: straighten(c, way((0, 2), (1, 2), (2, 2), (3, 2))),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 2): "", (2, 2): "A C P Q T", (0, 2): "county A C P T"},
        ),
        "node of four": Cell(
            lambda c, n: straighten(c, way((2, 4), (2, 3), (2, 2), (2, 1), (2, 0))),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(2, 3): "", (2, 1): "", (2, 2): "A B C D Q R T V"},
        ),
        "collinear": Cell(
            lambda c, n: straighten(c, border_at(c, 1, (1.5, 1), 0.1)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 1): "", (2, 1): "A B C P Q"},
        ),
        "island": Cell(
            lambda c, n: straighten(c, way((2, 4), (2, 5), (3, 5))),
            ground={".": 7.500114, "B": 16.499886, "R": 9.499886},
            nodes={(2, 5): ""},
        ),
        "antiparallel": STROKELESS,
    },
    "delete_nodes_within": {
        "hole": Cell(
            lambda c, n: delete_nodes_within(c, (1.5, 0.5, 3.5, 1.5)),
            ground={".": 2.5, "A": 17.5, "Q": 9.5},
            nodes={(3, 1): "", (2, 1): ". A P Q"},
        ),
        "exclave": Cell(
            lambda c, n: delete_nodes_within(c, (2.5, 1.5, 3.5, 2.5)),
            refused="There is no node in",
        ),
        "node of three": Cell(
            lambda c, n: delete_nodes_within(c, (0.5, 1.5, 3.5, 2.5)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 2): "", (2, 2): "A C P Q T", (3, 2): "A B C Q R T"},
        ),
        "node of four": Cell(
            lambda c, n: delete_nodes_within(c, (0.5, 0.5, 2.5, 2.5)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(2, 1): "", (1, 2): "A C P Q T", (2, 2): "A B C D Q R T V"},
        ),
        "collinear": Cell(
            lambda c, n: delete_nodes_within(c, (0.5, 0.5, 4.5, 1.5)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 1): "", (3, 1): "", (2, 1): "A B C P Q", (4, 1): "A C .C Q"},
        ),
        "island": Cell(
            lambda c, n: delete_nodes_within(c, (0.5, 1.5, 1.5, 5.5)),
            first=AS_BEFORE,
            second=AS_BEFORE,
            nodes={(1, 2): "", (1, 3): "", (1, 4): "", (1, 5): ""},
        ),
        "antiparallel": STROKELESS,
    },
}


@pytest.mark.parametrize(("kind", "cell"), cases(TABLES))
def test_each_kind(kind: str, cell: Cell) -> None:
    holds(kind, cell)
