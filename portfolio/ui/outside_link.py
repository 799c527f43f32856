"""Opening a page of the web in the person's browser: the one way out of the window.

Addresses come from services, letters and badges. Only pages of the web are opened: another scheme
could start a program or show a file of this computer.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(address: str) -> bool:
    """Open a page; say whether it was handed to the browser. UI thread.

    Args:
        address: From anywhere; anything but http and https with a host is left alone.
    """
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if url.scheme() not in {"https", "http"} or not url.host():
        return False
    return QDesktopServices.openUrl(url)
