"""Run by the system's Python, where QGIS is: what QGIS makes of a style file, and style files that
QGIS itself writes. Imported by no test.

    qgis_render.py apply DATA.gpkg STYLE.qml MAP.png     prints what QGIS understood, as JSON
    qgis_render.py write DATA.gpkg FOLDER                writes a .qml for each kind of symbols
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsGradientColorRamp,
    QgsGraduatedSymbolRenderer,
    QgsHeatmapRenderer,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointClusterRenderer,
    QgsProperty,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSize, Qt, QVariant
from qgis.PyQt.QtGui import QColor

PARTS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling


def apply(data: str, style: str, picture: str) -> dict[str, Any]:
    layer = QgsVectorLayer(data, "layer", "ogr")
    message, loaded = layer.loadNamedStyle(style)
    said = {"loaded": loaded, "message": message, **renderer_facts(layer.renderer())}
    said["label"] = label_facts(layer)
    said["colors"] = painted(layer, picture)
    return said


def renderer_facts(renderer: Any) -> dict[str, Any]:
    kind = renderer.type()
    facts: dict[str, Any] = {"type": kind}
    if kind == "singleSymbol":
        facts["classes"] = [symbol_facts(renderer.symbol())]
    elif kind == "categorizedSymbol":
        facts["field"] = renderer.classAttribute()
        facts["classes"] = [
            symbol_facts(one.symbol())
            | {"value": one.value(), "label": one.label(), "visible": one.renderState()}
            for one in renderer.categories()
        ]
    elif kind == "graduatedSymbol":
        facts["field"] = renderer.classAttribute()
        facts["classes"] = [range_facts(one) for one in renderer.ranges()]
        facts["on_border"] = [
            renderer.symbolForValue(one.upperValue()).color().name() for one in renderer.ranges()
        ]
        facts["at_begin"] = [
            renderer.symbolForValue(one.lowerValue()).color().name() for one in renderer.ranges()
        ]
    elif kind == "heatmapRenderer":
        ramp = renderer.colorRamp()
        facts |= {"radius": renderer.radius(), "unit": renderer.radiusUnit()}
        facts |= {"field": renderer.weightExpression(), "middle": ramp.color(0.5).name()}
        facts["alpha_of_zero"] = ramp.color(0).alpha()
    elif kind == "pointCluster":
        facts |= {"radius": renderer.tolerance(), "unit": renderer.toleranceUnit()}
        facts["layers"] = [one.layerType() for one in renderer.clusterSymbol().symbolLayers()]
        facts["alone"] = renderer_facts(renderer.embeddedRenderer())
    return facts


def range_facts(one: Any) -> dict[str, Any]:
    return symbol_facts(one.symbol()) | {
        "lower": one.lowerValue(),
        "upper": one.upperValue(),
        "label": one.label(),
        "visible": one.renderState(),
    }


def symbol_facts(symbol: Any) -> dict[str, Any]:
    layer = symbol.symbolLayer(0)
    facts = {"layer": layer.layerType(), "color": layer.color().name(), "alpha": symbol.opacity()}
    if layer.layerType() == "SimpleLine":
        facts |= {"size": layer.width(), "dash": layer.customDashVector()}
        facts["custom_dash"] = layer.useCustomDashPattern()
        facts["sizes"] = expression(layer, QgsSymbolLayer.PropertyStrokeWidth)
        return facts
    facts |= {"outline": layer.strokeColor().name(), "outline_width": layer.strokeWidth()}
    facts["has_outline"] = layer.strokeStyle() != Qt.NoPen
    if layer.layerType() == "SimpleMarker":
        facts |= {"size": layer.size(), "unit": layer.sizeUnit()}
        facts["shape"] = type(layer).encodeShape(layer.shape())
        facts["sizes"] = expression(layer, QgsSymbolLayer.PropertySize)
    else:
        facts["filled"] = layer.brushStyle() != Qt.NoBrush
    return facts


def expression(layer: Any, which: Any) -> str:
    return str(layer.dataDefinedProperties().property(which).expressionString())


def label_facts(layer: Any) -> dict[str, Any] | None:
    if not layer.labelsEnabled() or layer.labeling() is None:
        return None
    settings = layer.labeling().settings()
    text = settings.format()
    return {
        "field": settings.fieldName,
        "is_expression": settings.isExpression,
        "size": text.size(),
        "unit": text.sizeUnit(),
        "color": text.color().name(),
        "bold": text.font().bold(),
        "halo": text.buffer().color().name() if text.buffer().enabled() else "",
        "farthest": settings.minimumScale if settings.scaleVisibility else 0,
    }


def painted(layer: Any, picture: str) -> dict[str, list[int]]:
    """Colours of the map of 400 x 400 pixels and how many pixels each has, as width, height and
    number."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(400, 400))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Antialiasing, False)
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.grow(1)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(picture)
    return colors_of(image)


def colors_of(image: Any) -> dict[str, list[int]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            places.setdefault(image.pixelColor(x, y).name(), []).append((x, y))
    facts = {}
    for color, at in places.items():
        xs, ys = zip(*at, strict=True)
        facts[color] = [max(xs) - min(xs) + 1, max(ys) - min(ys) + 1, len(at)]
    return facts


def write(data: str, folder: str) -> None:
    layer = QgsVectorLayer(data, "layer", "ogr")
    for name, renderer in renderers().items():
        layer.setRenderer(renderer)
        layer.setLabelsEnabled(name == "categories")
        layer.setLabeling(labels())
        message, saved = layer.saveNamedStyle(str(Path(folder) / f"{name}.qml"), PARTS)
        assert saved, message


def renderers() -> dict[str, Any]:
    star = marker(name="star", color="#ff8000", size="12", size_unit="Point")
    star.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.PropertySize, QgsProperty.fromExpression("case when kind='A' then 24 end")
    )
    heat = QgsHeatmapRenderer()
    heat.setRadius(20)
    heat.setRadiusUnit(QgsUnitTypes.RenderPixels)
    heat.setWeightExpression('"amount"')
    heat.setColorRamp(QgsGradientColorRamp(QColor("#0d0887"), QColor("#f0f921")))
    cluster = QgsPointClusterRenderer()
    cluster.setTolerance(0.5)
    cluster.setToleranceUnit(QgsUnitTypes.RenderInches)
    cluster.setEmbeddedRenderer(QgsSingleSymbolRenderer(marker(color="#00ff00", size="2")))
    ranges = [
        QgsRendererRange(0, 5, marker(color="#000080", size="2"), "few"),
        QgsRendererRange(5, 10, marker(color="#ff0000", size="4"), "many", False),
    ]
    return {
        "single": QgsSingleSymbolRenderer(star),
        "categories": QgsCategorizedSymbolRenderer("kind", categories()),
        "graduated": QgsGraduatedSymbolRenderer("amount", ranges),
        "heat": heat,
        "cluster": cluster,
        "rules": QgsRuleBasedRenderer(marker(color="#00ff00")),
    }


def categories() -> list[Any]:
    several = marker(name="square", color="#0000ff", outline_style="no", size="2")
    hidden = marker(name="arrow", color="255,0,0,128", outline_width="0.5", size="96")
    hidden.symbolLayer(0).setSizeUnit(QgsUnitTypes.RenderPixels)
    hidden.setOpacity(0.5)
    return [
        QgsRendererCategory("A", marker(name="triangle", color="#112233", size="2.54"), "一类"),
        QgsRendererCategory(["B", "C"], several, "B and C"),
        QgsRendererCategory(QVariant(), hidden, "others", False),
    ]


def labels() -> Any:
    settings = QgsPalLayerSettings()
    settings.fieldName = '"kind"'
    settings.isExpression = True
    settings.scaleVisibility = True
    settings.minimumScale = 25_000
    text = QgsTextFormat()
    text.setSize(12)
    text.setColor(QColor("#223344"))
    text.buffer().setEnabled(True)
    text.buffer().setColor(QColor("#fedcba"))
    settings.setFormat(text)
    return QgsVectorLayerSimpleLabeling(settings)


def marker(**properties: str) -> Any:
    return QgsMarkerSymbol.createSimple(properties)


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    command, *words = sys.argv[1:]
    if command == "apply":
        print(json.dumps(apply(*words)))
    else:
        write(*words)
    application.exitQgis()


if __name__ == "__main__":
    main()
