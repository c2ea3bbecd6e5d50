"""Selections as sets of ids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.domain.ids import Ids
from gridstudio.domain.selection import Mode, Selection, mode_of

some_ids = st.frozensets(st.integers(1, 40), max_size=25)


@given(some_ids, some_ids)
def test_ids_are_sets_in_order(these: frozenset[int], those: frozenset[int]) -> None:
    one, other = Ids(these), Ids(those)
    assert list(one) == sorted(these)
    assert one | other == tuple(sorted(these | those))
    assert one & other == tuple(sorted(these & those))
    assert one - other == tuple(sorted(these - those))
    assert one ^ other == tuple(sorted(these ^ those))
    assert [number in one for number in range(42)] == [number in these for number in range(42)]


def test_ids_behave_like_a_tuple() -> None:
    ids = Ids([9, 3, 3, 7])
    assert len(ids) == 3 and ids[0] == 3 and ids[-1] == 9 and ids[1:] == (7, 9)
    assert ids == (3, 7, 9) and ids != (3, 7) and ids != (3, 7, 8) and ids != "379"
    assert not Ids() and "7" not in ids
    assert all(type(item) is int for item in ids)


def test_what_ids_were_made_from_cannot_change_them() -> None:
    given_array = np.array([1, 2, 3])
    ids = Ids(given_array)
    given_array[0] = 99
    assert ids == (1, 2, 3)
    with pytest.raises(ValueError):
        ids.array[0] = 5


@pytest.mark.parametrize(
    ("mode", "customers", "areas"),
    [
        ("new", (2, 3), (8,)),
        ("add", (1, 2, 3), (7, 8)),
        ("remove", (1,), (7,)),
        ("intersect", (2,), ()),
        ("toggle", (1, 3), (7, 8)),
    ],
)
def test_joining(mode: Mode, customers: tuple[int, ...], areas: tuple[int, ...]) -> None:
    old = Selection(customers=(1, 2), areas=(7,))
    new = old.joined(Selection(customers=(3, 2), areas=(8,)), mode)
    assert new == Selection(customers=customers, areas=areas)
    assert old == Selection(customers=(2, 1), areas=[7])


def test_an_empty_selection_is_false() -> None:
    assert not Selection() and Selection(sites=(1,))
    assert Selection() != Selection(sites=(1,)) and Selection() != ()


def test_held_keys_mean_modes() -> None:
    assert mode_of(shift=False, alt=False) == "new"
    assert mode_of(shift=True, alt=False) == "add"
    assert mode_of(shift=False, alt=True) == mode_of(shift=False, alt=False, control=True)
    assert mode_of(shift=True, alt=True) == "intersect"
