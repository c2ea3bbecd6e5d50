"""Several schemes over one county: only the current one counts, and undo brings all of it back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import split_area
from gridstudio.commands.check import check
from gridstudio.commands.info import info
from gridstudio.commands.overrides import decisions, give_customers
from gridstudio.commands.schemes import (
    copy_name,
    copy_scheme,
    current_scheme,
    delete_scheme,
    find_scheme,
    lost_with,
    make_current,
    new_scheme,
    rename_scheme,
    scheme_of,
    set_line,
)
from gridstudio.domain.template import DEFAULT_LINES, Template
from gridstudio.errors import Cancelled, Refused, UserError
from gridstudio.i18n import set_language
from gridstudio.project import Project, owners
from tests.cases import divided_project, telecom


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def file_rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the document as another program reads it."""
    reader = sqlite3.connect(f"file:{project.path}?mode=ro", uri=True)
    tables = ("schemes", "areas", "owner_overrides", "scheme_levels", "targets", "owners")
    found = {name: reader.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    reader.close()
    return found


def with_all_kinds_of_rows(project: Project) -> None:
    give_customers(project, [1, 2], id_of(project, "Two"), "contract")
    scheme = project.scheme_id()
    with project.edit("Test") as edit:
        edit.add("scheme_levels", [{"scheme_id": scheme, "level": 3, "locked": 1}])
        target = {"scheme_id": scheme, "level": 2, "indicator": "customers"}
        edit.add("targets", [target | {"minimum": 5.0, "ideal": 9.0, "maximum": None}])


def test_a_copy_has_everything_and_shares_nothing(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with_all_kinds_of_rows(project)
        first, owned_first = project.scheme_id(), project.owners()
        copy = copy_scheme(project, first, "Alternative", line="enterprise")
        assert project.scheme_id() == first
        assert project.owners().area.tolist() == owned_first.area.tolist()
        a, b = project.areas_of(first), project.areas_of(copy)
        assert not set(a.id.tolist()) & set(b.id.tolist())
        for column in ("level", "open", "locked", "setting", "code", "name", "team", "geometry"):
            assert (getattr(a, column) == getattr(b, column)).all(), column
        partner = dict(zip(a.id.tolist(), b.id.tolist(), strict=True)) | {0: 0}
        assert [partner[parent] for parent in a.parent.tolist()] == b.parent.tolist()
        mine, copied = project.overrides(), project.overrides(copy)
        assert [item.customer_id for item in copied] == [1, 2]
        assert [item.area_id for item in copied] == [partner[item.area_id] for item in mine]
        assert {item.reason for item in copied} == {"contract"}
        rows = file_rows(project)
        for table in ("scheme_levels", "targets"):
            one, other = rows[table]
            assert (one[2], other[2]) == (first, copy) and one[3:] == other[3:]
        every = [row[1] for table in ("areas", "owner_overrides", "targets") for row in rows[table]]
        assert len(set(every)) == len(every), "UUIDs are new"
        # The copy owns as the original does, through areas of its own.
        owned = project.owners_of(copy)
        assert [partner[area] for area in owned_first.area.tolist()] == owned.area.tolist()
        assert owned.by_override.tolist() == owned_first.by_override.tolist()
        assert scheme_of(project, copy).line == "enterprise" and check(project) == []


def test_a_new_scheme_is_the_outline_and_open_ground(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        made = new_scheme(project, "Fresh", current=True)
        areas = project.areas()
        assert project.scheme_id() == made and scheme_of(project, made).areas == 0
        assert areas.level.tolist() == [0, 1] and areas.open.tolist() == [False, True]
        assert areas.name[0] == "Case" and areas.geometry[0] == areas.geometry[1]
        assert set(project.owners().area.tolist()) == {int(areas.id[1])}
        assert check(project) == []


def test_only_the_current_scheme_counts(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        first = project.scheme_id()
        copy = copy_scheme(project, first, "Alternative")
        give_customers(project, [1], id_of(project, "Two"), "contract")
        make_current(project, copy)
        assert project.overrides() == [] and decisions(project, _today()) == []
        assert not project.owners().by_override.any()
        # A decision here leaves that of the other scheme as it is.
        give_customers(project, [1], id_of(project, "Two"), "neighbour")
        assert [item.reason for item in project.overrides(first)] == ["contract"]
        assert [item.reason for item in project.overrides()] == ["neighbour"]
        split_area(project, id_of(project, "One"), [(111.9, 35.05), (112.15, 35.05)])
        assert len(project.areas_of(first)) == 6 and len(project.areas()) == 7
        (found,) = [item for item in project.search("One") if item.table == "areas"]
        assert found.id == id_of(project, "One")
        facts = info(project)
        assert facts["scheme"] == "Alternative" and facts["areas_per_level"]["grid"] == 3
        make_current(project, first)
        assert [item.reason for item in project.overrides()] == ["contract"]
        assert bool(project.owners().by_override[0]) and check(project) == []


def test_undo_redo_and_reopening_follow_the_current_scheme(tmp_path: Path) -> None:
    project = divided_project(tmp_path)
    with_all_kinds_of_rows(project)
    acts: list[Callable[[], object]] = [
        lambda: copy_scheme(project, 1, "Alternative", current=True),
        lambda: split_area(project, id_of(project, "One"), [(111.9, 35.05), (112.15, 35.05)]),
        lambda: new_scheme(project, line="channel", current=True),
        lambda: rename_scheme(project, 1, "The old one"),
        lambda: set_line(project, 1, "area"),
        lambda: make_current(project, 1),
        lambda: delete_scheme(project, 1),
        lambda: delete_scheme(project, 2),
    ]
    states = [file_rows(project)]
    for act in acts:
        act()
        states.append(file_rows(project))
        assert check(project) == []
    for state in reversed(states[:-1]):
        project.undo()
        assert _same(file_rows(project), state) and check(project) == []
        with Project.open(project.path, read_only=True) as fresh:
            assert np.array_equal(fresh.areas().id, project.areas().id)
            assert np.array_equal(fresh.owners().area, project.owners().area)
    for state in states[1:]:
        project.redo()
        assert _same(file_rows(project), state) and check(project) == []
    project.close()
    with Project.open(project.path) as again:
        assert [scheme.id for scheme in again.schemes()] == [3] and check(again) == []


def _same(one: dict[str, list[tuple[object, ...]]], other: dict[str, object]) -> bool:
    return {name: sorted(rows, key=str) for name, rows in one.items()} == {
        name: sorted(rows, key=str)  # type: ignore[call-overload]
        for name, rows in other.items()
    }


def test_undo_of_a_switch_counts_the_owners_it_writes(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=40) as project:
        areas, now = project.areas(), project.owners()
        copy = copy_scheme(project, 1)
        assert project.areas() is areas and project.owners() is now, "nothing to draw anew"
        assert project.undo_rows == 7
        rename_scheme(project, copy, "Other")
        assert project.undo_rows == 1
        make_current(project, copy)
        assert project.undo_rows == 2 + 40
        project.undo()
        assert project.redo_rows == 2 + 40
        delete_scheme(project, 1)
        assert project.undo_rows == 2 + 6 + 1 + 40


def test_a_switch_that_is_cancelled_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners, "ROWS_AT_ONCE", 10)
    with divided_project(tmp_path, customers=40) as project:
        copy = copy_scheme(project, 1)
        told: list[float] = []

        def progress(share: float, _text: str = "") -> None:
            told.append(share)
            if len(told) == 3:
                raise Cancelled

        before = file_rows(project)
        with pytest.raises(Cancelled), project.lent("Switch", progress):
            make_current(project, copy)
        assert told == [0, 0.25, 0.5]
        assert file_rows(project) == before and project.undo_label == "Copy scheme"
        make_current(project, copy)
        told.clear()
        with pytest.raises(Cancelled), project.lent("Undo", progress):
            project.undo()
        assert project.scheme_id() == copy and project.undo_label == "Make scheme current"
        project.undo()
        assert file_rows(project) == before and check(project) == []


def test_deleting_the_current_one_makes_its_neighbour_current(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        second, third = copy_scheme(project, 1), copy_scheme(project, 1)
        give_customers(project, [1, 3], id_of(project, "Two"), "contract")
        assert (lost_with(project, 1).areas, lost_with(project, 1).overrides) == (4, 2)
        delete_scheme(project, 1)
        assert current_scheme(project).id == second and project.overrides() == []
        make_current(project, third)
        delete_scheme(project, third)
        assert current_scheme(project).id == second
        with pytest.raises(Refused, match="only scheme"):
            delete_scheme(project, second)
        assert check(project) == [] and len(project.areas()) == 6
        assert project.counts()["areas"] == 6


def test_names_are_shown_found_and_not_doubled(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        copy = copy_scheme(project, 1)
        assert [scheme.shown_name for scheme in project.schemes()] == ["Scheme 1", "Scheme 2"]
        assert find_scheme(project, "scheme 2").id == find_scheme(project, "2").id == copy
        rename_scheme(project, copy, "  Two \n lines ")
        assert scheme_of(project, copy).name == "Two lines"
        with pytest.raises(Refused, match="already"):
            rename_scheme(project, 1, "two lines")
        with pytest.raises(Refused, match="already"):
            new_scheme(project, "Scheme 1")
        with pytest.raises(UserError, match="1 Scheme 1, 2 Two lines"):
            find_scheme(project, "Three")
        assert copy_name(project, scheme_of(project, copy)) == "Two lines (copy)"
        copy_scheme(project, copy, "Two lines (copy)")
        assert copy_name(project, scheme_of(project, copy)) == "Two lines (copy 2)"
        rename_scheme(project, copy, "")
        set_language("zh_CN")
        assert scheme_of(project, copy).shown_name == "方案 2"
        before = project.undo_label
        rename_scheme(project, 1, "")
        make_current(project, 1)
        assert project.undo_label == before, "what changes nothing is no act"


def test_market_lines_come_from_the_template(tmp_path: Path) -> None:
    assert [line.key for line in telecom().lines] == ["area", "enterprise", "channel"]
    source = telecom().source
    old = source[: source.index("# Market lines")] + source[source.index("settings = [") :]
    assert Template.parse(old).lines == DEFAULT_LINES
    assert Template.parse("lines = []\n" + old).lines == ()
    with divided_project(tmp_path) as project:
        set_line(project, 1, "channel")
        assert current_scheme(project).line == "channel"
        with pytest.raises(UserError, match="area, enterprise, channel"):
            set_line(project, 1, "rail")
        set_line(project, 1, "")
        assert current_scheme(project).line == ""


def test_check_looks_at_every_scheme(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        copy = copy_scheme(project, 1, "Alternative")
        areas = project.areas_of(copy)
        grid = int(areas.id[list(areas.name).index("One")])
        with project.edit("Break") as edit:
            edit.update("areas", grid, {"geom": project.areas().geometry[0]})
        problems = check(project)
        assert problems and all(item.message.startswith("Alternative: ") for item in problems)
        project.undo()
        with project.edit("Break") as edit:
            edit.update("areas", grid, {"parent_id": 1})
            edit.update("schemes", copy, {"current": 1})
        kinds = [item.kind for item in check(project) if item.kind == "scheme"]
        assert len(kinds) == 2
        assert project.scheme_id() == 1, "the first of two that are marked"


def test_another_programs_marks_are_made_sense_of(tmp_path: Path) -> None:
    project = divided_project(tmp_path)
    copy_scheme(project, 1)
    owners = project.owners().area.tolist()
    project.close()
    other = sqlite3.connect(project.path)
    other.execute("UPDATE schemes SET current = 0")
    other.commit()
    other.close()
    with Project.open(project.path) as again:
        assert again.scheme_id() == 1 and again.owners().area.tolist() == owners
        assert [item.where for item in check(again)] == ["schemes"]
        make_current(again, 2)
        assert check(again) == []


def test_the_journal_names_the_acts(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        delete_scheme(project, copy_scheme(project, 1))
        entries = [entry.label for entry in project.journal(2)]
        assert entries == ["Delete scheme", "Copy scheme"]
        assert json.loads(project.meta("none", "{}")) == {}


def _today():  # type: ignore[no-untyped-def]
    from datetime import date

    return date(2026, 1, 1)
