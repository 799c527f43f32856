"""What goes into the mail beside a request: the works, the question, and four ways to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from portfolio.attest import letter as form
from portfolio.model.attestation import MAX_VOUCH, AttestationKind
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.letter_request import LetterRequest

LONGEST_LINK: Final = 1900
"""Mail programs and browsers cut longer ``mailto:`` links off at about 2,000 characters."""
FORM_STEM: Final = "letter"


def subject(request: LetterRequest) -> str:
    """Return the subject line of the mail."""
    return f"A few words about our work? ({clean_line(request.holder.name, limit=60)})"


def mail_text(request: LetterRequest, *, form_stem: str = FORM_STEM) -> str:
    """Return the text of the mail, in English, for the holder to change as they like.

    Args:
        request: What is asked.
        form_stem: Name without ending of the form to be filled in (`letter_requests.form_of`)
            that goes with it; "" when none does.
    """
    return "\n".join(_lines(request, form_stem)) + "\n"


def mail_link(request: LetterRequest, address: str = "") -> str:
    """Return a ``mailto:`` link with the mail in it; a file cannot ride on one.

    Where the whole is too long, the ways to answer go, then the works beyond the first few.
    """
    start = f"mailto:{quote(address, safe='@')}?subject={quote(subject(request))}&body="
    for text in (mail_text(request, form_stem=""), *_shorter(request)):
        link = start + quote(text)
        if len(link) <= LONGEST_LINK:
            return link
    return start + quote(request.question[:60])


def _shorter(request: LetterRequest) -> Iterable[str]:
    for count in range(len(request.works), 0, -1) or (0,):
        yield "\n".join(_asking(request, count)) + "\n"


def _asking(request: LetterRequest, count: int) -> Iterable[str]:
    name = request.asked.name
    yield f"Hello {name}," if name else "Hello,"
    yield ""
    yield request.question
    yield ""
    if request.works:
        yield "It is about these works:"
        yield ""
    for number, work in enumerate(request.works[:count], start=1):
        yield f"{number}. {work.title}"
        if work.url:
            yield f"   {work.url}"
    more = len(request.works) - count
    if more:
        yield f"   and {more} more"
    if request.expires_at is not None:
        yield ""
        yield f"If you can, before {request.expires_at.date().isoformat()}. No answer is fine too."


def _lines(request: LetterRequest, form_stem: str) -> Iterable[str]:
    yield from _asking(request, len(request.works))
    yield ""
    yield "Any of these ways is good:"
    yield ""
    if request.mentoring is None:  # only a signed letter can say who mentored whom
        yield "* A public comment. Write what you saw where the work is, and send me the link of"
        yield "  the comment. Deleting it takes it back."
    if form_stem:
        yield from _signing(request, form_stem)
    yield "* With Portfolio. Open the file of this request, write, sign, and send me what it saves."
    if request.mentoring is None:
        yield "* A plain reply to this mail. Readers will see that it cannot be checked."
    yield ""
    yield request.holder.name


def _signing(request: LetterRequest, stem: str) -> Iterable[str]:
    name = f"{stem}.{form.suffix(request.kind)}"
    yield f"* Signed with your SSH key. Open {name} in any editor and write in place of"
    yield f"  “{form.UNWRITTEN}”. You may add, below your name at the head, lines such as"
    yield "    Basis: reviewed the work"
    yield f"    Issued: {request.made_at.date().isoformat()}"
    yield f"  (Basis: {', '.join(form.BASES)})."
    if request.kind is AttestationKind.VOUCH:
        yield f"  A vouch has at most {MAX_VOUCH} characters."
    yield "  Save, then run"
    yield f"    ssh-keygen -Y sign -n {form.namespace(request.kind)} -f ~/.ssh/id_ed25519 {name}"
    yield f"  and send me both files, {name} and {name}.sig."
