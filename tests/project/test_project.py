"""The file: edits, undo, owners, journal, other programs, damage."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Point

from gridstudio.domain.changes import Changes
from gridstudio.errors import Refused, UserError
from gridstudio.project import Project, backup
from gridstudio.project.schema import FORMAT_VERSION
from tests.cases import blank_project, divided_project, square, telecom, to_format_2
from tests.small_disk import run_on_small_disk


def customers_of(project: Project, area_name: str) -> int:
    areas, owners = project.areas(), project.owners()
    area_id = areas.id[list(areas.name).index(area_name)]
    return int((owners.area == area_id).sum())


def same(one: object, other: object) -> bool:
    return all(
        np.array_equal(
            getattr(one, item.name),
            getattr(other, item.name),
            equal_nan=getattr(one, item.name).dtype.kind == "f",
        )
        for item in fields(one)  # type: ignore[arg-type]
    )


def test_a_new_project_is_one_open_county(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        areas = project.areas()
        assert areas.level.tolist() == [0, 1]
        assert areas.open.tolist() == [False, True]
        assert areas.geometry[0].equals_exact(areas.geometry[1])
        assert project.name == "Case"
        assert project.template == telecom()


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    blank_project(tmp_path).close()
    before = (tmp_path / "Case.gpkg").read_bytes()
    with pytest.raises(UserError, match="exists already"):
        blank_project(tmp_path)
    assert (tmp_path / "Case.gpkg").read_bytes() == before


def test_a_killed_process_journal_is_not_replayed_into_a_new_file(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        connection = sqlite3.connect(project.path)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE customers SET note = hex(zeroblob(20000))")
        journal = Path(f"{project.path}-journal").read_bytes()
        connection.rollback()
        connection.close()
    assert len(journal) > 512
    (tmp_path / "Case.gpkg").unlink()
    (tmp_path / "Case.gpkg-journal").write_bytes(journal)
    with blank_project(tmp_path) as project:
        assert project.check() == [] and len(project.customers()) == 0


def test_snapshots_are_read_only(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with pytest.raises(ValueError):
            project.customers().value[0] = 1.0
        with pytest.raises(ValueError):
            project.areas().level[0] = 1


def test_owners_follow_position(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        # Five of the ten columns lie west of the middle; none is on a border.
        assert customers_of(project, "One") + customers_of(project, "Two") == 20
        assert int((project.owners().area == 0).sum()) == 0
        at_district = project.owners().at_level(project.areas(), 1)
        assert sorted(np.unique(at_district, return_counts=True)[1].tolist()) == [20, 20]


def test_moving_a_customer_moves_its_owner_and_undo_takes_both_back(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        before = project.owners()
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": Point(112.35, 35.1)})
        assert project.owners().area[0] != before.area[0]
        project.undo()
        assert same(project.owners(), before)
        project.redo()
        assert project.customers().lonlat[0].tolist() == [112.35, 35.1]


def test_a_customer_outside_every_area_has_no_owner(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": Point(100.0, 35.1)})
        assert project.owners().area[0] == 0
        connection = sqlite3.connect(project.path)
        assert connection.execute("SELECT count(*) FROM owners").fetchone() == (39,)
        connection.close()


def test_an_override_beats_position(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        two = int(areas.id[list(areas.name).index("Two")])
        with project.edit("Override") as edit:
            edit.add("owner_overrides", [{"customer_id": 1, "area_id": two, "reason": "contract"}])
        assert project.owners().area[0] == two
        assert project.owners().by_override[0]
        with project.edit("Remove override") as edit:
            edit.remove("owner_overrides", [1])
        assert project.owners().area[0] != two
        assert not project.owners().by_override.any()


def test_undo_to_the_start_equals_the_opened_file(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    with Project.open(tmp_path / "Case.gpkg") as project:
        start = (project.customers(), project.areas(), project.owners(), project.sites())
        with project.edit("Add") as edit:
            edit.add("sites", [{"geom": Point(112.1, 35.1), "name": "S", "kind": "own_store"}])
            edit.remove("customers", [3, 4, 5])
        with project.edit("Rename") as edit:
            edit.update("areas", 3, {"name": "=Renamed"})
            edit.update("areas", 3, {"name": "@Renamed twice"})
        with project.edit("Add again") as edit:
            edit.add("customers", [{"geom": Point(112.1, 35.1), "name": "New"}])
        assert project.undo_label == "Add again"
        while project.undo_label:
            project.undo()
        end = (project.customers(), project.areas(), project.owners(), project.sites())
        assert all(same(one, other) for one, other in zip(start, end, strict=True))
        while project.redo_label:
            project.redo()
        patched = (project.customers(), project.areas(), project.owners(), project.sites())
        with Project.open(project.path) as fresh:
            read = (fresh.customers(), fresh.areas(), fresh.owners(), fresh.sites())
        assert all(same(one, other) for one, other in zip(patched, read, strict=True))


def test_an_error_inside_an_edit_rolls_everything_back(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        label = project.undo_label
        with pytest.raises(RuntimeError), project.edit("Half") as edit:
            edit.remove("customers", [1])
            raise RuntimeError("half-way")
        assert len(project.customers()) == 40
        assert project.undo_label == label


def test_nothing_is_written_outside_an_edit(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Kept") as edit:
            edit.update("customers", 1, {"name": "X"})
        with pytest.raises(RuntimeError):
            edit.update("customers", 1, {"name": "Y"})
        with pytest.raises(sqlite3.OperationalError):
            project._store.reading().execute("DELETE FROM customers")


def test_nested_edits_are_one_step(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Outer") as edit:
            edit.update("customers", 1, {"name": "X"})
            with project.edit("Inner") as inner:
                inner.update("customers", 2, {"name": "Y"})
        assert project.undo_label == "Outer"
        project.undo()
        assert project.texts("customers", [1, 2], ["name"])[1] == ("Customer 0",)
        assert project.texts("customers", [1, 2], ["name"])[2] == ("Customer 1",)


def test_changes_name_what_an_edit_touched(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        seen: list[Changes] = []
        project.changed.connect(seen.append)
        with project.edit("Several") as edit:
            (added,) = edit.add("customers", [{"geom": Point(112.1, 35.1)}])
            (passing,) = edit.add("customers", [{"geom": Point(112.1, 35.1)}])
            edit.remove("customers", [passing, 1])
            edit.update("customers", 2, {"name": "X"})
        change = seen[0].of("customers")
        assert (change.added, change.updated, change.removed) == ({added}, {2}, {1})
        project.undo()
        change = seen[1].of("customers")
        assert (change.added, change.updated, change.removed) == ({1}, {2}, {added})


def test_an_edit_that_changes_nothing_leaves_no_trace(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        entries, label = len(project.journal()), project.undo_label
        with project.edit("Nothing"):
            pass
        assert (len(project.journal()), project.undo_label) == (entries, label)


def test_the_journal_keeps_every_act(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Rename") as edit:
            edit.update("areas", 3, {"name": "N"})
        project.undo()
        acts = [(entry.act, entry.label) for entry in project.journal(2)]
        assert acts == [("undo", "Rename"), ("edit", "Rename")]
        assert project.boundary_version()[0] == 3


def test_records_stay_outside_undo(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        label = project.undo_label
        with project.record() as edit:
            edit.set_meta("view", "here")
        assert project.undo_label == label
        project.undo()
        assert project.meta("view") == "here"


def test_another_program_is_noticed(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        seen: list[Changes] = []
        project.changed.connect(seen.append)
        assert not project.poll()
        other = sqlite3.connect(project.path)
        other.execute("DELETE FROM customers WHERE id = 1")
        other.commit()
        other.close()
        assert project.poll()
        assert seen[0].everything and project.undo_label is None
        assert len(project.customers()) == len(project.owners()) == 39
        with pytest.raises(Refused):
            project.undo()
        assert not project.poll()


def test_what_another_program_wrote_survives_our_next_edit(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        other = sqlite3.connect(project.path)
        other.execute("UPDATE customers SET name = 'Theirs' WHERE id = 2")
        other.commit()
        other.close()
        with project.edit("Ours") as edit:
            edit.update("customers", 1, {"name": "Ours"})
        names = project.texts("customers", [1, 2], ["name"])
        assert names == {1: ("Ours",), 2: ("Theirs",)}
        assert project.undo_label == "Ours"


def test_a_locked_file_is_a_sentence(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        project._store.reading().execute("PRAGMA busy_timeout = 20")
        other = sqlite3.connect(project.path)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="Another program"), project.edit("Late") as edit:
            edit.update("customers", 1, {"name": "X"})
        other.rollback()
        other.close()
        with project.edit("Later") as edit:
            edit.update("customers", 1, {"name": "X"})


def test_a_full_disk_saves_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        connection = project._store.reading()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        big = "x" * 200_000
        with pytest.raises(UserError, match="disk is full"), project.edit("Note") as edit:
            edit.update("customers", 1, {"note": big})
        assert project.customer(1).note == ""
        connection.execute("PRAGMA max_page_count = 1000000")
        with project.edit("Note") as edit:
            edit.update("customers", 1, {"note": big})
        assert project.customer(1).note == big


def test_a_disk_that_is_really_full_is_a_sentence_for_every_edit(tmp_path: Path) -> None:
    lines = run_on_small_disk("tests.project.full_disk", str(tmp_path))
    assert len(lines) == 4 and all("disk is full" in line for line in lines[:2]), lines
    assert lines[2:] == ["True before Before", "after []"]


@pytest.mark.parametrize("level_of_reading", ["asked", "protected"])
def test_read_only_opens_and_says_so(tmp_path: Path, level_of_reading: str) -> None:
    divided_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    if level_of_reading == "asked":
        with Project.open(path, read_only=True) as project:
            assert project.read_only and project.read_only_reason
            with pytest.raises(Refused, match="reading only"), project.edit("No"):
                pass
            assert len(project.customers()) == 40
        return
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    # Root may write everything, so another user's process tells.
    code = (
        "import os, sys, urllib.parse, urllib.request\n"
        "from gridstudio.project import Project\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "project = Project.open(sys.argv[1])\n"
        "print(project.read_only, len(project.customers()), project.read_only_reason)\n"
    )
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder.name.startswith("pytest"):
            folder.chmod(folder.stat().st_mode | 0o055)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
        )
    finally:
        tmp_path.chmod(0o755)
    assert done.stdout.startswith("True 40 The file is write-protected."), done.stderr


def test_bad_files_are_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    good = (tmp_path / "Case.gpkg").read_bytes()
    other = tmp_path / "other.sqlite"
    sqlite3.connect(other).execute("CREATE TABLE t (a)").connection.close()
    newer = tmp_path / "newer.gpkg"
    newer.write_bytes(good)
    connection = sqlite3.connect(newer)
    connection.execute("UPDATE meta SET value = '999' WHERE key = 'format_version'")
    connection.commit()
    connection.close()
    cases = {
        "text.gpkg": (b"hello, this is no database at all" * 9, "no SQLite file"),
        "empty.gpkg": (b"", "no SQLite file"),
        "other.sqlite": (other.read_bytes(), "not a GridStudio project"),
        "short.gpkg": (good[: len(good) // 2], "cut short"),
        "newer.gpkg": (newer.read_bytes(), "newer GridStudio"),
        "scrambled.gpkg": (good[:100] + b"\xa5" * (len(good) - 100), "damaged"),
    }
    for name, (content, sentence) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UserError, match=sentence):
            Project.open(path)
        assert path.read_bytes() == content, name
    with pytest.raises(UserError, match="no file"):
        Project.open(tmp_path / "absent.gpkg")
    with pytest.raises(UserError, match="folder"):
        Project.open(tmp_path)


def test_an_older_format_is_migrated(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    path = tmp_path / "Case.gpkg"
    to_format_2(path)
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TABLE owners; DELETE FROM gpkg_contents WHERE table_name = 'owners';"
        "UPDATE meta SET value = '1' WHERE key = 'format_version'"
    )
    connection.close()
    old = path.read_bytes()
    with Project.open(path) as project:
        assert [copy.read_bytes() for copy in backup.listed(path)] == [old]
        assert project.meta("format_version") == str(FORMAT_VERSION)
        assert project.check() == []
        assert int((project.owners().area > 0).sum()) == 40


def test_a_copy_has_spatial_indexes_and_opens_again(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        copy = tmp_path / "copy.gpkg"
        project.save_copy(copy)
        project.save_copy(copy)
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM rtree_customers_geom").fetchone() == (40,)
    connection.close()
    with Project.open(copy) as project:
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": Point(112.35, 35.1)})
        assert project.foreign_objects == ()


def test_geometry_is_rounded_to_what_the_file_keeps(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": Point(112.12345678949, 35.1)})
        assert project.customers().lonlat[0].tolist() == [112.123456789, 35.1]


def test_square_case_is_what_it_draws() -> None:
    assert square(0, 0, 4, 2).bounds == (112.0, 35.0, 112.4, 35.2)
