"""What several areas can be given together: urban or rural, a lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from gridstudio.commands.several_areas import set_areas
from gridstudio.domain.snapshots import Areas, Ints
from gridstudio.domain.template import Template
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.parts import CalmBox, choose, form

Attempt = Callable[[Callable[[], Any]], Any]


def shared_facts(project: Project, area_ids: Sequence[int], attempt: Attempt) -> QWidget | None:
    """Fields that show what the areas have in common and change them all; None where open ground
    is all there is."""
    areas = project.areas()
    rows = areas.index(area_ids)
    rows = rows[~areas.open[rows]]
    if not len(rows):
        return None
    ids = areas.id[rows].tolist()
    setting = _setting(areas, rows, project.template)
    setting.activated.connect(
        lambda: (
            setting.currentData() is not None
            and attempt(partial(set_areas, project, ids, setting=setting.currentData()))
        )
    )
    locked = _lock(areas, rows)
    locked.clicked.connect(lambda on: attempt(partial(set_areas, project, ids, locked=bool(on))))
    fields = QWidget()
    lines = form()
    lines.setContentsMargins(0, 0, 0, 0)
    lines.addRow(_("Setting"), setting)
    lines.addRow("", locked)
    fields.setLayout(lines)
    return fields


def _setting(areas: Areas, rows: Ints, template: Template) -> QComboBox:
    box = CalmBox()
    codes = {*areas.setting[rows].tolist()}
    if len(codes) > 1:
        box.addItem(_("various"), None)
    box.addItem("—", "")
    for word in template.settings:
        box.addItem(word.name(), word.key)
    if len(codes) == 1:
        (code,) = codes
        choose(box, template.settings[code].key if code >= 0 else "")
    return box


def _lock(areas: Areas, rows: Ints) -> QCheckBox:
    box = QCheckBox(_("Borders locked"))
    held = areas.locked[rows]
    if held.any() and not held.all():
        box.setCheckState(Qt.CheckState.PartiallyChecked)
    else:
        box.setChecked(bool(held.all()))
    return box
