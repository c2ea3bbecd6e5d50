"""What selections add up to, against a plain count row by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.assessment.area_sums import area_sums
from gridstudio.assessment.selection_totals import Share, selection_totals
from gridstudio.domain.selection import Selection
from gridstudio.geometry.ground_area import area_km2
from tests.map_data_case import county_case

DATA = county_case(customers=500)


@pytest.mark.parametrize("rows", [range(0, 500), range(3, 400, 7), range(9, 10), range(0)])
def test_customers_row_by_row(rows: range) -> None:
    people, template = DATA.customers, DATA.template
    found = selection_totals(DATA, Selection(customers=[int(people.id[row]) for row in rows]))
    values = [float(people.value[row]) for row in rows]
    known = [value for value in values if value == value]
    assert found.customers == len(rows)
    assert found.value == pytest.approx(sum(known))
    assert found.without_value == len(values) - len(known)
    for words, codes, shares in (
        (template.classes, people.class_, found.by_class),
        (template.kinds, people.kind, found.by_kind),
    ):
        counted = [
            Share(word.key, number, pytest.approx(value))  # type: ignore[arg-type]
            for code, word in enumerate(words)
            for number in [sum(int(codes[row]) == code for row in rows)]
            for value in [
                sum(
                    float(np.nan_to_num(people.value[row]))
                    for row in rows
                    if int(codes[row]) == code
                )
            ]
            if number
        ]
        assert list(shares) == counted
    assert found.sites == () and found.ground.areas == 0


def test_words_that_the_template_does_not_have_are_counted() -> None:
    strange = DATA.customers.class_.copy()
    strange[:20] = -1
    data = replace(DATA, customers=replace(DATA.customers, class_=strange))
    everyone = Selection(customers=data.customers.id)
    assert selection_totals(data, everyone).by_class[-1].key == ""
    assert selection_totals(data, everyone).by_class[-1].number == 20


def test_sites_by_kind() -> None:
    found = selection_totals(DATA, Selection(sites=DATA.sites.id[:6]))
    assert [(share.key, share.number) for share in found.sites] == [
        ("base_station", 2),
        ("own_store", 2),
        ("outlet", 1),
        ("landmark", 1),
    ]


def test_ground_inside_ground_counts_once() -> None:
    """District 2 holds grid 4; open ground 3 lies beside."""
    areas, owners = DATA.areas, DATA.owners
    found = selection_totals(DATA, Selection(areas=(2, 3, 4))).ground
    assert found.areas == 3
    apart = [areas.geometry[areas.row(key)] for key in (2, 3)]
    assert found.km2 == pytest.approx(sum(area_km2(shape) for shape in apart))
    assert found.customers == int((owners.area > 0).sum()) == 500
    assert found.value == pytest.approx(np.nansum(DATA.customers.value))


def test_every_area_holds_what_lies_below() -> None:
    sums = area_sums(DATA.areas, DATA.owners, DATA.customers)
    for row, area_id in enumerate(DATA.areas.id.tolist()):
        level = int(DATA.areas.level[row])
        held = DATA.owners.at_level(DATA.areas, level) == area_id
        assert sums.customers[row] == held.sum()
        assert sums.value[row] == pytest.approx(np.nansum(DATA.customers.value[held]))
    assert area_sums(DATA.areas, DATA.owners, DATA.customers) is sums
