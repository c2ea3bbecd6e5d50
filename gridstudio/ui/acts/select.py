"""The acts of the menu Selection."""

from __future__ import annotations

from gridstudio.domain.belonging import ON_OPEN_GROUND, WITHOUT_OWNER
from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act, Run, Why
from gridstudio.ui.acts.reasons import (
    an_area_chosen,
    needs_project,
    somebody,
    something_chosen,
)

WHERE = ("collect", "divide", "map")


def _way(key: str, text: str, icon: str, shortcut: str, run: Run, why: Why = needs_project) -> Act:
    return Act(key, text, run, "select", icon, shortcut, WHERE, why, section="ways", drop="select")


def _measure(key: str, text: str, icon: str, shortcut: str, run: Run) -> Act:
    return Act(
        key, text, run, "select", icon, shortcut, WHERE, needs_project,
        section="measure", drop="measure",
    )  # fmt: skip


def _change(key: str, text: str, icon: str, shortcut: str, run: Run, why: Why) -> Act:
    return Act(key, text, run, "select", icon, shortcut, (), why, section="change")


ACTS = (
    _way(
        "select_rectangle",
        N_("Select by rectangle"),
        "mdi6.select-drag",
        "S",
        lambda w: w.selecting.by_tool("rectangle"),
    ),
    _way(
        "select_lasso",
        N_("Select by lasso"),
        "mdi6.lasso",
        "L",
        lambda w: w.selecting.by_tool("lasso"),
    ),
    _way(
        "select_circle",
        N_("Select by circle"),
        "mdi6.selection-ellipse",
        "C",
        lambda w: w.selecting.by_tool("circle"),
    ),
    _way(
        "select_click",
        N_("Select by click"),
        "mdi6.cursor-default-click-outline",
        "V",
        lambda w: w.selecting.by_click(),
    ),
    _way(
        "select_areas",
        N_("Select the customers of the areas"),
        "mdi6.vector-selection",
        "Ctrl+Shift+A",
        lambda w: w.selecting.of_areas(),
        an_area_chosen,
    ),
    _way(
        "select_unowned",
        N_("Select customers without owner"),
        "mdi6.account-question-outline",
        "Ctrl+Shift+O",
        lambda w: w.selecting.list_without_owner(),
        somebody(WITHOUT_OWNER, N_("Every customer has an owner.")),
    ),
    _way(
        "select_open_ground",
        N_("Select customers on open ground"),
        "mdi6.account-clock-outline",
        "Ctrl+Shift+U",
        lambda w: w.selecting.by_ownership(ON_OPEN_GROUND),
        somebody(ON_OPEN_GROUND, N_("Nobody lives on open ground.")),
    ),
    _way(
        "select_expression",
        N_("Select by expression …"),
        "mdi6.select-search",
        "Ctrl+Shift+F",
        lambda w: w.selecting.by_expression(),
    ),
    _way(
        "select_within",
        N_("Customers within a distance …"),
        "mdi6.map-marker-radius-outline",
        "W",
        lambda w: w.selecting.by_distance(),
    ),
    _change(
        "select_view",
        N_("Select all in view"),
        "mdi6.select-all",
        "Ctrl+A",
        lambda w: w.selecting.in_view(),
        needs_project,
    ),
    _change(
        "select_invert",
        N_("Invert the selection"),
        "mdi6.select-inverse",
        "Ctrl+Shift+I",
        lambda w: w.selecting.invert(),
        needs_project,
    ),
    _change(
        "select_none",
        N_("Clear the selection"),
        "mdi6.select-off",
        "Ctrl+D",
        lambda w: w.selecting.clear(),
        something_chosen,
    ),
    _change(
        "select_zoom",
        N_("Zoom to the selection"),
        "mdi6.magnify-plus-outline",
        "Ctrl+J",
        lambda w: w.selecting.zoom(),
        something_chosen,
    ),
    _measure(
        "measure_distance",
        N_("Measure a distance"),
        "mdi6.ruler",
        "Ctrl+Shift+M",
        lambda w: w.measuring.start("distance"),
    ),
    _measure(
        "measure_area",
        N_("Measure an area"),
        "mdi6.texture-box",
        "Ctrl+Shift+J",
        lambda w: w.measuring.start("area"),
    ),
    _measure(
        "measure_bearing",
        N_("Measure a bearing"),
        "mdi6.compass-outline",
        "Ctrl+Shift+H",
        lambda w: w.measuring.start("bearing"),
    ),
    Act(
        "identify",
        N_("Say what the mouse rests on"),
        lambda w: w.identify.set_on(not w.identify.on),
        "select",
        "mdi6.card-text-outline",
        "I",
        is_on=lambda w: w.identify.on,
        section="identify",
    ),
)
