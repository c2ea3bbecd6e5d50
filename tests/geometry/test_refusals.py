"""Never silent: each refusal of a gesture says why, in both languages, and where."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

import gridstudio.geometry
from gridstudio.errors import Refused
from gridstudio.geometry import cutting, dividing, holes, joining, reshaping, transferring
from gridstudio.geometry.coverage import Coverage, CoverageEdit, NewGround, require_sound
from gridstudio.i18n import set_language
from tests.geometry.drawn import COUNTY, drawn, line

Names = dict[str, int]
FOLDER = Path(gridstudio.geometry.__file__).parent
MINE = (
    "coverage",
    "cutting",
    "dividing",
    "holes",
    "joining",
    "passing",
    "reshaping",
    "transferring",
)
KINDS = ("Refused", "Unfinished")
NO_PLACE = {"The area is not there any more."}
"""What is gone is nowhere."""


@dataclass(frozen=True)
class Case:
    """A picture (of one level or two), what is tried on it, and how the sentence begins."""

    says: str
    pictures: tuple[str, ...]
    act: Callable[[Coverage, Names], object]
    locked: str = ""
    """The area that is locked, if any."""


def edited(make: Callable[[Coverage, Names], CoverageEdit]) -> Callable[[Coverage, Names], object]:
    return lambda c, n: require_sound(c, make(c, n))


def shape_of(change: Callable[[MultiPolygon], MultiPolygon]) -> Callable[..., object]:
    """An edit that makes something else of A."""
    return edited(lambda c, n: CoverageEdit({n["A"]: change(c[n["A"]].geometry)}))


def level_locked(c: Coverage, n: Names) -> object:
    held = replace(c, locked_levels=frozenset({1}))
    return require_sound(held, reshaping.move_node(held, (1, 1), (1.2, 1.2)))


BOW = Polygon([(0, 0), (2, 1), (2, 0), (0, 1)])
AB, FOUR, RING = "AABB", "AB\nCD", "AAA\nA.A\nAAA"
FAR = shapely.box(7, 7, 8, 8)
CASES = (
    # drawing
    Case("The line crosses itself", ("..",), lambda c, n: cutting.draw_polygons(c, COUNTY, BOW)),
    Case(
        "There is no open ground left here",
        (AB,),
        lambda c, n: cutting.draw(c, COUNTY, line((0, 0), (1, 0), (1, 1))),
    ),
    Case(
        "There is no open ground under",
        ("A.B",),
        lambda c, n: cutting.draw(c, COUNTY, line((0.2, 0.2), (0.8, 0.2), (0.8, 0.8))),
    ),
    Case(
        "What you drew falls into several",
        (".A.",),
        lambda c, n: cutting.draw(c, COUNTY, line((0, 0), (3, 0), (3, 1), (0, 1))),
    ),
    # splitting
    Case(
        "The line crosses itself",
        ("AA\nAA",),
        lambda c, n: cutting.split(c, n["A"], line((-1, 1), (1.5, 1), (1.5, 0.5), (1, 3))),
    ),
    Case(
        "The line does not cut",
        (AB,),
        lambda c, n: cutting.split(c, n["A"], line((-1, 0.5), (1, 0.5))),
    ),
    # dividing
    Case(
        "There are only 2 areas below",
        (AB, "PQ__"),
        lambda c, n: dividing.divide_by_children(c, n["A"], 3, {}),
    ),
    Case(
        "Divide into 2 to 50",
        (AB,),
        lambda c, n: dividing.divide(c, n["A"], 99, np.empty((0, 2)), np.empty(0)),
    ),
    Case(
        "What is to be shared out stands at 1",
        (AB,),
        lambda c, n: dividing.divide(c, n["A"], 2, np.full((9, 2), 0.5), np.ones(9)),
    ),
    # merging and deleting
    Case("Choose two or more", (AB,), lambda c, n: joining.merge(c, [n["A"]])),
    Case(
        "Only areas that lie in the same",
        (AB, "PQRS"),
        lambda c, n: joining.merge(c, [n["P"], n["R"]]),
    ),
    Case(
        "This open ground does not touch", ("AB.",), lambda c, n: joining.merge(c, [n["A"], n["."]])
    ),
    Case("These areas do not touch", (FOUR,), lambda c, n: joining.merge(c, [n["A"], n["D"]])),
    Case("The county itself cannot", (AB,), lambda c, n: joining.give_back(c, [COUNTY])),
    Case("Open ground cannot be deleted", ("A.",), lambda c, n: joining.give_back(c, [n["."]])),
    Case("An area in it is locked", (AB, "PQ__"), lambda c, n: joining.give_back(c, [n["A"]]), "P"),
    # ground that passes over
    Case("The line crosses itself", (AB,), lambda c, n: transferring.take(c, n["A"], BOW)),
    Case(
        "The line crosses itself",
        (AB,),
        lambda c, n: transferring.reshape(c, 1, line((1, 0), (3, 1), (3, 0), (1, 1))),
    ),
    Case(
        "The stroke encloses no ground",
        (AB,),
        lambda c, n: transferring.reshape(c, 1, line((0.2, 0.5), (1.5, 0.5))),
    ),
    Case("This lies outside the county", (AB,), lambda c, n: transferring.take(c, n["A"], FAR)),
    Case(
        "Nothing would change",
        (AB,),
        lambda c, n: transferring.take(c, n["A"], shapely.box(0.2, 0.2, 0.8, 0.8)),
    ),
    Case(
        "The area is not there",
        (AB,),
        lambda c, n: transferring.take(c, 99, shapely.box(0.2, 0.2, 0.8, 0.8)),
    ),
    Case(
        "Draw the level above first",
        ("..",),
        lambda c, n: transferring.carve(c, 2, shapely.box(0.2, 0.2, 0.8, 0.8)),
    ),
    Case(
        "The stroke begins in no area of this level",
        (AB,),
        lambda c, n: transferring.reshape(c, 1, line((-0.5, 0.5), (1.5, 0.5))),
    ),
    Case(
        "Begin and end the stroke in the same",
        (AB,),
        lambda c, n: transferring.reshape(c, 1, line((0.5, 0.5), (3.5, 0.5))),
    ),
    Case(
        "An area would lose all its ground",
        (AB,),
        lambda c, n: transferring.take(c, n["A"], shapely.box(1.5, -1, 5, 2)),
    ),
    # holes and exclaves
    Case(
        "Nothing would be left", (AB,), lambda c, n: holes.cut_hole(c, 1, shapely.box(-1, -1, 2, 2))
    ),
    Case("There is no area of this level", (AB,), lambda c, n: holes.cut_hole(c, 1, FAR)),
    Case("This is no hole", (AB,), lambda c, n: holes.fill_hole(c, 1, (0.5, 0.5))),
    Case(
        "Open ground surrounds this",
        ("...\n.A.\n...",),
        lambda c, n: holes.fill_hole(c, 1, (1.5, 1.5)),
    ),
    Case(
        "The hole lies in another area above",
        ("AAA\nABA\nAAA", "PPP\nPQP\nPPP"),
        lambda c, n: holes.fill_hole(c, 2, (1.5, 1.5)),
    ),
    Case("The area here is of one piece", (AB,), lambda c, n: holes.give_exclave(c, 1, (0.5, 0.5))),
    Case("This is the main piece", ("AAB.A",), lambda c, n: holes.give_exclave(c, 1, (0.5, 0.5))),
    Case("No area of this level is here", (AB,), lambda c, n: holes.fill_hole(c, 1, (9, 9))),
    Case(
        "Nothing lies beside this piece",
        ("AABA", "PP_P"),
        lambda c, n: holes.give_exclave(c, 2, (3.5, 0.5)),
    ),
    # nodes
    Case("Several borders meet", (FOUR,), lambda c, n: reshaping.delete_node(c, (1, 1))),
    Case("There is no node", (FOUR,), lambda c, n: reshaping.move_node(c, (0.5, 0.5), (1, 1))),
    Case("The county's own border", (FOUR,), lambda c, n: reshaping.move_node(c, (0, 1), (0.2, 1))),
    Case(
        "There is no border here", (FOUR,), lambda c, n: reshaping.insert_node(c, (0.5, 0.5), 0.1)
    ),
    Case("An area needs at least three", (RING,), lambda c, n: _down_to_two(c)),
    # what no edit may do
    Case(
        "This border belongs to a locked area",
        (FOUR,),
        edited(lambda c, n: reshaping.move_node(c, (1, 1), (1.2, 1.2))),
        "B",
    ),
    Case("This border belongs to a locked level", (FOUR,), level_locked),
    Case(
        "That would leave a gap", (AB,), shape_of(lambda a: MultiPolygon([shapely.box(0, 0, 1, 1)]))
    ),
    Case(
        "That would make areas overlap",
        (AB,),
        shape_of(lambda a: MultiPolygon([shapely.box(0, 0, 3, 1)])),
    ),
    Case("That would make a border cross itself", (AB,), shape_of(lambda a: MultiPolygon([BOW]))),
    Case("That would leave an area without", (AB,), shape_of(lambda a: MultiPolygon())),
    Case(
        "That would leave a gap",
        ("A", "_"),
        edited(
            lambda c, n: CoverageEdit(
                added=(NewGround(-1, n["A"], 2, False, MultiPolygon([shapely.box(0, 0, 0.5, 1)])),)
            )
        ),
    ),
)


def _down_to_two(c: Coverage) -> object:
    """Take the corners of the enclave out until two would be left."""
    for corner in ((1.0, 1.0), (1.0, 2.0)):
        c = require_sound(c, reshaping.delete_node(c, corner))
    return c


def refusal_of(case: Case) -> Refused:
    before, names = drawn(*case.pictures)
    if case.locked:
        key = names[case.locked]
        grounds = dict(before.grounds) | {key: replace(before[key], locked=True)}
        before = replace(before, grounds=grounds)
    with pytest.raises(Refused) as refusal:
        case.act(before, names)
    return refusal.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_refusal_says_why_and_where(case: Case) -> None:
    refusal = refusal_of(case)
    assert str(refusal).startswith(case.says)
    assert (refusal.place is None) == (str(refusal) in NO_PLACE)
    if refusal.place is not None:
        lon, lat = refusal.place
        assert -0.5 <= lon <= 9 and -0.5 <= lat <= 9, "on the picture, or where the hand was"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_refusal_speaks_chinese(case: Case) -> None:
    set_language("zh_CN")
    try:
        said = str(refusal_of(case))
    finally:
        set_language("en")
    assert re.search("[\u4e00-\u9fff]", said) and not re.search("[a-z]{5}", said)


def refusals(path: Path) -> Iterator[tuple[str, bool]]:
    """Each sentence with which a module refuses something, and whether it gives a place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS:
            given = any(keyword.arg == "place" for keyword in node.keywords)
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "_":
                    yield inner.args[0].value, given  # type: ignore[attr-defined]


def test_no_module_of_geometry_refuses_without_a_place() -> None:
    bare = [
        f"{path.stem}: {sentence}"
        for path in sorted(FOLDER.glob("*.py"))
        for sentence, given in refusals(path)
        if not given and sentence not in NO_PLACE
    ]
    assert bare == []


def test_every_refusal_of_these_modules_is_among_the_cases() -> None:
    said = [case.says for case in CASES]
    missing = [
        sentence
        for module in MINE
        for sentence, _given in refusals(FOLDER / f"{module}.py")
        if not any(_alike(sentence, start) for start in said)
    ]
    assert missing == []


def _alike(sentence: str, start: str) -> bool:
    """Whether a sentence, up to where a figure is filled in, could begin so."""
    fixed = sentence.partition("{")[0]
    return fixed.startswith(start) or start.startswith(fixed)
