"""A real browser for the page: headless Chromium, driven over a pipe (Chrome DevTools Protocol)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
LIMIT_S = 60
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--remote-debugging-pipe",
)


class Browser:
    """One page of a running browser.

    Args:
        sending: Where commands are written to.
        receiving: Where answers and events come from; each ends with a zero byte.
    """

    def __init__(self, sending: int, receiving: int) -> None:
        self._sending, self._receiving = sending, receiving
        self._last = 0
        self._rest = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "DOM", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def open(self, path: Path) -> None:
        """Open a file from disk and wait until it is there."""
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        self._event("Page.loadEventFired")

    def choose(self, *paths: Path) -> dict[str, Any]:
        """Choose files in the page, as a person does, and return what it then shows."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector="#file")["nodeId"]
        self.run(_FORGOTTEN)
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])
        shown: dict[str, Any] = self.run(_SHOWN)
        return shown

    def drop(self, *paths: Path) -> dict[str, Any]:
        """Drop files on the page with the mouse, and return what it then shows."""
        self.run(_FORGOTTEN)
        files = [str(path) for path in paths]
        data = {"items": [], "files": files, "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.call("Input.dispatchDragEvent", type=kind, x=200, y=150, data=data)
        shown: dict[str, Any] = self.run(_SHOWN)
        return shown

    def run(self, expression: str) -> Any:
        """Return what an expression comes to in the page; a promise is waited for."""
        done = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and return its result."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._sending, json.dumps(message).encode() + b"\0")
        while True:
            said = self._read()
            if said.get("id") == self._last:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result
            self.events.append(said)

    def _event(self, method: str) -> None:
        while not any(each.get("method") == method for each in self.events):
            self.events.append(self._read())

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._receiving, 65536)
            assert part, "the browser ended"
            self._rest += part
        whole, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(whole)
        return said


_FORGOTTEN = 'document.getElementById("status").dataset.state = ""'
_SHOWN = """
new Promise((resolve) => {
  const status = document.getElementById("status");
  const of = (item) => ({ code: item.dataset.code, mark: item.dataset.mark,
    trust: item.dataset.trust ?? null, state: item.dataset.state ?? null,
    text: item.textContent });
  const look = () => {
    if (!["done", "refused", "failed"].includes(status.dataset.state)) return false;
    resolve({ state: status.dataset.state, status: status.innerText,
      headline: document.getElementById("headline").innerText,
      focus: document.activeElement.id,
      hidden: document.getElementById("report").hidden,
      rows: [...document.querySelectorAll("#rows > li")].map(of),
      steps: [...document.querySelectorAll("#rows .steps li")].map(of),
      claims: [...document.querySelectorAll("#rows .claims li")].map(of),
      controls: [...document.querySelectorAll("#controlled > li")]
        .map((item) => item.dataset.code) });
    return true;
  };
  if (!look()) {
    const watching = new MutationObserver(() => { if (look()) watching.disconnect(); });
    watching.observe(status, { attributes: true, childList: true, subtree: true });
  }
})
"""


@contextlib.contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Run a browser with a profile of its own; what it complains of is in ``folder``."""
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    # A short path, whatever the test's own folders are called: the browser has a socket in it,
    # whose name may have 107 bytes.
    with (
        (folder / "browser.log").open("wb") as log,
        tempfile.TemporaryDirectory(prefix="b", dir="/tmp", ignore_cleanup_errors=True) as home,
    ):
        process = _started(home, (to_read, from_write), log.fileno())
        os.close(to_read)
        os.close(from_write)
        try:
            yield Browser(to_write, from_read)
        finally:
            os.close(to_write)
            process.terminate()
            try:
                process.wait(LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(from_read)


def _started(home: str, ends: tuple[int, int], log: int) -> subprocess.Popen[bytes]:
    """Start it with its ends of the two pipes as descriptors 3 and 4."""
    reading, writing = ends
    # The shell puts the two in their places; Python cannot pass them on under other numbers.
    line = f'exec 3<&{reading} 4>&{writing}; exec "$@"'
    command = (CHROMIUM, *_FLAGS, f"--user-data-dir={home}/profile")
    return subprocess.Popen(
        ["/bin/bash", "-c", line, "browser", *command],
        pass_fds=ends,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env={**os.environ, "HOME": home, "TMPDIR": home},
    )
