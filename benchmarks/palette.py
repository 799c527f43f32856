"""Opening "Find or do" over a full record, against opening a bare frame with a list in it."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
MOST_MS = 50.0


def main() -> int:
    """Print the medians, and return 1 when the palette takes longer than it may."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QVBoxLayout

    from portfolio.log import Ring
    from portfolio.operations.sample import make_sample
    from portfolio.ui.app import ProfileWindow
    from portfolio.ui.tasks import LoopThread
    from portfolio.ui.theme.theme import Theme, ThemeMode

    application = QApplication([])
    theme = Theme(application)
    theme.apply(ThemeMode.LIGHT)
    thread = LoopThread()
    thread.begin()
    with tempfile.TemporaryDirectory() as folder:
        profile = make_sample(Path(folder))
        held = ProfileWindow(thread, theme, Ring(), profile)
        held.window.show()
        held.begin()
        while not held.session.is_open:
            application.processEvents()
        bare = QFrame(held.window)
        QVBoxLayout(bare).addWidget(QListWidget())
        ours, theirs = [], []
        for _ in range(RUNS):
            at = time.perf_counter()
            bare.show()
            bare.repaint()
            theirs.append(time.perf_counter() - at)
            bare.hide()
            at = time.perf_counter()
            held.window.open_palette()
            held.window.palette_box.repaint()
            ours.append(time.perf_counter() - at)
            held.window.palette_box.close_palette()
        held.window.close()
        thread.shutdown()
        held.close()
    first, second = statistics.median(theirs) * 1000, statistics.median(ours) * 1000
    print(f"a bare frame opens   {first:7.2f} ms")
    print(f"Find or do opens     {second:7.2f} ms   {second / max(first, 0.01):.1f} times")
    return 1 if second > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
