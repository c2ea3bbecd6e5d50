from __future__ import annotations

import numpy as np

from gridstudio.assessment.key_customers import key_customer_ids, most_valuable
from tests.map_data_case import county_case


def test_highest_value_first_then_by_id_unknown_left_out() -> None:
    customers = county_case().customers
    everyone = np.ones(len(customers), dtype=bool)
    rows = most_valuable(customers, everyone, 4)
    # Values repeat every fifty; number 49 of each fifty has none.
    assert [int(customers.id[row]) for row in rows] == [49, 99, 149, 199]
    assert most_valuable(customers, np.zeros(len(customers), dtype=bool)) == []


def test_ids_of_every_drawn_area() -> None:
    data = county_case()
    ids = key_customer_ids(data.areas, data.owners, data.customers, 1)
    assert len(ids) == 8
    assert set(data.owners.at_level(data.areas, 1)[data.customers.index(ids)]) == {2}
