"""Item data roles the models serve beside Qt's own; delegates and tests ask by these names."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt


class Role(IntEnum):
    """Named roles; each says what `data()` returns for it."""

    KEY = Qt.ItemDataRole.UserRole + 1  # str: the durable name of the thing
    TITLE = Qt.ItemDataRole.UserRole + 2  # str
    SUBTITLE = Qt.ItemDataRole.UserRole + 3  # str: the second line
    KIND_ICON = Qt.ItemDataRole.UserRole + 4  # str: name of an icon
    KIND_WORD = Qt.ItemDataRole.UserRole + 5  # str
    PROJECT = Qt.ItemDataRole.UserRole + 6  # str: the project's name
    DATE = Qt.ItemDataRole.UserRole + 7  # str, in the window's locale
    TRUST = Qt.ItemDataRole.UserRole + 8  # TrustClass, or None where nothing is exceptional
    HIDDEN = Qt.ItemDataRole.UserRole + 9  # bool
    CONFIDENTIAL = Qt.ItemDataRole.UserRole + 10  # bool
    URL = Qt.ItemDataRole.UserRole + 11  # str, https or empty
    SOURCES = Qt.ItemDataRole.UserRole + 12  # str: "2 sources", or empty
    HEAD = Qt.ItemDataRole.UserRole + 13  # str: words of a group head, or empty
    THING = Qt.ItemDataRole.UserRole + 14  # the model object behind the row, or None
    GONE = Qt.ItemDataRole.UserRole + 15  # bool: no longer at its source
    MONTHS = Qt.ItemDataRole.UserRole + 16  # tuple[(year, month), ...] with something recorded
    MARKS = Qt.ItemDataRole.UserRole + 17  # tuple[(year, month, story title), ...]
    CAPTION = Qt.ItemDataRole.UserRole + 18  # str: small words under a lane's bar
    YEAR = Qt.ItemDataRole.UserRole + 19  # int: year of a roll-up row, 0 elsewhere
