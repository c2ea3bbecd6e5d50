"""Styling layers: the dialog, its preview on the map, and the one edit at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from gridstudio.canvas.painters.shapes import shapes_of
from gridstudio.commands.columns import (
    column_of,
    followed,
    layer_fields,
    takes_long,
    with_columns,
)
from gridstudio.commands.layers import set_style
from gridstudio.domain.base_styles import customers_by, default_style
from gridstudio.domain.columns import Column
from gridstudio.domain.fields import CENSUS, Field
from gridstudio.domain.layer_tree import title
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.ui.dialogs.style import StyleDialog
from gridstudio.ui.dialogs.style_draft import StyleDraft, Subject

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

AT_ONCE = 200_000
"""Customers of whom a census fact is read while the window waits: a third of a second."""
STYLED = ("customers", "sites", "areas", "features", "linked", "tracks")


class Styling:
    """What the window does with styles."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: StyleDialog | None = None
        self._layer_id = 0
        window.session.closing.connect(self.close)
        window.map.texts_wanted.connect(self._read_texts)

    def open(self, layer_id: int) -> None:
        """The style dialog of a layer; the map shows at once what is chosen there."""
        self.close()
        session = self._window.session
        project, data = session.project, session.data
        if project is None or data is None:
            return
        layer = data.layer(layer_id)
        style = data.styles.get(layer_id) or default_style(layer, data.template)
        subject = _subject(data, layer, layer_fields(project, data, layer))
        column = column_of(project, data, layer, style.field, at_once=True) if style.field else None
        dialog = StyleDialog(
            StyleDraft(subject, style, column),
            default_style(layer, data.template),
            lambda field, then: self._read(field, then),
            self._window,
        )
        self.dialog, self._layer_id = dialog, layer_id
        dialog.previewed.connect(self._preview)
        dialog.accepted.connect(self._take)
        dialog.rejected.connect(self.close)
        dialog.show()

    def open_customers(self) -> None:
        """The style dialog of the customers."""
        data = self._window.session.data
        layer = data.layer_of("customers") if data is not None else None
        if layer is not None:
            self.open(layer.id)

    def customers_by(self, field: str) -> None:
        """Quickly: the customers by kind or by class, as the template has it."""
        session = self._window.session
        project, data = session.project, session.data
        layer = data.layer_of("customers") if data is not None else None
        if project is not None and data is not None and layer is not None:
            style = customers_by(data.template, field)
            self._window.attempt(lambda: set_style(project, layer.id, style))

    def close(self) -> None:
        """Without a change: the map shows the layer's own style again."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._window.map.show_style(self._layer_id, None)
            self._window.parts.layers.rebuild()
            dialog.blockSignals(True)  # it is closed by us, and tells nobody that it was refused
            dialog.close()
            dialog.deleteLater()

    def _take(self) -> None:
        dialog, project = self.dialog, self._window.session.project
        if dialog is None or project is None:
            return
        style, layer_id = dialog.style_made, self._layer_id
        self.close()
        self._window.attempt(lambda: set_style(project, layer_id, style))

    def _preview(self, style: Style) -> None:
        session = self._window.session
        project, data = session.project, session.data
        if self.dialog is None or project is None or data is None:
            return
        wanted = [(self._layer_id, field) for field in followed(style)]
        # What the style follows may be in no snapshot; the map keeps it while the dialog is open.
        complete = with_columns(project, data, wanted, at_once=True)
        if complete.columns.keys() != data.columns.keys():
            session.learn(complete)
            self._window.map.set_data(complete)
        self._window.map.show_style(self._layer_id, style)
        self._window.parts.layers.rebuild()

    def _read_texts(self, wanted: dict[tuple[int, str], list[int]]) -> None:
        """Texts for labels, between two frames; only those of what is on the screen."""
        session = self._window.session
        project, data = session.project, session.data
        if project is None or data is None:
            return
        for (layer_id, field), ids in wanted.items():
            table = data.layer(layer_id).kind
            try:
                found = project.texts(table, ids, [field])
            except Refused:  # a job has the file; the next picture asks again
                return
            texts = dict.fromkeys(ids, "")
            texts |= {row_id: str(values[0] or "") for row_id, values in found.items()}
            self._window.map.learn_texts(layer_id, field, texts)

    def _read(self, field: str, then: Callable[[Column | None], None]) -> None:
        """The column of a field: at once, or in a job where reading takes long."""
        session = self._window.session
        project, data = session.project, session.data
        if project is None or data is None:
            return
        layer = data.layer(self._layer_id or 0)
        census = layer.kind == "customers" and field.startswith(CENSUS)
        slow = census and len(data.customers) > AT_ONCE
        if not slow and not takes_long(project, data, layer, field):
            self._window.attempt(lambda: then(column_of(project, data, layer, field)))
            return
        name = _("Reading census facts") if census else _("Computing indicators")

        def work(progress: Progress) -> Column | None:
            progress(0.1, name)
            with project.lent(name):
                return column_of(project, data, layer, field)

        def done(column: Column | None) -> None:
            if self.dialog is not None:
                then(column)

        self._window.run_job(name, work, done)


def _subject(data: MapData, layer: Layer, fields: tuple[Field, ...]) -> Subject:
    name = Field("name", _("Name"))
    labels: tuple[Field, ...] = (name,)
    if layer.kind == "customers":
        own = ("kind", "class", "value")
        contact = (Field("address", _("Address")), Field("contact", _("Contact")))
        labels = (name, *contact, *(one for one in fields if one.key in own))
    if layer.kind == "areas":
        labels = (name, *(one for one in fields if one.key in ("code", "team", "manager")))
    elif layer.id in data.features:
        labels = (name, *(one for one in fields if one.key != "name"))
    return Subject(title(layer, data.template), layer.kind, _geometry(data, layer), fields, labels)


def _geometry(data: MapData, layer: Layer) -> str:
    """What most features of the layer are."""
    if layer.kind in ("customers", "sites"):
        return "point"
    if layer.kind == "areas" or layer.id not in data.features:
        return "polygon"
    kinds = shapes_of(data.features[layer.id].geometry).kind
    counts = np.bincount(kinds[kinds >= 0], minlength=3)
    return ("point", "line", "polygon")[int(counts.argmax())]
