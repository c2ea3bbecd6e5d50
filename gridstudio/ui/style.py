"""The look of the window: one spacing grid of 4 pixels, one accent, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.theme import FONT_FAMILIES
from gridstudio.settings import resource

UNIT_PX = 4
TEXT_PX = 13


@dataclass(frozen=True)
class Colours:
    """Named colours of a theme."""

    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    rail: str
    rail_text: str
    danger: str
    warning_soft: str


LIGHT = Colours(
    window="#f3f4f5",
    panel="#ffffff",
    raised="#f7f8f9",
    line="#dde1e5",
    text="#1f2a33",
    muted="#66727d",
    accent="#0f766e",
    accent_text="#ffffff",
    accent_soft="#d9efec",
    rail="#12333a",
    rail_text="#cfe0e2",
    danger="#b3261e",
    warning_soft="#fdf1d8",
)
DARK = Colours(
    window="#171c21",
    panel="#1f262c",
    raised="#273038",
    line="#36414b",
    text="#e7ecf0",
    muted="#9aa7b2",
    accent="#2bb5a6",
    accent_text="#06211e",
    accent_soft="#1d4540",
    rail="#10171b",
    rail_text="#b9c7cb",
    danger="#ff8a80",
    warning_soft="#43391f",
)
COLOURS = {"light": LIGHT, "dark": DARK}

_SHEET = Template("""
QWidget { font-size: ${text_px}px; color: $text; }
QMainWindow, QDialog, QWidget#comparison { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QFrame#rail { background: $rail; border: none; }
QFrame#rail QToolButton { color: $rail_text; background: transparent; border: none; padding: 8px 0;
  border-radius: 8px; font-size: 12px; }
QFrame#rail QToolButton:hover { background: rgba(255,255,255,0.10); }
QFrame#rail QToolButton:checked { background: $accent; color: $accent_text; font-weight: 600; }
QFrame#panel { background: $panel; border: none; }
QFrame#card { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#card QRadioButton { font-weight: 600; }
QFrame#card[alone="true"] QRadioButton::indicator { width: 0; height: 0; border: none; }
QFrame#card QToolButton { border: none; border-radius: 6px; padding: 3px; }
QFrame#card QToolButton:hover { background: $accent_soft; }
QToolButton#flat { border: none; border-radius: 6px; padding: 4px 6px; }
QToolButton#flat:hover { background: $accent_soft; }
QToolButton#flat:checked { background: $accent_soft; }
QToolButton#flat:disabled { color: $muted; }
QToolButton#flat::menu-indicator { image: none; }
QFrame#toolbar { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame#toolbar QToolButton { border: none; border-radius: 6px; padding: 5px 8px; }
QFrame#toolbar QToolButton:hover { background: $raised; }
QFrame#toolbar QToolButton:checked { background: $accent_soft; color: $accent; }
QFrame#toolbar QToolButton[running="true"] { background: $accent_soft; border: 1px solid $accent;
  padding: 4px 7px; }
QFrame#toolbar QToolButton:disabled { color: $muted; }
QFrame#toolbar QToolButton[popupMode="1"] { padding-right: 20px; }
QFrame#toolbar QToolButton[popupMode="1"][running="true"] { padding-right: 19px; }
QFrame#toolbar QToolButton::menu-button { border: none; width: 18px; }
QFrame#toolbar QToolButton::menu-arrow { image: url("$chevron"); width: 10px; height: 10px; }
QFrame#card { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame#toolbar QToolButton#chooser { background: $raised; border: 1px solid $line;
  border-radius: 6px; padding: 4px 26px 4px 8px; min-height: 20px; }
QFrame#toolbar QToolButton#chooser:hover, QFrame#toolbar QToolButton#chooser:focus {
  border-color: $accent; }
QToolButton#chooser::menu-indicator { image: url("$chevron"); width: 12px; height: 12px;
  subcontrol-position: right center; right: 6px; }
QLabel#caption { color: $muted; font-weight: 600; padding: 0; }
QLabel#cardTitle { font-weight: 600; }
QFrame#banner { background: $warning_soft; border-bottom: 1px solid $line; }
QLabel#title { font-size: 15px; font-weight: 600; }
QLabel#heading { color: $muted; font-size: 12px; font-weight: 600; }
QLabel#muted { color: $muted; }
QLabel#preview { background: $line; border-radius: 8px; }
QLabel#refusal { color: $danger; }
QLineEdit, QComboBox, QPlainTextEdit, QDoubleSpinBox, QSpinBox, QDateEdit { background: $raised;
  border: 1px solid $line; border-radius: 6px; padding: 4px 8px; min-height: 20px;
  selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QDoubleSpinBox:focus, QDateEdit:focus {
  border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QDateEdit:disabled {
  color: $muted; }
QDoubleSpinBox, QSpinBox, QDateEdit { padding: 2px 8px 3px 8px; min-height: 20px; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 8px; background: transparent;
  min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line;
  selection-background-color: $accent_soft; selection-color: $text; }
QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px; padding: 5px 12px;
  min-height: 18px; }
QPushButton:hover { border-color: $accent; }
QPushButton:disabled { color: $muted; }
QPushButton#primary { background: $accent; color: $accent_text; border-color: $accent;
  font-weight: 600; }
QPushButton#primary:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton#danger { color: $danger; }
QTableView { outline: none; }
QTableView::item { padding: 0 5px; border: none; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QTableView { background: $panel; border: none; gridline-color: $line; alternate-background-color:
  $raised; selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView { background: $raised; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none; border-bottom: 1px solid
  $line; padding: 5px 8px; font-weight: 600; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: $raised; border: none; }
QTreeWidget, QListWidget { background: $panel; border: none; outline: none; }
QDialog QListWidget { border: 1px solid $line; border-radius: 6px; padding: 4px; }
QTreeWidget::item, QListWidget::item { padding: 3px 2px; border-radius: 4px; }
QDialog QTreeWidget::item { padding: 3px 5px; }
QTreeWidget::item:selected, QListWidget::item:selected { background: $accent_soft; color: $text; }
QTreeWidget::item:hover, QListWidget::item:hover { background: $raised; }
QTreeWidget::item:selected:hover, QListWidget::item:selected:hover { background: $accent_soft; }
QTreeWidget { show-decoration-selected: 0; }
QTreeWidget::item { border-radius: 0; }
QStatusBar { background: $panel; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 8px; }
QStatusBar QComboBox { padding: 0 4px; min-height: 20px; border-color: transparent;
  background: transparent; color: $muted; }
QStatusBar QComboBox:hover, QStatusBar QComboBox:focus { border-color: $line; background: $raised; }
QStatusBar QToolButton#cancel { border: 1px solid $line; border-radius: 6px; padding: 2px 10px;
  background: $raised; }
QStatusBar QToolButton#cancel:hover { border-color: $accent; }
QStatusBar QToolButton#unowned { border: 1px solid $danger; border-radius: 6px; padding: 2px 10px;
  color: $danger; background: transparent; }
QStatusBar QToolButton#decisions { border: 1px solid $accent; border-radius: 6px;
  padding: 2px 10px; color: $accent; background: transparent; }
QStatusBar QToolButton#decisions:hover, QStatusBar QToolButton#unowned:hover {
  background: $raised; }
QStatusBar QToolButton#datum { border: 1px solid transparent; border-radius: 6px; padding: 2px 16px
  2px 6px; color: $muted; }
QStatusBar QToolButton#datum:hover { border-color: $line; background: $raised; }
QStatusBar QToolButton#datum::menu-indicator { image: url("$chevron"); width: 10px; height: 10px;
  subcontrol-position: right center; right: 4px; }
QMenuBar { background: $panel; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; border-radius: 4px; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::icon:checked { background: $accent_soft; border: 1px solid $accent; border-radius: 4px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { border: none; background: $panel; }
QScrollArea#plain, QScrollArea#plain > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $raised; border: 1px solid $line; border-radius: 5px; max-height: 10px;
  text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QRadioButton { spacing: 6px; }
QRadioButton::indicator { width: 9px; height: 9px; border: 1px solid $muted; border-radius: 5px;
  background: $panel; }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox { spacing: 6px; }
QCheckBox::indicator, QTreeView::indicator, QTableView::indicator { width: 13px; height: 13px;
  border: 1px solid $muted; border-radius: 3px; background: $panel; }
QCheckBox::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:disabled { border-color: $line; }
""")


def sheet(theme: str) -> str:
    """The style sheet of a theme."""
    chevron = resource(f"icons/chevron-{theme}.svg").as_posix()
    check = resource(f"icons/check-{theme}.svg").as_posix()
    return _SHEET.substitute(vars(COLOURS[theme]), text_px=TEXT_PX, chevron=chevron, check=check)


def apply(application: QApplication, theme: str) -> None:
    """Dress the whole application."""
    application.setStyle("Fusion")
    font = QFont()
    font.setFamilies(FONT_FAMILIES)
    font.setPixelSize(TEXT_PX)
    application.setFont(font)
    application.setPalette(_palette(COLOURS[theme]))
    application.setStyleSheet(sheet(theme))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: colours.window,
        roles.Base: colours.panel,
        roles.AlternateBase: colours.raised,
        roles.Button: colours.raised,
        roles.WindowText: colours.text,
        roles.Text: colours.text,
        roles.ButtonText: colours.text,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.accent_text,
        roles.Link: colours.accent,
        roles.PlaceholderText: colours.muted,
        roles.ToolTipBase: colours.raised,
        roles.ToolTipText: colours.text,
    }
    for role, colour in pairs.items():
        palette.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(disabled, role, QColor(colours.muted))
    return palette
