"""The layers as a tree to switch, drag, rename and fold; their legends hang under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QDropEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from gridstudio.canvas.legend import LegendItem

LAYER = Qt.ItemDataRole.UserRole
INDENT_PX, ICON_PX = 14, 16
Item = QTreeWidgetItem


@dataclass(frozen=True)
class Entry:
    """A layer as the tree shows it. ``pale``: it does not show at the map's scale, or its group is
    switched off."""

    layer_id: int
    parent: int
    is_group: bool
    text: str
    icon: QIcon
    tooltip: str
    count: str = ""
    visible: bool = True
    expanded: bool = True
    pale: bool = False
    lines: Sequence[LegendItem] = field(default_factory=tuple)


class LayerTree(QTreeWidget):
    """Shows entries and tells what the hand does to them; it changes nothing itself."""

    switched = Signal(int, bool)
    folded = Signal(int, bool)
    renamed = Signal(int, str)
    moved = Signal(list, int, int)
    """Which layers, into which group (0: none), over how many of its others."""
    remove_wanted = Signal(list)
    properties_wanted = Signal(int)
    style_wanted = Signal(int)

    def __init__(self, muted: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._muted = QBrush(QColor(muted))
        self._items: dict[int, Item] = {}
        self._entries: dict[int, Entry] = {}
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setIndentation(INDENT_PX)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.itemChanged.connect(self._item_changed)
        self.itemExpanded.connect(lambda item: self._fold(item, True))
        self.itemCollapsed.connect(lambda item: self._fold(item, False))
        self.itemDoubleClicked.connect(self._double_clicked)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries, topmost first, a group before what is in it. What is chosen stays
        chosen, and the tree where it is scrolled to."""
        chosen, current = self.chosen(), self.current()
        scrolled = self.verticalScrollBar().value()
        self.blockSignals(True)  # filling the tree is not switching layers
        self.clear()
        self._items, self._entries = {}, {entry.layer_id: entry for entry in entries}
        for entry in entries:
            item = self._items[entry.layer_id] = self._item(entry)
            above = self._items.get(entry.parent)
            if above is not None:
                above.addChild(item)
            else:
                self.addTopLevelItem(item)
        for entry in entries:
            self._items[entry.layer_id].setExpanded(entry.expanded)
        if current in self._items:
            self.setCurrentItem(self._items[current])
        self.clearSelection()
        for layer_id in chosen:
            if layer_id in self._items:
                self._items[layer_id].setSelected(True)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(scrolled)
        self.itemSelectionChanged.emit()

    def chosen(self) -> list[int]:
        """The selected layers, topmost first."""
        items = {int(item.data(0, LAYER) or 0) for item in self.selectedItems()}
        return [layer_id for layer_id in self._items if layer_id in items]

    def current(self) -> int:
        """The layer that the keyboard is at, 0 for none."""
        item = self.currentItem()
        return int(item.data(0, LAYER) or 0) if item is not None else 0

    def choose(self, layer_id: int) -> None:
        """Select one layer and show it."""
        if layer_id in self._items:
            self.setCurrentItem(self._items[layer_id])

    def rename(self, layer_id: int) -> None:
        """Let the user type another name in the layer's line."""
        if layer_id in self._items:
            self.editItem(self._items[layer_id], 0)

    def item_of(self, layer_id: int) -> Item:
        """Raises KeyError."""
        return self._items[layer_id]

    def _item(self, entry: Entry) -> Item:
        item = QTreeWidgetItem([entry.text, entry.count])
        item.setData(0, LAYER, entry.layer_id)
        flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags if entry.is_group else flags & ~Qt.ItemFlag.ItemIsDropEnabled)
        item.setCheckState(0, _state(entry.visible))
        item.setIcon(0, entry.icon)
        for column in range(2):
            item.setToolTip(column, _as_rich_text(entry.tooltip))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, self._muted)
        if entry.pale:
            item.setForeground(0, self._muted)
        for line in entry.lines:
            item.addChild(self._line(line))
        return item

    def _line(self, line: LegendItem) -> Item:
        leaf = QTreeWidgetItem([line.text, "" if line.count is None else f"{line.count:,}"])
        leaf.setIcon(0, QIcon(_centred(line.symbol)))
        leaf.setToolTip(0, _as_rich_text(line.text))
        leaf.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        leaf.setForeground(1, self._muted)
        leaf.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return leaf

    # --- the hand

    def _item_changed(self, item: Item, _column: int) -> None:
        entry = self._entries.get(int(item.data(0, LAYER) or 0))
        if entry is None:
            return
        if item.checkState(0) != _state(entry.visible):
            self.switched.emit(entry.layer_id, item.checkState(0) == Qt.CheckState.Checked)
        elif item.text(0) != entry.text:
            text = item.text(0)
            # The editor is still closing: the tree is filled anew once it has.
            QTimer.singleShot(0, self, lambda: self.renamed.emit(entry.layer_id, text))

    def _fold(self, item: Item, expanded: bool) -> None:
        if layer_id := int(item.data(0, LAYER) or 0):
            self.folded.emit(layer_id, expanded)

    def _double_clicked(self, item: Item, _column: int) -> None:
        above = item.parent()
        if item.data(0, LAYER):
            self.properties_wanted.emit(int(item.data(0, LAYER)))
        elif above is not None:  # a line of the legend
            self.style_wanted.emit(int(above.data(0, LAYER)))

    def event(self, event: QEvent) -> bool:
        """The window has other uses for some keys; here they are the tree's."""
        ours = isinstance(event, QKeyEvent) and (
            event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete) or bool(_step_of(event))
        )
        if event.type() == QEvent.Type.ShortcutOverride and ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.chosen()
        if event.key() == Qt.Key.Key_Delete and chosen:
            self.remove_wanted.emit(chosen)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            if self.state() == QAbstractItemView.State.EditingState:
                super().keyPressEvent(event)
            else:
                self.properties_wanted.emit(self.current())
        elif _step_of(event) and self.current():
            self._step(self.current(), _step_of(event))
        else:
            super().keyPressEvent(event)

    def _step(self, layer_id: int, up: int) -> None:
        """One place up or down among its neighbours."""
        parent = self._parent_of(layer_id)
        siblings = self._within(parent)
        at = siblings.index(layer_id) - up
        if 0 <= at < len(siblings):
            self.moved.emit([layer_id], parent, len(siblings) - 1 - at)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say where the chosen layers were dropped; the tree is filled anew after the edit."""
        chosen = self.chosen()
        place = self._place(event, chosen)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # or Qt would take the lines out itself
        event.accept()
        if chosen and place is not None:
            QTimer.singleShot(0, self, lambda: self.moved.emit(chosen, *place))

    def _place(self, event: QDropEvent, chosen: list[int]) -> tuple[int, int] | None:
        """Group and number of its others below, for a drop."""
        where = self.dropIndicatorPosition()
        spots = QAbstractItemView.DropIndicatorPosition
        item = self.itemAt(event.position().toPoint())
        if item is None or where == spots.OnViewport:
            return 0, 0
        layer_item = item if item.data(0, LAYER) else item.parent()
        if layer_item is None:
            return None
        if layer_item is not item:
            item, where = layer_item, spots.BelowItem
        target = int(item.data(0, LAYER))
        entry = self._entries[target]
        inside = where == spots.OnItem or (where == spots.BelowItem and item.isExpanded())
        if entry.is_group and inside:
            others = [one for one in self._within(target) if one not in chosen]
            return target, len(others)
        parent = self._parent_of(target)
        siblings = self._within(parent)
        at = siblings.index(target) + (where == spots.BelowItem)
        below = [one for one in siblings[at:] if one not in chosen]
        return parent, len(below)

    def _parent_of(self, layer_id: int) -> int:
        above = self._items[layer_id].parent()
        return int(above.data(0, LAYER)) if above is not None else 0

    def _within(self, parent: int) -> list[int]:
        """The layers directly in a group, topmost first."""
        return [one for one in self._items if self._parent_of(one) == parent]


def _as_rich_text(text: str) -> str:
    """What users named is no markup; marked as text it breaks its lines, too."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>"


def _centred(symbol: QPixmap) -> QPixmap:
    """A small symbol in the middle of an icon, so that the texts beside stand in one line."""
    ratio = symbol.devicePixelRatio()
    width, height = symbol.width() / ratio, symbol.height() / ratio
    if width >= ICON_PX:
        return symbol
    made = QPixmap(round(ICON_PX * ratio), round(max(height, ICON_PX) * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    left, top = (ICON_PX - width) / 2, (max(height, ICON_PX) - height) / 2
    painter.drawPixmap(QPointF(left, top), symbol)
    painter.end()
    return made


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _step_of(event: QKeyEvent) -> int:
    """1 for Alt+Up, -1 for Alt+Down."""
    if event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
