"""Font faces: which there are, what they cover, and which one draws a character.

Order for each character: the template's face, Noto Sans (Devanagari too), the faces for Arabic and
Hebrew, Noto Emoji, a usable face of this system (Chinese, Japanese, Korean, rarer scripts), else
none. Every bundled face has TrueType outlines and allows embedding; so must a system's face.
"""

from __future__ import annotations

import os
import struct
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

RESTRICTED_EMBEDDING = 0x0002
SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
MOST_SYSTEM_FILES = 4000
REPLACEMENT = "\ufffd"


class Weight(StrEnum):
    """The two weights of the template."""

    REGULAR = "Regular"
    SEMI_BOLD = "SemiBold"


BUNDLED = ("SourceSans3", "NotoSans", "Vazirmatn", "NotoSansHebrew")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A loaded face.

    Attributes:
        name: PostScript-like name for the file.
        face / font: HarfBuzz objects.
        covered: Code points it has a glyph for.
        bounds: Font bounding box in 1/1000 em.
    """

    name: str
    face: Any
    font: Any
    covered: frozenset[int]
    upem: int
    ascent: float
    descent: float
    cap_height: float
    bounds: tuple[int, int, int, int]

    def advance(self, glyph: int) -> float:
        """Return a glyph's advance in 1/1000 em."""
        return float(self.font.get_glyph_h_advance(glyph)) * 1000 / self.upem


@lru_cache(maxsize=64)
def load(path: str, index: int = 0) -> Face | None:
    """Load a face with TrueType outlines; None when it has none or forbids embedding."""
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(path)
    face = uharfbuzz.Face(blob, index)
    glyf = bytes(face.reference_table("glyf").data)
    os2 = bytes(face.reference_table("OS/2").data)
    if not glyf or len(os2) < 10:
        return None
    if struct.unpack_from(">H", os2, 8)[0] & 0x000F == RESTRICTED_EMBEDDING:
        return None
    font = uharfbuzz.Font(face)
    upem = face.upem
    head = bytes(face.reference_table("head").data)
    bounds = struct.unpack_from(">4h", head, 36)
    extents = font.get_font_extents("ltr")
    tall = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else upem * 0.7
    scale = 1000 / upem
    return Face(
        name="".join(each for each in Path(path).stem if each.isalnum() or each == "-"),
        face=face,
        font=font,
        covered=frozenset(face.unicodes),
        upem=upem,
        ascent=extents.ascender * scale,
        descent=extents.descender * scale,
        cap_height=tall * scale,
        bounds=(
            round(bounds[0] * scale),
            round(bounds[1] * scale),
            round(bounds[2] * scale),
            round(bounds[3] * scale),
        ),
    )


@cache
def bundled(weight: Weight) -> tuple[Face, ...]:
    """Return the bundled faces in the order they are tried."""
    names = [f"{family}-{weight}.ttf" for family in BUNDLED]
    names.append(f"NotoEmoji-{Weight.REGULAR}.ttf")
    found = [load(str(resources.path("fonts", name))) for name in names]
    return tuple(face for face in found if face is not None)


@lru_cache(maxsize=4096)
def face_for(letter: str, weight: Weight) -> Face | None:
    """Return the face that draws a letter with all its marks, or None when there is none."""
    codes = set(map(ord, letter))
    for face in bundled(weight):
        if codes <= face.covered:
            return face
    if any(unicodedata.category(each) in {"Cn", "Co", "Cs", "Cc"} for each in letter):
        return None
    return next((face for face in system_faces() if codes <= face.covered), None)


@cache
def system_faces() -> tuple[Face, ...]:
    """Return usable faces of this system, best guesses for wide coverage first.

    Read once, at the first character that no bundled face has.
    """
    faces = []
    for path in sorted(_system_files(), key=_rank):
        try:
            face = load(path)
        except (OSError, ValueError, RuntimeError, struct.error):
            continue
        if face is not None:
            faces.append(face)
        if len(faces) >= 48:
            break
    return tuple(faces)


def _rank(path: str) -> tuple[int, str]:
    """Put faces likely to cover Han, Kana, Hangul or much of Unicode before the others."""
    name = Path(path).name.lower()
    likely = (
        "cjk",
        "notosanssc",
        "notosansjp",
        "notosanskr",
        "wqy",
        "droidsansfallback",
        "unifont",
    )
    wide = ("noto", "freesans", "dejavusans", "gulim", "msyh", "malgun", "arialuni")
    if any(
        part in name for part in ("bold", "italic", "oblique", "light", "thin", "black", "mono")
    ):
        return 3, name
    if any(part in name for part in likely):
        return 0, name
    return (1 if any(part in name for part in wide) else 2), name


def _system_files() -> Iterator[str]:
    count = 0
    for folder in SYSTEM_FOLDERS:
        for root, _, files in os.walk(Path(folder).expanduser()):
            for name in files:
                if name.lower().endswith((".ttf", ".ttc")):
                    yield str(Path(root) / name)
                    count += 1
                    if count >= MOST_SYSTEM_FILES:
                        return
