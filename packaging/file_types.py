"""Have letters, requests and key changes open in Portfolio on a double click (Linux, this user).

::

    python packaging/file_types.py install [--data DIR]
    python packaging/file_types.py remove  [--data DIR]

Writes a type (freedesktop.org shared MIME info 2.4), a desktop entry (1.5) and an icon below
``~/.local/share``, or DIR. Letters and requests are also plain text, so every editor goes on
opening them. Badges are pictures and keep the programs they have: drop them on the window.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portfolio.attest.letter import suffix  # noqa: E402
from portfolio.model.attestation import AttestationKind  # noqa: E402

LETTER = "text/x-portfolio-letter"
REQUEST = "text/x-portfolio-request"
CONSENT = "text/x-portfolio-consent"
SHARE = "application/x-portfolio-share+json"
NAME = "portfolio"
_SPACE = "http://www.freedesktop.org/standards/shared-mime-info"
_QUOTES = {'"': "&quot;"}
_KINDS = (
    (LETTER, "Letter that can be checked", "Portfolio letter: ",
     tuple(suffix(kind) for kind in AttestationKind)),
    (REQUEST, "Request for a letter", "Portfolio request: ", ("request",)),
    (CONSENT, "Consent to a document", "Portfolio consent: ", ("consent",)),
    (SHARE, "Record shared for one purpose", r'{\n "schema": "portfolio-share/', ("share",)),
)  # fmt: skip


def types() -> str:
    """Return the package of types: by ending, and by the first line of the file."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f'<mime-info xmlns="{_SPACE}">']
    for name, words, first, endings in _KINDS:
        parts += [f'  <mime-type type="{name}">', f"    <comment>{escape(words)}</comment>",
                  '    <sub-class-of type="text/plain"/>',
                  '    <magic priority="60">',
                  f'      <match type="string" offset="0" value="{escape(first, _QUOTES)}"/>',
                  "    </magic>"]  # fmt: skip
        parts += [f'    <glob pattern="*.{escape(ending)}"/>' for ending in endings]
        parts.append("  </mime-type>")
    return "\n".join([*parts, "</mime-info>", ""])


def entry(program: str) -> str:
    """Return the desktop entry that starts ``program`` with a file."""
    quoted = program.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    types_line = ";".join(name for name, *_ in _KINDS)
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.5\nName=Portfolio\n"
        "Comment=The record of what you did in open communities\n"
        f'Exec="{quoted}" open %f\nIcon={NAME}\nTerminal=false\n'
        f"Categories=Office;Utility;\nMimeType={types_line};\nStartupWMClass={NAME}\n"
    )


def places(data: Path) -> dict[Path, bytes]:
    """Return what lies where once it is installed."""
    program = Path(sys.executable).with_name("portfolio")
    icon = ROOT / "resources" / "icons" / "app" / "portfolio.svg"
    return {
        data / "mime" / "packages" / f"{NAME}.xml": types().encode(),
        data / "applications" / f"{NAME}.desktop": entry(str(program)).encode(),
        data / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": icon.read_bytes(),
    }


def refresh(data: Path) -> None:
    """Have the desktop read the types anew, with the programs that are there."""
    for command in (["update-mime-database", str(data / "mime")],
                    ["update-desktop-database", str(data / "applications")]):  # fmt: skip
        if shutil.which(command[0]):
            subprocess.run(command, check=False)


def main(arguments: list[str] | None = None) -> int:
    """Install or remove."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("install", "remove"))
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    parser.add_argument("--data", type=Path, default=Path(home))
    asked = parser.parse_args(arguments)
    for path, content in places(asked.data).items():
        if asked.what == "install":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        else:
            path.unlink(missing_ok=True)
        print(path)
    refresh(asked.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
