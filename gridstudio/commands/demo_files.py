"""Where the files lie that belong to a demo project."""

from __future__ import annotations

from pathlib import Path


def base_map_of(project: Path) -> Path:
    """Where the base map of a demo project lies."""
    return project.with_suffix(".mbtiles")


def recording_of(project: Path) -> Path:
    """Where the recording that the built-in receiver plays lies."""
    return project.with_suffix(".nmea")
