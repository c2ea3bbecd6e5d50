"""Making the demo: the one place where its painter meets its writer."""

from __future__ import annotations

from pathlib import Path

from gridstudio.jobs import Progress, no_progress


def make_demo(
    path: Path, *, customers: int = 12_000, seed: int = 1, progress: Progress = no_progress
) -> None:
    """Write the demo county to ``path``, with its base map and recording beside it.

    Raises UserError where the file exists or cannot be written.
    """
    from gridstudio.canvas.base_map import paint_tiles
    from gridstudio.canvas.figures import ensure_application
    from gridstudio.commands.demo import write_demo
    from gridstudio.commands.projects import find_template

    ensure_application()
    write_demo(
        path,
        template=find_template("telecom"),
        paint_tiles=paint_tiles,
        customers=customers,
        seed=seed,
        progress=progress,
    )
