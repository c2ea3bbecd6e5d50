"""Menus stand as the table of actions says: sections between lines, submenus where they belong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from gridstudio.ui.actions import ACTS, SUBMENUS
from gridstudio.ui.main_window import MainWindow


def shape(menu: QMenu) -> list[str]:
    """The texts of a menu; "-" is a line, "> …" a submenu."""
    return [
        "-" if one.isSeparator() else f"> {one.text()}" if one.menu() else one.text()
        for one in menu.actions()
    ]


def test_sections_stand_between_lines(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    for menu in window.menus.values():
        found = shape(menu)
        assert found[0] != "-" and found[-1] != "-"
        assert "- -" not in " ".join(found), "two lines in a row part nothing"


def test_a_submenu_holds_its_acts_and_no_others(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    for key, text in SUBMENUS.items():
        acts = [act for act in ACTS if act.submenu == key]
        assert acts, f"nothing stands in {text}"
        held = window.menus[key].actions()
        assert all(window.actions_by_key[act.key] in held for act in acts)
        parents = {act.menu for act in acts}
        assert len(parents) == 1
        parent = window.menus[parents.pop()]
        assert sum(one.menu() is window.menus[key] for one in parent.actions()) == 1
        assert not any(window.actions_by_key[act.key] in parent.actions() for act in acts)


def test_every_menu_fits_a_small_screen(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    for key, menu in window.menus.items():
        assert menu.sizeHint().height() < window.height() - 80, f"{key} is too long"


def test_submenus_that_follow_each_other_stand_together(
    open_window: Callable[..., MainWindow],
) -> None:
    found = shape(open_window().menus["divide"])
    first = next(at for at, text in enumerate(found) if text.startswith("> "))
    assert found[first - 1] == "-"
    assert all(text.startswith("> ") for text in found[first : first + 5])
