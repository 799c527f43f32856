"""The journal's steps in the window's language; the English is that of `portfolio.model.steps`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model import steps
from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from portfolio.model.journal import Entry

_LONGEST = 80


def step_words(entry: Entry) -> str:
    """Return what the step did, e.g. ``Hid “Fix the focus ring”``."""
    named, plain, names = _templates().get(entry.label, ("", "", ()))
    if not plain:
        return QCoreApplication.translate("Step", "Changed something")
    values = [_cut(entry.args.get(name, "")) for name in names]
    return fill(named, *values) if all(values) else plain


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _templates() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Return the words with their arguments, without them, and the arguments' names."""
    translate = QCoreApplication.translate
    return {
        steps.IDENTITY_CONFIRMED: (
            translate("Step", "Confirmed “%1” as yours"),
            translate("Step", "Confirmed an identity"),
            ("name",),
        ),
        steps.IDENTITY_REJECTED: (
            translate("Step", "Said “%1” is somebody else"),
            translate("Step", "Rejected an identity"),
            ("name",),
        ),
        steps.IDENTITY_UNDECIDED: (
            translate("Step", "Left “%1” undecided"),
            translate("Step", "Left an identity undecided"),
            ("name",),
        ),
        steps.HOLDER_CHANGED: (
            translate("Step", "Changed your details"),
            translate("Step", "Changed your details"),
            (),
        ),
        steps.DEED_HIDDEN: (
            translate("Step", "Hid “%1”"),
            translate("Step", "Hid a deed"),
            ("title",),
        ),
        steps.DEED_SHOWN: (
            translate("Step", "Showed “%1” again"),
            translate("Step", "Showed a deed again"),
            ("title",),
        ),
        steps.DEED_RETITLED: (
            translate("Step", "Gave “%1” its title"),
            translate("Step", "Gave a deed another title"),
            ("title",),
        ),
        steps.DEED_CONFIDENTIAL: (
            translate("Step", "Marked “%1” confidential"),
            translate("Step", "Marked a deed confidential"),
            ("title",),
        ),
        steps.DEED_PUBLIC: (
            translate("Step", "Marked “%1” not confidential"),
            translate("Step", "Marked a deed not confidential"),
            ("title",),
        ),
        steps.DEED_NOTED: (
            translate("Step", "Noted something on “%1”"),
            translate("Step", "Noted something on a deed"),
            ("title",),
        ),
        steps.PROJECT_RENAMED: (
            translate("Step", "Renamed project to “%1”"),
            translate("Step", "Renamed a project"),
            ("name",),
        ),
        steps.PROJECT_DESCRIBED: (
            translate("Step", "Described project “%1”"),
            translate("Step", "Described a project"),
            ("name",),
        ),
        steps.PROJECT_MERGED: (
            translate("Step", "Made “%1” part of “%2”"),
            translate("Step", "Merged two projects"),
            ("name", "into"),
        ),
        steps.PROJECT_HIDDEN: (
            translate("Step", "Hid project “%1”"),
            translate("Step", "Hid a project"),
            ("name",),
        ),
        steps.PROJECT_SHOWN: (
            translate("Step", "Showed project “%1” again"),
            translate("Step", "Showed a project again"),
            ("name",),
        ),
        steps.ROLE_ADDED: (
            translate("Step", "Added a role in “%1”"),
            translate("Step", "Added a role"),
            ("name",),
        ),
        steps.ROLE_CHANGED: (
            translate("Step", "Changed a role in “%1”"),
            translate("Step", "Changed a role"),
            ("name",),
        ),
        steps.ROLE_REMOVED: (
            translate("Step", "Removed a role in “%1”"),
            translate("Step", "Removed a role"),
            ("name",),
        ),
        steps.STORY_ADDED: (
            translate("Step", "Added story “%1”"),
            translate("Step", "Added a story"),
            ("title",),
        ),
        steps.STORY_CHANGED: (
            translate("Step", "Changed story “%1”"),
            translate("Step", "Changed a story"),
            ("title",),
        ),
        steps.STORY_REMOVED: (
            translate("Step", "Removed story “%1”"),
            translate("Step", "Removed a story"),
            ("title",),
        ),
        steps.STORY_WORKS_ADDED: (
            translate("Step", "Added deeds to story “%1”"),
            translate("Step", "Added deeds to a story"),
            ("title",),
        ),
        steps.STORY_WORKS_REMOVED: (
            translate("Step", "Took deeds out of story “%1”"),
            translate("Step", "Took deeds out of a story"),
            ("title",),
        ),
        steps.STORY_STARRED: (
            translate("Step", "Starred “%1”"),
            translate("Step", "Starred a deed"),
            ("title",),
        ),
        steps.STORY_UNSTARRED: (
            translate("Step", "Took the star off “%1”"),
            translate("Step", "Took the star off a deed"),
            ("title",),
        ),
        steps.STORY_REORDERED: (
            translate("Step", "Changed the order in story “%1”"),
            translate("Step", "Changed the order in a story"),
            ("title",),
        ),
        steps.STORY_READY: (
            translate("Step", "Marked story “%1” ready"),
            translate("Step", "Marked a story ready"),
            ("title",),
        ),
        steps.STORY_DRAFT: (
            translate("Step", "Marked story “%1” a draft"),
            translate("Step", "Marked a story a draft"),
            ("title",),
        ),
        steps.EDITION_ADDED: (
            translate("Step", "Added edition “%1”"),
            translate("Step", "Added an edition"),
            ("name",),
        ),
        steps.EDITION_CHANGED: (
            translate("Step", "Changed edition “%1”"),
            translate("Step", "Changed an edition"),
            ("name",),
        ),
        steps.EDITION_LETTERS: (
            translate("Step", "Chose the letters of edition “%1”"),
            translate("Step", "Chose the letters of an edition"),
            ("name",),
        ),
        steps.EDITION_BADGES: (
            translate("Step", "Chose the badges of edition “%1”"),
            translate("Step", "Chose the badges of an edition"),
            ("name",),
        ),
        steps.EDITION_REMOVED: (
            translate("Step", "Removed edition “%1”"),
            translate("Step", "Removed an edition"),
            ("name",),
        ),
        steps.ACCOUNT_ADDED: (
            translate("Step", "Added account “%1”"),
            translate("Step", "Added an account"),
            ("name",),
        ),
        steps.ACCOUNT_PROVED: (
            translate("Step", "Signed in to account “%1”"),
            translate("Step", "Signed in to an account"),
            ("name",),
        ),
        steps.ACCOUNT_REMOVED: (
            translate("Step", "Removed account “%1” with its data"),
            translate("Step", "Removed an account"),
            ("name",),
        ),
        steps.QUESTION_ANSWERED: (
            translate("Step", "Answered a question about “%1”"),
            translate("Step", "Answered a question"),
            ("name",),
        ),
        steps.MANUAL_ADDED: (
            translate("Step", "Added “%1” by hand"),
            translate("Step", "Added a contribution by hand"),
            ("title",),
        ),
        steps.MANUAL_CHANGED: (
            translate("Step", "Changed “%1”, entered by hand"),
            translate("Step", "Changed what was entered by hand"),
            ("title",),
        ),
        steps.MANUAL_REMOVED: (
            translate("Step", "Removed “%1”, entered by hand"),
            translate("Step", "Removed what was entered by hand"),
            ("title",),
        ),
        steps.MANUAL_IMPORTED: (
            translate("Step", "Imported contributions from “%1”"),
            translate("Step", "Imported contributions"),
            ("name",),
        ),
        steps.LETTER_RECEIVED: (
            translate("Step", "Took in the letter of “%1”"),
            translate("Step", "Took in a letter"),
            ("name",),
        ),
        steps.LETTER_ACCEPTED: (
            translate("Step", "Accepted the letter of “%1”"),
            translate("Step", "Accepted a letter"),
            ("name",),
        ),
        steps.LETTER_PRIVATE: (
            translate("Step", "Kept the letter of “%1” private"),
            translate("Step", "Kept a letter private"),
            ("name",),
        ),
        steps.LETTER_DECLINED: (
            translate("Step", "Declined the letter of “%1”"),
            translate("Step", "Declined a letter"),
            ("name",),
        ),
        steps.LETTER_CORRECTED: (
            translate("Step", "Accepted the letter of “%1” with a correction"),
            translate("Step", "Accepted a letter with a correction"),
            ("name",),
        ),
        steps.LETTER_NEVER: (
            translate("Step", "Declined all letters by the key of “%1”"),
            translate("Step", "Declined all letters by a key"),
            ("name",),
        ),
        steps.LETTER_WORK_ANSWERED: (
            translate("Step", "Answered about “%1”"),
            translate("Step", "Answered about a work in a letter"),
            ("title",),
        ),
        steps.LETTER_CHANGE_ASKED: (
            translate("Step", "Asked “%1” for a change"),
            translate("Step", "Asked for a change"),
            ("name",),
        ),
        steps.LETTER_PENDING: (
            translate("Step", "Put the letter of “%1” back in the inbox"),
            translate("Step", "Put a letter back in the inbox"),
            ("name",),
        ),
        steps.LETTER_SHOWN: (
            translate("Step", "Showed the letter of “%1” in documents"),
            translate("Step", "Showed a letter in documents"),
            ("name",),
        ),
        steps.LETTER_LEFT_OUT: (
            translate("Step", "Left the letter of “%1” out of documents"),
            translate("Step", "Left a letter out of documents"),
            ("name",),
        ),
        steps.LETTER_SHORTENED: (
            translate("Step", "Shortened what is printed of “%1”"),
            translate("Step", "Shortened what is printed of a letter"),
            ("name",),
        ),
        steps.LETTER_GIVEN: (
            translate("Step", "Wrote a letter for “%1”"),
            translate("Step", "Wrote a letter"),
            ("name",),
        ),
        steps.LETTER_REMOVED: (
            translate("Step", "Removed the letter of “%1”"),
            translate("Step", "Removed a letter"),
            ("name",),
        ),
        steps.REQUEST_MADE: (
            translate("Step", "Asked “%1” for words"),
            translate("Step", "Asked somebody for words"),
            ("name",),
        ),
        steps.REQUEST_REMINDED: (
            translate("Step", "Reminded “%1”"),
            translate("Step", "Reminded somebody"),
            ("name",),
        ),
        steps.REQUEST_REMOVED: (
            translate("Step", "Took back the request to “%1”"),
            translate("Step", "Took back a request"),
            ("name",),
        ),
        steps.BADGE_RECEIVED: (
            translate("Step", "Took in badge “%1”"),
            translate("Step", "Took in a badge"),
            ("name",),
        ),
        steps.BADGES_RECEIVED: (
            translate("Step", "Took in %1 badges"),
            translate("Step", "Took in several badges"),
            ("count",),
        ),
        steps.BADGE_SHOWN: (
            translate("Step", "Showed badge “%1” in documents"),
            translate("Step", "Showed a badge in documents"),
            ("name",),
        ),
        steps.BADGE_LEFT_OUT: (
            translate("Step", "Left badge “%1” out of documents"),
            translate("Step", "Left a badge out of documents"),
            ("name",),
        ),
        steps.BADGE_GIVEN: (
            translate("Step", "Gave badge “%1”"),
            translate("Step", "Gave a badge"),
            ("name",),
        ),
        steps.BADGE_REMOVED: (
            translate("Step", "Removed badge “%1”"),
            translate("Step", "Removed a badge"),
            ("name",),
        ),
        steps.POLICY_ADDED: (
            translate("Step", "Added policy “%1”"),
            translate("Step", "Added a policy"),
            ("name",),
        ),
        steps.POLICY_SHOWN: (
            translate("Step", "Had documents print the mark of “%1”"),
            translate("Step", "Had documents print a mark"),
            ("name",),
        ),
        steps.POLICY_LEFT_OUT: (
            translate("Step", "Left the mark of “%1” out of documents"),
            translate("Step", "Left a mark out of documents"),
            ("name",),
        ),
        steps.POLICY_REMOVED: (
            translate("Step", "Removed policy “%1”"),
            translate("Step", "Removed a policy"),
            ("name",),
        ),
        steps.KEY_ADDED: (
            translate("Step", "Added key “%1”"),
            translate("Step", "Added a key"),
            ("name",),
        ),
        steps.KEY_SEEN: (
            translate("Step", "Noted where key “%1” was seen"),
            translate("Step", "Noted where a key was seen"),
            ("name",),
        ),
        steps.KEY_TRUSTED: (
            translate("Step", "Said how you know key “%1”"),
            translate("Step", "Said how you know a key"),
            ("name",),
        ),
        steps.KEY_REMOVED: (
            translate("Step", "Removed key “%1”"),
            translate("Step", "Removed a key"),
            ("name",),
        ),
        steps.KEY_CHANGED: (
            translate("Step", "Changed key “%1” for a new one"),
            translate("Step", "Changed a key for a new one"),
            ("name",),
        ),
        steps.KEY_RECOVERY: (
            translate("Step", "Saved a recovery file of key “%1”"),
            translate("Step", "Saved a recovery file of a key"),
            ("name",),
        ),
        steps.EDITION_SAVED: (
            translate("Step", "Noted that “%1” was saved"),
            translate("Step", "Noted that a document was saved"),
            ("name",),
        ),
    }
