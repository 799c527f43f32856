"""What the system tells of its power and its network: whether reading by itself should wait."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

SUPPLIES: Final = Path("/sys/class/power_supply")


def on_battery(supplies: Path = SUPPLIES) -> bool | None:
    """Return whether the computer runs on its battery; None when the system does not tell.

    Args:
        supplies: Where Linux lists power supplies (kernel, ABI/testing/sysfs-class-power).
    """
    if not supplies.is_dir():
        return None
    mains: list[bool] = []
    discharging = False
    for supply in sorted(supplies.iterdir()):
        kind = _line(supply / "type")
        if kind in {"Mains", "USB"}:
            mains.append(_line(supply / "online") == "1")
        elif kind == "Battery" and _line(supply / "scope") != "Device":  # not a mouse's
            discharging = discharging or _line(supply / "status") == "Discharging"
    if discharging:
        return True
    return False if mains else None


def is_metered() -> bool | None:
    """Return whether the network costs by amount; None when the system does not tell.

    UI thread: Qt asks the system's network service.
    """
    from PySide6.QtNetwork import QNetworkInformation

    feature = QNetworkInformation.Feature.Metered
    if not QNetworkInformation.loadBackendByFeatures(feature):
        return None
    found = QNetworkInformation.instance()
    return found.isMetered() if found.supports(feature) else None


def _line(path: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text("ascii").strip()
    return ""
