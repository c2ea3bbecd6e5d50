"""A small town of our own as an OpenStreetMap extract, with one of everything that a base map
shows, and where it lies."""

from __future__ import annotations

from pathlib import Path

TOWN = {
    "lake": (112.003, 35.9940),
    "wood": (112.0135, 35.9955),
    "park in the wood": (112.017, 35.9955),
    "quarter": (112.0245, 35.9965),
    "factory": (112.035, 35.9955),
    "building": (112.0275, 35.993),
    "motorway": (112.02, 35.985),
    "bridge of the trunk road": (112.01, 35.985),
    "street": (112.025, 35.99),
    "open land": (112.033, 35.9823),
}
"""Longitude and latitude of places that bear no name and lie beneath nothing else."""

_NODES = """
    1 112.002 35.998 ; 2 112.008 35.998 ; 3 112.008 35.993 ; 4 112.002 35.993
    5 112.011 35.999 ; 6 112.019 35.999 ; 7 112.019 35.992 ; 8 112.011 35.992
    9 112.016 35.997 ; 10 112.018 35.997 ; 11 112.018 35.994 ; 12 112.016 35.994
    13 112.022 35.999 ; 14 112.030 35.999 ; 15 112.030 35.988 ; 16 112.022 35.988
    17 112.032 35.998 ; 18 112.038 35.998 ; 19 112.038 35.993 ; 20 112.032 35.993
    21 112.027 35.9935 ; 22 112.028 35.9935 ; 23 112.028 35.9925 ; 24 112.027 35.9925
    25 112.000 35.985 ; 26 112.040 35.985
    27 112.010 35.980 ; 28 112.010 35.984 ; 29 112.010 35.986 ; 30 112.010 35.991
    31 112.022 35.990 ; 32 112.030 35.990
    33 112.000 35.981 ; 34 112.040 35.983
    35 112.000 35.987 ; 36 112.040 35.987
    37 112.000 36.000 ; 38 112.040 36.000 ; 39 112.040 35.980 ; 40 112.000 35.980
"""
_PLACES = (
    (50, 112.0235, 35.9985, {"place": "town", "name": "石桥镇", "name:en": "Stonebridge"}),
    (51, 112.006, 35.9895, {"place": "village", "name": "西村", "name:en": "West Hamlet"}),
)
_WAYS = (
    ("1 2 3 4 1", {"natural": "water", "name": "镜湖", "name:en": "Mirror Lake"}),
    ("5 6 7 8 5", {"landuse": "forest"}),
    ("9 10 11 12 9", {"leisure": "park"}),
    ("13 14 15 16 13", {"landuse": "residential"}),
    ("17 18 19 20 17", {"landuse": "industrial"}),
    ("21 22 23 24 21", {"building": "yes"}),
    ("25 26", {"highway": "motorway", "ref": "G15", "name": "海岸高速"}),
    ("27 28", {"highway": "trunk", "ref": "S331"}),
    ("28 29", {"highway": "trunk", "ref": "S331", "bridge": "yes"}),
    ("29 30", {"highway": "trunk", "ref": "S331"}),
    ("31 32", {"highway": "residential", "name": "和平街", "name:en": "Peace Street"}),
    ("33 34", {"waterway": "river", "name": "清水河", "name:en": "Clear River"}),
    ("35 36", {"railway": "rail"}),
    ("37 38 39 40 37", {"boundary": "administrative", "admin_level": "8"}),
)


def written_town(folder: Path, head: str = "") -> Path:
    """Write the extract into a folder; ``head`` may state its box."""
    stated = _NODES.replace("\n", ";").split(";")
    nodes = [
        f'<node id="{number}" lon="{lon}" lat="{lat}" version="1"/>'
        for number, lon, lat in (node.split() for node in stated if node.strip())
    ]
    nodes += [
        f'<node id="{number}" lon="{lon}" lat="{lat}" version="1">{_tags(tags)}</node>'
        for number, lon, lat, tags in _PLACES
    ]
    ways = []
    for number, (members, tags) in enumerate(_WAYS, start=1):
        references = "".join(f'<nd ref="{node}"/>' for node in members.split())
        ways.append(f'<way id="{number}" version="1">{references}{_tags(tags)}</way>')
    path = folder / "town.osm"
    path.write_text(
        f'<?xml version="1.0"?><osm version="0.6">{head}{"".join(nodes + ways)}</osm>', "utf-8"
    )
    return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
