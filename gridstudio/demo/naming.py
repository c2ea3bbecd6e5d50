"""Names, addresses and census facts from a customer's draws: six whole numbers each."""

from __future__ import annotations

import json
from typing import TypeVar

from gridstudio.demo import words

Draws = list[int]
T = TypeVar("T")

_NEEDS = ("broadband", "leased_line", "cloud", "iot", "none", "none")
_COMPETITORS = ("none", "none", "partial", "full")
YUAN_PER_HEAD = 38.0


def customer(kind: int, d: Draws, place: str, street: str) -> str:
    """The name of a customer of a kind (its number in ``people.KINDS``) at a place."""
    return _MAKERS[kind](d, place, street)


def address(place: str, street: str, number: int) -> str:
    """Street and house number; a house number in a village; a milestone along a country road."""
    if not place:
        return f"{street or '乡道'}{number}公里处"
    return f"{place}{street}{number}号"


def contact(d: Draws) -> str:
    """A person to ask for."""
    return _pick(words.SURNAMES, d[5]) + ("先生", "女士", "经理")[d[5] // 64 % 3]


def census(value: float, d: Draws) -> str:
    """Census facts as the file stores them, for the fields of the telecom template."""
    competitor = _pick(_COMPETITORS, d[3])
    facts: dict[str, object] = {
        "scale": max(1, round(value / YUAN_PER_HEAD)),
        "it_needs": _pick(_NEEDS, d[2]),
        "products_in_use": _pick(words.PRODUCTS, d[1]),
        "competitor": competitor,
    }
    future = _pick(words.FUTURE_NEEDS, d[0])
    if future:
        facts["future_needs"] = future
    if competitor != "none":
        facts["contract_ends"] = f"20{26 + d[4] % 3}-{d[5] % 12 + 1:02d}"
    return json.dumps(facts, ensure_ascii=False)


def sites(kind: str, count: int) -> list[str]:
    """Names of the sites of a kind, stores in town before those in the townships."""
    if kind == "landmark":
        return list(words.LANDMARKS[:count])
    if kind == "base_station":
        return [f"{words.COUNTY[:2]}{number + 1:03d}站" for number in range(count)]
    if kind == "own_store":
        seats = words.TOWNSHIPS[::2]
        streets = words.STREETS[: count - len(seats)]
        return [f"{place}营业厅" for place in (*streets, *seats)]
    firsts, seconds = words.FIRST_PARTS, words.SECOND_PARTS
    return [f"{firsts[n % 20]}{seconds[n * 7 % 20]}通讯专营店" for n in range(count)]


def _pick(options: tuple[T, ...], draw: int) -> T:
    return options[draw % len(options)]


def _firm(d: Draws) -> str:
    third = _pick(words.FIRST_PARTS, d[1] // 97) if d[0] // 61 % 2 else ""
    return _pick(words.FIRST_PARTS, d[0]) + third + _pick(words.SECOND_PARTS, d[1])


def _enterprise(d: Draws, place: str, street: str) -> str:
    return f"{words.COUNTY}{_firm(d)}{_pick(words.INDUSTRIES, d[2])}有限公司"


def _market(d: Draws, place: str, street: str) -> str:
    return f"{_pick(words.MARKETS, d[2])}{d[3] % 180 + 1}号{_firm(d)}"


def _office(d: Draws, place: str, street: str) -> str:
    return f"{_firm(d)}公司（{_pick(words.BUILDINGS, d[2])}{d[3] % 22 + 1}层）"


def _park(d: Draws, place: str, street: str) -> str:
    return f"{_firm(d)}{_pick(words.INDUSTRIES, d[3])}厂（{_pick(words.PARKS, d[2])}）"


def _organisation(d: Draws, place: str, street: str) -> str:
    return f"{place or words.COUNTY}{street}{_pick(words.ORGANISATIONS, d[0])}"


def _shop(d: Draws, place: str, street: str) -> str:
    trade = _pick(words.SHOP_TRADES, d[2])
    if d[3] % 3 == 0:
        return f"{street or place}{_pick(words.SURNAMES, d[0])}记{trade}"
    if place and street:
        return f"{_firm(d)}{trade}（{street}店）"
    return f"{place}{_firm(d)}{trade}"


def _community(d: Draws, place: str, street: str) -> str:
    if place == words.TOWN:
        phase = _pick(words.NUMERALS[:4], d[2])
        return f"{_pick(words.COMMUNITIES, d[0])}{phase}期{d[1] % 48 + 1}号楼"
    if place and street:
        return f"{place}{street}{d[0] % 90 + 1}号院"
    return f"{place or street or words.COUNTY}{_pick(words.NUMERALS, d[0])}组"


_MAKERS = (_enterprise, _market, _office, _park, _organisation, _shop, _community)
