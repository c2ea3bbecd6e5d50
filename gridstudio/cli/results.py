"""Verbs that show what is in a project: figures, the report, pictures."""

from __future__ import annotations

from pathlib import Path

import click

from gridstudio.cli.arguments import size_of
from gridstudio.cli.shared import (
    FILE,
    THEMES,
    WORKSPACES,
    as_json_option,
    opened,
    print_json,
    shown_progress,
)
from gridstudio.i18n import LANGUAGES


@click.command()
@click.argument("file", type=FILE)
@click.option("--level", default="grid", show_default=True)
@as_json_option
def totals(file: Path, level: str, as_json: bool) -> None:
    """Customers, value, classes, kinds, sites and km² of each area of a level."""
    from gridstudio.assessment.totals import shown_name
    from gridstudio.commands.report import area_totals

    with opened(file) as project:
        rows = area_totals(project, level)
    if as_json:
        print_json([row.to_json() for row in rows])
        return
    for row in rows:
        click.echo(
            f"{row.code}\t{shown_name(row)}\t{row.customers}\t{row.value:.2f}\t{row.area_km2:.2f}"
        )


@click.command()
@click.argument("file", type=FILE)
@click.option("--level", default="grid", show_default=True)
@as_json_option
def indicators(file: Path, level: str, as_json: bool) -> None:
    """The division's indicators of each area: ground, roads, sites, customers, markets, stores."""
    from gridstudio.commands.report import area_indicators

    with opened(file) as project:
        rows = area_indicators(project, level, shown_progress())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        towns = ", ".join(f"{name} {share:.0%}" for name, share in row["administrative"].items())
        roads = sum(road["km"] for road in row["roads"])
        away = row["nearest_store_km"]["mean"]
        click.echo(
            f"{row['code']}\t{row['name']}\t{row['area_km2']:.2f} km²\t"
            f"{row['compactness'] or 0:.2f}\t{roads:.1f} km\t{row['customers']}\t"
            f"{'–' if away is None else f'{away:.2f} km'}\t{towns or '–'}"
        )


@click.command()
@click.argument("file", type=FILE)
@click.argument("outdir", type=FILE)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: the system's.")
def report(file: Path, outdir: Path, lang: str | None) -> None:
    """The report for head office as PDF and XLSX in OUTDIR."""
    from gridstudio.app import make_report

    with opened(file) as project:
        for path in make_report(project, outdir, lang=lang, progress=shown_progress()):
            click.echo(str(path))


@click.command()
@click.argument("file", type=FILE)
@click.argument("out", type=FILE, metavar="OUT.png")
@click.option("--workspace", default="collect", show_default=True, type=click.Choice(WORKSPACES))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: the system's.")
@click.option("--size", default="1280x800", show_default=True, metavar="WxH")
@click.option("--theme", default="light", show_default=True, type=click.Choice(THEMES))
def screenshot(
    file: Path, out: Path, workspace: str, lang: str | None, size: str, theme: str
) -> None:
    """The real window with FILE, drawn offscreen."""
    from gridstudio.app import grab_screenshot

    grab_screenshot(file, out, workspace=workspace, lang=lang, size=size_of(size), theme=theme)
    click.echo(str(out))
