"""Whether a letter attached to a document is about the person the document is of."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from portfolio.attest.onlooker import account_key
from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.attestation import Attestation, Party
    from portfolio.model.document import Document


def about_other(letter: Attestation, document: Document) -> Step | None:
    """Return the step for a letter that names somebody else than the document, None otherwise.

    A whole letter may be handed on by anybody. Names are written in many ways, so one word or one
    account in common is enough; what has neither is for the reader to ask about.
    """
    listed = [span.href for span in document.contact if span.href]
    listed += [f"mailto:{span.text}" for span in document.contact if "@" in span.text]
    if has_in_common(letter.subject, [document.name], listed):
        return None
    facts = (("name", letter.subject.name), ("holder", document.name))
    return Step(StepMark.REFUSED, Saying("document.about-other", facts))


def has_in_common(subject: Party, names: Iterable[str], accounts: Iterable[str]) -> bool:
    """Say whether whom a letter is about may be the one with these names and accounts.

    So it is where the letter names nobody. Addresses are compared as accounts, or ``mailto:``.
    """
    if not subject.name and not subject.accounts:
        return True
    if set(map(_place, subject.accounts)) & set(map(_place, accounts)):
        return True
    return any(_words(subject.name) & _words(name) for name in names)


def _place(account: str) -> str:
    return account.casefold() if account.lower().startswith("mailto:") else account_key(account)


def _words(name: str) -> set[str]:
    """Return the words of a name without accents, as two spellings of it may share them."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return {word for word in re.findall(r"\w+", bare) if len(word) > 1}
