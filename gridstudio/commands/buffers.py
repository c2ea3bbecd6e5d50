"""Ground within a distance of customers, sites, areas or a layer, and keeping it as a layer."""

from __future__ import annotations

import numpy as np
from shapely.geometry import MultiPolygon

from gridstudio.commands.layers import add_layer
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Floats, Objects
from gridstudio.errors import UserError
from gridstudio.geometry.buffering import Source
from gridstudio.i18n import _
from gridstudio.project import Project


def source_of(data: MapData, selection: Selection) -> Source:
    """The source of what is selected. Raises UserError where it cannot be one."""
    customers = data.customers.lonlat[data.customers.index(selection.customers)]
    sites = data.sites.lonlat[data.sites.index(selection.sites)]
    shapes = data.areas.geometry[data.areas.index(selection.areas)]
    return _source(np.concatenate([customers, sites]), shapes)


def source_of_layer(data: MapData, layer_id: int) -> Source:
    """The source of all features of a layer. Raises UserError where they cannot be one."""
    return _source(np.empty((0, 2)), data.features[layer_id].geometry)


def keep_ground(project: Project, ground: MultiPolygon, name: str) -> int:
    """Keep ground (degrees WGS-84) as a reference layer of one feature; returns the layer's id."""
    with project.edit(_("Keep the ground as a layer")) as edit:
        layer_id = add_layer(project, name, "features", edit=edit)
        edit.add("features", [{"layer_id": layer_id, "name": name, "geom": ground}])
    return layer_id


def _source(lonlat: Floats, shapes: Objects) -> Source:
    try:
        return Source(lonlat, shapes)
    except ValueError:
        raise UserError(_("There is nothing to measure from: select something first.")) from None
    except OverflowError:
        raise UserError(
            _("This is too much or too far apart to measure from: choose less of it.")
        ) from None
