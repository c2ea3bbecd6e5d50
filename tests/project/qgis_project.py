"""Run by the system's Python, where QGIS is: what QGIS makes of a project. Imported by no test.

qgis_project.py read FILE.gpkg MAP.png WEST,SOUTH,EAST,NORTH WIDTHxHEIGHT TABLE …
    opens the tables as anybody would, with their default styles, paints them, the first lowest,
    in EPSG:3857, and prints what it understood, as JSON
qgis_project.py restyle FILE.gpkg TABLE RRGGBB
    saves another default style for a table
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "qgis_style"))
from qgis_render import label_facts, renderer_facts


def opened(file: str, table: str) -> Any:
    layer = QgsVectorLayer(f"{file}|layername={table}", table, "ogr")
    assert layer.isValid(), table
    return layer


def read(file: str, picture: str, bounds: str, size: str, *tables: str) -> dict[str, Any]:
    layers = [opened(file, table) for table in tables]
    paint(layers, picture, bounds, size)
    return {table: facts(layer) for table, layer in zip(tables, layers, strict=True)}


def facts(layer: Any) -> dict[str, Any]:
    return {
        **renderer_facts(layer.renderer()),
        "label": label_facts(layer),
        "count": layer.featureCount(),
        "key": [layer.fields().at(at).name() for at in layer.primaryKeyAttributes()],
        "fields": [field.name() for field in layer.fields()],
        "opacity": layer.opacity(),
        "scales": [layer.maximumScale(), layer.minimumScale()]
        if layer.hasScaleBasedVisibility()
        else [],
    }


def paint(layers: list[Any], picture: str, bounds: str, size: str) -> None:
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    width, height = map(int, size.split("x"))
    settings.setOutputSize(QSize(width, height))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setExtent(QgsRectangle(*map(float, bounds.split(","))))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert job.renderedImage().save(picture)


def restyle(file: str, table: str, color: str) -> dict[str, Any]:
    layer = opened(file, table)
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    symbol.setColor(QColor(f"#{color}"))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    error = layer.saveStyleToDatabase("of QGIS", "made in QGIS", True, "")
    return {"error": error}


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    command, *words = sys.argv[1:]
    print(json.dumps({"read": read, "restyle": restyle}[command](*words)))
    application.exitQgis()


if __name__ == "__main__":
    main()
