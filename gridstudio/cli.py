"""The verbs of the command line; each imports what it needs when it runs.

Results go to standard output, errors to standard error as one sentence. Exit status: 0 done, 1 bad
input, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from gridstudio import __version__
from gridstudio.cli_arguments import bbox_of, size_of, zooms_of
from gridstudio.cli_render import render
from gridstudio.errors import Cancelled, UserError
from gridstudio.i18n import LANGUAGES, _, language, set_language, system_language
from gridstudio.settings import Settings

DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")
WORKSPACES = ("collect", "divide", "team", "map", "operate")
_FILE = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class _Verbs(click.Group):
    """``open`` is what runs without a verb, also where only a file is named."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = ["open", *args]
        return super().parse_args(context, args)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gridstudio")
def verbs() -> None:
    """GridStudio: survey customers, divide the county, report."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and exit."""
    _speak_utf8()
    set_language(Settings.load().language or system_language())
    try:
        verbs.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="gridstudio",
            standalone_mode=False,
        )
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.UsageError as error:
        click.echo(_wrong_usage(error), err=True)
        sys.exit(2)
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except (Cancelled, click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped; nothing half-done was kept."), err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has had enough; a traceback would help nobody.
        sys.stderr.close()
        sys.exit(0)


def _wrong_usage(error: click.UsageError) -> str:
    """What is wrong with the arguments, and where to read how they go; one line, but for a group
    without its verb, which answers with all of them."""
    message = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return message
    command = error.ctx.command_path if error.ctx is not None else "gridstudio"
    return _("{message}. See “{command} --help”.").format(
        message=" ".join(message.split()).rstrip("."), command=command
    )


@verbs.command("open")
@click.argument("file", type=_FILE, required=False)
def open_(file: Path | None) -> None:
    """Open the window, with FILE or with the demo county."""
    from gridstudio.app import has_display, run_window

    if not has_display():
        raise UserError(
            _(
                "There is no display to open a window on. For a picture of the map run "
                "“render FILE OUT.png”, for one of the window “screenshot FILE OUT.png”; make a "
                "file with “demo FILE”."
            )
        )
    sys.exit(run_window(file))


@verbs.command()
@click.argument("file", type=_FILE)
@click.option("--name", required=True, help="The county's name.")
@click.option("--template", default="telecom", show_default=True, help="Template key or file.")
@click.option("--border", type=_FILE, help="A polygon file with the county's border, in WGS-84.")
def new(file: Path, name: str, template: str, border: Path | None) -> None:
    """Make a blank project FILE."""
    from gridstudio.commands.projects import new_project

    new_project(file, name=name, template=template, border=border).close()
    click.echo(_("{file} is ready.").format(file=file))


@verbs.command()
@click.argument("file", type=_FILE)
@click.option("--customers", default=12_000, show_default=True, type=click.IntRange(0, 5_000_000))
@click.option("--seed", default=1, show_default=True, type=int)
def demo(file: Path, customers: int, seed: int) -> None:
    """Write the demo county to FILE, with its base map and receiver recording beside it."""
    from gridstudio.canvas.demo_files import make_demo

    make_demo(file, customers=customers, seed=seed, progress=_progress())
    click.echo(_("{file} is ready.").format(file=file))


@verbs.command()
@click.argument("file", type=_FILE)
@_as_json
def info(file: Path, as_json: bool) -> None:
    """Counts, areas per level, extent, format version, edits."""
    from gridstudio.commands.info import info as read_info

    with _opened(file) as project:
        _show(read_info(project), as_json)


@verbs.command()
@click.argument("file", type=_FILE)
@_as_json
def check(file: Path, as_json: bool) -> None:
    """File integrity, coverage per level, dangling references; status 1 when not sound."""
    from gridstudio.commands.check import check as check_project

    with _opened(file) as project:
        problems = check_project(project)
    found = [{"kind": p.kind, "where": p.where, "message": p.message} for p in problems]
    if as_json:
        _print_json({"ok": not found, "problems": found})
    else:
        for problem in problems:
            click.echo(f"{problem.kind}  {problem.where}  {problem.message}")
        if not found:
            click.echo(_("{file} is sound.").format(file=file))
    sys.exit(1 if found else 0)


@verbs.command("import")
@click.argument("source", type=_FILE, metavar="SRC")
@click.argument("file", type=_FILE)
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
@_as_json
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
    with _opened(file) as project:
        report = run_import(project, source, options, progress=_progress())
    if as_json:
        _print_json(report.to_json())
    else:
        click.echo(report.to_text())


@verbs.command()
@click.argument("file", type=_FILE)
@click.argument("out", type=_FILE)
@click.option("--layer", required=True, type=click.Choice(["customers", "areas", "sites"]))
@click.option("--datum", default="wgs84", show_default=True, type=click.Choice(DATUMS))
@click.option("--encoding", default="", help="Of text formats.")
def export(file: Path, out: Path, layer: str, datum: str, encoding: str) -> None:
    """Write a layer of FILE to OUT, in the format of its ending."""
    from gridstudio.commands.exports import export as export_layer

    with _opened(file) as project:
        done = export_layer(
            project, out, layer=layer, datum=datum, encoding=encoding, progress=_progress()
        )
    click.echo(_("{count} rows were written to {out}.").format(count=done.rows, out=out))
    for note in done.notes:
        click.echo(note)


@verbs.command()
@click.argument("source", type=_FILE, metavar="SRC.osm.pbf")
@click.argument("out", type=_FILE)
@click.option("--zooms", default="8-15", show_default=True, metavar="FIRST-LAST")
@click.option("--theme", default="light", show_default=True, type=click.Choice(["light", "dark"]))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Of names. Default: the system's.")
@click.option("--hidpi", is_flag=True, help="Tiles of 512 pixels for screens of high resolution.")
@click.option(
    "--format", "kind", default="png", show_default=True, type=click.Choice(["png", "jpg", "webp"])
)
@_as_json
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
        report = make_base_map(source, out, options, progress=_progress())
    else:
        with _opened(out) as project:
            report = import_base_map(project, source, names, theme, _progress())
    if as_json:
        _print_json(report.to_json())
    else:
        click.echo(report.to_text())


@verbs.command()
@click.argument("file", type=_FILE)
@click.option("--level", default="grid", show_default=True)
@_as_json
def totals(file: Path, level: str, as_json: bool) -> None:
    """Customers, value, classes, kinds, sites and km² of each area of a level."""
    from gridstudio.assessment.totals import shown_name
    from gridstudio.commands.report import area_totals

    with _opened(file) as project:
        rows = area_totals(project, level)
    if as_json:
        _print_json([row.to_json() for row in rows])
        return
    for row in rows:
        click.echo(
            f"{row.code}\t{shown_name(row)}\t{row.customers}\t{row.value:.2f}\t{row.area_km2:.2f}"
        )


@verbs.command()
@click.argument("file", type=_FILE)
@click.argument("outdir", type=_FILE)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: the system's.")
def report(file: Path, outdir: Path, lang: str | None) -> None:
    """The report for head office as PDF and XLSX in OUTDIR."""
    from gridstudio.app import make_report

    with _opened(file) as project:
        for path in make_report(project, outdir, lang=lang, progress=_progress()):
            click.echo(str(path))


verbs.add_command(render)


@verbs.command()
@click.argument("file", type=_FILE)
@click.argument("out", type=_FILE, metavar="OUT.png")
@click.option("--workspace", default="collect", show_default=True, type=click.Choice(WORKSPACES))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: the system's.")
@click.option("--size", default="1280x800", show_default=True, metavar="WxH")
@click.option("--theme", default="light", show_default=True, type=click.Choice(["light", "dark"]))
def screenshot(
    file: Path, out: Path, workspace: str, lang: str | None, size: str, theme: str
) -> None:
    """The real window with FILE, drawn offscreen."""
    from gridstudio.app import grab_screenshot

    grab_screenshot(file, out, workspace=workspace, lang=lang, size=size_of(size), theme=theme)
    click.echo(str(out))


@verbs.group()
def gps() -> None:
    """GPS receivers."""


@gps.command("ports")
@_as_json
def gps_ports(as_json: bool) -> None:
    """The serial ports, with what is known of them; likely receivers first."""
    from gridstudio.gps.source import ports

    found = ports()
    if as_json:
        _print_json([port.to_json() for port in found])
        return
    for port in found:
        mark = "*" if port.likely else " "
        click.echo(f"{mark} {port.device}  {port.description}  {port.manufacturer}")
    if not found:
        click.echo(_("No serial port was found. Plug the receiver in and try again."))


@gps.command("read")
@click.argument("source", metavar="PORT_OR_LOG")
@click.option("--baud", type=click.IntRange(300, 4_000_000), help="Default: found out.")
@_as_json
def gps_read(source: str, baud: int | None, as_json: bool) -> None:
    """One line for each position epoch of a port (until stopped) or a recording."""
    from gridstudio.gps.epoch import words
    from gridstudio.gps.finding import read_source

    for epoch in read_source(source, baud=baud):
        if as_json:
            _print_json(epoch.to_json())
        else:
            place = f"{epoch.lat:.7f}, {epoch.lon:.7f}" if epoch.has_fix else "—"
            click.echo(f"{epoch.to_json()['time'] or '—'}  {place}  {words(epoch)}")
        sys.stdout.flush()


def _opened(file: Path) -> Any:
    from gridstudio.project import Project

    return Project.open(file, author=Settings.load().author)


def _progress() -> Callable[[float, str], None]:
    """A line on standard error that is written over, where a person watches it."""
    if not sys.stderr.isatty():
        from gridstudio.jobs import no_progress

        return no_progress

    def show(share: float, text: str = "") -> None:
        end = "\n" if share >= 1 else ""
        click.echo(f"\r{share:4.0%} {text:<60}{end}", err=True, nl=False)

    return show


def _show(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print_json(facts)
        return
    for key, value in facts.items():
        click.echo(f"{key.replace('_', ' ')}: {_plain(value)}")


def _plain(value: Any) -> str:
    """A fact as people read it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return f"{value:,}"
    return "–" if value is None else str(value)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _speak_utf8() -> None:
    """Pipes and old Windows consoles get UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
