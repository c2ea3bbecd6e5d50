"""What an import is asked to do, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gridstudio.errors import UserError
from gridstudio.formats.coordinates import guess_columns
from gridstudio.formats.table import Table
from gridstudio.geometry.datum import DATUMS
from gridstudio.i18n import _, sentences

SHOWN_REFUSALS = 20
_POINTS = ("uuid", "name", "kind", "address", "note", "lon", "lat", "place")
# What a column can be named for, by what is imported.
FIELDS = {
    "customers": (*_POINTS, "class", "contact", "phone", "value"),
    "sites": (*_POINTS, "code"),
    "areas": ("name", "code", "setting", "team", "manager", "note"),
    "layer": ("name", "kind"),
}
# An adcode is the whole county's, an id only of use to the program that gave it.
_NO_AREA_CODES = ("adcode", "id", "site_id")


@dataclass(frozen=True)
class ImportOptions:
    """``what`` is customers, areas, sites or layer; ``columns`` maps fields to column names, "" to
    leave one out that would be found by its name.

    Of areas: ``clean_m`` is how wide gaps and overlaps may be that are mended (each is
    told); 0 refuses polygons that are no clean coverage.

    Of base maps: ``table`` is a tile table of a GeoPackage; ``crs`` (an EPSG code) and ``bounds``
    (west, south, east, north of the outer edges, degrees of the datum) place a picture that does
    not say itself where it lies.
    """

    what: str
    level: str = ""
    datum: str = ""
    encoding: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    dry_run: bool = False
    table: str = ""
    crs: str = ""
    bounds: tuple[float, float, float, float] | None = None
    clean_m: float = 0.0


@dataclass(frozen=True)
class ImportReport:
    """Rows read, added, updated; ``refused`` as (line, reason); ``notes`` for the user."""

    read: int
    added: int
    updated: int
    refused: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    dry_run: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "added": self.added,
            "updated": self.updated,
            "refused": [{"line": line, "reason": reason} for line, reason in self.refused],
            "notes": list(self.notes),
            "dry_run": self.dry_run,
        }

    def to_text(self) -> str:
        """The report as lines; the first sums it up."""
        head = _("{read} rows read: {added} added, {updated} updated, {refused} refused.").format(
            read=self.read, added=self.added, updated=self.updated, refused=len(self.refused)
        )
        if self.dry_run:
            head = sentences(head, _("Nothing was written."))
        lines = [head, *self.notes]
        lines += [
            _("Line {line}: {reason}").format(line=line, reason=reason)
            for line, reason in self.refused[:SHOWN_REFUSALS]
        ]
        if len(self.refused) > SHOWN_REFUSALS:
            lines.append(_("… and {n} more.").format(n=len(self.refused) - SHOWN_REFUSALS))
        return "\n".join(lines)


def datum_of(table: Table, options: ImportOptions) -> str:
    """The datum that was named, or that the format defines. Raises UserError where neither is."""
    datum = options.datum or table.datum
    if not datum:
        raise UserError(
            _(
                "Name the datum of the coordinates: wgs84 (GPS), gcj02 (Gaode, Tencent), bd09 "
                "(Baidu) or cgcs2000 (government). A wrong one displaces everything by up to 700 m."
            )
        )
    if datum not in DATUMS:
        raise UserError(_("There is no datum “{datum}”.").format(datum=datum))
    return datum


def columns_of(table: Table, options: ImportOptions) -> dict[str, str]:
    """Which column holds which field: as named, else by the names that people give them.

    Raises UserError for a field that is not known or a column that the file does not have.
    """
    fields = FIELDS[options.what]
    for field_name in options.columns:
        if field_name not in fields:
            raise UserError(
                _("--map knows no field “{field}” here; known are: {known}.").format(
                    field=field_name, known=", ".join(fields)
                )
            )
    require_columns(table, {name: column for name, column in options.columns.items() if column})
    guessed = guess_columns(table.columns)
    if options.what == "areas" and guessed.get("code", "").casefold() in _NO_AREA_CODES:
        del guessed["code"]
    found = {name: guessed[name] for name in fields if name in guessed} | options.columns
    return {name: column for name, column in found.items() if column}


def require_columns(table: Table, columns: dict[str, str]) -> None:
    """Raises UserError for a column that the file does not have."""
    for field_name, column in columns.items():
        if column not in table.columns:
            known = ", ".join(list(table.columns)[:30])
            raise UserError(
                _("There is no column “{column}” for {field}; the file has: {known}.").format(
                    column=column, field=field_name, known=known
                )
            )
