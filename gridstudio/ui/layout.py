"""Where the parts of the window lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridstudio.canvas.view import MapView
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.actions import ACTS, WORKSPACE_WORDS
from gridstudio.ui.acts.act import WORKSPACES
from gridstudio.ui.panels.balance import BalanceCard
from gridstudio.ui.panels.balance_at_rest import BalanceAtRest
from gridstudio.ui.panels.gps import GpsPanel
from gridstudio.ui.panels.inspector import Inspector
from gridstudio.ui.panels.layers import LayersPanel
from gridstudio.ui.panels.search import SearchBox
from gridstudio.ui.panels.start import StartPage
from gridstudio.ui.panels.status import Status
from gridstudio.ui.parts import icon
from gridstudio.ui.tables.area_table import AreaTable
from gridstudio.ui.tables.customer_table import CustomerTable

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

RAIL_PX, LEFT_PX, RIGHT_PX, TABLE_PX = 84, 264, 300, 250


class Layout:
    """Rail, side panels, map, table, status bar of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        session = window.session
        theme = session.settings.theme
        self.workspace = "collect"
        self.map = MapView()
        self.map.set_theme(theme)
        self.search = SearchBox(session, self.map)
        self.gps = GpsPanel(session)
        self.layers = LayersPanel(session, self.map, window.layer_acts)
        self.inspector = Inspector(session, window.attempt, window.bulk.run)
        self.balance = BalanceCard(theme, self.inspector)
        self.figures = BalanceAtRest(session, self.balance, window)
        self.customers = CustomerTable(session, window.run_job)
        self.areas = AreaTable(session)
        self.start = StartPage(session.settings)
        self.level = QComboBox()
        self.level.setAccessibleName(_("Level"))
        # A lock beside the name makes it wider.
        self.level.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.status = Status(session.settings)
        window.setStatusBar(self.status)
        self._tool_buttons: dict[str, QToolButton] = {}
        self._button_of: dict[str, QToolButton] = {}
        """Of every act with a tool: those of one drop share a button."""
        self._rail_buttons: dict[str, QToolButton] = {}
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self._workbench())
        window.setCentralWidget(self._pages)

    def show_project(self, project: Project | None) -> None:
        """The workbench for a project, the start page for none."""
        self._pages.setCurrentIndex(0 if project is None else 1)
        self.level.clear()
        self.banner.setVisible(False)
        if project is None:
            return
        for number, level in enumerate(project.template.levels):
            if number:
                self.level.addItem(level.name(), number)
        if project.read_only:
            self.banner_text.setText(project.read_only_reason)
            self.banner.setVisible(True)

    def show_tool(self, key: str) -> None:
        """Mark the button of the act whose tool is on the map; "" for none."""
        running = self._button_of.get(key)
        for button in self._tool_buttons.values():
            if button is running and button.defaultAction() is not self._window.actions_by_key[key]:
                button.setDefaultAction(self._window.actions_by_key[key])
            if button.property("running") is not (button is running):
                button.setProperty("running", button is running)
                button.style().unpolish(button)
                button.style().polish(button)

    def show_workspace(self, workspace: str) -> None:
        """The tools, panels and table of a workspace."""
        self.workspace = workspace
        self._rail_buttons[workspace].setChecked(True)
        for act in ACTS:
            if act.key in self._tool_buttons:
                self._tool_buttons[act.key].setVisible(workspace in act.workspaces)
        self.gps.setVisible(workspace == "collect")
        self._tables.setCurrentWidget(
            self.customers if workspace in ("collect", "map") else self.areas
        )
        if workspace == "map":
            self._tables.hide()
        else:
            self._tables.show()
        self._place_table(wide=workspace in ("team", "operate"))

    def _place_table(self, *, wide: bool) -> None:
        """Below the map, or below everything where the areas' figures are what matters."""
        splitter = self._wide if wide else self._centre
        splitter.addWidget(self._tables)
        splitter.setCollapsible(1, False)
        height = splitter.height() or 700
        table = height // 2 if wide else TABLE_PX
        splitter.setSizes([max(height - table, 200), table])

    def show_customers(self) -> None:
        """The customers' table, whatever the workspace has."""
        self._tables.setCurrentWidget(self.customers)
        self._tables.show()

    def toggle_table(self) -> None:
        self._tables.setVisible(not self._tables.isVisible())

    # --- making

    def _workbench(self) -> QWidget:
        left = QWidget()
        stacked = QVBoxLayout(left)  # not a splitter: the words of receivers need their lines
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(1)
        stacked.addWidget(self.gps)
        stacked.addWidget(self.layers, 1)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.customers)
        self._tables.addWidget(self.areas)
        self._centre = QSplitter(Qt.Orientation.Vertical)
        self._centre.addWidget(self.map)
        self._centre.addWidget(self._tables)
        self._centre.setStretchFactor(0, 1)
        self._centre.setCollapsible(0, False)
        sides = QSplitter(Qt.Orientation.Horizontal)
        for widget, size in ((left, LEFT_PX), (self._centre, 700), (self.inspector, RIGHT_PX)):
            sides.addWidget(widget)
            widget.setMinimumWidth(min(size, 240))
        sides.setStretchFactor(1, 1)
        sides.setSizes([LEFT_PX, 700, RIGHT_PX])
        self._wide = QSplitter(Qt.Orientation.Vertical)
        self._wide.addWidget(sides)
        self._wide.setStretchFactor(0, 1)
        page = QWidget()
        main = QHBoxLayout(page)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self._rail())
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._banner())
        column.addWidget(self._toolbar())
        column.addWidget(self._wide, 1)
        main.addLayout(column, 1)
        return page

    def _rail(self) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setFixedWidth(RAIL_PX)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        group = QButtonGroup(rail)
        group.setExclusive(True)
        for number, key in enumerate(WORKSPACES, start=1):
            text, icon_name = WORKSPACE_WORDS[key]
            made = QToolButton()
            made.setText(_(text))
            made.setIcon(icon(icon_name, self._window.session.settings.theme, active="rail_text"))
            made.setIconSize(QSize(24, 24))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setCheckable(True)
            made.setFixedWidth(RAIL_PX - 16)
            made.setShortcut(f"Ctrl+{number}")
            made.setToolTip(f"{_(text)}  (Ctrl+{number})")
            made.clicked.connect(lambda _on=False, key=key: self._window.show_workspace(key))
            group.addButton(made)
            column.addWidget(made)
            self._rail_buttons[key] = made
        column.addStretch(1)
        return rail

    def _toolbar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("toolbar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(2)
        drops: dict[str, QToolButton] = {}
        for act in ACTS:
            if not act.workspaces:
                continue
            action = self._window.actions_by_key[act.key]
            if act.drop in drops:
                drops[act.drop].menu().addAction(action)
                self._button_of[act.key] = drops[act.drop]
                continue
            made = QToolButton()
            made.setDefaultAction(action)
            made.setIconSize(QSize(18, 18))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            if act.choices is not None:
                made.setMenu(act.choices(self._window))
                made.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            if act.drop:
                drops[act.drop] = made
                self._drop_down(made, action)
            line.addWidget(made)
            self._tool_buttons[act.key] = self._button_of[act.key] = made
        line.addSpacing(8)
        line.addWidget(self.level)
        line.addSpacing(6)
        line.addWidget(self._window.schemes.button)
        line.addSpacing(6)
        line.addStretch(1)
        line.addWidget(self.search, 100)  # before the gap, up to its own width
        return bar

    def _drop_down(self, made: QToolButton, action: QAction) -> None:
        """A menu on a tool button, which then offers what was chosen from it last."""
        menu = QMenu(made)
        menu.addAction(action)
        menu.triggered.connect(made.setDefaultAction)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _banner(self) -> QFrame:
        self.banner = QFrame()
        self.banner.setObjectName("banner")
        line = QHBoxLayout(self.banner)
        line.setContentsMargins(12, 6, 12, 6)
        self.banner_text = QLabel()
        line.addWidget(self.banner_text, 1)
        self.banner.hide()
        return self.banner
