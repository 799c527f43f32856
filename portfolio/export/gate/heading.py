"""What names the document: the top of its page, its file name, and where its newest copy is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.gate.addresses import mail_address, shown, web_address
from portfolio.model.document import Span

if TYPE_CHECKING:
    from portfolio.export.gate.pen import Pen
    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder

FILE_STEM = "CV"
_MAX_STEM = 60
# Letters that stand alone in Unicode (NFKD leaves them whole) and how they are usually spelt.
_SPELT = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O"}
    | {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
    | {"ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "ng", "Ŋ": "Ng", "ŧ": "t", "Ŧ": "T", "ĸ": "k"}
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact data that the document shows, part by part; empty is not shown."""

    place: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[Span, ...] = ()

    @property
    def line(self) -> tuple[Span, ...]:
        """Return the contact line in the order of the page."""
        email = (Span(self.email, mail_address(self.email)),) if self.email else ()
        words = tuple(Span(text) for text in (self.place,) if text)
        phone = (Span(self.phone),) if self.phone else ()
        return (*words, *email, *phone, *self.links)


def contact(pen: Pen, edition: Edition, holder: Holder) -> Contact:
    """Return what the edition shows of the holder's contact data."""
    return Contact(
        place=pen.line(holder.place, limit=120),
        email=_email(pen, holder) if edition.show_email else "",
        phone=pen.line(holder.phone, limit=60) if edition.show_phone else "",
        links=tuple(dict.fromkeys(_links(pen, holder))),
    )


def _email(pen: Pen, holder: Holder) -> str:
    email = pen.line(holder.email, limit=254)
    if email and not mail_address(email):
        pen.ledger.note(LeftOutKind.UNFIT_LINK, email)
        return ""
    return email


def file_stem(name: str) -> str:
    """Return an ASCII file name without ending: ``Noor-Vantongeren-CV``, or ``CV``."""
    spelt = unicodedata.normalize("NFKD", name.translate(_SPELT))
    words = re.findall(r"[A-Za-z0-9]+", re.sub(r"['’`.]", "", _without_marks(spelt)))
    stem = "-".join(words)[:_MAX_STEM].strip("-")
    return f"{stem}-{FILE_STEM}" if stem and re.search("[A-Za-z]", stem) else FILE_STEM


def _without_marks(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


def newest_copy(pen: Pen, edition: Edition) -> str:
    """Return the https address at which the newest copy is kept, or "" when there is none."""
    typed = edition.newest_url.strip()
    address = web_address(typed)
    if not address.startswith("https://"):
        if typed:
            pen.ledger.note(LeftOutKind.UNFIT_LINK, typed)
        return ""
    return pen.address(address)


def _links(pen: Pen, holder: Holder) -> list[Span]:
    found = []
    for link in holder.links:
        address = web_address(link)
        if not address:
            if link.strip():
                pen.ledger.note(LeftOutKind.UNFIT_LINK, link)
            continue
        if pen.address(address):
            found.append(Span(pen.line(shown(address), limit=120), address))
    return found
