"""Verbs that take in what others made, and write what others read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from gridstudio.cli.arguments import bbox_of, zooms_of
from gridstudio.cli.shared import (
    DATUMS,
    FILE,
    THEMES,
    as_json_option,
    opened,
    print_json,
    shown_progress,
)
from gridstudio.i18n import LANGUAGES, _, language


@click.command("import")
@click.argument("source", type=FILE, metavar="SRC")
@click.argument("file", type=FILE)
@click.option(
    "--as", "what", required=True, type=click.Choice(["customers", "areas", "sites", "layer"])
)
@click.option("--level", default="", help="For areas: the level they are of.")
@click.option("--datum", type=click.Choice(DATUMS), help="Of the coordinates in SRC.")
@click.option("--encoding", default="", help="Of a text file, where it is not found out.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Repeatable.")
@click.option("--table", default="", help="Of a GeoPackage with several base maps: which one.")
@click.option("--crs", default="", help="Of a picture of a map, such as EPSG:4547.")
@click.option("--bbox", default="", metavar="W,S,E,N", help="Of a picture: its edges, degrees.")
@click.option(
    "--clean",
    "clean_m",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="METRES",
    help="Of areas: mend gaps and overlaps, narrow ones by the longest border.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@as_json_option
def import_(
    source: Path,
    file: Path,
    what: str,
    level: str,
    datum: str | None,
    encoding: str,
    mapping: tuple[str, ...],
    table: str,
    crs: str,
    bbox: str,
    clean_m: float,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read SRC into the project FILE; a base map is linked, not copied."""
    from gridstudio.commands.imports import ImportOptions, run_import

    columns = {}
    for pair in mapping:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise click.UsageError(_("--map wants FIELD=COLUMN, not {text}").format(text=pair))
        columns[field] = column
    options = ImportOptions(
        what=what,
        level=level,
        datum=datum or "",
        encoding=encoding,
        columns=columns,
        dry_run=dry_run,
        table=table,
        crs=crs,
        bounds=bbox_of(bbox),
        clean_m=clean_m,
    )
    with opened(file) as project:
        report = run_import(project, source, options, progress=shown_progress())
    if as_json:
        print_json(report.to_json())
    else:
        click.echo(report.to_text())


@click.command()
@click.argument("file", type=FILE)
@click.argument("out", type=FILE)
@click.option("--layer", required=True, type=click.Choice(["customers", "areas", "sites"]))
@click.option("--datum", default="wgs84", show_default=True, type=click.Choice(DATUMS))
@click.option("--encoding", default="", help="Of text formats.")
@click.option("--level", "levels", multiple=True, help="Of areas; repeatable. Default: all.")
def export(
    file: Path, out: Path, layer: str, datum: str, encoding: str, levels: tuple[str, ...]
) -> None:
    """Write a layer of FILE to OUT, in the format of its ending."""
    from gridstudio.commands.exports import export as export_layer

    with opened(file) as project:
        done = export_layer(
            project,
            out,
            layer=layer,
            datum=datum,
            encoding=encoding,
            levels=[project.template.level_index(level) for level in levels],
            progress=shown_progress(),
        )
    click.echo(_("{count} rows were written to {out}.").format(count=done.rows, out=out))
    for note in done.notes:
        click.echo(note)


@click.command()
@click.argument("source", type=FILE, metavar="SRC.osm.pbf")
@click.argument("out", type=FILE)
@click.option("--zooms", default="8-15", show_default=True, metavar="FIRST-LAST")
@click.option("--theme", default="light", show_default=True, type=click.Choice(THEMES))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Of names. Default: the system's.")
@click.option("--hidpi", is_flag=True, help="Tiles of 512 pixels for screens of high resolution.")
@click.option(
    "--format", "kind", default="png", show_default=True, type=click.Choice(["png", "jpg", "webp"])
)
@as_json_option
def basemap(
    source: Path,
    out: Path,
    zooms: str,
    theme: Literal["light", "dark"],
    lang: str | None,
    hidpi: bool,
    kind: Literal["png", "jpg", "webp"],
    as_json: bool,
) -> None:
    """A base map from an OpenStreetMap extract: tiles in OUT.mbtiles, layers in a project OUT.gpkg.

    Without an ending OUT is a file of tiles.
    """
    from gridstudio.app import make_base_map
    from gridstudio.commands.base_map_layers import import_base_map
    from gridstudio.commands.base_map_osm import TileOptions

    names = (lang or language())[:2]
    report: Any
    if not out.suffix:
        out = out.with_suffix(".mbtiles")
    if out.suffix.lower() == ".mbtiles":
        options = TileOptions(zooms_of(zooms), theme, names, 2 if hidpi else 1, kind)
        report = make_base_map(source, out, options, progress=shown_progress())
    else:
        with opened(out) as project:
            report = import_base_map(project, source, names, theme, shown_progress())
    if as_json:
        print_json(report.to_json())
    else:
        click.echo(report.to_text())
