"""What the verbs share: their arguments, and how they print what they have found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridstudio.i18n import _
from gridstudio.settings import Settings

if TYPE_CHECKING:
    from gridstudio.project import Project

DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")
WORKSPACES = ("collect", "divide", "team", "map", "operate")
THEMES = ("light", "dark")
FILE = click.Path(path_type=Path)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def opened(file: Path) -> Project:
    """The project in a file. Raises UserError."""
    from gridstudio.project import Project

    return Project.open(file, author=Settings.load().author)


def shown_progress() -> Callable[[float, str], None]:
    """A line on standard error that is written over, where a person watches it."""
    if not sys.stderr.isatty():
        from gridstudio.jobs import no_progress

        return no_progress

    def told(share: float, text: str = "") -> None:
        end = "\n" if share >= 1 else ""
        click.echo(f"\r{share:4.0%} {text:<60}{end}", err=True, nl=False)

    return told


def show(facts: dict[str, Any], as_json: bool) -> None:
    """A line for each fact, or all of them as JSON."""
    if as_json:
        print_json(facts)
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


def print_json(value: Any) -> None:
    """One JSON document, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
