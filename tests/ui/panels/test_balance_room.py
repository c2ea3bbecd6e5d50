"""What of the card there is room for."""

from __future__ import annotations

from gridstudio.ui.panels.balance_lines import Cell, Row
from gridstudio.ui.panels.balance_room import ALWAYS_LEVEL, DENSE, LEAST_NAMES, USUAL, arranged

FIGURES = ["Customers", "Value", "Streets", "Roads", "Ways"]
COUNTS = ["A", "B", "Shop", "Bank"]
NOTHING: frozenset[str] = frozenset()


def card(names: int) -> list[Row]:
    cells = (Cell("1"), Cell("2"))
    return [
        Row("head", cells=cells),
        *(Row("figure", name, cells=cells) for name in FIGURES),
        Row("measure", "Area", cells=cells),
        *(Row("count", name, cells=cells) for name in COUNTS),
        Row("section", "Whole level"),
        *(Row("level", name, cells=cells) for name in FIGURES),
        Row("section", "Large customers"),
        *(Row("name", f"Customer {at}", cells=cells[:1]) for at in range(names)),
    ]


def kinds(rows: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row.label)
    return found


def test_with_room_lines_are_set_as_usual() -> None:
    setting, rows = arranged(card(9), 2000, NOTHING, stacks=False)
    assert setting is USUAL and rows == card(9)


def test_with_less_lines_stand_closer_and_then_something_goes() -> None:
    whole = USUAL.total(card(LEAST_NAMES), stacks=False)
    setting, rows = arranged(card(9), whole, NOTHING, stacks=False)
    assert setting is USUAL and len(kinds(rows)["name"]) == LEAST_NAMES
    setting, rows = arranged(card(9), whole - 1, NOTHING, stacks=False)
    assert setting is DENSE and len(kinds(rows)["name"]) > LEAST_NAMES
    assert kinds(rows)["count"] == COUNTS and kinds(rows)["level"] == FIGURES

    dense = DENSE.total(card(LEAST_NAMES), stacks=False)
    setting, rows = arranged(card(9), dense - 1, frozenset({"B", "Shop"}), stacks=False)
    assert setting is DENSE and kinds(rows)["count"] == ["B", "Shop"], "those that have changed"
    assert kinds(rows)["level"] == FIGURES

    setting, rows = arranged(card(9), dense - 1, frozenset(COUNTS), stacks=False)
    assert kinds(rows)["level"] == FIGURES[:-1] and kinds(rows)["count"] == COUNTS
    setting, rows = arranged(card(9), 0, NOTHING, stacks=False)
    assert kinds(rows)["level"] == FIGURES[:ALWAYS_LEVEL] and kinds(rows)["figure"] == FIGURES
    assert "name" not in kinds(rows)


def test_names_that_come_move_nothing_else() -> None:
    for room in range(200, 800, 7):
        for stacks in (False, True):
            ways = {
                (setting.text, tuple(row.label for row in rows if row.kind != "name"))
                for setting, rows in (
                    arranged(card(names), room, NOTHING, stacks=stacks) for names in range(4)
                )
            }
            assert len(ways) == 1


def test_narrow_sides_make_figures_higher() -> None:
    figure, count = card(0)[1], card(0)[7]
    for setting in (USUAL, DENSE):
        assert setting.height(figure, stacks=True) > setting.height(figure, stacks=False)
        assert setting.height(count, stacks=True) == setting.height(count, stacks=False)
