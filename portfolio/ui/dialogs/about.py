"""Help > About: version, licence, and the licences of what comes with the program."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

import portfolio
from portfolio import resources
from portfolio.ui.models.words import fill
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.labels import DataText, Text, mark_data


class About(QDialog):
    """What this is, and under which licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Portfolio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_8)
        column.addWidget(DataText("Portfolio", TextSize.TITLE))
        words = self.tr("Keeps the record of your work in open communities, on this computer.")
        column.addWidget(Text(words, wraps=True))
        version = fill(self.tr("Version %1"), program_version())
        column.addWidget(Text(version, tone="muted"))
        column.addWidget(DataText(versions_line(), TextSize.SMALL, "muted"))
        column.addSpacing(SPACE_8)
        column.addWidget(Text(self.tr("Licences"), TextSize.STRONG))
        licences = QPlainTextEdit()
        licences.setReadOnly(True)
        licences.setTabChangesFocus(True)
        licences.setAccessibleName(self.tr("Licences"))
        licences.setPlainText(licence_text())
        mark_data(licences)
        column.addWidget(licences, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(560, 520)


def program_version() -> str:
    """Return the version of the installed program."""
    try:
        return metadata.version("portfolio")
    except metadata.PackageNotFoundError:
        return str(getattr(portfolio, "__version__", "0"))


def versions_line() -> str:
    """Return the versions a fault report needs."""
    return (
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {pyside_version}, "
        f"{platform.system()} {platform.release()}"
    )


def licence_text() -> str:
    """Return our licence's name, then every licence file that lies beside a resource."""
    parts = ["Portfolio: Mozilla Public License 2.0\n"]
    root = resources.folder()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.stem.upper().startswith(("LICENSE", "LICENCE", "OFL")):
            name = path.parent.relative_to(root).as_posix()
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            parts.append(f"{name}\n{'-' * len(name)}\n{text}\n")
    packages = ("PySide6-Essentials", "SQLModel", "reportlab", "uharfbuzz", "pypdfium2")
    parts.extend(_package_line(package) for package in packages)
    return "\n".join(parts)


def _package_line(package: str) -> str:
    try:
        found = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return f"{package}: not installed"
    values = found.json
    licence = str(values.get("license_expression") or values.get("license") or "-")
    return f"{package} {values.get('version', '')}: {licence.splitlines()[0]}"
