"""The verb ``render``: the map as a file."""

from __future__ import annotations

from pathlib import Path

import click

from gridstudio.cli.arguments import bbox_of, scale_of, size_of
from gridstudio.domain.sheet import PAGES_MM
from gridstudio.i18n import _
from gridstudio.settings import Settings

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.argument("out", type=_FILE, metavar="OUT")
@click.option("--size", default="", metavar="WxH", help="Of a PNG in pixels. [default: 1600x1000]")
@click.option("--bbox", default="", metavar="W,S,E,N", help="In degrees WGS-84; default: all.")
@click.option("--scale", default="", metavar="1:N", help="On paper; default: what fits.")
@click.option("--page", type=click.Choice(list(PAGES_MM)), help="Paper. [default: A4]")
@click.option("--portrait", is_flag=True, help="The page stands upright.")
@click.option("--dpi", default=300, show_default=True, type=click.IntRange(50, 1200))
@click.option("--title", default="", help="Over the map on paper.")
@click.option("--legend", is_flag=True, help="Beside the map on paper.")
@click.option("--graticule", is_flag=True, help="Meridians and parallels on paper.")
def render(
    file: Path,
    out: Path,
    size: str,
    bbox: str,
    scale: str,
    page: str | None,
    portrait: bool,
    dpi: int,
    title: str,
    legend: bool,
    graticule: bool,
) -> None:
    """The map of FILE as PNG, SVG or PDF, by the ending of OUT; no display needed.

    SVG and PDF are pages of paper with the map at a true scale; so is a PNG with --scale or --page.
    """
    from gridstudio.app import render_map, render_sheet
    from gridstudio.project import Project

    bounds, denominator = bbox_of(bbox), scale_of(scale)
    width, height = size_of(size or "1600x1000")
    paper = out.suffix.lower() != ".png" or bool(scale or page)
    if paper and size:
        raise click.UsageError(_("--size is for a PNG without --scale and --page"))
    if not paper and (portrait or title or legend or graticule):
        raise click.UsageError(_("A page of paper needs --scale or --page, or an SVG or PDF"))
    with Project.open(file, author=Settings.load().author) as project:
        if paper:
            render_sheet(
                project,
                out,
                bounds=bounds,
                denominator=denominator,
                page=page or "A4",
                landscape=not portrait,
                dpi=dpi,
                title=title,
                legend=legend,
                graticule=graticule,
            )
        else:
            render_map(project, out, width_px=width, height_px=height, bounds=bounds)
    click.echo(str(out))
