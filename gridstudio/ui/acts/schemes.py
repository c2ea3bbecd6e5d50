"""The acts of the submenu Scheme in the menu Division."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import SUBMENU, Act, Run, Why
from gridstudio.ui.acts.reasons import needs_project, needs_writing, several_schemes, two_schemes


def _act(
    key: str, text: str, run: Run, icon: str, why: Why, section: str, shortcut: str = ""
) -> Act:
    return Act(key, text, run, "divide", icon, shortcut, (), why, section=section, submenu="scheme")


ACTS = (
    Act(
        "scheme_choose",
        N_("Choose the scheme"),
        lambda w: w.schemes.choose(),
        "divide",
        "mdi6.layers-triple-outline",
        "Ctrl+L",
        (),
        needs_project,
        section=SUBMENU,
    ),
    _act(
        "scheme_new",
        N_("New scheme …"),
        lambda w: w.schemes.new(),
        "mdi6.plus",
        needs_writing,
        "make",
        "Ctrl+Alt+N",
    ),
    _act(
        "scheme_copy",
        N_("Copy a scheme …"),
        lambda w: w.schemes.copy(),
        "mdi6.content-copy",
        needs_writing,
        "make",
        "Ctrl+Alt+L",
    ),
    _act(
        "scheme_rename",
        N_("Rename the scheme …"),
        lambda w: w.schemes.rename(),
        "mdi6.rename-outline",
        needs_writing,
        "change",
    ),
    _act(
        "scheme_delete",
        N_("Delete a scheme …"),
        lambda w: w.schemes.delete(),
        "mdi6.trash-can-outline",
        several_schemes,
        "change",
    ),
    _act(
        "scheme_compare",
        N_("Compare two schemes"),
        lambda w: w.schemes.compare(),
        "mdi6.compare",
        two_schemes,
        "compare",
        "Ctrl+Shift+L",
    ),
)
