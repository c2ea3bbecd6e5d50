"""The program's own layers are named in the language in force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridstudio.domain.layer_names import WELL_KNOWN, shown_layer_name
from gridstudio.i18n import set_language


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


def test_a_demo_made_in_one_language_is_read_in_the_other() -> None:
    set_language("zh_CN")
    chinese = [shown_layer_name(name) for name in WELL_KNOWN]
    assert chinese[-2:] == ["道路", "地名"]
    assert [shown_layer_name(name) for name in chinese] == chinese
    set_language("en")
    assert [shown_layer_name(name) for name in chinese] == list(WELL_KNOWN)


def test_a_name_of_the_user_stays() -> None:
    set_language("zh_CN")
    assert shown_layer_name("Roads of 2019") == "Roads of 2019"
