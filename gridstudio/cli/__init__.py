"""The verbs of the command line; each imports what it needs when it runs.

Results go to standard output, errors to standard error as one sentence. Exit status: 0 done, 1 bad
input, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from gridstudio import __version__
from gridstudio.cli import exchange, files, receivers, results, schemes
from gridstudio.cli.render import render
from gridstudio.errors import Cancelled, UserError
from gridstudio.i18n import _, set_language, system_language
from gridstudio.settings import Settings


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


def _speak_utf8() -> None:
    """Pipes and old Windows consoles get UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


for verb in (
    files.open_,
    files.new,
    files.demo,
    files.info,
    files.check,
    exchange.import_,
    exchange.export,
    exchange.basemap,
    results.totals,
    results.indicators,
    results.report,
    schemes.schemes,
    schemes.compare,
    render,
    results.screenshot,
    receivers.gps,
):
    verbs.add_command(verb)
