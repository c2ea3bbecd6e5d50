"""Lengths, areas and bearings as people read them."""

from __future__ import annotations

from gridstudio.i18n import _

MU_M2 = 10_000 / 15
"""The Chinese mu (亩): fifteen to the hectare."""
KM2_FROM_M2, HA_FROM_M2 = 1e6, 1e4


def length_words(metres: float) -> str:
    """“850 m”, “12.35 km”; decimetres below ten metres."""
    if metres < 9.95:
        return f"{metres:.1f} m"
    if metres < 999.5:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.2f} km" if metres < 100_000 else f"{metres / 1000:,.1f} km"


def area_words(square_metres: float) -> str:
    """In m², ha or km², whichever reads best, and in mu."""
    if square_metres < HA_FROM_M2:
        metric = f"{square_metres:,.0f} m²"
    elif square_metres < KM2_FROM_M2:
        metric = f"{square_metres / HA_FROM_M2:,.2f} ha"
    else:
        metric = f"{square_metres / KM2_FROM_M2:,.2f} km²"
    mu = square_metres / MU_M2
    return _("{metric} ({mu} mu)").format(
        metric=metric, mu=f"{mu:,.1f}" if mu < 100 else f"{mu:,.0f}"
    )


def bearing_words(degrees: float) -> str:
    """“042.5° NE”: clockwise from true north, 0 to 360."""
    turned = round(degrees % 360, 1) % 360
    names = (_("N"), _("NE"), _("E"), _("SE"), _("S"), _("SW"), _("W"), _("NW"))
    return f"{turned:05.1f}° {names[round(turned / 45) % 8]}"
