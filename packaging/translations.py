"""Bring the translation catalogues up to date: extract, fill in English plurals, compile.

    python packaging/translations.py            extract and compile
    python packaging/translations.py --check    fail when a catalogue is behind the code

``resources/i18n/portfolio_en.ts`` holds only texts with a count ("%n repository(s)"): English
words stand in the code, their plurals are made here. Other languages hold every text; a new one
is begun with an empty ``portfolio_xx.ts`` beside it, and keeps what was translated.

Texts are read from the syntax tree, because lupdate (Qt 6.11) does not see the count in
``translate(context, text, None, n)`` and so leaves the plurals of Python files out.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
ENGLISH = FOLDER / "portfolio_en.ts"
LRELEASE = Path(sys.executable).parent / "pyside6-lrelease"

IRREGULAR = {"person": "people", "is": "are", "was": "were", "has": "have", "it": "them"}
SINGULAR = {
    "addresses": "address",
    "are": "is",
    "forms": "form",
    "items": "item",
    "links": "link",
    "pages": "page",
    "people": "person",
    "projects": "project",
    "spellings": "spelling",
    "stories": "story",
    "works": "work",
}
# Only the first noun after the number, and the verb that goes with it.
_PLURALS = re.compile(
    rf"(?<=%n )(?:{'|'.join(SINGULAR)})\b"
    r"|(?<=%n other )people\b|(?<=%n hidden )items\b|(?<=%n confidential )items\b"
    r"|(?<=that )are\b"
)
DATA_CONTEXTS = {"roles", "verdict"}
"""Contexts whose texts stand in data files."""
_COUNTED = re.compile(r"([A-Za-z]+)\(s\)")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stands in the code."""

    context: str
    source: str
    comment: str = ""
    has_count: bool = False


@dataclass(slots=True)
class Finder(ast.NodeVisitor):
    """Finds the texts of one file."""

    classes: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Remember the class: it is the context of ``tr``."""
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        """Take a call of ``tr`` or ``translate``."""
        name = _called(node.func)
        if name == "tr" and node.args:
            context = self.classes[-1] if self.classes else _variable_context(node.func)
            self._take(context, node.args, node.lineno)
        elif name == "translate" and len(node.args) >= 2:
            context = _words(node.args[0])
            self._take(context or "", node.args[1:], node.lineno)
        self.generic_visit(node)

    def _take(self, context: str, arguments: list[ast.expr], line: int) -> None:
        source = _words(arguments[0])
        if source is None:
            if context not in DATA_CONTEXTS:
                self.unread.append(line)
            return
        comment = _words(arguments[1]) if len(arguments) > 1 else ""
        self.texts.append(Text(context, source, comment or "", has_count=len(arguments) > 2))


def _called(function: ast.expr) -> str:
    """Return ``tr`` or ``translate`` when that is called, else ""."""
    if isinstance(function, ast.Name):
        return function.id
    if not isinstance(function, ast.Attribute):
        return ""
    holder = function.value.id if isinstance(function.value, ast.Name) else ""
    is_ours = function.attr == "tr" or holder in {"QCoreApplication", "QApplication"}
    return function.attr if is_ours else ""


def _variable_context(function: ast.expr) -> str:
    """Return the class behind ``window.tr`` outside a class, by our naming of variables."""
    held = function.value if isinstance(function, ast.Attribute) else None
    return "MainWindow" if isinstance(held, ast.Name) and held.id == "window" else ""


def _words(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def extract() -> list[Text]:
    """Return every text of the window, each once, in a stable order.

    Raises:
        SystemExit: A text is not written out where it is translated.
    """
    found: dict[tuple[str, str, str], Text] = {}
    for path in sorted((ROOT / "portfolio" / "ui").rglob("*.py")):
        finder = Finder()
        finder.visit(ast.parse(path.read_text(encoding="utf-8")))
        if finder.unread:
            sys.exit(f"{path.relative_to(ROOT)}: not a plain text in line {finder.unread}")
        for text in finder.texts:
            key = (text.context, text.source, text.comment)
            if key not in found or text.has_count:
                found[key] = text
    return [found[key] for key in sorted(found)]


def forms(source: str) -> tuple[str, str]:
    """Return the English singular and plural of "%n repository(s)" or "%n stories"."""
    if not _COUNTED.search(source):
        return _PLURALS.sub(lambda word: SINGULAR[word[0]], source), source
    return _COUNTED.sub(r"\1", source), _COUNTED.sub(lambda word: plural(word[1]), source)


def plural(word: str) -> str:
    """Return the plural of an English noun or verb."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


def catalogue_of(texts: list[Text], language: str, kept: dict[Text, ET.Element]) -> str:
    """Return the text of a catalogue."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text in texts:
        context = contexts.get(text.context)
        if context is None:
            context = contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(context, "name").text = text.context
        message = ET.SubElement(context, "message")
        if text.has_count:
            message.set("numerus", "yes")
        ET.SubElement(message, "source").text = text.source
        if text.comment:
            ET.SubElement(message, "comment").text = text.comment
        if language == "en":
            translation = ET.SubElement(message, "translation")
            for form in forms(text.source):
                ET.SubElement(translation, "numerusform").text = form
        elif text in kept:
            message.append(kept[text])
        else:
            ET.SubElement(message, "translation", type="unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def translated(catalogue: Path) -> dict[Text, ET.Element]:
    """Return what a catalogue has translations for."""
    kept: dict[Text, ET.Element] = {}
    if not catalogue.exists() or not catalogue.stat().st_size:
        return kept
    for context in ET.parse(catalogue).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None:
                source = message.findtext("source") or ""
                comment = message.findtext("comment") or ""
                has_count = message.get("numerus") == "yes"
                kept[Text(name, source, comment, has_count)] = translation
    return kept


def english(texts: list[Text]) -> str:
    """Return the English catalogue: plurals only."""
    return catalogue_of([text for text in texts if text.has_count], "en", {})


def main() -> int:
    """Bring all catalogues up to date, or say that they are behind."""
    texts = extract()
    if "--check" in sys.argv[1:]:
        if not ENGLISH.exists() or ENGLISH.read_text(encoding="utf-8") != english(texts):
            print("resources/i18n is behind the code: run python packaging/translations.py")
            return 1
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(english(texts), encoding="utf-8")
    for catalogue in sorted(FOLDER.glob("*.ts")):
        if catalogue != ENGLISH:
            language = catalogue.stem.partition("_")[2]
            made = catalogue_of(texts, language, translated(catalogue))
            catalogue.write_text(made, encoding="utf-8")
        compiled = str(catalogue.with_suffix(".qm"))
        command = [str(LRELEASE), str(catalogue), "-qm", compiled]
        subprocess.run(command, check=True, capture_output=True)
        print(f"{catalogue.name}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
