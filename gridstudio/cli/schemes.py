"""Verbs on schemes: the list and what is done with them, and comparing two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridstudio.cli.shared import FILE, as_json_option, opened, print_json, shown_progress
from gridstudio.i18n import _

if TYPE_CHECKING:
    from gridstudio.project import Project


@click.command()
@click.argument("file", type=FILE)
@click.option("--new", "new", is_flag=True, help="Add one of open ground alone.")
@click.option("--copy", "copy", metavar="SCHEME", help="Add a copy of one.")
@click.option("--rename", metavar="SCHEME", help="Give one another --name.")
@click.option("--current", metavar="SCHEME", help="Make one current.")
@click.option("--delete", metavar="SCHEME", help="Delete one with its areas and decisions.")
@click.option("--name", help="Of the new one, of the copy, or the other name.")
@click.option("--line", help="The market line of the new one, of the copy or of --rename.")
@as_json_option
def schemes(
    file: Path,
    name: str | None,
    line: str | None,
    as_json: bool,
    **acts: Any,
) -> None:
    """The schemes of FILE; an option does something with them first. SCHEME is a name or number."""
    asked = {act: scheme for act, scheme in acts.items() if scheme}
    if len(asked) > 1:
        raise click.UsageError(_("Name one of --new, --copy, --rename, --current, --delete"))
    if (name is not None or line is not None) and not asked.keys() & {"new", "copy", "rename"}:
        raise click.UsageError(_("--name and --line go with --new, --copy or --rename"))
    with opened(file) as project:
        for act, scheme in asked.items():
            _act(project, act, scheme, name, line)
        rows = [
            {
                "id": scheme.id,
                "name": scheme.shown_name,
                "line": scheme.line,
                "current": scheme.current,
                "areas": scheme.areas,
            }
            for scheme in project.schemes()
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        mark = "*" if row["current"] else " "
        click.echo(f"{mark} {row['id']}\t{row['name']}\t{row['line'] or '–'}\t{row['areas']}")


def _act(project: Project, act: str, told: Any, name: str | None, line: str | None) -> None:
    """Do what the option ``act`` asks for; ``told`` is its value, but for a new one the scheme."""
    from gridstudio.commands import schemes as acts

    if act == "new":
        acts.new_scheme(project, name or "", line=line or "")
        return
    scheme = acts.find_scheme(project, told)
    if act == "copy":
        wanted = acts.copy_name(project, scheme) if name is None else name
        acts.copy_scheme(project, scheme.id, wanted, line=line)
    elif act == "rename":
        if name is not None:
            acts.rename_scheme(project, scheme.id, name)
        if line is not None:
            acts.set_line(project, scheme.id, line)
    elif act == "current":
        acts.make_current(project, scheme.id)
    elif act == "delete":
        acts.delete_scheme(project, scheme.id)


@click.command()
@click.argument("file", type=FILE)
@click.argument("a")
@click.argument("b")
@click.option("--level", default="", help="Default: the deepest that both have areas of.")
@click.option("--out", type=FILE, metavar="BOOK.xlsx", help="Write a workbook with the customers.")
@as_json_option
def compare(file: Path, a: str, b: str, level: str, out: Path | None, as_json: bool) -> None:
    """Compare the schemes A and B of FILE: the areas of a level, and how many customers differ."""
    from gridstudio.commands.scheme_comparison import area_lines, case_of, common_level, compared
    from gridstudio.commands.schemes import find_scheme

    if out is not None and out.suffix.lower() != ".xlsx":
        raise click.UsageError(_("--out wants a file that ends in .xlsx"))
    with opened(file) as project:
        one, other = find_scheme(project, a), find_scheme(project, b)
        number = (
            project.template.level_index(level)
            if level
            else common_level(project.areas_of(one.id), project.areas_of(other.id))
        )
        progress = shown_progress()
        found = compared(case_of(project, one.id, other.id, number), progress)
        if out is not None:
            from gridstudio.reports.scheme_comparison import write_comparison

            names = one.shown_name, other.shown_name
            write_comparison(project, found, names, out, progress)
        key = project.template.levels[number].key
    lines, differ = area_lines(found), len(found.book)
    if as_json:
        facts: dict[str, Any] = {"a": one.shown_name, "b": other.shown_name, "level": key}
        areas = [line.to_json() for line in lines]
        print_json(facts | {"customers_that_differ": differ, "areas": areas})
        return
    for line in lines:
        texts = (line.codes[0], line.names[0], line.codes[1], line.names[1])
        click.echo("\t".join([*texts, *map(str, line.customers), _signed(line.customers)]))
    click.echo(_("Customers who differ: {count}").format(count=f"{differ:,}"))


def _signed(pair: tuple[int, int]) -> str:
    return f"{pair[1] - pair[0]:+d}"
