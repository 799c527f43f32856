"""First paint of the window against the first paint of a bare Qt window, both in fresh processes.

Prints the ratios of the quickest and of the middle runs, taken in turn. Exits with 1 when the
quickest is over the limit, which is there to catch a heavy import that crept in; a name of Qt that
is used for the first time costs, too (the namespace ``Qt`` with its enums alone an eighth of a bare
window), so no window with content comes near 1.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 9
MOST_RATIO = 2.6

_BARE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
window = QLabel("ready")
window.resize(1280, 800)
window.show()
application.processEvents()
window.repaint()
"""

_OURS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from portfolio.log import Ring
from portfolio.ui.app import ProfileWindow
from portfolio.ui.tasks import LoopThread
from portfolio.ui.theme.theme import Theme, ThemeMode
application = QApplication([])
theme = Theme(application)
theme.apply(ThemeMode.LIGHT)
thread = LoopThread()
held = ProfileWindow(thread, theme, Ring(), Path(sys.argv[1]))
held.window.resize(1280, 800)
held.window.show()
application.processEvents()
held.window.repaint()
import os
os._exit(0)
"""


def _seconds(code: str, profile: str) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, profile], check=True, env=environment)
    return time.perf_counter() - begun


def main() -> int:
    """Print the ratios; return 1 when the limit is passed."""
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as profile:
        for _ in range(RUNS):
            bare.append(_seconds(_BARE, profile))
            ours.append(_seconds(_OURS, profile))
    print(f"whole processes, {RUNS} runs    quickest    middle")
    for name, runs in (("bare Qt window", bare), ("our window", ours)):
        print(f"{name:24} {min(runs):8.3f} s {statistics.median(runs):8.3f} s")
    ratio = min(ours) / min(bare)
    middle = statistics.median(ours) / statistics.median(bare)
    print(f"{'times a bare one':24} {ratio:8.2f}   {middle:8.2f}")
    return 1 if ratio > MOST_RATIO else 0


if __name__ == "__main__":
    sys.exit(main())
