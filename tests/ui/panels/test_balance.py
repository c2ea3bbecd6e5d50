"""The figures beside the border under the hand, in a real window."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from gridstudio.commands.pins import pin
from gridstudio.commands.targets import set_targets
from gridstudio.domain.targets import Target
from gridstudio.i18n import set_language
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels.balance import BalanceCard
from gridstudio.ui.panels.balance_lines import Cell, Row
from tests.cases import divided_project
from tests.ui.hand import spot

LEFT = Qt.MouseButton.LeftButton
Open = Callable[..., MainWindow]
GRID = 2


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return divided_project(tmp_path, customers=400)


def drag_the_border(qtbot: QtBot, window: MainWindow, end: tuple[float, float]) -> BalanceCard:
    """Press on the node that One and Two share, and pull it; the button stays down."""
    window.show_workspace("divide")
    qtbot.wait(30)
    window.gestures.nodes()
    view = window.map.viewport()
    qtbot.mouseMove(view, spot(window, 112.1, 35.1))
    qtbot.mousePress(view, LEFT, pos=spot(window, 112.1, 35.1))
    qtbot.mouseMove(view, spot(window, *end))
    return window.parts.balance


def row(card: BalanceCard, label: str, kind: str = "figure") -> Row:
    return next(row for row in card.rows if row.label == label and row.kind == kind)


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_both_sides_are_told_while_the_button_is_down(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    version = project.version
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    assert card.isVisible() and project.version == version
    assert texts(card.rows[0]) == ["One", "Two"]
    counts = row(card, "Customers")
    lost, gained = (cell.change for cell in counts.cells)
    assert lost.startswith("−") and gained == lost.replace("−", "+")
    classes = [row(card, word.name(), "count") for word in project.template.classes]
    assert sum(int(one.cells[0].text) for one in classes) == int(counts.cells[0].text)
    kinds = [row(card, word.name(), "count") for word in project.template.kinds]
    assert sum(int(one.cells[1].text) for one in kinds) == int(counts.cells[1].text)
    named = [one for one in card.rows if one.kind == "name"]
    assert named and all(one.note == "One → Two" for one in named)
    assert named[0].label.startswith("Customer ") and named[0].cells[0].text.endswith(" yuan")
    largest = row(card, "Customers", "level").cells[1]
    assert largest.text == max(texts(counts), key=int) and largest.change == "↑"

    qtbot.mouseRelease(window.map.viewport(), LEFT, pos=spot(window, 112.05, 35.1))
    assert not card.isVisible() and project.version > version
    areas, owners = project.areas(), project.owners()
    for name, shown in zip(("One", "Two"), texts(counts), strict=True):
        area = int(areas.id[list(areas.name).index(name)])
        assert int((owners.area == area).sum()) == int(shown)


def test_escape_leaves_everything_as_it_was(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    version = project.version
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not card.isVisible()
    qtbot.mouseRelease(window.map.viewport(), LEFT, pos=spot(window, 112.05, 35.1))
    assert project.version == version


def test_figures_stand_against_the_target_or_said_so_the_mean(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    set_targets(project, [Target(GRID, "customers", 95, 110, 150)])
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    counts = row(card, "Customers")
    one, two = counts.cells
    assert counts.note == "ideal 110"
    assert one.text.startswith("▼ ") and one.broken, "under minimum"
    assert one.off == f"−{round((110 - int(one.text[2:])) / 1.1)}%"
    assert not two.broken and two.off.startswith("+")
    value = row(card, "Value")
    assert value.note.startswith("mean ") and not any(cell.broken for cell in value.cells)
    assert {cell.off[0] for cell in value.cells} == {"−", "+"}


def test_pinned_figures_are_told_too(qtbot: QtBot, open_window: Open, project: Project) -> None:
    pin(project, ["density", "class.AB"])
    set_targets(project, [Target(GRID, "density", maximum=0.1)])
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    density = row(card, "Customers per km²")
    assert density.note == "≤ 0.1" and all(cell.broken for cell in density.cells)
    assert row(card, "AB customers").cells[0].change.startswith("−")
    assert row(card, "AB customers", "level").cells[2].text
    with Project.open(project.path, read_only=True) as other:
        assert other.view_state("pinned_figures") == ["class.AB", "density"]


def test_old_and_new_team_are_told(qtbot: QtBot, open_window: Open, project: Project) -> None:
    areas = project.areas()
    with project.edit("Teams") as edit:
        edit.update("areas", int(areas.id[list(areas.name).index("Two")]), {"team": "Swifts"})
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    assert next(one for one in card.rows if one.kind == "name").note == "One → Two (Swifts)"


def test_nothing_jumps_while_the_hand_moves(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    view = window.map.viewport()

    def places() -> list[tuple[float, str, str]]:
        return [(top, one.kind, one.label) for top, one in card.shown() if one.kind != "name"]

    def without_count(places: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
        return [one for one in places if "owner" not in one[2]]

    first, sides = without_count(places()), texts(card.rows[0])
    for end in ((112.15, 35.1), (112.099, 35.1), (112.08, 35.12), (112.02, 35.1)):
        qtbot.mouseMove(view, spot(window, *end))
        assert without_count(places()) == first
        assert texts(card.rows[0]) == sides, "whoever gains"


def test_digits_are_all_as_wide(open_window: Open) -> None:
    card = open_window().parts.balance
    _face, metrics = card._face()
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_lies_within_a_small_window(
    qtbot: QtBot, open_window: Open, project: Project, language: str
) -> None:
    set_language(language)
    pin(project, ["density", "class.AB", "area_km2"])
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    placed = card.shown()
    assert placed[-1][0] + 34 <= card.height()
    kinds = [one.kind for _top, one in placed]
    assert kinds.count("figure") == 5 and kinds.count("level") == 5
    assert "name" in kinds, "who would change owner is told, whatever is pinned"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_six_pinned_figures_have_room_in_a_small_window(
    qtbot: QtBot, open_window: Open, project: Project, language: str
) -> None:
    set_language(language)
    six = ["density", "class.AB", "street_km", "store_mean_km", "market.scale", "administrative"]
    pin(project, six)
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    placed = card.shown()
    assert placed[-1][0] + card._row_px(placed[-1][1]) <= card.height()
    kinds = [one.kind for _top, one in placed]
    assert kinds.count("figure") == kinds.count("level") == 2 + len(six)
    assert kinds.count("name") >= 2


def test_what_is_pinned_is_not_counted_once_more(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    pin(project, ["kind.street_shop"])
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    assert [one.kind for one in card.rows if one.label == "Street shop"] == ["figure", "level"]


def test_a_far_deviation_is_not_cut_off(qtbot: QtBot, open_window: Open, project: Project) -> None:
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    place = QRectF(0, 0, 82, 15)
    _face, metrics = card._face(small=True)
    for cell in (Cell("1", "−102k", "+296%"), Cell("1", "−1", "<−999%"), Cell("1", "+0.04", "0%")):
        share = card._change_share(place, Row("figure", "Value", cells=(cell,)))
        assert metrics.horizontalAdvance(cell.change) <= share * place.width()
        assert metrics.horizontalAdvance(cell.off) <= (1 - share) * place.width() - 2


def test_sums_of_money_are_short_in_both_languages(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    assert row(card, "Value").cells[0].text.endswith("k")
    set_language("zh_CN")
    qtbot.mouseMove(window.map.viewport(), spot(window, 112.06, 35.1))
    assert row(card, "价值").cells[0].text.endswith("万")


def test_what_is_painted_in_parts_is_what_is_painted_at_once(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    corner = card.mapTo(window, QPoint())
    box = corner.x(), corner.y(), card.width(), card.height()
    ends = [(112.08, 35.1), (112.03, 35.12), (112.06, 35.1), (112.061, 35.1), (112.15, 35.1)]
    for end in (*ends, (112.12, 35.07), *ends[::-1]):
        qtbot.mouseMove(window.map.viewport(), spot(window, *end))
        qtbot.wait(20)
        parts = window.screen().grabWindow(window.winId(), *box)  # what is on the screen
        whole = card.grab().toImage().convertToFormat(parts.toImage().format())
        assert card.isVisible() and parts.toImage() == whole


def test_three_sides_have_room_for_their_deviations(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    """Where three areas meet: nothing of a figure is cut off, however far it is off."""
    set_targets(project, [Target(1, "customers", ideal=1), Target(1, "value", ideal=1000)])
    window = open_window(project)
    card = drag_the_border(qtbot, window, (112.05, 35.1))
    two = card._row_px(row(card, "Customers"))
    card._columns = 3
    assert card._row_px(row(card, "Customers")) > two
    narrow = (card.width() - 2 * 12 - 76) / 3
    _face, metrics = card._face(small=True)
    for widest in ("−999.9k", "<−999%", "+99.99M"):
        assert metrics.horizontalAdvance(widest) < narrow


def test_three_sides_have_room_for_their_ground(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    """Square kilometres with decimals, their changes, and names side by side: nothing is cut off,
    and cells keep a gap."""
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    card._columns = 3
    ground = row(card, "Area (km²)", "measure")
    cells = (Cell("1,223.15", "−1,044.76"),) * 3
    box = QRectF(12, 0, 276, card._row_px(ground))
    for cell, place in card._cells(box, replace(ground, cells=cells)):
        assert card._face()[1].horizontalAdvance(cell.text) < place.width()
        assert card._face(small=True)[1].horizontalAdvance(cell.change) < place.width()
    places = [place for _cell, place in card._cells(box, replace(ground, cells=cells))]
    assert all(a.right() < b.left() for a, b in itertools.pairwise(places))


def test_a_wide_count_takes_the_room_that_its_change_leaves(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    cell = Cell("123,456", "+1")
    place = QRectF(0, 0, 80, 18)
    share = card._figure_share(place, Row("count", "Class A", cells=(cell,)))
    assert card._face()[1].horizontalAdvance(cell.text) <= share * place.width()
    rest = (1 - share) * place.width() - 2
    assert card._face(small=True)[1].horizontalAdvance(cell.change) <= rest
    assert card._figure_share(place, Row("count", cells=(Cell("1", "+1"),))) == 0.5


def test_a_wide_card_has_room_for_whole_labels(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    card = drag_the_border(qtbot, open_window(project), (112.05, 35.1))
    card._columns = 3
    longest = max(
        card._face(small=True)[1].horizontalAdvance(word.name()) for word in project.template.kinds
    )
    card.resize(300, card.height())
    usual = card._label_px()
    card.resize(480, card.height())
    assert usual < longest < card._label_px() < 480 / 2
