"""Keeps what is typed into a form until it is used or thrown away: over logouts and crashes too.

A form that begins with the same fields is the same form: a letter for nobody yet, or the answer to
one request. Its words are kept in a file of the profile that only its person may read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from portfolio.ui.pages.autosave import PAUSE_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio.paths import Paths

_LOG = logging.getLogger(__name__)
_MOST_BYTES: Final = 1024 * 1024
FOLDER: Final = "unfinished-words"


class KeptWords(QObject):
    """The words of one form. UI thread; a write is a few kilobytes at a pause in typing.

    Args:
        form: Its fields are all there, with what they begin with.
        paths: Of the profile.
        name: Of the form, and of what it is about.
        is_typed: Whether there is something to keep.
    """

    def __init__(
        self, form: QWidget, paths: Paths, name: str, is_typed: Callable[[], bool]
    ) -> None:
        super().__init__(form)
        self._is_typed = is_typed
        self._fields = _fields(form)
        begun = json.dumps([name, self._values()], sort_keys=True)
        digest = hashlib.sha256(begun.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self._path: Path = paths.data / FOLDER / f"{digest}.json"
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save)
        for field in self._fields.values():
            _changed(field).connect(self._pause.start)

    def restore(self) -> bool:
        """Fill in what was kept, and say whether there was something."""
        try:
            raw = self._path.read_bytes()[:_MOST_BYTES]
            kept = json.loads(raw)
        except FileNotFoundError:
            return False
        except (OSError, ValueError) as error:
            _LOG.warning("Words that were kept cannot be read: %s", error)
            return False
        if not isinstance(kept, dict):
            return False
        for key, value in kept.items():
            field = self._fields.get(key)
            if field is not None:
                _fill(field, value)
        return self._is_typed()

    @Slot()
    def save(self) -> None:
        """Keep what is typed now; the file goes when nothing is."""
        self._pause.stop()
        if not self._is_typed():
            self.forget()
            return
        before = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(
                os.open(before, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                json.dump(self._values(), file)
            before.replace(self._path)
        except OSError as error:
            _LOG.warning("Words being typed cannot be kept: %s", error)

    def forget(self) -> None:
        """Keep nothing of it any more: it was signed, or thrown away."""
        self._pause.stop()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _values(self) -> dict[str, Any]:
        return {key: _value(field) for key, field in self._fields.items()}


_Field = QLineEdit | QPlainTextEdit | QCheckBox | QComboBox


def _fields(form: QWidget) -> dict[str, _Field]:
    """Return the fields by kind, name and place among those of the same name."""
    found: dict[str, _Field] = {}
    kinds: tuple[type[_Field], ...] = (QLineEdit, QPlainTextEdit, QCheckBox, QComboBox)
    for kind in kinds:
        for field in form.findChildren(kind):
            words = field.text() if isinstance(field, QCheckBox) else field.accessibleName()
            key, place = f"{kind.__name__}:{words}", 1
            while key in found:
                place += 1
                key = f"{kind.__name__}:{words}:{place}"
            found[key] = field
    return found


def _value(field: _Field) -> str | bool:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QComboBox):
        return _datum(field.currentData())
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def _datum(data: object) -> str:
    return "" if data is None else str(data)


def _fill(field: _Field, value: object) -> None:
    if isinstance(field, QCheckBox):
        field.setChecked(value is True)
    elif not isinstance(value, str):
        return
    elif isinstance(field, QComboBox):
        places = [at for at in range(field.count()) if _datum(field.itemData(at)) == value]
        if places:
            field.setCurrentIndex(places[0])
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    else:
        field.setText(value)


def _changed(field: _Field) -> Any:
    if isinstance(field, QCheckBox):
        return field.toggled
    return field.currentIndexChanged if isinstance(field, QComboBox) else field.textChanged
