"""Writing the demo: a sound project with its base map and recording, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import coverage_of
from gridstudio.commands.demo import write_demo
from gridstudio.commands.demo_files import base_map_of, recording_of
from gridstudio.domain.base_map import Themes
from gridstudio.errors import Cancelled, UserError
from gridstudio.formats.mbtiles_writing import Tile
from gridstudio.formats.tiles.mbtiles import MbtilesSource
from gridstudio.geometry.checking import check
from gridstudio.geometry.tile_grid import TileBlock
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project
from tests.cases import telecom

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


def paint(themes: Themes, blocks: Sequence[TileBlock]) -> Iterator[Tile]:
    """A picture is the painter's matter; here tiles only have to arrive."""
    assert len(themes["roads"]) and len(themes["land"])
    assert [block.zoom for block in blocks] == list(range(8, 17))
    yield Tile(8, 207, 100, PNG)


def write(path: Path, customers: int = 300, progress: Progress = no_progress) -> None:
    write_demo(path, template=telecom(), paint_tiles=paint, customers=customers, progress=progress)


@pytest.fixture(scope="module")
def shares() -> list[float]:
    """The progress that was reported while the demo was written."""
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, shares: list[float]) -> Path:
    path = tmp_path_factory.mktemp("demo") / "青岚.gpkg"
    write(path, progress=lambda share, text="": shares.append(share))
    return path


def test_three_files_and_no_other(demo: Path) -> None:
    names = sorted(file.name for file in demo.parent.iterdir())
    assert names == ["青岚.gpkg", "青岚.mbtiles", "青岚.nmea"]
    reader = MbtilesSource(base_map_of(demo))
    assert reader.tile(8, 207, 100) == PNG
    reader.close()
    assert recording_of(demo).read_bytes().startswith(b"$GPGGA")


def test_the_division_is_sound_and_half_done(demo: Path) -> None:
    with Project.open(demo) as project:
        areas = project.areas()
        assert check(coverage_of(areas)) == []
        assert list(areas.code[areas.level == 0]) == ["C01"]
        assert list(areas.code[areas.level == 1]) == ["D01", "D02", "D03", "D04", "D05"]
        drawn = areas.code[(areas.level == 2) & ~areas.open]
        assert list(drawn) == [f"G{number:02d}" for number in range(1, len(drawn) + 1)]
        assert (areas.open & (areas.level == 2)).sum() == 3
        assert not (areas.open & (areas.level == 1)).any()


def test_every_customer_has_an_owner_and_its_texts(demo: Path) -> None:
    with Project.open(demo) as project:
        customers = project.customers()
        assert len(customers) == 300
        assert (project.owners().area > 0).all()
        assert (customers.kind >= 0).all()
        assert (customers.class_ >= 0).all()
        assert not np.isnan(customers.value).any()
        columns = ("name", "address", "contact", "census", "source")
        texts = project.texts("customers", customers.id.tolist(), columns)
        assert all(all(row) for row in texts.values())
        first = project.customer(int(customers.id[0]))
        assert first.census["competitor"]


def test_layers_are_there_and_the_base_map_is_relative(demo: Path) -> None:
    with Project.open(demo) as project:
        base, *others = project.layers()
        others = [layer for layer in others if layer.kind == "features"]
        assert (base.kind, base.source, base.visible) == ("tiles", "青岚.mbtiles", True)
        assert [layer.options["key"] for layer in others] == [
            "townships",
            "green",
            "water",
            "blocks",
            "roads",
            "places",
        ]
        assert all(len(project.features(layer.id)) for layer in others)
        assert len(project.sites()) > 150


def test_a_fresh_open_has_nothing_to_undo(demo: Path) -> None:
    with Project.open(demo) as project:
        assert project.undo_label is None
        assert project.name == "青岚县"


def test_progress_runs_from_start_to_end(demo: Path, shares: list[float]) -> None:
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def rows_of(path: Path, table: str) -> list[tuple[object, ...]]:
    """What stands in a table; of the areas without the county, which every project is made with."""
    connection = sqlite3.connect(path)
    where = "WHERE id > 1" if table == "areas" else ""
    rows = connection.execute(f"SELECT * FROM {table} {where}").fetchall()
    connection.close()
    return rows


def test_a_seed_gives_the_same_rows(demo: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.gpkg", tmp_path / "other.gpkg"
    write(again)
    write_demo(other, template=telecom(), paint_tiles=paint, customers=300, seed=2)
    for table in ("areas", "customers", "sites"):
        made = rows_of(demo, table)
        assert len(made) > 5 and made == rows_of(again, table) and made != rows_of(other, table)
    assert recording_of(demo).read_bytes() == recording_of(again).read_bytes()


@pytest.mark.parametrize("ending", [".gpkg", ".mbtiles", ".nmea"])
def test_a_file_that_exists_is_left_alone(tmp_path: Path, ending: str) -> None:
    mine = tmp_path / f"county{ending}"
    mine.write_bytes(b"mine")
    with pytest.raises(UserError, match=f"county{ending} exists already"):
        write(tmp_path / "county.gpkg")
    assert [file.name for file in tmp_path.iterdir()] == [mine.name]
    assert mine.read_bytes() == b"mine"


def test_what_a_killed_run_left_is_made_anew(tmp_path: Path) -> None:
    """Killed between the renames: the draft and the base map stand, the project does not."""
    (tmp_path / ".county.making.gpkg").write_bytes(b"half")
    (tmp_path / ".county.making.gpkg-journal").write_bytes(b"half a journal")
    (tmp_path / "county.mbtiles").write_bytes(b"whole")
    write(tmp_path / "county.gpkg", customers=20)
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["county.gpkg", "county.mbtiles", "county.nmea"]
    with Project.open(tmp_path / "county.gpkg") as project:
        assert len(project.customers()) == 20


@pytest.mark.parametrize("text", ["Settling", "Writing customers", "Painting"])
def test_cancelling_leaves_nothing(tmp_path: Path, text: str) -> None:
    def stop(share: float, now: str = "") -> None:
        if now.startswith(text):
            raise Cancelled

    with pytest.raises(Cancelled):
        write(tmp_path / "county.gpkg", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="county.gpkg cannot be written"):
        write(tmp_path / "file" / "county.gpkg", customers=5)


SMALL_DISK = """
import resource, sys
from pathlib import Path
from gridstudio.commands.demo import write_demo
from gridstudio.formats.mbtiles_writing import Tile
from gridstudio.errors import UserError
from tests.cases import telecom

def paint(themes, blocks):
    for row in range(60):
        yield Tile(8, 207, row, bytes([row]) * 200_000)

limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    write_demo(Path(sys.argv[1]), template=telecom(), paint_tiles=paint, customers=50)
except UserError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_gets_a_sentence(tmp_path: Path) -> None:
    """The project still fits, the base map does not."""
    pytest.importorskip("resource", reason="only POSIX limits the size of files")
    path = tmp_path / "county.gpkg"
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(path), "8000000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "written" in done.stdout
    assert list(tmp_path.iterdir()) == []
