"""Verbs that make a project or look at one as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gridstudio.cli.shared import FILE, as_json_option, opened, print_json, show, shown_progress
from gridstudio.errors import UserError
from gridstudio.i18n import _


@click.command("open")
@click.argument("file", type=FILE, required=False)
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


@click.command()
@click.argument("file", type=FILE)
@click.option("--name", required=True, help="The county's name.")
@click.option("--template", default="telecom", show_default=True, help="Template key or file.")
@click.option("--border", type=FILE, help="A polygon file with the county's border, in WGS-84.")
def new(file: Path, name: str, template: str, border: Path | None) -> None:
    """Make a blank project FILE."""
    from gridstudio.commands.projects import new_project

    new_project(file, name=name, template=template, border=border).close()
    click.echo(_("{file} is ready.").format(file=file))


@click.command()
@click.argument("file", type=FILE)
@click.option("--customers", default=12_000, show_default=True, type=click.IntRange(0, 5_000_000))
@click.option("--seed", default=1, show_default=True, type=int)
def demo(file: Path, customers: int, seed: int) -> None:
    """Write the demo county to FILE, with its base map and receiver recording beside it."""
    from gridstudio.canvas.demo_files import make_demo

    make_demo(file, customers=customers, seed=seed, progress=shown_progress())
    click.echo(_("{file} is ready.").format(file=file))


@click.command()
@click.argument("file", type=FILE)
@as_json_option
def info(file: Path, as_json: bool) -> None:
    """Counts, areas per level, extent, format version, edits."""
    from gridstudio.commands.info import info as read_info

    with opened(file) as project:
        show(read_info(project), as_json)


@click.command()
@click.argument("file", type=FILE)
@click.option("--repair", is_flag=True, help="Mend the current scheme's division.")
@click.option(
    "--gaps",
    "wide_m",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    metavar="METRES",
    help="Gaps up to this width go to a neighbour, wider ones to open ground.",
)
@click.option("--dry-run", is_flag=True, help="Say what a repair would do, write nothing.")
@as_json_option
def check(file: Path, repair: bool, wide_m: float, dry_run: bool, as_json: bool) -> None:
    """File integrity, coverage per level, dangling references; status 1 when not sound."""
    from gridstudio.commands.check import check as check_project
    from gridstudio.commands.foreseen import Before
    from gridstudio.commands.repair import apply_repair, plan_repair, sentences, summary

    repairs: list[str] = []
    fares: list[dict[str, object]] = []
    with opened(file) as project:
        if repair:
            plan = plan_repair(Before.of(project), wide_m, progress=shown_progress())
            repairs = [*sentences(plan, project.template), summary(plan)]
            turns = plan.customers.turns
            fares = [{"from": old, "to": new, "customers": n} for (old, new), n in turns.items()]
            if not dry_run:
                repairs += filter(None, [apply_repair(project, plan)])
        problems = check_project(project, shown_progress())
    found = [{"kind": p.kind, "where": p.where, "message": p.message} for p in problems]
    if as_json:
        told = {"repairs": repairs, "moves": fares} if repair else {}
        print_json({"ok": not found, "problems": found} | told)
    else:
        for line in repairs:
            click.echo(line)
        for problem in problems:
            click.echo(f"{problem.kind}  {problem.where}  {problem.message}")
        if not found:
            click.echo(_("{file} is sound.").format(file=file))
    sys.exit(1 if found else 0)
