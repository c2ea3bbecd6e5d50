"""The table of actions: menus, toolbars and shortcuts are made from it."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts import data, divide, edit, file, help, map, schemes, select, view
from gridstudio.ui.acts.act import Act

# The letters after & open the menus together with Alt; no act has Alt and one of them.
MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("select", N_("&Selection")),
    ("view", N_("&View")),
    ("data", N_("D&ata")),
    ("divide", N_("Divisio&n")),
    ("map", N_("&Map and report")),
    ("help", N_("&Help")),
)
SUBMENUS = {
    "borders": N_("Borders"),
    "split": N_("Split"),
    "ground": N_("Merge and hand over"),
    "holes": N_("Holes and exclaves"),
    "walk": N_("Borders from walks"),
    "level": N_("Level"),
    "scheme": N_("Scheme"),
}
ACTS: tuple[Act, ...] = (
    *file.ACTS,
    *edit.ACTS,
    *select.ACTS,
    *data.ACTS,
    *divide.ACTS,
    *schemes.ACTS,
    *view.ACTS,
    *map.ACTS,
    *help.ACTS,
)
"""In the order of the toolbars."""
WORKSPACE_WORDS = {
    "collect": (N_("Collect"), "mdi6.map-marker-plus-outline"),
    "divide": (N_("Divide"), "mdi6.vector-polygon"),
    "team": (N_("Team"), "mdi6.account-group-outline"),
    "map": (N_("Map"), "mdi6.map-outline"),
    "operate": (N_("Operate"), "mdi6.chart-box-outline"),
}
