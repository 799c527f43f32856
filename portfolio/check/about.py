"""Whether a letter attached to a document is about the person the document is of."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from portfolio.attest.onlooker import account_key
from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from portfolio.model.attestation import Attestation
    from portfolio.model.document import Document


def about_other(letter: Attestation, document: Document) -> Step | None:
    """Return the step for a letter that names somebody else than the document, None otherwise.

    A whole letter may be handed on by anybody. Names are written in many ways, so one word or one
    account in common is enough; what has neither is for the reader to ask about.
    """
    subject = letter.subject
    if not subject.name and not subject.accounts:
        return None
    listed = {account_key(span.href) for span in document.contact if span.href}
    listed |= {f"mailto:{span.text.casefold()}" for span in document.contact if "@" in span.text}
    named = {
        each.casefold() if each.lower().startswith("mailto:") else account_key(each)
        for each in subject.accounts
    }
    if named & listed or _words(subject.name) & _words(document.name):
        return None
    facts = (("name", subject.name), ("holder", document.name))
    return Step(StepMark.REFUSED, Saying("document.about-other", facts))


def _words(name: str) -> set[str]:
    """Return the words of a name without accents, as two spellings of it may share them."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return {word for word in re.findall(r"\w+", bare) if len(word) > 1}
