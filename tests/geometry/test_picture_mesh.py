"""Pictures that no affine map places: a mesh follows."""

from __future__ import annotations

import numpy as np

from gridstudio.geometry.affine import from_bounds, pixel_grid
from gridstudio.geometry.georeference import to_mercator
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.picture_mesh import fit_over, mesh_over

KASHGAR = to_xy(np.array([75.99, 39.47]))


def test_a_mesh_follows_gcj02_where_one_affine_does_not() -> None:
    size = (4000, 3000)
    county = from_bounds(size, (KASHGAR[0], KASHGAR[1], KASHGAR[0] + 80e3, KASHGAR[1] + 60e3))

    def place(pixels: np.ndarray) -> np.ndarray:
        return to_mercator(county.apply(pixels), "EPSG:3857", "gcj02")

    affine, deviation = fit_over(size, place)
    dense = pixel_grid(size, 32).reshape(-1, 2)
    off = np.hypot(*(affine.apply(dense) - place(dense)).T)
    assert 2 < deviation < off.max() < 50
    mesh = mesh_over(size, place)
    assert mesh.deviation_m < deviation / 4
    assert mesh.pixels[0, 0].tolist() == [-0.5, -0.5]
    assert mesh.pixels[-1, -1].tolist() == [3999.5, 2999.5]
    assert np.abs(place(mesh.pixels.reshape(-1, 2)) - mesh.places.reshape(-1, 2)).max() < 1e-6
