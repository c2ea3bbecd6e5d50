"""The map at 10 thousand to 10 million customers: the figures of a hand that pans and zooms.

Run by hand: ``python tests/benchmarks/bench_map.py [CUSTOMERS …] [--keep FOLDER]``. The real
surface, offscreen, 1600 × 1000 px: customers coloured by kind and sized by class, with and without
base map, areas and names. Medians and 95th percentiles; nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import shapely
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from gridstudio.assessment.selection_totals import selection_totals
from gridstudio.canvas.demo_files import make_demo
from gridstudio.canvas.point_look import customer_index
from gridstudio.canvas.scene import prepare
from gridstudio.canvas.selection import inside, pick
from gridstudio.canvas.view import MapView
from gridstudio.commands.identifying import describe
from gridstudio.domain.base_map_layers import base_map_style
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.columns import Numbers
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Features
from gridstudio.domain.style import Style, Symbol
from gridstudio.domain.style_making import ranges_of
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.regions import Circle, Loop
from gridstudio.project import Project
from tests.benchmarks.base_map_case import bounds_of, photograph_map
from tests.benchmarks.bench_shapes import HIGH, SOUTH, WEST, WIDE, grounds, roads

SIZE = 1600, 1000


def milliseconds(acts: list[Callable[[], object]]) -> tuple[float, float]:
    """Median and 95th percentile."""
    taken = []
    for act in acts:
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return float(np.median(taken)), float(np.percentile(taken, 95))


def by_hand(middle: tuple[float, float], radius: float, seed: int) -> np.ndarray:
    """A closed line of 400 corners, as a hand draws it."""
    random = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    reach = radius * (0.8 + 0.15 * np.sin(5 * angle) + random.normal(0, 0.02, 400))
    return np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None] + middle


class Bench:
    """One surface with one project."""

    def __init__(self, project: Project, application: QApplication, folder: Path) -> None:
        self.project, self.application, self.folder = project, application, folder
        self.view = MapView()
        self.view.resize(*SIZE)
        self.view.show()
        self.rows: list[tuple[str, float, float]] = []

    def measure(self) -> list[tuple[str, float, float]]:
        data = self.project.map_data()
        self.add("index of the customers", [lambda: customer_index(data.customers, data.template)])
        self.view.set_data(data)
        self.view.set_level(2)
        others = frozenset(one.id for one in data.layers if one.kind != "customers")
        for name, hidden in (("", others), (" with all layers", frozenset())):
            look = replace(self.view.look, hidden=hidden, labels=not hidden)
            self.view.set_look(look)
            self.moving(name)
            self.resting(name)
        self.view.zoom_all()
        self.rest()
        flip = ["class", "kind"] * 4
        self.add("recoloured", [lambda c=c: (self.colour(c), self.paint()) for c in flip])
        self.by_style()
        self.picking()
        self.selecting()
        self.over_base_maps(data)
        self.over_shapes(data)
        self.view.close()
        return self.rows

    def moving(self, name: str) -> None:
        self.view.zoom_all()
        self.rest()
        steps = np.random.default_rng(1).integers(-40, 40, (60, 2)).tolist()
        self.add(f"frame while panning{name}", [lambda s=s: self.pan(*s) for s in steps])
        self.rest()
        factors = [0.9] * 12 + [1 / 0.9] * 12
        self.add(f"frame while zooming{name}", [lambda f=f: self.zoom(f) for f in factors])

    def resting(self, name: str) -> None:
        self.view.zoom_all()
        self.rest()
        county = self.view.viewport_now
        self.add(f"picture at rest, county{name}", [self.picture for _time in range(9)])
        places = self.places()

        def at(place: tuple[float, float]) -> None:
            self.view._look_at(
                replace(county, x=place[0], y=place[1], metre_per_px=county.metre_per_px / 8)
            )
            self.application.processEvents()

        taken = []
        for place in places:
            at(place)
            taken.append(milliseconds([self.picture])[0])
            self.rest()
        median, worst = float(np.median(taken)), float(np.percentile(taken, 95))
        self.rows.append((f"picture at rest, 1/8 width{name}", median, worst))

    def places(self) -> list[tuple[float, float]]:
        """The most crowded place and 19 customers."""
        people = self.project.customers()
        index = customer_index(people, self.project.template)
        counts = np.diff(index.starts).reshape(index.ranks, 256, 256).sum(axis=0)
        line, column = np.unravel_index(int(counts.argmax()), counts.shape)
        middle = (
            index.origin[0] + (column + 0.5) * index.cell[0],
            index.origin[1] + (line + 0.5) * index.cell[1],
        )
        rows = np.random.default_rng(2).integers(0, len(people), 19)
        return [middle, *map(tuple, people.xy[rows].tolist())]

    def over_base_maps(self, data: MapData) -> None:
        """The hand pans on and on over a base map that was never seen: a frame, and a turn of the
        event loop with all that is painted and taken from the decoding thread meanwhile."""
        bounds = bounds_of(data)
        for form, datum in (("PNG", "wgs84"), ("JPEG", "wgs84"), ("WEBP", "gcj02")):
            path = photograph_map(self.folder / f"photographs-{form}.mbtiles", bounds, form)
            layer = Layer(-1, form, "tiles", source=str(path.resolve()), datum=datum)
            bare = tuple(one for one in data.layers if one.kind != "tiles")
            self.view.set_data(replace(data, layers=(layer, *bare)))
            self.wandering(f" over {form} tiles, {datum}")

    def over_shapes(self, data: MapData) -> None:
        """The same over 100,000 roads and 5,000 grounds of 200 vertices, all in the county."""
        west, south, east, north = bounds_of(data)
        share = np.array([(east - west) / WIDE, (north - south) / HIGH])

        def laid(features: Features) -> Features:
            shapes = shapely.transform(
                features.geometry, lambda at: (at - (WEST, SOUTH)) * share + (west, south)
            )
            return replace(features, geometry=shapes)

        shapes = {-3: ("woodland", laid(grounds())), -2: ("local", laid(roads()))}
        layers = tuple(Layer(key, name, "features") for key, (name, _shapes) in shapes.items())
        crowded = replace(
            data,
            layers=(*layers, *data.layers),
            features=data.features | {key: held for key, (_name, held) in shapes.items()},
            styles=data.styles
            | {key: base_map_style(name, "light") for key, (name, _held) in shapes.items()},
        )
        prepare(crowded)
        self.view.set_data(crowded)
        self.wandering(" over 100,000 roads")

    def wandering(self, name: str) -> None:
        """Pan on and on, the whole county and an eighth of it in view."""
        frames, turns = [], []
        for scale, step in ((1.0, 9.0), (0.125, 24.0)):
            self.view.zoom_all()
            county = self.view.viewport_now
            self.view._look_at(replace(county, metre_per_px=county.metre_per_px * scale))
            self.rest()
            for at in range(120):
                angle = at / 40
                start = time.perf_counter()
                self.pan(step * np.cos(angle), step * np.sin(angle))
                frames.append((time.perf_counter() - start) * 1000)
                start = time.perf_counter()
                self.application.processEvents()
                turns.append((time.perf_counter() - start) * 1000)
                time.sleep(0.004)
        for what, taken in (("frame while panning", frames), ("turn while panning", turns)):
            median, most = float(np.median(taken)), float(np.percentile(taken, 95))
            self.rows.append((f"{what}{name}", median, most))

    def picking(self) -> None:
        data = self.view.data
        assert data is not None
        view = self.view.viewport_now
        spots = np.random.default_rng(3).uniform((0, 0), SIZE, (50, 2)).tolist()
        spots += [view.to_px(np.array(place)).tolist() for place in self.places()]

        def hover(px: tuple[float, float]) -> None:
            describe(self.project, data, pick(data, view, px, level=2))

        self.add(
            "customer under the cursor",
            [lambda s=s: pick(data, view, (s[0], s[1]), level=None) for s in spots],
        )
        self.add(
            "click: customer, site or area",
            [lambda s=s: pick(data, view, (s[0], s[1]), level=2) for s in spots],
        )
        self.add("hover: the same and its card", [lambda s=s: hover((s[0], s[1])) for s in spots])

    def selecting(self) -> None:
        data = self.view.data
        assert data is not None
        places = self.places()
        for name, radius in (("the county", 20_000.0), ("a quarter of the town", 1_000.0)):
            loops = [Loop(by_hand(places[0], radius, seed)) for seed in range(9)]
            self.add(f"lasso round {name}", [lambda o=o: inside(data, o) for o in loops])
        lon, lat = to_lonlat(np.array(places[0])).tolist()
        rounds = [Circle(lon, lat, 1000.0 * number) for number in range(1, 10)]
        self.add("circle of 1 to 9 km", [lambda o=o: inside(data, o) for o in rounds])
        everybody = Selection(customers=data.customers.id, sites=data.sites.id)
        self.add("totals of everybody", [lambda: selection_totals(data, everybody)] * 9)
        some = Selection(customers=data.customers.id[::2])
        self.add("a half added to the other", [lambda: some.joined(everybody, "toggle")] * 9)
        self.view.set_selection(everybody)
        steps = np.random.default_rng(4).integers(-40, 40, (30, 2)).tolist()
        self.view.zoom_all()
        self.rest()
        self.add("frame while panning, all selected", [lambda s=s: self.pan(*s) for s in steps])
        self.rest()
        factors = [0.9] * 12 + [1 / 0.9] * 12
        self.add("frame while zooming, all selected", [lambda f=f: self.zoom(f) for f in factors])

    def by_style(self) -> None:
        """Heat, clusters and classes of values: the whole county at rest, and moved."""
        template, value = self.project.template, self.project.customers().value
        ranges = ranges_of(Numbers(value), "jenks", 7, "viridis", Symbol(size_px=7.0))
        layer = self.view.data.layer_of("customers")
        for style in (
            Style("heat", ramp="YlOrRd", radius_px=24.0),
            Style("heat", "value", radius_px=24.0),
            replace(customers_by(template), mode="cluster", radius_px=30.0),
            Style("graduated", "value", ranges),
        ):
            name = f"{style.mode} {style.field}".strip()
            self.add(f"shown by {name}", [lambda s=style: self.restyle(layer.id, s)])
            self.rest()
            self.add(f"picture at rest, {name}", [self.picture for _time in range(9)])
            steps = np.random.default_rng(4).integers(-40, 40, (40, 2)).tolist()
            self.add(f"frame while panning, {name}", [lambda s=s: self.pan(*s) for s in steps])
            self.rest()
        self.view.show_style(layer.id, None)

    def restyle(self, layer_id: int, style: Style) -> None:
        self.view.show_style(layer_id, style)
        self.paint()

    def colour(self, field: str) -> None:
        layer = self.view.data.layer_of("customers")
        self.view.show_style(layer.id, customers_by(self.project.template, field))

    def picture(self) -> None:
        """The hand has stopped: everything that is then painted at once."""
        self.view._rest()
        self.view._composition._points.forget()
        self.paint()

    def pan(self, across: float, down: float) -> None:
        self.view.pan(across, down)
        self.paint()

    def zoom(self, factor: float) -> None:
        self.view.zoom_at(factor, QPointF(800, 500))
        self.paint()

    def paint(self) -> None:
        self.view.viewport().repaint()

    def rest(self) -> None:
        self.view.finish()
        self.application.processEvents()
        self.paint()

    def add(self, name: str, acts: list[Callable[[], object]]) -> None:
        self.rows.append((name, *milliseconds(acts)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the demo counties are kept")
    chosen = parser.parse_args()
    application = QApplication([])
    folder = chosen.keep or Path(tempfile.mkdtemp())
    tables = []
    for count in chosen.customers:
        path = folder / f"map{count}.gpkg"
        if not path.exists():
            make_demo(path, customers=count)
        start = time.perf_counter()
        with Project.open(path, read_only=True) as project:
            opened = (time.perf_counter() - start) * 1000
            rows = Bench(project, application, folder).measure()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tables.append([("opened", opened, opened), *rows, ("most memory, MiB", memory, memory)])
    print(f"{os.cpu_count()} cores, {SIZE[0]} × {SIZE[1]} px; median / 95th percentile, ms")
    print(f"{'':46}" + "".join(f"{count:>18,}" for count in chosen.customers))
    for lines in zip(*tables, strict=True):
        cells = "".join(f"{f'{median:.2f} / {most:.2f}':>18}" for _name, median, most in lines)
        print(f"{lines[0][0]:46}{cells}")


if __name__ == "__main__":
    main()
