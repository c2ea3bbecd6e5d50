"""Arguments of the command line that are more than a word: sizes, boxes, ranges of zooms."""

from __future__ import annotations

import click

from gridstudio.errors import UserError
from gridstudio.i18n import _


def size_of(text: str) -> tuple[int, int]:
    """WIDTHxHEIGHT in pixels."""
    width, times, height = text.lower().partition("x")
    if not (times and width.isdigit() and height.isdigit()):
        raise click.UsageError(
            _("--size wants WIDTHxHEIGHT in pixels, not {text}").format(text=text)
        )
    if not (16 <= int(width) <= 20_000 and 16 <= int(height) <= 20_000):
        raise click.UsageError(_("--size wants 16 to 20000 pixels each way"))
    return int(width), int(height)


def zooms_of(text: str) -> tuple[int, int]:
    """FIRST-LAST, or one zoom."""
    first, _dash, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise click.UsageError(
            _("--zooms wants FIRST-LAST, for example 8-15, not {text}").format(text=text)
        )
    return int(first), int(last or first)


def bbox_of(text: str) -> tuple[float, float, float, float] | None:
    """W,S,E,N in degrees, None for nothing."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(
            _("--bbox wants W,S,E,N in degrees, not {text}").format(text=text)
        ) from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise click.UsageError(_("--bbox wants west < east and south < north, in degrees"))
    return west, south, east, north


def scale_of(text: str) -> float | None:
    """The denominator of a scale, None for nothing."""
    from gridstudio.ui.scales import read_scale

    try:
        return read_scale(text) if text else None
    except UserError as error:
        raise click.UsageError(str(error)) from None
