"""The figures of a selection, with bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gridstudio.assessment.selection_totals import SelectionTotals, Share, selection_totals
from gridstudio.domain.base_styles import UNKNOWN_COLOR
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.template import Word
from gridstudio.i18n import _
from gridstudio.ui.parts import form, heading
from gridstudio.ui.style import COLOURS

LINE_PX, BAR_PX, GAP_PX = 34, 6, 8


@dataclass(frozen=True)
class Bar:
    """One line of bars: a word, its number, what stands behind it in grey, and its colour."""

    text: str
    number: int
    aside: str
    colour: str


class Bars(QWidget):
    """Words with numbers, and under each a bar as long as its share of the largest."""

    def __init__(self, bars: Sequence[Bar], theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = tuple(bars)
        self._colours = COLOURS[theme]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{bar.text} {bar.number}" for bar in self.bars))

    def sizeHint(self) -> QSize:
        return QSize(160, LINE_PX * len(self.bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.number for bar in self.bars), default=1)
        for at, bar in enumerate(self.bars):
            self._paint(painter, QRectF(0, at * LINE_PX, self.width(), LINE_PX), bar, most)

    def _paint(self, painter: QPainter, line: QRectF, bar: Bar, most: int) -> None:
        metrics = QFontMetricsF(self.font())
        text = QRectF(line.left(), line.top() + 2, line.width(), metrics.height())
        number, middle = f"{bar.number:,}", Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._colours.text))
        painter.drawText(text, int(Qt.AlignmentFlag.AlignRight | middle), number)
        right = text.right() - metrics.horizontalAdvance(number) - GAP_PX
        if bar.aside:
            painter.setPen(QColor(self._colours.muted))
            width = metrics.horizontalAdvance(bar.aside)
            aside = QRectF(right - width, text.top(), width, text.height())
            painter.drawText(aside, int(middle), bar.aside)
            right = aside.left() - GAP_PX
        painter.setPen(QColor(self._colours.text))
        shown = metrics.elidedText(bar.text, Qt.TextElideMode.ElideRight, max(right, 0.0))
        painter.drawText(QRectF(0, text.top(), right, text.height()), int(middle), shown)
        track = QRectF(line.left(), text.bottom() + 2, line.width(), BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.raised))
        painter.drawRoundedRect(track, BAR_PX / 2, BAR_PX / 2)
        track.setWidth(max(track.width() * bar.number / most, BAR_PX))
        painter.setBrush(QColor(bar.colour))
        painter.drawRoundedRect(track, BAR_PX / 2, BAR_PX / 2)


class SelectionFigures(QWidget):
    """All figures of a selection."""

    def __init__(
        self, data: MapData, selection: Selection, theme: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.totals = selection_totals(data, selection)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._facts(self.totals)
        template = data.template
        self._bars(_("By class"), template.classes, self.totals.by_class)
        self._bars(_("By kind"), template.kinds, self.totals.by_kind)
        self._bars(_("Sites"), template.site_kinds, self.totals.sites)

    def _facts(self, totals: SelectionTotals) -> None:
        facts, ground = form(), totals.ground
        lines = []
        if totals.customers:
            lines += [
                (_("Customers"), f"{totals.customers:,}"),
                (_("Value (yuan/month)"), f"{totals.value:,.0f}"),
                (_("Mean value"), f"{totals.value / _known(totals):,.0f}"),
            ]
        if totals.without_value:
            lines.append((_("Value not known"), f"{totals.without_value:,}"))
        if ground.areas:
            lines += [
                (_("Areas"), f"{ground.areas:,}"),
                (_("Ground"), f"{ground.km2:,.2f} km²"),
                (_("Customers in them"), f"{ground.customers:,}"),
                (_("Value in them"), f"{ground.value:,.0f}"),
            ]
        for text, number in lines:
            label = QLabel(number)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addRow(text, label)
        self._column.addLayout(facts)

    def _bars(self, text: str, words: Sequence[Word], shares: Sequence[Share]) -> None:
        if not shares:
            return
        by_key = {word.key: word for word in words}
        total = sum(share.number for share in shares)
        bars = []
        for share in shares:
            word = by_key.get(share.key)
            aside = f"{share.number / total:.0%}" if len(shares) > 1 else ""
            name = word.name() if word is not None else _("not known")
            colour = (word.color if word is not None else "") or UNKNOWN_COLOR
            bars.append(Bar(name, share.number, aside, colour))
        self._column.addWidget(heading(text))
        self._column.addWidget(Bars(bars, self._theme))


def _known(totals: SelectionTotals) -> int:
    return max(totals.customers - totals.without_value, 1)
