"""Verbs for GPS receivers."""

from __future__ import annotations

import sys

import click

from gridstudio.cli.shared import as_json_option, print_json
from gridstudio.i18n import _


@click.group()
def gps() -> None:
    """GPS receivers."""


@gps.command("ports")
@as_json_option
def gps_ports(as_json: bool) -> None:
    """The serial ports, with what is known of them; likely receivers first."""
    from gridstudio.gps.source import ports

    found = ports()
    if as_json:
        print_json([port.to_json() for port in found])
        return
    for port in found:
        mark = "*" if port.likely else " "
        click.echo(f"{mark} {port.device}  {port.description}  {port.manufacturer}")
    if not found:
        click.echo(_("No serial port was found. Plug the receiver in and try again."))


@gps.command("read")
@click.argument("source", metavar="PORT_OR_LOG")
@click.option("--baud", type=click.IntRange(300, 4_000_000), help="Default: found out.")
@as_json_option
def gps_read(source: str, baud: int | None, as_json: bool) -> None:
    """One line for each position epoch of a port (until stopped) or a recording."""
    from gridstudio.gps.epoch import words
    from gridstudio.gps.finding import read_source

    for epoch in read_source(source, baud=baud):
        if as_json:
            print_json(epoch.to_json())
        else:
            place = f"{epoch.lat:.7f}, {epoch.lon:.7f}" if epoch.has_fix else "—"
            click.echo(f"{epoch.to_json()['time'] or '—'}  {place}  {words(epoch)}")
        sys.stdout.flush()
