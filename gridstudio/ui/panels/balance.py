"""What lies on both sides of the border under the hand, shown in the inspector's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridstudio.assessment.area_figures import area_figures
from gridstudio.assessment.indicators import class_halves
from gridstudio.assessment.level_figures import AreaChange, Balance
from gridstudio.assessment.moving import Moved
from gridstudio.assessment.tally import Figures
from gridstudio.domain.map_data import MapData
from gridstudio.domain.template import Word
from gridstudio.i18n import _, language, ngettext
from gridstudio.project import Project
from gridstudio.ui.style import COLOURS, TEXT_PX, UNIT_PX

SIDES, NAMES = 3, 6
"""So many areas stand side by side, and so many customers are named."""
LABELS_PX, LINE_PX, SMALL_PX = (120, 120, 84), 20, 11
MARGIN_PX = 3 * UNIT_PX


@dataclass(frozen=True)
class Line:
    """A label and, for each side, a figure and by how much it would change; or, where ``text`` is
    given, a line of text with a smaller ``aside`` under it."""

    label: str = ""
    figures: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    text: str = ""
    aside: str = ""
    strong: bool = False

    @property
    def height_px(self) -> int:
        two = any(self.changes) or bool(self.aside)
        return LINE_PX + (SMALL_PX + UNIT_PX if two else 0) + (UNIT_PX if self.strong else 0)


class BalanceCard(QWidget):
    """Lies over its parent while a border is dragged; paints itself, since it changes with every
    move of the mouse."""

    def __init__(self, theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent
        self._colours = COLOURS[theme]
        self.lines: tuple[Line, ...] = ()
        self.hide()

    def show_moved(
        self, moved: Moved | None, data: MapData | None, project: Project | None
    ) -> None:
        """Show what an edit would do; nothing hides the card."""
        if moved is None or data is None or project is None or not moved.changes:
            self.hide()
            return
        self.lines = tuple(card_lines(moved, data, project))
        self.setGeometry(self._place.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.panel))
        top = float(MARGIN_PX)
        for line in self.lines:
            box = QRectF(MARGIN_PX, top, self.width() - 2 * MARGIN_PX, line.height_px)
            if line.text:
                self._paint_text(painter, box, line)
            else:
                self._paint_figures(painter, box, line)
            top += line.height_px

    def _paint_text(self, painter: QPainter, box: QRectF, line: Line) -> None:
        first = QRectF(
            box.left(), box.top() + (UNIT_PX if line.strong else 0), box.width(), LINE_PX
        )
        self._write(painter, first, line.text, self._colours.text, bold=line.strong)
        if line.aside:
            under = QRectF(first.left(), first.bottom() - 2, first.width(), SMALL_PX + UNIT_PX)
            self._write(painter, under, line.aside, self._colours.muted, small=True)

    def _paint_figures(self, painter: QPainter, box: QRectF, line: Line) -> None:
        width = LABELS_PX[max(len(line.figures), 1) - 1]
        label = QRectF(box.left(), box.top(), width - UNIT_PX, LINE_PX)
        self._write(painter, label, line.label, self._colours.muted)
        column = (box.width() - width) / max(len(line.figures), 1)
        for at, figure in enumerate(line.figures):
            cell = QRectF(box.left() + width + at * column, box.top(), column, LINE_PX)
            cell.setLeft(cell.left() + UNIT_PX)
            self._write(painter, cell, figure, self._colours.text, bold=line.strong, right=True)
            if at < len(line.changes) and line.changes[at]:
                under = QRectF(cell.left(), cell.bottom() - 2, cell.width(), SMALL_PX + UNIT_PX)
                self._write(
                    painter, under, line.changes[at], self._colours.accent, small=True, right=True
                )

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        colour: str,
        *,
        bold: bool = False,
        small: bool = False,
        right: bool = False,
    ) -> None:
        face = QFont(self.font())
        face.setPixelSize(SMALL_PX if small else TEXT_PX)
        face.setBold(bold)
        painter.setFont(face)
        painter.setPen(QColor(colour))
        shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def card_lines(moved: Moved, data: MapData, project: Project) -> Iterator[Line]:
    """The lines of the card: both sides' figures, who would change, how even the level would be."""
    sides = _sides(moved)
    yield Line("", tuple(_name(side.id, data) for side in sides), strong=True)
    yield _figures(_("Customers"), sides, lambda figures: figures.customers)
    yield _figures(_("Value"), sides, lambda figures: figures.value, _short)
    people = moved.balance(area_figures(data.template)[0])
    mean = people[1].mean
    if mean:
        shares = tuple(f"{side.after.customers / mean - 1:+.0%}" for side in sides)
        yield Line(_("Against the mean"), shares)
    template = data.template
    for words, name in (
        (template.classes, "by_class"),
        (template.kinds, "by_kind"),
        (template.site_kinds, "sites"),
    ):
        yield from _changed_words(words, name, sides)
    ground = [(side.ground_before.km2, side.ground_after.km2) for side in sides]
    yield _pairs("km²", ground, lambda km2: f"{km2:,.2f}")
    yield Line(text=_("Whole level"), aside=_evenness(*people), strong=True)
    yield from _named(moved, data, project)


def _sides(moved: Moved) -> list[AreaChange]:
    """The areas whose figures change most; old ones before new ones."""

    def weight(change: AreaChange) -> tuple[int, float]:
        customers = abs(change.after.customers - change.before.customers)
        return customers, abs(change.ground_after.km2 - change.ground_before.km2)

    chosen = sorted(moved.changes, key=weight, reverse=True)[:SIDES]
    return sorted(chosen, key=lambda change: (change.id < 0, abs(change.id)))


def _figures(
    label: str,
    sides: list[AreaChange],
    figure: Callable[[Figures], float],
    written: Callable[[float], str] = lambda number: f"{number:,.0f}",
) -> Line:
    return _pairs(label, [(figure(side.before), figure(side.after)) for side in sides], written)


def _pairs(label: str, pairs: list[tuple[float, float]], written: Callable[[float], str]) -> Line:
    """Figures before and after; a change that is written as nothing is left out."""
    changes = []
    for before, after in pairs:
        size = written(abs(after - before))
        sign = "+" if after > before else "−"
        changes.append("" if size == written(0.0) else sign + size)
    return Line(label, tuple(written(after) for _before, after in pairs), tuple(changes))


def _changed_words(words: tuple[Word, ...], name: str, sides: list[AreaChange]) -> Iterator[Line]:
    """A line for each class, kind or kind of site that would change somewhere."""
    for code, word in enumerate(words):

        def count(figures: Figures, code: int = code) -> float:
            return float(getattr(figures, name)[code])

        if any(count(side.before) != count(side.after) for side in sides):
            yield _figures(word.name(), sides, count)


def _named(moved: Moved, data: MapData, project: Project) -> Iterator[Line]:
    """The large customers who would get another owner, the most valuable first."""
    large, _small = class_halves(data.template)
    places = np.flatnonzero(np.isin(data.customers.class_[moved.rows], large))
    if not len(places):
        return
    yield Line(
        text=ngettext(
            "{n} large customer changes owner", "{n} large customers change owner", len(places)
        ).format(n=len(places)),
        strong=True,
    )
    value = data.customers.value[moved.rows[places]]
    shown = places[np.argsort(-np.nan_to_num(value), kind="stable")][:NAMES]
    ids = data.customers.id[moved.rows[shown]].tolist()
    names = project.texts("customers", ids, ["name"])
    for place, customer in zip(shown.tolist(), ids, strict=True):
        (name,) = names[customer]
        worth = float(data.customers.value[moved.rows[place]])
        old, new = (_name(int(owner[place]), data) for owner in (moved.old, moved.new))
        parts = [] if np.isnan(worth) else [_("{value:,.0f} yuan/month").format(value=worth)]
        yield Line(text=name, aside=" · ".join([*parts, f"{old} → {new}"]))


def _name(area_id: int, data: MapData) -> str:
    """An area's name, or the word for what has none."""
    if area_id < 0:
        return _("new area")
    found = data.areas.index([area_id])
    if not len(found):
        return _("without owner")
    row = int(found[0])
    return _("open ground") if data.areas.open[row] else str(data.areas.name[row])


def _evenness(before: Balance, after: Balance) -> str:
    return _(
        "{smallest:,.0f} to {largest:,.0f} customers · deviation {before:,.1f} → {after:,.1f}"
    ).format(
        smallest=after.smallest,
        largest=after.largest,
        before=before.deviation,
        after=after.deviation,
    )


def _short(number: float) -> str:
    """A sum of money in the units in which people say it."""
    if abs(number) < 10_000:
        return f"{number:,.0f}"
    return f"{number / 1e4:,.1f}万" if language() == "zh_CN" else f"{number / 1e3:,.1f}k"
