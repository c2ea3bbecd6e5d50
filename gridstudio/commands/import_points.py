"""Customers and sites from a foreign table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.commands.import_report import ImportOptions, columns_of, datum_of
from gridstudio.domain.template import Template, Word, find_key
from gridstudio.errors import UserError
from gridstudio.formats.coordinates import degrees, pair
from gridstudio.formats.table import Table
from gridstudio.geometry.datum import to_wgs84
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress

_TEXTS = {
    "customers": ("name", "address", "contact", "phone", "note"),
    "sites": ("name", "code", "address", "note"),
}
_CHINA_LON, _CHINA_LAT = (73.0, 136.0), (3.0, 54.0)


@dataclass(frozen=True)
class PointPlan:
    """Rows ready to be written: ``lonlat (n, 2)`` WGS-84, aligned ``columns``, UUIDs ("" none)."""

    lonlat: NDArray[np.float64]
    columns: dict[str, list[Any]]
    uuids: list[str]
    read: int
    refused: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)
    given: frozenset[str] = frozenset()  # columns that the file has: only these update old rows


def plan_points(
    table: Table,
    template: Template,
    options: ImportOptions,
    source: str,
    progress: Progress = no_progress,
) -> PointPlan:
    """Turn a table into rows. Pure: knows no project.

    Raises UserError where nothing can be read: no datum, no coordinates, swapped coordinates.
    """
    datum = datum_of(table, options)
    columns = columns_of(table, options)
    lonlat, reasons = _positions(table, columns)
    progress(0.4, _("Reading coordinates"))
    _refuse_swapped(lonlat)
    _refuse_out_of_range(lonlat, reasons)
    _refuse_repeated(table, columns.get("uuid"), reasons)
    good = np.array([not reason for reason in reasons], dtype=bool)
    refused = [(line, reason) for line, reason in zip(table.lines, reasons, strict=True) if reason]
    refused = sorted([*table.problems, *refused])
    progress(0.6, _("Reading facts"))
    rows = np.flatnonzero(good)
    stored: dict[str, list[Any]] = {}
    notes: list[str] = []
    for name in _TEXTS[options.what]:
        stored[name] = [str(value) for value in _picked(table, columns.get(name), rows)]
    words = template.site_kinds if options.what == "sites" else template.kinds
    stored["kind"] = _keys(_picked(table, columns.get("kind"), rows), words, _("kind"), notes)
    if options.what == "customers":
        grades = _picked(table, columns.get("class"), rows)
        stored["class"] = _keys(grades, template.classes, _("class"), notes)
        stored["value"] = _values(_picked(table, columns.get("value"), rows), notes)
        stored["source"] = [f"{source} ({datum})"] * len(rows)
    uuids = [str(value) for value in _picked(table, columns.get("uuid"), rows)]
    read = len(table) + len(table.problems)
    lonlat = to_wgs84(lonlat[good], datum)
    given = frozenset(columns) | {"source"}
    return PointPlan(lonlat, stored, uuids, read, tuple(refused), tuple(notes), given)


def _positions(table: Table, columns: dict[str, str]) -> tuple[NDArray[np.float64], list[str]]:
    """Degrees as the file has them, and per row why there are none ("" where there are)."""
    lonlat = np.full((len(table), 2), np.nan)
    reasons = [""] * len(table)
    if "lon" in columns and "lat" in columns:
        for axis, name in enumerate((columns["lon"], columns["lat"])):
            _fill_axis(lonlat, axis, table.columns[name], reasons)
    elif any(shape is not None for shape in table.geometry):
        for at, shape in enumerate(table.geometry):
            if shape is None or shape.is_empty:
                reasons[at] = _("no shape")
            else:
                point = shape if shape.geom_type == "Point" else shape.representative_point()
                lonlat[at] = point.x, point.y
    elif "place" in columns:
        for at, text in enumerate(table.columns[columns["place"]]):
            try:
                lonlat[at] = pair(text)
            except ValueError as error:
                reasons[at] = str(error)
    else:
        known = ", ".join(list(table.columns)[:30])
        raise UserError(
            _(
                "No columns with coordinates were found. Name them with --map lon=COLUMN "
                "--map lat=COLUMN; the file has: {known}."
            ).format(known=known)
        )
    return lonlat, reasons


def _fill_axis(
    lonlat: NDArray[np.float64], axis: int, cells: list[Any], reasons: list[str]
) -> None:
    try:
        lonlat[:, axis] = np.array(cells, dtype=np.float64)  # a plain column of numbers: at once
        for at in np.flatnonzero(~np.isfinite(lonlat[:, axis])).tolist():
            reasons[at] = _("no coordinate")
        return
    except (TypeError, ValueError):
        pass  # texts among them: one by one, so that each can say what is wrong with it
    for at, cell in enumerate(cells):
        try:
            lonlat[at, axis] = degrees(cell)
        except ValueError as error:
            reasons[at] = reasons[at] or str(error)


def _refuse_swapped(lonlat: NDArray[np.float64]) -> None:
    known = lonlat[np.isfinite(lonlat).all(axis=1)]
    if not len(known):
        return
    lon, lat = known[:, 0], known[:, 1]
    like_china = (lat >= _CHINA_LON[0]) & (lat <= _CHINA_LON[1])
    like_china &= (lon >= _CHINA_LAT[0]) & (lon <= _CHINA_LAT[1])
    impossible = (np.abs(lat) > 90) & (np.abs(lon) <= 90)
    if (like_china | impossible).mean() > 0.5:
        raise UserError(
            _(
                "Longitude and latitude are swapped: the latitudes run from {low:.1f} to "
                "{high:.1f}. Exchange the two columns with --map lon=… --map lat=…."
            ).format(low=float(lat.min()), high=float(lat.max()))
        )


def _refuse_out_of_range(lonlat: NDArray[np.float64], reasons: list[str]) -> None:
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    with np.errstate(invalid="ignore"):
        beyond = (np.abs(lon) > 180) | (np.abs(lat) > 90)
        zero = (lon == 0) & (lat == 0)
    for at in np.flatnonzero(beyond & np.isfinite(lonlat).all(axis=1)).tolist():
        reasons[at] = reasons[at] or _("the coordinates {lon}, {lat} are not on the earth").format(
            lon=lon[at], lat=lat[at]
        )
    for at in np.flatnonzero(zero).tolist():
        reasons[at] = reasons[at] or _("the coordinates are 0, 0")
    for at in np.flatnonzero(~np.isfinite(lonlat).all(axis=1)).tolist():
        reasons[at] = reasons[at] or _("no coordinate")


def _refuse_repeated(table: Table, column: str | None, reasons: list[str]) -> None:
    """One row per UUID: which of two is right, only the person who made the file knows."""
    if column is None:
        return
    first_line: dict[str, int] = {}
    for at, cell in enumerate(table.columns[column]):
        uuid = "" if cell is None else str(cell)
        if not uuid or reasons[at]:
            continue
        if uuid in first_line:
            reasons[at] = _("the same uuid stands in line {line}").format(line=first_line[uuid])
        else:
            first_line[uuid] = table.lines[at]


def _picked(table: Table, column: str | None, rows: NDArray[np.int64]) -> list[Any]:
    if column is None:
        return [""] * len(rows)
    cells = table.columns[column]
    return ["" if cells[at] is None else cells[at] for at in rows.tolist()]


def _keys(cells: list[Any], words: tuple[Word, ...], what: str, notes: list[str]) -> list[str]:
    """Template keys for texts; what the template does not know stays empty and is counted."""
    known = {text: find_key(words, str(text)) for text in dict.fromkeys(map(str, cells))}
    unknown = Counter(str(cell) for cell in cells if str(cell) and not known[str(cell)])
    for text, count in unknown.most_common(5):
        notes.append(
            _("{count} rows have the {what} “{text}”, which the template does not know.").format(
                count=count, what=what, text=text[:40]
            )
        )
    return [known[str(cell)] for cell in cells]


def _values(cells: list[Any], notes: list[str]) -> list[float | None]:
    result: list[float | None] = []
    odd = 0
    for cell in cells:
        text = str(cell).replace(",", "").replace("，", "").strip().removesuffix("元")
        try:
            number = float(text) if text else None
        except ValueError:
            number, odd = None, odd + 1
        result.append(number if number is None or np.isfinite(number) else None)
    if odd:
        notes.append(_("{count} values are no numbers and were left out.").format(count=odd))
    return result
