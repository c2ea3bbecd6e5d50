"""Who owns whom by any scheme, from values alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.domain.ownership import owners_of
from tests.cases import divided_project


def test_position_decides_unless_somebody_has(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        customers, areas = project.customers(), project.areas()
        one, two = (int(areas.id[list(areas.name).index(name)]) for name in ("One", "Two"))
        plain = owners_of(customers, areas, {})
        assert plain.area.tolist() == project.owners().area.tolist()
        assert plain.id is customers.id and not plain.by_override.any()
        mine = int(customers.id[plain.area == one][0])
        given = {mine: two, int(customers.id[-1]): 999, 12_345: two}
        decided = owners_of(customers, areas, given)
        differ = np.flatnonzero(decided.area != plain.area)
        assert customers.id[differ].tolist() == [mine], "no area 999, no customer 12,345"
        assert np.flatnonzero(decided.by_override).tolist() == differ.tolist()
        with pytest.raises(ValueError):
            decided.area[0] = 1
        nobody = owners_of(customers, project.areas_of(999), given)
        assert not nobody.area.any() and not nobody.by_override.any()
