"""Figures of areas as they are read in lists and on the card: short, signed, in fixed places."""

from __future__ import annotations

import math

from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.domain.targets import SIGNS, Judgement, Target
from gridstudio.i18n import _, language

MINUS = "−"
TEN_THOUSAND = 10_000
MOST_PERCENT = 999


def written(figure: AreaFigure, value: float) -> str:
    """A figure with its decimals; "—" where there is none."""
    if math.isnan(value):
        return "—"
    if figure.key in MONEY:
        return money(value)
    return number(value, figure.decimals)


def number(value: float, decimals: int) -> str:
    """With a true minus sign, which is as wide as a plus."""
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def money(value: float) -> str:
    """Yuan in the units in which people say them."""
    if abs(value) < TEN_THOUSAND:
        return number(value, 0)
    if language() == "zh_CN":
        return number(value / 1e4, 1) + "万"
    if abs(value) >= 1e6:
        return number(value / 1e6, 2) + "M"
    return number(value / 1e3, 1 if abs(value) < 1e5 else 0) + "k"


MONEY = frozenset({"value", "value_per_km2"})


def change(figure: AreaFigure, before: float, after: float) -> str:
    """By how much a figure changes; "" for a change that is written as nothing, or not known."""
    if math.isnan(before) or math.isnan(after):
        return ""
    size = written(figure, abs(after - before))
    if size == written(figure, 0.0):
        return ""
    return ("+" if after > before else MINUS) + size


def percent(share: float) -> str:
    """A deviation, "" where there is none to tell; what is far off is not told to the last."""
    if math.isnan(share):
        return ""
    if abs(share) * 100 > MOST_PERCENT:
        return f">{MOST_PERCENT}%" if share > 0 else f"<{MINUS}{MOST_PERCENT}%"
    text = f"{share:+.0%}".replace("-", MINUS)
    return "0%" if text in ("+0%", MINUS + "0%") else text


def reference(figure: AreaFigure, target: Target | None, mean: float) -> str:
    """What a deviation is measured by, in words."""
    if target is None:
        return _("mean {value}").format(value=written(figure, mean))
    if target.ideal is not None:
        return _("ideal {value}").format(value=written(figure, target.ideal))
    low, high = target.minimum, target.maximum
    if low is not None and high is not None:
        return f"{written(figure, low)}–{written(figure, high)}"
    if low is not None:
        return f"≥ {written(figure, low)}"
    return f"≤ {written(figure, high)}" if high is not None else ""


def signed(text: str, judgement: Judgement | None) -> str:
    """A figure with the sign of its judgement before it."""
    sign = SIGNS[judgement] if judgement is not None else ""
    return f"{sign} {text}" if sign else text
