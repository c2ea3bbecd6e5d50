"""Qt's own dialogs speak Chinese in the Chinese window, every word of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QTreeView,
)
from pytestqt.qtbot import QtBot

from gridstudio.i18n import set_language
from gridstudio.ui import qt_words


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    set_language("zh_CN")
    qt_words.speak(qapp)
    yield
    set_language("en")
    qt_words.speak(qapp)


@pytest.mark.usefixtures("chinese")
def test_the_file_dialog_has_no_english_word(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    dialog = QFileDialog(None, "打开", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    tree = dialog.findChild(QTreeView, "treeView")
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) == 1)
    model, root = tree.model(), tree.rootIndex()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    words += [part.text() for part in dialog.findChildren(QAbstractButton)]
    words += [str(model.headerData(at, tree.header().orientation())) for at in range(4)]
    words.append(str(model.data(model.index(0, 2, root))))  # the kind: a folder
    tips = [part.toolTip() for part in dialog.findChildren(QAbstractButton)]
    for word in filter(None, words + tips):
        assert not re.search(r"[A-Za-z]{2}", word), word
    assert dialog.findChildren(QComboBox)


@pytest.mark.usefixtures("chinese")
def test_buttons_are_chinese_and_english_again(qtbot: QtBot, qapp: QApplication) -> None:
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Save | kinds.Cancel)
    qtbot.addWidget(box)
    assert box.button(kinds.Save).text() == "保存"
    set_language("en")
    qt_words.speak(qapp)
    box = QDialogButtonBox(kinds.Save)
    qtbot.addWidget(box)
    assert "Save" in box.button(kinds.Save).text()
