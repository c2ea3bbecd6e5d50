"""Customers and sites: every kind, plausible texts, dense in town, a long tail of value."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import shapely

from gridstudio.demo.land import Land, lay_out
from gridstudio.demo.people import CLASS_FLOORS_YUAN, Customers, Sites, place_sites, settle
from gridstudio.demo.settlement import built_up
from tests.cases import telecom

COUNT = 12_000


@pytest.fixture(scope="module")
def land() -> Land:
    return lay_out(np.random.default_rng([1, 0]))


@pytest.fixture(scope="module")
def people(land: Land) -> Customers:
    return settle(land, COUNT, np.random.default_rng([1, 1]))


@pytest.fixture(scope="module")
def sites(land: Land) -> Sites:
    return place_sites(land, np.random.default_rng([1, 2]))


def test_every_kind_and_class_of_the_template_occurs(people: Customers) -> None:
    template = telecom()
    assert set(people.kind) == {word.key for word in template.kinds}
    assert set(people.class_) == {word.key for word in template.classes}


def test_half_of_them_live_on_a_twentieth_of_the_ground(land: Land, people: Customers) -> None:
    towns = shapely.union_all([built_up(settlement) for settlement in land.settlements])
    assert towns.area <= land.county.area / 20
    inside = shapely.contains_xy(towns, people.xy)
    assert 0.5 <= inside.mean() <= 0.7


def test_all_are_inside_the_county(land: Land, people: Customers, sites: Sites) -> None:
    assert shapely.contains_xy(land.county, people.xy).all()
    assert shapely.contains_xy(land.county, sites.xy).all()


def test_they_stand_on_no_raster(people: Customers) -> None:
    assert len(np.unique(people.xy[:, 0])) > 0.999 * COUNT
    assert len(np.unique(people.xy[:, 1])) > 0.999 * COUNT


def test_value_has_a_long_tail(people: Customers) -> None:
    value = np.sort(people.value)[::-1]
    assert (value > 0).all()
    head = value[: COUNT // 5].sum() / value.sum()
    assert 0.6 < head < 0.9


def test_the_class_follows_from_the_value(people: Customers) -> None:
    floors = dict(CLASS_FLOORS_YUAN)
    for key, value in zip(people.class_, people.value.tolist(), strict=True):
        reached = [name for name, floor in CLASS_FLOORS_YUAN if value >= floor]
        assert key == (reached[0] if reached else "D"), floors


def test_names_are_chinese_and_hardly_repeat(people: Customers) -> None:
    assert all(re.search(r"[\u4e00-\u9fff]{2}", name) for name in people.name)
    assert len(set(people.name)) > 0.9 * COUNT


def test_addresses_are_complete_and_fit_the_place(land: Land, people: Customers) -> None:
    assert all(re.search(r"\d+(号|公里处)$", address) for address in people.address)
    town = built_up(land.settlements[0])
    here = [address.startswith("岚城镇") for address in people.address]
    assert shapely.contains_xy(town, people.xy[here]).mean() > 0.99


def test_a_house_in_town_stands_on_the_street_it_names(land: Land, people: Customers) -> None:
    town = land.settlements[0]
    by_name: dict[str, list[shapely.LineString]] = {}
    for street in town.streets:
        by_name.setdefault(street.name, []).append(street.geometry)
    rows = [row for row, address in enumerate(people.address) if address.startswith("岚城镇")]
    near = 0
    for row in rows[:400]:
        name = re.sub(r"^岚城镇|\d+号$", "", people.address[row])
        point = shapely.Point(people.xy[row])
        near += min(line.distance(point) for line in by_name[name]) < 170.0
    assert near > 0.9 * 400


def test_census_facts_are_those_of_the_form(people: Customers) -> None:
    fields = {field.key: field for field in telecom().census}
    for text in people.census[:2_000]:
        facts = json.loads(text)
        assert set(facts) <= set(fields)
        for key, value in facts.items():
            choices = {choice.key for choice in fields[key].choices}
            assert value in choices if choices else value
        assert ("contract_ends" in facts) == (facts["competitor"] != "none")


def test_sites_of_every_kind_with_codes_of_their_own(sites: Sites) -> None:
    assert set(sites.kind) == {word.key for word in telecom().site_kinds}
    assert len(set(sites.code)) == len(sites.code) > 150
    assert all(sites.name)
    assert all(sites.address)
