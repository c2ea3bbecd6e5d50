"""Comparing two schemes of a file, from the file to the words."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gridstudio.assessment.change_book import Ownership
from gridstudio.commands.areas import set_area, split_area
from gridstudio.commands.change_book import moved_customers, moved_since, ownership, sums
from gridstudio.commands.overrides import give_customers
from gridstudio.commands.scheme_comparison import (
    area_lines,
    case_of,
    common_level,
    compared,
    span_between,
    spans_of_schemes,
)
from gridstudio.commands.schemes import copy_scheme, make_current, new_scheme
from gridstudio.project import Project
from tests.cases import divided_project

CUT = [(111.9, 35.05), (112.15, 35.05)]


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def split_in_a_copy(folder: Path) -> Project:
    """Scheme 1 as it was; in its copy, which is current, a part is cut off “One”."""
    project = divided_project(folder, customers=400)
    copy_scheme(project, 1, "Copy", current=True)
    split_area(project, id_of(project, "One"), CUT)
    return project


def test_the_job_needs_no_project(tmp_path: Path) -> None:
    project = split_in_a_copy(tmp_path)
    give_customers(project, [400], id_of(project, "Two"), "contract")
    case = case_of(project, 2, 1, 2)
    owners = project.owners_of(1)
    project.close()
    told: list[float] = []
    found = compared(case, lambda share, _text="": told.append(share))
    assert told == sorted(told) and told[-1] == 1
    assert found.b.owners.by_override.tolist() == owners.by_override.tolist()
    assert 399 in found.book.rows.tolist() and len(found.book) > 20


def test_the_lines_are_in_words_and_add_up(tmp_path: Path) -> None:
    with split_in_a_copy(tmp_path) as project:
        set_area(project, id_of(project, "Two"), name="Second")
        lines = area_lines(compared(case_of(project, 1, 2, 2)))
        assert [line.codes for line in lines] == [("G01",) * 2, ("G02",) * 2, ("", "G03"), ("", "")]
        assert [line.names for line in lines[:2]] == [("One", "One"), ("Two", "Second")]
        assert lines[-1].names == ("open or without owner",) * 2
        assert [sum(line.customers[side] for line in lines) for side in (0, 1)] == [400, 400]
        for side, scheme in enumerate((1, 2)):
            areas = project.areas_of(scheme)
            assert lines[0].customers[side] == np.count_nonzero(
                project.owners_of(scheme).area == areas.id[list(areas.name).index("One")]
            )
        json = lines[0].to_json()
        assert json["customers_difference"] == lines[0].customers[1] - lines[0].customers[0] < 0
        assert json["name_a"] == json["name_b"] == "One" and json["value_difference"] < 0


def test_the_change_book_between_schemes_names_both_areas(tmp_path: Path) -> None:
    with split_in_a_copy(tmp_path) as project:
        (span,) = spans_of_schemes(project)
        assert span.text == "from “Scheme 1” to “Copy”"
        before, after = span.before(), span.after()
        assert after is not None
        book = moved_since(project, before, after)
        found = compared(case_of(project, 1, 2, 2))
        assert book.rows.tolist() == found.book.rows.tolist()
        lines = moved_customers(project, before, book, after=after)
        (area,) = {line.new for line in lines}
        assert {line.old for line in lines} == {"G01 One"} and area.startswith("G03 ")
        ((old, new, move),) = sums(project, before, book, after)
        assert (old, new, move.customers) == ("G01 One", area, len(book))
        # The other way round, whichever is current.
        back = span_between(project, 2, 1)
        other = moved_since(project, back.before(), back.after())
        assert other.rows.tolist() == book.rows.tolist()


def test_a_switch_of_schemes_moves_only_those_who_differ(tmp_path: Path) -> None:
    """The change book since the last change, where that was another scheme's becoming current."""
    with split_in_a_copy(tmp_path) as project:
        before = ownership(project)
        make_current(project, 1)
        book = moved_since(project, before)
        assert {moved.old for moved in moved_customers(project, before, book)} != {"G01 One"}
        assert {moved.new for moved in moved_customers(project, before, book)} == {"G01 One"}
        again = Ownership(project.areas(), project.owners())
        make_current(project, copy_scheme(project, 1))
        assert len(moved_since(project, again)) == 0


def test_schemes_are_compared_at_the_deepest_level_of_both(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        first = project.areas()
        fresh = project.areas_of(new_scheme(project))
        assert common_level(first, first) == 2 and common_level(first, fresh) == 1
        assert common_level(fresh, fresh) == 1
