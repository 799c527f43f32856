"""The page ``check.html``: the same check in a browser, for an interviewer who installs nothing.

One file without remote parts: its sources lie in ``resources/check``, its words are those of
``resources/verdicts.toml``, and the shape of the attached record is that of the model. A content
security policy names its one script and one style by their hashes and lets it ask nobody.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import types
import typing
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from portfolio import resources
from portfolio.attest import consents, letter, letter_armour, name_characters
from portfolio.model import share, text, verdict_words
from portfolio.model.consent import ConsentField
from portfolio.model.document import SCHEMA, Document, Entry, Listing, Prose

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME: Final = "check.html"
_FOLDER: Final = "check"
_PARTS: Final = (
    "bytes",
    "words",
    "sshsig",
    "letter_names",
    "letter",
    "letter_armour",
    "letter_verdict",
    "consent",
    "strict_json",
    "badge_keys",
    "badge",
    "badge_verdict",
    "badge_people",
    "badge_words",
    "comment",
    "claims",
    "pdf_objects",
    "pdf_file",
    "pdf_filters",
    "pdf_tree",
    "pdf_text",
    "record",
    "surplus",
    "share",
    "checking",
)
_ICONS: Final = (
    *("check", "circle-dashed", "circle-question-mark", "triangle-alert", "info"),
    *("link-2", "quote", "stamp", "pencil", "shield-question", "file-text", "user"),
)
_POLICY: Final = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_BLOCKS: Final = {"entry": Entry, "prose": Prose, "listing": Listing}

Json = dict[str, Any]


def page() -> bytes:
    """Return the page as UTF-8. Pure; the same bytes each time."""
    script = (
        '"use strict";\n(() => {\n'
        'const DATA = JSON.parse(document.getElementById("data").textContent);\n'
        f"{engine()}\n{_source('page.js')}}})();\n"
    )
    style = f"\n{_source('page.css')}"
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    # "<" would end the element it stands in, or begin a comment there.
    words = json.dumps(data(), ensure_ascii=True, sort_keys=True).replace("<", "\\u003c")
    made = _source("page.html")
    parts = {"policy": policy, "icons": _icons(), "style": style, "data": words, "script": script}
    for name, part in parts.items():
        made = made.replace(f"{{{{{name}}}}}", part)
    return made.encode("utf-8")


def engine() -> str:
    """Return the part of the script that checks, without the part that shows."""
    return "\n".join(_source(f"{name}.js") for name in _PARTS)


def data() -> Json:
    """Return what the script takes from the program: words, a record's shape, letters' headers."""
    words = {
        code: {"title": each.title, "detail": each.detail}
        for code, each in verdict_words.templates().items()
    }
    return {
        "words": words,
        "record": {"schema": SCHEMA, "document": _fields(Document)},
        "letter": {
            "headers": sorted(letter.KNOWN),
            "basis": list(letter.BASIS_WORDS.values()),
            "mentoring": list(letter.MENTORING_WORDS.values()),
        },
        "names": {
            "unseen": name_characters.UNSEEN,
            "symbols": name_characters.SYMBOLS,
            "longest": text.MAX_LINE,
            "word": text.MAX_WORD,
        },
        "armour": {
            "begin": letter_armour.BEGIN,
            "end": letter_armour.END,
            "most": letter_armour.MOST_BYTES,
        },
        "consent": {
            "headers": sorted(consents.KNOWN),
            "fields": list(ConsentField),
            "namespace": consents.NAMESPACE,
            "longest": consents.LONGEST_PURPOSE,
        },
        "share": {"schema": share.SCHEMA, "longest": share.MAX_WORDS},
    }


def _icons() -> str:
    """Return the program's icons as symbols, with their licence, which goes where they go."""
    licence = resources.read_text("icons", "LICENSE").replace("--", "- -").strip()
    symbols = [f"<!-- Icons:\n{licence}\n-->"]
    for name in _ICONS:
        drawn = resources.read_text("icons", f"{name}.svg")
        inner = drawn.partition(">")[2].rpartition("</svg>")[0].strip()
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return "\n".join(symbols)


def _source(name: str) -> str:
    return resources.read_text(_FOLDER, name)


def _hash(text: str) -> str:
    """Return a hash as a content security policy names it (CSP 3, 2.3.1)."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _fields(kind: type) -> Json:
    hints = typing.get_type_hints(kind)
    return {
        field.name: {"shape": _shape(hints[field.name]), **_default(field)}
        for field in dataclasses.fields(kind)
    }


def _default(field: dataclasses.Field[Any]) -> Mapping[str, object]:
    if field.default is not dataclasses.MISSING:
        return {"default": list(field.default) if field.default == () else field.default}
    if field.default_factory is not dataclasses.MISSING:
        return {"default": field.default_factory()}
    return {}


def _shape(kind: Any) -> Json:
    """Return what values of a type of the model look like as JSON (see ``record.js``)."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return {"each": _shape(arguments[0])}
        return {"tuple": [_shape(each) for each in arguments]}
    if origin in {typing.Union, types.UnionType}:
        return _union(arguments)
    return {"plain": "dict"} if origin is dict else _single(kind)


def _union(arguments: tuple[Any, ...]) -> Json:
    if types.NoneType in arguments:
        (only,) = (each for each in arguments if each is not types.NoneType)
        return {"optional": _shape(only)}
    return {"kinds": {name: _fields(each) for name, each in _BLOCKS.items()}}


def _single(kind: type) -> Json:
    if dataclasses.is_dataclass(kind):
        return {"fields": _fields(kind)}
    if issubclass(kind, StrEnum):
        return {"words": [str(each) for each in kind]}
    return {"plain": "date" if issubclass(kind, date) else kind.__name__}
