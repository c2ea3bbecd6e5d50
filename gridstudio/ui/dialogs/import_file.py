"""Importing a file: what it is, its datum, and a trial before anything is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from gridstudio.commands.columns import map_data
from gridstudio.commands.import_look import look_of
from gridstudio.commands.imports import ImportOptions, run_import
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.project import Project
from gridstudio.ui.dialogs.messages import told
from gridstudio.ui.parts import button, choose, dialog_column, form, muted, row, set_in
from gridstudio.ui.runner import Runner

_TILES = ".mbtiles"
LINK_NOTE_PX = 56


class ImportDialog(QDialog):
    """``source`` and ``options`` are what the user chose."""

    def __init__(
        self, project: Project, theme: str, runner: Runner, parent: QWidget | None = None
    ) -> None:
        """A trial takes as long as an import, so ``runner`` does it."""
        super().__init__(parent)
        self._project = project
        self._runner = runner
        self._trying = False
        self.setWindowTitle(_("Import"))
        self.setMinimumSize(560, 460)
        self.path = QLineEdit()
        browse = button(_("Browse …"), "mdi6.folder-open-outline", theme)
        browse.clicked.connect(self._browse)
        self._make_choices()
        self.outcome = QPlainTextEdit()
        self.outcome.setReadOnly(True)
        self.outcome.setPlaceholderText(_("“Try” shows here what the import would do."))
        self._try = button(_("Try"), "mdi6.test-tube", theme)
        self._try.clicked.connect(self.try_out)
        self._look = button(_("Preview on the map …"), "mdi6.map-search-outline", theme)
        self._look.clicked.connect(self.preview)
        self._theme = theme
        self._columns: dict[str, str] = {}
        self._what_is_chosen = False
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Import"))
        self.ok.setObjectName("primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._fields = form()
        self._lay_out(browse)
        for box in (self.what, self.datum):
            box.currentIndexChanged.connect(self._changed)
        self.what.activated.connect(self._choose_by_hand)
        self.path.textChanged.connect(self._other_file)
        self._changed()

    def _make_choices(self) -> None:
        self.what, self.level, self.datum = QComboBox(), QComboBox(), QComboBox()
        for text, key in (
            (_("Customers"), "customers"),
            (_("Sites"), "sites"),
            (_("Areas"), "areas"),
            (_("Map layer or base map"), "layer"),
        ):
            self.what.addItem(text, key)
        levels = self._project.template.levels
        for level in levels:
            self.level.addItem(level.name(), level.key)
        choose(self.level, levels[min(1, len(levels) - 1)].key)
        self.datum.addItem(_("Choose the datum …"), "")
        for text, key in (
            (_("WGS-84 (GPS receivers, Google Earth)"), "wgs84"),
            (_("CGCS2000 (government)"), "cgcs2000"),
            (_("GCJ-02 (Gaode, Tencent)"), "gcj02"),
            (_("BD-09 (Baidu)"), "bd09"),
        ):
            self.datum.addItem(text, key)
        self.encoding = QComboBox()
        for text, key in ((_("found out"), ""), ("UTF-8", "utf-8"), ("GB18030 / GBK", "gb18030")):
            self.encoding.addItem(text, key)
        self.clean = set_in(QDoubleSpinBox())
        self.clean.setRange(0.0, 1000.0)
        self.clean.setDecimals(1)
        self.clean.setSuffix(" m")
        self.clean.setSpecialValueText(_("not"))
        self.clean.setToolTip(
            _(
                "Gaps and overlaps up to this width are mended; each is told. “Try” shows them "
                "first."
            )
        )

    def _lay_out(self, browse: QWidget) -> None:
        self._fields.addRow(_("File"), row(self.path, browse))
        self._fields.addRow(_("Holds"), self.what)
        self._fields.addRow(_("Level"), self.level)
        self._fields.addRow(_("Clean borders"), self.clean)
        self._fields.addRow(_("Datum"), self.datum)
        self._fields.addRow(_("Encoding"), self.encoding)
        column = dialog_column(self)
        column.addLayout(self._fields)
        column.addWidget(
            muted(_("A wrong datum displaces everything by 120 to 700 metres: ask the sender."))
        )
        column.addWidget(self.outcome, 1)
        line = row(self._try, self._look)
        line.addStretch(1)
        line.addWidget(self._buttons)
        column.addLayout(line)

    def source(self) -> Path:
        return Path(self.path.text().strip())

    def options(self, *, dry_run: bool = False) -> ImportOptions:
        what = self.what.currentData()
        return ImportOptions(
            what=what,
            level=self.level.currentData() if what == "areas" else "",
            datum=self.datum.currentData(),
            encoding=self.encoding.currentData(),
            columns=self._columns if what == "areas" else {},
            dry_run=dry_run,
            clean_m=self.clean.value() if what == "areas" else 0.0,
        )

    def choose_what(self, what: str) -> None:
        """Take it for certain what the file holds, whatever it looks like."""
        choose(self.what, what)
        self._what_is_chosen = True

    def only_link(self) -> None:
        """Ask for a map file that is to be shown and not copied."""
        self.choose_what("layer")
        self._fields.setRowVisible(self.what, False)
        self.setWindowTitle(_("Link to a file"))
        self.ok.setText(_("Link"))
        self.outcome.setPlaceholderText(
            _("The file stays where it is and is read anew whenever it changes.")
        )
        self.outcome.setMaximumHeight(LINK_NOTE_PX)
        self.setMinimumHeight(0)
        self._try.hide()
        self._look.hide()
        self.resize(self.minimumWidth(), self.sizeHint().height())

    def preview(self) -> None:
        """Polygons on a map, before and after cleaning; from there they can be imported."""
        from gridstudio.ui.dialogs.preview_areas import PreviewAreasDialog

        dialog = PreviewAreasDialog(
            self._project,
            self.source(),
            self.options(),
            map_data(self._project),
            self._runner,
            self._theme,
            self,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            chosen = dialog.options()
            self.clean.setValue(chosen.clean_m)
            self._columns = dict(chosen.columns)
            self.accept()

    def try_out(self) -> None:
        """Find out, in a job, what the import would do, and show it."""
        source, options = self.source(), self.options(dry_run=True)
        name = _("Trying {name}").format(name=source.name)

        def work(progress: Progress) -> str:
            with self._project.lent(name):
                return run_import(self._project, source, options, progress=progress).to_text()

        started = self._runner.run(
            name, work, done=self._tried, failed=lambda error: self._tried(told(error))
        )
        self._trying = started
        busy = _("“{purpose}” is still running.").format(purpose=self._runner.text)
        self.outcome.setPlainText(f"{name} …" if started else busy)
        self._changed()

    def _tried(self, outcome: str) -> None:
        self._trying = False
        self._project.take_back()
        self.outcome.setPlainText(outcome)
        self._changed()

    def done(self, result: int) -> None:
        if self._trying:
            self._runner.cancel()
        super().done(result)

    def _choose_by_hand(self) -> None:
        self._what_is_chosen = True

    def _other_file(self) -> None:
        self._columns = {}
        looks_like = look_of(self.source()) if not self._what_is_chosen else ""
        if looks_like:
            choose(self.what, looks_like)
        self._changed()

    def _changed(self) -> None:
        for box in (self.level, self.clean):
            self._fields.setRowVisible(box, self.what.currentData() == "areas")
        named = bool(self.path.text().strip())
        self._try.setEnabled(named and not self._trying)
        self._look.setVisible(self.what.currentData() == "areas")
        defines = self.source().suffix.lower() == ".gpx"
        ready = named and (bool(self.datum.currentData()) or defines)
        self.ok.setEnabled(ready and not self._trying)
        self._look.setEnabled(ready and not self._trying)

    def _browse(self) -> None:
        kinds = (
            "*.csv *.tsv *.txt *.xlsx *.xls *.ods *.geojson *.json *.shp *.kml *.kmz *.tab *.mif "
            f"*.gpx *.gpkg *.dxf *{_TILES}"
        )
        text = _("Tables and maps")
        path, _kind = QFileDialog.getOpenFileName(self, _("Import"), "", f"{text} ({kinds})")
        if path:
            self.path.setText(path)
