"""The open base maps of one map: opened when first shown, read and decoded beside the window."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from gridstudio.canvas.fetching import Fetcher
from gridstudio.canvas.painters.pictures import PictureLayer
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.picture_pyramid import Pyramid
from gridstudio.canvas.tile_images import TileImages
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.errors import UserError
from gridstudio.geometry.georeference import Placement, placement_from_dict
from gridstudio.i18n import _

Key = tuple[str, ...]


class BaseMaps:
    """Base maps by what is shown of which file. Lives on the main thread; what is read
    and decoded is so in the threads of ``fetchers``: a large scan must not keep tiles waiting.
    By ``night`` light maps that we have drawn are shown dark."""

    def __init__(self, *, night: bool = False) -> None:
        self._night = night
        self._tiles, self._pictures = Fetcher(), Fetcher()
        self.fetchers = (self._tiles, self._pictures)
        self._images = TileImages()
        self._open: dict[Key, TileLayer | PictureLayer] = {}
        self._names: dict[Key, str] = {}
        self._told: set[Key] = set()
        self._pyramids: dict[Path, Pyramid] = {}
        self._around: Viewport | None = None

    def of(self, data: MapData, layer: Layer) -> TileLayer | PictureLayer:
        """The open base map of a layer of ``BASE_MAPS``."""
        key = _key(data, layer)
        if key not in self._open:
            self._open[key] = self._opened(data, layer)
        self._names[key] = layer.name or layer.source
        return self._open[key]

    def be_night(self, night: bool) -> None:
        """Open all anew where it has become night or day."""
        if night != self._night:
            self.close()
            self._night = night

    def all_dark(self, data: MapData, layers: Iterable[Layer]) -> bool:
        """Whether these are dark themselves."""
        return all(self.of(data, layer).is_dark for layer in layers)

    def begin(self, viewport: Viewport) -> None:
        """A view is about to be painted piece by piece, this around all of them: what was wanted
        for another view is not wanted any more."""
        for fetcher in self.fetchers:
            fetcher.forget()
        self._around = viewport

    def ready(
        self, data: MapData, layers: Iterable[Layer], viewport: Viewport, ratio: float
    ) -> bool:
        """Whether these can be painted without reading; what they lack is fetched."""
        bases = [self.of(data, layer) for layer in layers]
        return sum(not self._ready(base, viewport, ratio) for base in bases) == 0

    def _ready(self, base: TileLayer | PictureLayer, viewport: Viewport, ratio: float) -> bool:
        if isinstance(base, TileLayer):
            lacking = base.lacking(viewport, ratio)
            for tile in lacking:
                self._tiles.want((id(base), tile), partial(base.load, tile))
            return not lacking
        if base.holds(viewport, ratio):
            return not self._pictures.doing(id(base))
        around, check = self._around or viewport, self._pictures.check
        self._pictures.want(id(base), partial(base.fetch, around, ratio, check))
        return False

    def notices(self) -> list[str]:
        """What is wrong with the base maps, in words; each is told once."""
        texts = {key: _wrong(base, self._names[key]) for key, base in self._open.items()}
        fresh = [key for key, text in texts.items() if text and key not in self._told]
        self._told.update(fresh)
        return [texts[key] for key in fresh]

    def keep_only(self, data: MapData) -> None:
        """Close what no layer shows any more."""
        wanted = {_key(data, layer) for layer in data.layers if layer.kind in BASE_MAPS}
        for key in [key for key in self._open if key not in wanted]:
            self._open.pop(key).close()
        paths = {data.folder / layer.source for layer in data.layers if layer.kind == "picture"}
        for path in [path for path in self._pyramids if path not in paths]:
            del self._pyramids[path]

    def stop_fetching(self) -> None:
        """Fetch nothing more, and wait for what is being fetched."""
        for fetcher in self.fetchers:
            fetcher.stop()

    def close(self) -> None:
        """Let go of all files."""
        self.stop_fetching()
        for base in self._open.values():
            base.close()
        self._open.clear()
        self._pyramids.clear()
        self._images.clear()

    def _opened(self, data: MapData, layer: Layer) -> TileLayer | PictureLayer:
        path = data.folder / layer.source
        if layer.kind == "tiles":
            table = str(layer.options.get("table", ""))
            return TileLayer(
                path, table=table, datum=layer.datum, images=self._images, night=self._night
            )
        try:
            return self._picture(path, placement_from_dict(layer.options["placement"]))
        except (KeyError, TypeError):
            return PictureLayer.unplaced(
                path, _("The picture {path} has no place yet.").format(path=path)
            )
        except UserError as error:
            return PictureLayer.unplaced(path, str(error))

    def use(self, path: Path, pyramid: Pyramid) -> None:
        """Take a picture that has been read already, as soon as a layer shows it."""
        self._pyramids[path] = pyramid.twin()

    def _picture(self, path: Path, placement: Placement) -> PictureLayer:
        """Placed anew, a picture is not read anew."""
        layer = PictureLayer.placed(path, placement, self._pyramids.get(path))
        if layer.pyramid is not None:
            self._pyramids[path] = layer.pyramid
        return layer


def _key(data: MapData, layer: Layer) -> Key:
    options = json.dumps(layer.options, sort_keys=True)
    return layer.kind, str(data.folder / layer.source), layer.datum, options


def _wrong(base: TileLayer | PictureLayer, name: str) -> str:
    if base.problem:
        return base.problem
    if isinstance(base, TileLayer) and base.damaged is not None:
        zoom, column, row, _halvings = base.damaged
        return _(
            "The base map “{name}” has damaged tiles, which are left out; the first is column "
            "{column}, row {row} of level {zoom}."
        ).format(name=name, column=column, row=row, zoom=zoom)
    return ""
