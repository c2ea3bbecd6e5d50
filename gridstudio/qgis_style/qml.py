"""Our styles as QGIS's (QML, as QGIS 3.22 writes them), and back."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from gridstudio.domain.style import Style
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.qgis_style.reading import style_of
from gridstudio.qgis_style.remainder import completed, remainder
from gridstudio.qgis_style.symbol_writing import Geometry
from gridstudio.qgis_style.writing import add_rendering, document, style_element

_REMAINDER = "gridstudio"


def to_qml(
    style: Style,
    geometry: Geometry,
    *,
    opacity: float = 1.0,
    nearest: float = 0.0,
    farthest: float = 0.0,
) -> str:
    """The style as the text of a .qml file for a layer of these shapes, which is so opaque and
    shown between 1 : ``nearest`` and 1 : ``farthest`` (0: no limit).

    Lengths are millimetres, so that prints have the sizes of the screen. ``from_qml`` gives the
    same style again: what QGIS has no words for (a legend's label of a single symbol, the shape of
    a line's marker) lies in an attribute that QGIS does not read. A category of the empty text is
    drawn by QGIS for all other values too; to QGIS, both are the same.
    """
    root = style_element(style, geometry)
    rest = remainder(style, style_of(root))
    if rest:
        root.set(_REMAINDER, rest)
    add_rendering(root, opacity, nearest, farthest)
    return document(root)


def from_qml(text: str) -> Style:
    """The style in a .qml file, whichever version of QGIS wrote it.

    Of a symbol of several layers the topmost simple one is taken; markers whose shape we do not
    have become circles, patterns become plain, colour ramps the nearest known. Labels by rules or
    expressions are left out. The fields it names need not exist in the layer: the caller checks.

    Raises UserError, in words, for what is no QGIS style of a vector layer and for symbols chosen
    in a way that we do not have (rules, expressions, sizes in map units).
    """
    root = _root(text)
    style = style_of(root)
    rest = root.get(_REMAINDER)
    return completed(style, rest) if rest else style


def _root(text: str) -> ET.Element:
    # An entity can unfold to gigabytes or name a file of this computer; QGIS never writes one.
    if "<!ENTITY" in text:
        raise _not_a_style(_("it defines entities"))
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        raise _not_a_style(str(error)) from None
    if root.tag != "qgis":
        raise _not_a_style(_("it begins with <{name}>").format(name=root.tag))
    return root


def _not_a_style(reason: str) -> UserError:
    return UserError(
        _("This is not a QGIS style (.qml): {reason}. The layer keeps its style.").format(
            reason=reason
        )
    )
