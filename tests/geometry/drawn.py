"""Coverages drawn as pictures of letters, and pictures of coverages.

One letter is one area of unit cells; ``.`` is open ground. The first picture is level 1, the second
level 2, whose areas lie in those of level 1 that they cover; the county is everything.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, require_sound
from gridstudio.geometry.rings import together

COUNTY = 1


def rows_of(picture: str) -> list[str]:
    """The picture's lines, top first, without the indentation."""
    return [line.strip() for line in picture.strip().splitlines()]


def cells(picture: str) -> dict[str, MultiPolygon]:
    """Each letter's ground; the lower left corner is (0, 0), a cell one degree."""
    rows = rows_of(picture)
    found: dict[str, list[shapely.Polygon]] = {}
    for down, row in enumerate(rows):
        for across, letter in enumerate(row):
            south = len(rows) - 1 - down
            box = shapely.box(across, south, across + 1, south + 1)
            found.setdefault(letter, []).append(box)
    return {letter: together(boxes) for letter, boxes in found.items()}


def drawn(*pictures: str) -> tuple[Coverage, dict[str, int]]:
    """The coverage of the pictures, and the id of each letter; open ground of the first level is
    ``.``, of the second ``.`` plus the letter above (``.A``)."""
    first = cells(pictures[0])
    county = together(first.values())
    grounds = {COUNTY: Ground(COUNTY, 0, 0, False, county)}
    names: dict[str, int] = {"county": COUNTY}
    for letter, shape in sorted(first.items()):
        names[letter] = len(grounds) + 1
        grounds[names[letter]] = Ground(names[letter], COUNTY, 1, letter == ".", shape)
    if len(pictures) > 1:
        overlay = _pairs(pictures[0], pictures[1])
        for (above, letter), shape in sorted(overlay.items()):
            if letter == " " or above == "." or letter == "_":
                continue
            name = f".{above}" if letter == "." else letter
            names[name] = len(grounds) + 1
            parent = names[above]
            grounds[names[name]] = Ground(names[name], parent, 2, letter == ".", shape)
    return Coverage(grounds), names


def picture(coverage: Coverage, names: dict[str, int], level: int, like: str) -> str:
    """The areas of a level as letters, a cell by its middle; new areas are digits in order."""
    rows = rows_of(like)
    by_id = {area_id: name for name, area_id in names.items()}
    lines = []
    for down in range(len(rows)):
        line = ""
        for across in range(len(rows[0])):
            point = shapely.Point(across + 0.5, len(rows) - down - 0.5)
            line += _letter_at(coverage, by_id, level, point)
        lines.append(line)
    return "\n".join(lines)


def _letter_at(coverage: Coverage, by_id: dict[int, str], level: int, point: shapely.Point) -> str:
    for key, ground in coverage.grounds.items():
        if ground.level == level and ground.geometry.contains(point):
            if ground.open:
                return "."
            return by_id[key] if key in by_id else str(abs(key) % 10)
    return "_"


def _pairs(above: str, below: str) -> dict[tuple[str, str], MultiPolygon]:
    rows = [
        [(a, b) for a, b in zip(upper, lower, strict=True)]
        for upper, lower in zip(rows_of(above), rows_of(below), strict=True)
    ]
    found: dict[tuple[str, str], list[shapely.Polygon]] = {}
    for down, row in enumerate(rows):
        for across, pair in enumerate(row):
            south = len(rows) - 1 - down
            box = shapely.box(across, south, across + 1, south + 1)
            found.setdefault(pair, []).append(box)
    return {pair: together(boxes) for pair, boxes in found.items()}


def after(coverage: Coverage, edit: CoverageEdit) -> Coverage:
    """The coverage after an edit, which has to be sound by both ways of looking at it."""
    result = require_sound(coverage, edit)
    assert check(result) == []
    return result


def looks(coverage: Coverage, names: dict[str, int], level: int, expected: str) -> None:
    """Assert that a level looks like a picture."""
    assert picture(coverage, names, level, expected) == "\n".join(rows_of(expected))


def line(*points: tuple[float, float]) -> NDArray[np.float64]:
    return np.array(points, dtype=np.float64)


def slant(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places of a picture in a real county: cells of about a kilometre, sheared and turned, to nine
    decimals. What lay on one straight line lies a hair beside it there, as in any file."""
    turn = np.array([[0.01, 0.0017], [-0.0023, 0.009]])
    placed: NDArray[np.float64] = np.round(np.asarray(xy) @ turn.T + (112.03, 35.07), 9)
    return placed


def slanted(coverage: Coverage) -> Coverage:
    """A drawn coverage in a real county."""
    return Coverage(
        {
            key: replace(held, geometry=shapely.transform(held.geometry, slant))
            for key, held in coverage.grounds.items()
        }
    )
