"""Finding things by what people type: names, codes, addresses, and initials in pinyin."""

from __future__ import annotations

from functools import lru_cache

import shapely

from gridstudio.project import Project
from gridstudio.project.queries import Found


def search(project: Project, text: str, limit: int = 50) -> list[Found]:
    """Areas, sites and customers by name, code or address; areas and sites also by the initials of
    their names ("rmlwg" finds 人民路网格)."""
    found = project.search(text, limit)
    letters = text.strip().casefold()
    if len(found) >= limit or len(letters) < 2 or not (letters.isascii() and letters.isalpha()):
        return found
    known = {(item.table, item.id) for item in found}
    for item in _named(project):
        if len(found) >= limit:
            break
        if letters in initials(item.name) and (item.table, item.id) not in known:
            found.append(item)
    return found


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """The first letters of the pinyin of each character, other letters as they are."""
    from pypinyin import Style, lazy_pinyin  # a large dictionary, read at the first search only

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).casefold()


def _named(project: Project) -> list[Found]:
    areas, sites = project.areas(), project.sites()
    named = []
    for row in (~areas.open).nonzero()[0].tolist():
        point = shapely.point_on_surface(areas.geometry[row])
        detail = str(areas.code[row])
        area_id = int(areas.id[row])
        named.append(Found("areas", area_id, str(areas.name[row]), detail, point.x, point.y))
    names = project.texts("sites", sites.id.tolist(), ["name", "address"])
    for site_id, (lon, lat) in zip(sites.id.tolist(), sites.lonlat.tolist(), strict=True):
        name, address = names[site_id]
        named.append(Found("sites", site_id, str(name), str(address), lon, lat))
    return named
