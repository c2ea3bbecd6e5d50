"""Pinned figures that need roads, distances or the census: found while the hand rests, in a real
window on the demo county."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gridstudio.assessment.all_figures import all_figures
from gridstudio.assessment.area_figures import Source
from gridstudio.assessment.level_figures import LevelFigures
from gridstudio.canvas.tool_view import REST_MS
from gridstudio.commands import indicators
from gridstudio.commands.demo import write_demo
from gridstudio.commands.indicators import all_indicators
from gridstudio.commands.pins import pin
from gridstudio.commands.targets import set_targets
from gridstudio.domain.selection import Selection
from gridstudio.domain.targets import Target
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.ui.figure_words import change, written
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels import balance_at_rest
from gridstudio.ui.panels.balance import BalanceCard
from gridstudio.ui.panels.balance_lines import UNKNOWN, Cell, Row
from tests.cases import telecom
from tests.commands.test_demo import paint

LEFT = Qt.MouseButton.LeftButton
Open = Callable[..., MainWindow]
GRID = 2
FOUR = ["street_km", "administrative", "store_mean_km", "market.scale"]
SOON_MS = 20 * REST_MS


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    write_demo(path, template=telecom(), paint_tiles=paint, customers=2000)
    return path.read_bytes()


@pytest.fixture
def project(tmp_path: Path, demo: bytes) -> Project:
    path = tmp_path / "demo.gpkg"
    path.write_bytes(demo)
    return Project.open(path)


class Hand:
    """Takes a node of two grids' border and drags it, or what a gesture takes hold of beside it;
    the button stays down."""

    def __init__(
        self,
        qtbot: QtBot,
        window: MainWindow,
        begin: Callable[[MainWindow], None] = lambda window: window.gestures.nodes(),
        aside: tuple[int, int] = (0, 0),
    ) -> None:
        self.qtbot, self.window = qtbot, window
        project = window.session.project
        assert project is not None
        self.node, self.sides = shared_node(project)
        window.show_workspace("divide")
        window.show_level(GRID)
        window.map.centre_on(*self.node, metre_per_px=15.0)
        qtbot.wait(50)
        begin(window)
        self.start = self.spot(*self.node) + QPoint(*aside)
        qtbot.mouseMove(window.map.viewport(), self.start)
        qtbot.mousePress(window.map.viewport(), LEFT, pos=self.start)

    @property
    def card(self) -> BalanceCard:
        return self.window.parts.balance

    def spot(self, lon: float, lat: float) -> QPoint:
        x, y = self.window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
        return QPoint(round(x), round(y))

    def move(self, right: int, down: int) -> None:
        self.end = self.start + QPoint(right, down)
        self.qtbot.mouseMove(self.window.map.viewport(), self.end)

    def rest(self) -> None:
        self.qtbot.waitUntil(
            lambda: not any(cell.stale for row in self.card.rows for cell in row.cells),
            timeout=SOON_MS,
        )

    def let_go(self) -> None:
        self.qtbot.mouseRelease(self.window.map.viewport(), LEFT, pos=self.end)


def shared_node(project: Project) -> tuple[tuple[float, float], list[int]]:
    """A node of just two grids in the middle of the crowd, and these."""
    areas = project.areas()
    rows = np.flatnonzero((areas.level == GRID) & ~areas.open)
    points, at = shapely.get_coordinates(areas.geometry[rows], return_index=True)
    nodes, place, times = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    rings = {
        tuple(ring.coords[0])
        for shape in areas.geometry[rows]
        for ring in [shape.geoms[0].exterior]
    }
    middle = np.median(project.customers().lonlat, axis=0)
    for number in np.argsort(((nodes - middle) ** 2).sum(axis=1)).tolist():
        owners = sorted({int(areas.id[rows[one]]) for one in at[place.ravel() == number]})
        node = tuple(nodes[number].tolist())
        if times[number] == 2 and len(owners) == 2 and node not in rings:
            return (node[0], node[1]), owners
    raise AssertionError("no two grids share a node")


def row(card: BalanceCard, label: str, kind: str = "figure") -> Row:
    return next(row for row in card.rows if row.label == label and row.kind == kind)


def with_census(project: Project) -> None:
    code = [word.key for word in project.template.kinds].index("specialised_market")
    customers = project.customers()
    with project.edit("Census") as edit:
        for number, customer in enumerate(customers.id[customers.kind == code].tolist()):
            facts: dict[str, object] = {}
            for one in project.template.census:
                if one.type == "number":
                    facts[one.key] = 10 + number
                elif one.type == "choice":
                    facts[one.key] = one.choices[number % len(one.choices)].key
            edit.update("customers", customer, {"census": json.dumps(facts)})


def test_every_figure_at_rest_is_the_one_in_the_list_after_it(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    with_census(project)
    figures = all_figures(project.template)
    pin(project, [one.key for one in figures])
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window)
    hand.move(24, -44)
    hand.rest()
    shown = {one.key: row(hand.card, one.shortly).cells for one in figures}
    level = {one.key: row(hand.card, one.shortly, "level").cells for one in figures}
    version, sides = project.version, [*hand.card._sides]
    assert sides == hand.sides
    hand.let_go()
    assert project.version > version, "it is written"
    listed = listed_figures(window)
    places = np.searchsorted(listed.ids, sides)
    changed = set()
    for one in figures:
        values = listed.values(one)
        assert [cell.text for cell in shown[one.key]] == [
            written(one, float(values[place])) for place in places
        ], one.key
        balance = listed.balance(one)
        ends = (balance.smallest, balance.largest, balance.deviation)
        assert [cell.text for cell in level[one.key]] == [written(one, end) for end in ends]
        if any(cell.change for cell in shown[one.key]):
            changed.add(one.source)
    assert changed >= {Source.SUMS, Source.ROADS, Source.STORES}


def listed_figures(window: MainWindow) -> LevelFigures:
    """What the list of areas shows."""
    window.parts.areas.rebuild()
    data = window.session.data
    assert data is not None
    return window.parts.areas._figures(data, computed=True)


@pytest.mark.parametrize(
    ("begin", "aside"),
    [
        pytest.param(lambda window: window.gestures.nodes(), (12, 9), id="a border that is pulled"),
        pytest.param(lambda window: window.gestures.move_border(), (0, 0), id="a whole border"),
        pytest.param(lambda window: window.gestures.move_area(), (60, 0), id="a whole area"),
    ],
)
def test_all_that_shows_the_card_has_them(
    qtbot: QtBot,
    open_window: Open,
    project: Project,
    begin: Callable[[MainWindow], None],
    aside: tuple[int, int],
) -> None:
    pin(project, FOUR)
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window, begin, aside)
    for right, down in ((6, -8), (12, -16), (18, -24)):
        hand.move(right, down)
    hand.rest()
    heads = {cell.text for cell in hand.card.rows[0].cells}
    assert "new area" not in heads, "what a moved area leaves is open ground"
    assert_listed_afterwards(window, hand.let_go)


def test_a_preview_without_a_button_has_them_too(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    """A line across a grid that splits it: the new grid has figures once the mouse rests."""
    pin(project, FOUR)
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window, lambda window: None)
    areas = project.areas()
    west, south, east, north = areas.geometry[areas.row(hand.sides[0])].bounds
    window.session.select(Selection(areas=(hand.sides[0],)))
    window.map.zoom_to((west, south, east, north), margin=0.2)
    qtbot.wait(50)
    window.gestures.split()
    view, middle = window.map.viewport(), (south + north) / 2
    qtbot.mouseMove(view, hand.spot(west - 0.002, middle))
    qtbot.mouseClick(view, LEFT, pos=hand.spot(west - 0.002, middle))
    qtbot.mouseMove(view, hand.spot(east + 0.002, middle))
    assert any(cell.stale for cell in row(hand.card, "Streets (km)").cells)
    hand.rest()
    assert hand.card._sides == [hand.sides[0], -1]
    streets = row(hand.card, "Streets (km)")
    assert streets.cells[1].change == f"+{streets.cells[1].text}", "from nothing"
    assert [cell.text for cell in hand.card.rows[0].cells][1] == "new area"

    def finish() -> None:
        qtbot.mouseClick(view, LEFT, pos=hand.spot(east + 0.002, middle))
        qtbot.keyClick(window.map, Qt.Key.Key_Return)

    assert_listed_afterwards(window, finish)


def assert_listed_afterwards(window: MainWindow, act: Callable[[], object]) -> None:
    """What the card says of the pinned figures is in the list after ``act``."""
    card, project = window.parts.balance, window.session.project
    assert project is not None
    names = [one for one in all_figures(project.template) if one.key in FOUR]
    shown = {one.key: row(card, one.shortly).cells for one in names}
    sides, version = [*card._sides], project.version
    act()
    assert project.version > version, "it is written"
    listed = listed_figures(window)
    drawn = set(listed.ids[listed.drawn].tolist())
    assert drawn & {*sides}
    for one in names:
        for side, cell in zip(sides, shown[one.key], strict=True):
            if side in drawn:
                value = float(listed.values(one)[listed.ids.searchsorted(side)])
                assert cell.text == written(one, value), one.key


def test_before_the_button_is_let_go_nothing_is_shown_that_is_past(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    pin(project, ["street_km", "density"])
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    version = project.version
    hand = Hand(qtbot, window)
    hand.move(24, -44)
    streets = row(hand.card, "Streets (km)")
    assert all(cell.stale and cell.change == UNKNOWN and not cell.off for cell in streets.cells)
    assert streets.note == f"mean {UNKNOWN}"
    assert not any(cell.stale for cell in row(hand.card, "Customers per km²").cells)
    hand.rest()
    first = row(hand.card, "Streets (km)")
    assert any(cell.change for cell in first.cells) and all(cell.off for cell in first.cells)
    hand.move(34, -30)
    moved_on = row(hand.card, "Streets (km)")
    assert [cell.text for cell in moved_on.cells] == [cell.text for cell in first.cells]
    assert all(cell.stale for cell in moved_on.cells), "what is known last, and said so"
    assert all(cell.stale for cell in row(hand.card, "Streets (km)", "level").cells)
    hand.rest()
    assert row(hand.card, "Streets (km)") != first
    hand.move(24, -44)
    hand.rest()
    assert row(hand.card, "Streets (km)") == first, "back where it was"

    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert not hand.card.isVisible() and project.version == version
    figures = window.parts.figures
    assert not figures._rest.isActive() and not figures._next.isActive()
    hand.let_go()
    assert project.version == version


def test_a_hand_that_rests_where_it_was_is_not_computed_for_again(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    pin(project, ["street_km"])
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window)
    hand.move(24, -44)
    hand.rest()
    found = window.parts.figures._figures
    hand.window.map._hand_rests()
    assert window.parts.figures._figures is found and found.current
    hand.move(34, -30)
    assert not window.parts.figures._figures.current


def test_a_border_that_crosses_itself_has_none(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    """It cannot be let go of: what is known stays greyed, and says so."""
    pin(project, ["street_km"])
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window)
    hand.move(48, 20)
    gesture = window.map._gesture
    warning = gesture.overlay.warning if gesture is not None else None
    assert warning is not None and "cross itself" in warning.text
    qtbot.wait(2 * REST_MS)
    assert all(cell.stale for cell in row(hand.card, "Streets (km)").cells)
    hand.move(24, -44)
    hand.rest()


def test_figures_at_rest_stand_against_their_target(
    qtbot: QtBot, open_window: Open, project: Project
) -> None:
    pin(project, ["store_mean_km", "street_km"])
    set_targets(
        project,
        [Target(GRID, "store_mean_km", maximum=0.01), Target(GRID, "street_km", ideal=1.0)],
    )
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window)
    hand.move(24, -44)
    way = row(hand.card, "Mean way (km)")
    assert way.note == "≤ 0.01" and not any(cell.broken for cell in way.cells), "not known yet"
    hand.rest()
    way = row(hand.card, "Mean way (km)")
    assert all(cell.broken and cell.text.startswith("▲ ") for cell in way.cells)
    assert all(cell.off == ">999%" for cell in way.cells)
    streets = row(hand.card, "Streets (km)")
    assert streets.note == "ideal 1.0" and all(cell.off.endswith("%") for cell in streets.cells)


def test_while_a_job_computes_the_level_nothing_is_known(
    qtbot: QtBot, open_window: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the card waits for it, and the hand need not move."""
    pin(project, ["administrative"])
    window = open_window(project)
    level = all_indicators(project, window.session.data, GRID)
    with monkeypatch.context() as patch:
        patch.setattr(window.session, "indicators_in_passing", lambda _level, *, rests: None)
        hand = Hand(qtbot, window)
        hand.move(24, -44)
        qtbot.wait(2 * REST_MS)
        unknown = Cell(UNKNOWN, stale=True)
        assert row(hand.card, "Admin. areas").cells == (unknown, unknown)
        assert row(hand.card, "Admin. areas", "level").cells == (unknown,) * 3
    window.session.indicators_computed.emit()
    hand.rest()
    figure = next(one for one in all_figures(project.template) if one.key == "administrative")
    for cell, area in zip(row(hand.card, figure.shortly).cells, hand.sides, strict=True):
        was = len(level.of[area].administrative)
        assert cell.change == change(figure, was, float(cell.text))


def test_a_job_that_computes_the_level_meanwhile_ends_the_waiting(
    qtbot: QtBot, open_window: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicators, "AT_ONCE_AREAS", -1)
    pin(project, FOUR)
    window = open_window(project)
    hand = Hand(qtbot, window)
    hand.move(24, -44)
    hand.rest()
    assert row(hand.card, "Streets (km)").cells[0].off
    qtbot.waitUntil(lambda: window.runner.job is None)


def test_what_is_being_computed_is_dropped_when_the_hand_moves_on(
    qtbot: QtBot, open_window: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balance_at_rest, "AT_ONCE_S", 0.0)
    pin(project, FOUR)
    window = open_window(project)
    all_indicators(project, window.session.data, GRID)
    hand = Hand(qtbot, window)
    figures = window.parts.figures
    hand.move(34, -30)
    figures._begin()
    figures._go_on()
    begun = figures._steps
    assert begun is not None, "one step of many"
    hand.move(24, -44)
    assert figures._steps is None and begun.gi_frame is None, "closed"
    hand.rest()
    assert_listed_afterwards(window, hand.let_go)
