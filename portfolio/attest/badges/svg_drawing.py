"""Whether an SVG picture from outside may be drawn: shapes only, nothing run, nothing fetched.

The picture stays as it is, whatever comes out; one that may not be drawn is shown as a neutral
picture instead. Renderers load files that pictures name, and shapes that repeat each other double
with every step, so this looks at what a picture refers to.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Final

from portfolio.attest.badges import images, markup
from portfolio.attest.badges.strict_json import refused
from portfolio.errors import BadgeError

MAX_BYTES: Final = 1024 * 1024
_MAX_ELEMENTS: Final = 10_000
_MAX_DEPTH: Final = 100
_MAX_REFERENCES: Final = 200
_MAX_PICTURES: Final = 10
_SVG: Final = "http://www.w3.org/2000/svg"
_GRADIENTS: Final = frozenset(("linearGradient", "radialGradient"))
_UNFIT: Final = frozenset(
    (
        *("script", "foreignObject", "iframe", "embed", "object", "handler", "listener"),
        *("audio", "video", "canvas", "filter", "feImage", "tref", "font-face-uri", "cursor"),
        *("animate", "animateMotion", "animateTransform", "animateColor", "set", "discard"),
    )
)
_URL = re.compile(r"url\(\s*(['\"]?)\s*(#?)([^'\")]*)", re.IGNORECASE)
_UNFIT_IN_STYLE = re.compile(r"@import|@font-face|javascript:|expression\(|\\", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif);base64,", re.IGNORECASE)
_RASTERS: Final = frozenset(("image/png", "image/jpeg", "image/gif"))


def may_be_drawn(raw: bytes) -> bool:
    """Whether a renderer may be given this picture."""
    if len(raw) > MAX_BYTES:
        return False
    looking = _Looking()
    parser = markup.parser()
    parser.StartElementHandler = looking.start
    parser.EndElementHandler = looking.end
    parser.CharacterDataHandler = looking.text
    parser.ProcessingInstructionHandler = _unfit
    try:
        markup.parse(parser, raw)
    except BadgeError:
        return False
    return not looking.repeats()


@dataclass(slots=True)
class _Looking:
    """What was seen of a picture so far."""

    open: list[tuple[str, str]] = field(default_factory=list)  # name and id
    kinds: dict[str, str] = field(default_factory=dict)  # of elements, by id
    references: list[tuple[frozenset[str], str]] = field(default_factory=list)
    number: int = 0
    pictures: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.number += 1
        if self.number > _MAX_ELEMENTS or len(self.open) > _MAX_DEPTH:
            _unfit()
        namespace, _, local = name.rpartition(markup.BETWEEN)
        if namespace in ("", _SVG) and local in _UNFIT:
            _unfit()
        identifier = attributes.get("id", "")
        if identifier:
            self.kinds[identifier] = local
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition(markup.BETWEEN)[2].lower(), value)
        self.open.append((local, identifier))

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        if self.open[-1][0] == "style":
            self._style(text)

    def repeats(self) -> bool:
        """Whether what is repeated holds something that repeats again, itself perhaps."""
        heavy = [each for each in self.references if self.kinds.get(each[1]) not in _GRADIENTS]
        repeated = {target for _, target in heavy}
        return any(around & repeated for around, _ in heavy)

    def _attribute(self, name: str, value: str) -> None:
        if name.startswith("on"):
            _unfit()
        if name in ("href", "src"):
            self._reference(value.strip())
        elif "url" in value.lower() or name == "style":
            self._style(value)

    def _style(self, text: str) -> None:
        if _UNFIT_IN_STYLE.search(text):
            _unfit()
        for found in _URL.finditer(text):
            if not found[2]:
                _unfit()
            self._refers(found[3])

    def _reference(self, address: str) -> None:
        if address.startswith("#"):
            self._refers(address[1:])
            return
        self.pictures += 1
        begin = _PICTURE.match(address)
        if begin is None or self.pictures > _MAX_PICTURES or not _is_small(address[begin.end() :]):
            _unfit()

    def _refers(self, target: str) -> None:
        if len(self.references) >= _MAX_REFERENCES:
            _unfit()
        around = frozenset(identifier for _, identifier in self.open if identifier)
        self.references.append((around, target.strip()))


def _is_small(text: str) -> bool:
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:  # not base64, or not even ASCII
        return False
    return images.kind_of(data) in _RASTERS


def _unfit(*_: object) -> None:
    raise refused("The picture holds more than shapes.")
