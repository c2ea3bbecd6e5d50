"""Layers and legend: what is on the map, and switches for it."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QTreeWidget, QTreeWidgetItem, QWidget

from gridstudio.canvas.legend import LegendItem, legend_items
from gridstudio.canvas.view import MapView
from gridstudio.commands.layers import switch_layer
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.layer_tree import title
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.i18n import _
from gridstudio.ui.parts import Panel, heading, row
from gridstudio.ui.session import Session

KEY = Qt.ItemDataRole.UserRole


class LayersPanel(Panel):
    """A tree of layers; its branches are the legend."""

    def __init__(self, session: Session, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.colouring = QComboBox()
        self.colouring.addItem(_("by kind"), "kind")
        self.colouring.addItem(_("by class"), "class")
        self.colouring.setAccessibleName(_("Colour of customers"))
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setIndentation(14)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, self.tree.header().ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, self.tree.header().ResizeMode.ResizeToContents)
        self.column.addLayout(row(heading(_("Layers and legend")), self.colouring))
        self.column.addWidget(self.tree, 1)
        self.tree.itemChanged.connect(self._switched)
        self.colouring.activated.connect(self._coloured)
        session.opened.connect(self.rebuild)
        session.changed.connect(lambda _changes: self.rebuild())

    def rebuild(self) -> None:
        """Read the layers and count what they hold."""
        data = self._session.data
        self.tree.blockSignals(True)  # filling the tree is not switching layers
        self.tree.clear()
        if data is not None:
            lines: dict[int, list[LegendItem]] = defaultdict(list)
            for item in legend_items(data, self._view.look, self.devicePixelRatioF()):
                lines[item.layer].append(item)
            for layer in reversed(data.layers):
                text = title(layer, data.template)
                self._branch(layer.id, text, _count(data, layer), lines[layer.id])
        self.tree.blockSignals(False)

    def _branch(self, key: int, text: str, count: int | None, lines: list[LegendItem]) -> None:
        branch = QTreeWidgetItem([text, "" if count is None else f"{count:,}"])
        branch.setData(0, KEY, key)
        branch.setFlags(branch.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        hidden = key in self._view.look.hidden
        branch.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
        branch.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        for line in lines:
            leaf = QTreeWidgetItem([line.text, "" if line.count is None else f"{line.count:,}"])
            leaf.setIcon(0, QIcon(line.symbol))
            leaf.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
            branch.addChild(leaf)
        self.tree.addTopLevelItem(branch)
        branch.setExpanded(True)

    def _switched(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, KEY)
        project = self._session.project
        if key and project is not None:
            visible = item.checkState(0) == Qt.CheckState.Checked
            self._view.set_visible(key, visible)
            switch_layer(project, key, visible)

    def _coloured(self) -> None:
        data = self._session.data
        layer = data.layer_of("customers") if data is not None else None
        if data is not None and layer is not None:
            style = customers_by(data.template, self.colouring.currentData())
            self._view.show_style(layer.id, style)
        self.rebuild()


def _count(data: MapData, layer: Layer) -> int | None:
    """How many things a layer shows; None where that says nothing."""
    if layer.kind == "customers":
        return len(data.customers)
    if layer.kind == "sites":
        return len(data.sites)
    if layer.kind == "areas":
        return len(data.areas.at_level(int(layer.options.get("level", 0))))
    return len(data.features[layer.id]) if layer.id in data.features else None
