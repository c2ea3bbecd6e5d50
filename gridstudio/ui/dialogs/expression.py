"""Select customers by an expression: it counts while it is typed, and says what is wrong."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QRect, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QDialog,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from gridstudio.commands.expression_completions import completions, examples
from gridstudio.commands.expression_fields import fields_of, written
from gridstudio.commands.expressions import understand
from gridstudio.domain.expression_words import ExpressionError
from gridstudio.domain.ids import Ids
from gridstudio.domain.selection import Mode, Selection
from gridstudio.i18n import _, ngettext
from gridstudio.ui.parts import button, heading, mode_chooser, muted, row
from gridstudio.ui.session import Session

TYPING_MS = 200
WIDTH_PX = 560


class ExpressionLine(QLineEdit):
    """A line that offers what may come next."""

    entered = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._options = QStringListModel(self)
        self._start = 0
        self._completer = QCompleter(self._options, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.setMaxVisibleItems(9)
        self._completer.activated.connect(self._take)
        popup = self._completer.popup()
        assert popup is not None
        self.popup: QAbstractItemView = popup
        self.textEdited.connect(lambda _text: self.offer())

    def offer(self) -> None:
        """Show what may stand at the cursor."""
        data = self._session.data
        if data is None or not self.hasFocus():
            return
        found = completions(data, self.text(), self.cursorPosition())
        typed = self.text()[found.start : self.cursorPosition()]
        if not found.options or (len(found.options) == 1 and found.options[0] == typed):
            self.popup.hide()
            return
        self._start = found.start
        self._options.setStringList(list(found.options))
        self._completer.setCompletionPrefix("")
        width = min(max(self.popup.sizeHintForColumn(0) + 40, 160), self.width())
        left = min(self.cursorRect().left(), self.width() - width)
        self._completer.complete(QRect(left, 0, width, self.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the word that is marked in the list; without one it means the whole line."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.popup.isVisible() and self.popup.currentIndex().isValid():
            event.ignore()  # the list takes it
        else:
            self.popup.hide()
            self.entered.emit()
            event.accept()

    def insert_word(self, word: str) -> None:
        """Type a word at the cursor."""
        self._start = self.cursorPosition()
        before = self.text()[: self._start]
        self._take(word if not before or before[-1] in " (（" else " " + word)

    def _take(self, word: str) -> None:
        text, cursor = self.text(), self.cursorPosition()
        gap = "" if word.endswith("(") or text[cursor : cursor + 1] == " " else " "
        before = text[: self._start] + word + gap
        self.setText(before + text[cursor:])
        self.setCursorPosition(len(before))
        self.setFocus()
        self.textEdited.emit(self.text())


class ExpressionDialog(QDialog):
    """Stays open beside the map; ``chosen`` tells ids and how to join them with the selection."""

    chosen = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Select by expression"))
        self.setMinimumWidth(WIDTH_PX)
        self.line = ExpressionLine(session)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(_("for instance: {example}").format(example=self._example()))
        self.count = muted()
        self.count.setMinimumHeight(40)
        self.count.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fields, self.earlier = QListWidget(), QListWidget()
        self.mode = mode_chooser()
        theme = session.settings.theme
        self.select = button(_("Select"), "mdi6.select-search", theme, primary=True)
        self.select.setDefault(True)
        self._lay_out()
        self._later, self._work = QTimer(self), QTimer(self)
        for timer, wait, act in (
            (self._later, TYPING_MS, self.look),
            (self._work, 0, self._go_on),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(act)
        self._steps: Generator[None, None, Ids] | None = None
        self._found: Ids | None = None
        self._wanted = False
        self.line.textEdited.connect(lambda _text: self._typed())
        self.line.entered.connect(self.take)
        self.select.clicked.connect(self.take)
        self.fields.itemClicked.connect(lambda item: self.line.insert_word(item.text()))
        self.earlier.itemClicked.connect(lambda item: self.show_text(item.text()))
        session.changed.connect(lambda _changes: self._typed())
        session.closing.connect(self.close)

    def show_text(self, text: str) -> None:
        """Put an expression into the line, and count."""
        self.line.setText(text)
        self.look()

    def look(self) -> None:
        """Read the expression and begin to count."""
        self._stop()
        project, data, text = self._session.project, self._session.data, self.line.text()
        if project is None or data is None or not text.strip():
            self._say("")
            return
        if project.lent_for:
            self._wanted = False
            busy = _("“{purpose}” is still running.").format(purpose=project.lent_for)
            self._say(busy, problem=True)
            return
        try:
            self._steps = understand(project, data, text).steps()
        except ExpressionError as error:
            self._wanted = False
            unfinished = error.at >= len(text.rstrip())
            self._say(str(error) if unfinished else _marked(text, error), problem=not unfinished)
            return
        self._say(_("Counting …"))
        self._go_on()

    def take(self) -> None:
        """Select what is found, as soon as it is; an error is pointed at."""
        self.line.popup.hide()
        if self._found is None and self._steps is None:
            self._wanted = True
            self.look()
            self._point_at_error()
        else:
            self._wanted = True
            self._deliver()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.line.setFocus()
        self._fill()
        self.look()

    def done(self, result: int) -> None:
        """Whatever still counts is given up."""
        self._stop()
        super().done(result)

    # --- inside

    def _typed(self) -> None:
        self._stop()
        self._later.start()

    def _stop(self) -> None:
        self._later.stop()
        self._work.stop()
        if self._steps is not None:
            self._steps.close()
        self._steps = self._found = None

    def _go_on(self) -> None:
        """Compare one more stretch of texts; the window lives between two of them."""
        if self._steps is None:
            return
        try:
            next(self._steps)
        except StopIteration as end:
            found: Ids = end.value
            self._steps, self._found = None, found
            number = len(found)
            text = ngettext("{n:,} customer fits.", "{n:,} customers fit.", number)
            self._say(text.format(n=number))
            self._deliver()
        else:
            self._work.start()

    def _deliver(self) -> None:
        if self._found is None or not self._wanted:
            return
        self._wanted = False
        settings = self._session.settings
        settings.remember_expression(self.line.text().strip())
        if self._session.remembers:
            settings.save()
        self._fill()
        mode: Mode = self.mode.currentData()
        self.chosen.emit(Selection(customers=self._found), mode)

    def _point_at_error(self) -> None:
        project, data = self._session.project, self._session.data
        if project is None or data is None or self._steps is not None:
            return
        try:
            understand(project, data, self.line.text())
        except ExpressionError as error:
            self.line.setFocus()
            self.line.setSelection(error.at, max(error.end - error.at, 0))

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.count.setObjectName("refusal" if problem else "muted")
        self.count.style().unpolish(self.count)
        self.count.style().polish(self.count)
        self.count.setText(text)

    def _fill(self) -> None:
        project, data = self._session.project, self._session.data
        if project is None or data is None:
            return
        self.fields.clear()
        for field in fields_of(project.template):
            self.fields.addItem(written(field))
            self.fields.item(self.fields.count() - 1).setToolTip(field.label)
        self.earlier.clear()
        self.earlier.addItems(self._session.settings.expressions or list(examples(data)))

    def _example(self) -> str:
        data = self._session.data
        return examples(data)[-1] if data is not None else ""

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.count)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, text, items in (
            (left, _("Fields"), self.fields),
            (right, _("Used last"), self.earlier),
        ):
            side.setSpacing(4)
            side.addWidget(heading(text))
            side.addWidget(items)
            items.setMinimumHeight(150)
        self.fields.setFixedWidth(160)
        halves = row()
        halves.addLayout(left)
        halves.addLayout(right, 1)
        column.addLayout(halves)
        buttons = row(self.mode)
        buttons.addStretch(1)
        buttons.addWidget(self.select)
        column.addLayout(buttons)


def _marked(text: str, error: ExpressionError) -> str:
    """The error, and below it the expression with a mark where it is."""
    before, after = text[max(error.at - 30, 0) : error.at], text[error.at : error.at + 30]
    return f"{error}\n{before}▸{after}"
