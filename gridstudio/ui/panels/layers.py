"""Layers and legend: the tree of what is on the map, and what can be done to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from gridstudio.canvas.view import MapView
from gridstudio.commands.layers import expanded_layers
from gridstudio.commands.linked import problems as linked_problems
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.belonging import BELONGING
from gridstudio.domain.map_data import MapData
from gridstudio.i18n import _
from gridstudio.ui.layer_acts import LayerActs
from gridstudio.ui.panels.layer_entries import entries, missing_files
from gridstudio.ui.panels.layer_tree import LayerTree
from gridstudio.ui.parts import Panel, heading, icon, row
from gridstudio.ui.session import Session
from gridstudio.ui.style import COLOURS

LEGEND_MS = 150
"""So long after the scale has changed the legend is made anew."""


class LayersPanel(Panel):
    """A tree of layers whose branches are the legend, with its tools at the foot."""

    def __init__(
        self, session: Session, view: MapView, acts: LayerActs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._acts = session, view, acts
        self._theme = session.settings.theme
        self.colouring = QComboBox()
        self.colouring.addItem(_("by kind"), "kind")
        self.colouring.addItem(_("by class"), "class")
        self.colouring.addItem(_("by ownership"), BELONGING)
        self.colouring.setPlaceholderText(_("own style"))
        self.colouring.setAccessibleName(_("Colour of customers"))
        self.colouring.setToolTip(_("Colour of customers"))
        self.tree = LayerTree(COLOURS[self._theme].muted)
        self.tree.setAccessibleName(_("Layers and legend"))
        self.column.addLayout(row(heading(_("Layers and legend")), self.colouring))
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self._foot())
        self._scale = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LEGEND_MS)
        self._later.timeout.connect(self.rebuild)
        self._connect()

    def _connect(self) -> None:
        acts, tree = self._acts, self.tree
        tree.switched.connect(self._switched)
        tree.folded.connect(acts.fold)
        tree.renamed.connect(acts.rename)
        tree.moved.connect(acts.move)
        tree.remove_wanted.connect(acts.remove)
        tree.properties_wanted.connect(acts.properties)
        tree.style_wanted.connect(acts.style)
        tree.customContextMenuRequested.connect(self._open_menu)
        tree.itemSelectionChanged.connect(self._update_foot)
        self.colouring.activated.connect(self._coloured)
        self._session.opened.connect(self.rebuild)
        self._session.changed.connect(lambda _changes: self.rebuild())
        self._view.view_changed.connect(self._scale_changed)

    # --- showing

    def rebuild(self) -> None:
        """Read the layers and what their legends say now."""
        data, project = self._session.data, self._session.project
        self._later.stop()
        if data is None or project is None:
            self.tree.show_entries([])
            return
        self._scale = self._view.metre_per_px()
        self.names.setChecked(self._view.look.labels)
        self._show_colouring(data)
        shown = entries(
            data,
            self._view.look,
            self._view.viewport_now,
            theme=self._theme,
            ratio=self.devicePixelRatioF(),
            problems=linked_problems(project) | missing_files(data),
            expanded=expanded_layers(project),
        )
        self.tree.show_entries(shown)

    def _scale_changed(self) -> None:
        if self._view.metre_per_px() != self._scale:
            self._later.start()

    def _switched(self, layer_id: int, visible: bool) -> None:
        self._acts.switch(layer_id, visible)
        self._later.start(0)  # the click is still being handled

    def _coloured(self) -> None:
        self._acts.colour_customers(self.colouring.currentData())
        self.rebuild()

    def _show_colouring(self, data: MapData) -> None:
        """Which of the quick styles the customers have, if any."""
        layer = data.layer_of("customers")
        style = data.styles.get(layer.id) if layer is not None else None
        fields = [str(self.colouring.itemData(at)) for at in range(self.colouring.count())]
        known = [
            at for at, field in enumerate(fields) if customers_by(data.template, field) == style
        ]
        self.colouring.setCurrentIndex(known[0] if known else -1)

    # --- tools

    def _foot(self) -> QFrame:
        foot = QFrame()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        self.add = self._tool("mdi6.layers-plus", _("Add layer"))
        self.add.setMenu(self._add_menu())
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.group = self._tool("mdi6.folder-plus-outline", _("Group layers"))
        self.group.clicked.connect(self._group)
        self.zoom = self._tool("mdi6.magnify-scan", _("Zoom to layer"))
        self.zoom.clicked.connect(lambda: self._acts.zoom_to(self.tree.chosen()))
        self.properties = self._tool("mdi6.tune-variant", _("Layer properties …"))
        self.properties.clicked.connect(lambda: self._acts.properties(self.tree.current()))
        self.palette_button = self._tool("mdi6.palette-outline", _("Style …"))
        self.palette_button.clicked.connect(lambda: self._acts.style(self.tree.current()))
        self.remove = self._tool("mdi6.trash-can-outline", _("Remove layer"))
        self.remove.clicked.connect(lambda: self._acts.remove(self.tree.chosen()))
        self.names = self._tool("mdi6.format-text", _("Names on the map"))
        self.names.setCheckable(True)
        self.names.setChecked(True)
        self.names.toggled.connect(self._acts.switch_names)
        for button in (self.add, self.group, self.zoom, self.palette_button, self.properties):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.names)
        line.addWidget(self.remove)
        return foot

    def _tool(self, icon_name: str, text: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName("flat")
        made.setIcon(icon(icon_name, self._theme))
        made.setIconSize(QSize(18, 18))
        made.setToolTip(text)
        made.setAccessibleName(text)
        return made

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        for name, text, act in self._acts.adding():
            menu.addAction(icon(name, self._theme), text, act)
        return menu

    def _update_foot(self) -> None:
        chosen = self.tree.chosen()
        for button in (self.group, self.zoom):
            button.setEnabled(bool(chosen))
        one = len(chosen) == 1
        self.palette_button.setEnabled(one and self._acts.has_style(chosen[0]))
        self.properties.setEnabled(one)
        reason = self._acts.why_not_remove(chosen)
        self.remove.setEnabled(not reason)
        self.remove.setToolTip(reason or _("Remove layer") + "  (Del)")

    def _group(self) -> None:
        made = self._acts.group(self.tree.chosen())
        if made is not None:
            self.tree.choose(made)
            self.tree.rename(made)

    def _open_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        if item is None or not self.tree.chosen():
            self._add_menu().popup(self.tree.viewport().mapToGlobal(at))
            return
        self.menu_for(self.tree.chosen()).popup(self.tree.viewport().mapToGlobal(at))

    def menu_for(self, chosen: list[int]) -> QMenu:
        """What can be done to these layers."""
        acts, tree, menu = self._acts, self.tree, QMenu(self)
        one = chosen[0]
        menu.aboutToHide.connect(menu.deleteLater)

        def add(name: str, text: str, act: object, *, keys: str = "", why_not: str = "") -> None:
            made = menu.addAction(icon(name, self._theme), text)
            made.triggered.connect(act)
            made.setShortcut(keys)
            made.setEnabled(not why_not)
            made.setToolTip(why_not)

        menu.setToolTipsVisible(True)
        add("mdi6.magnify-scan", _("Zoom to layer"), lambda: acts.zoom_to(chosen))
        if len(chosen) == 1:
            if acts.has_style(one):
                add("mdi6.palette-outline", _("Style …"), lambda: acts.style(one))
            add("mdi6.tune-variant", _("Layer properties …"), lambda: acts.properties(one))
            add("mdi6.rename-box", _("Rename"), lambda: tree.rename(one), keys="F2")
            for name, text, act in acts.of_base_map(one):
                add(name, text, act)
            if walks := acts.of_tracks(one):
                menu.addSeparator()
                menu.addActions(walks)
            if acts.is_in_file(one):
                text = _("Find the file …")
                add("mdi6.file-search-outline", text, lambda: acts.find_file(one))
        menu.addSeparator()
        add("mdi6.folder-plus-outline", _("Group layers"), self._group)
        reason = acts.why_not_remove(chosen)
        add("mdi6.trash-can-outline", _("Remove layer"), lambda: acts.remove(chosen), keys="Del",
            why_not=reason)  # fmt: skip
        return menu
