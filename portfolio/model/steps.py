"""Words for the journal's steps: what the holder did, as one short English phrase.

The constants are the labels operations give to ``Store.editing``; the arguments each template
takes are named in it. The window translates by label, the command line prints these.
"""

from __future__ import annotations

from typing import Final

from portfolio.model.journal import Entry

IDENTITY_CONFIRMED: Final = "identity.confirmed"
IDENTITY_REJECTED: Final = "identity.rejected"
IDENTITY_UNDECIDED: Final = "identity.undecided"
HOLDER_CHANGED: Final = "holder.changed"
DEED_HIDDEN: Final = "deed.hidden"
DEED_SHOWN: Final = "deed.shown"
DEED_RETITLED: Final = "deed.retitled"
DEED_CONFIDENTIAL: Final = "deed.confidential"
DEED_PUBLIC: Final = "deed.public"
DEED_NOTED: Final = "deed.noted"
PROJECT_RENAMED: Final = "project.renamed"
PROJECT_DESCRIBED: Final = "project.described"
PROJECT_MERGED: Final = "project.merged"
PROJECT_HIDDEN: Final = "project.hidden"
PROJECT_SHOWN: Final = "project.shown"
ROLE_ADDED: Final = "role.added"
ROLE_CHANGED: Final = "role.changed"
ROLE_REMOVED: Final = "role.removed"
STORY_ADDED: Final = "story.added"
STORY_CHANGED: Final = "story.changed"
STORY_REMOVED: Final = "story.removed"
STORY_WORKS_ADDED: Final = "story.works-added"
STORY_WORKS_REMOVED: Final = "story.works-removed"
STORY_STARRED: Final = "story.starred"
STORY_UNSTARRED: Final = "story.unstarred"
STORY_REORDERED: Final = "story.reordered"
STORY_READY: Final = "story.ready"
STORY_DRAFT: Final = "story.draft"
EDITION_ADDED: Final = "edition.added"
EDITION_CHANGED: Final = "edition.changed"
EDITION_LETTERS: Final = "edition.letters-chosen"
EDITION_BADGES: Final = "edition.badges-chosen"
EDITION_REMOVED: Final = "edition.removed"
EDITION_SAVED: Final = "edition.saved"
QUESTION_ANSWERED: Final = "question.answered"
ACCOUNT_ADDED: Final = "account.added"
ACCOUNT_PROVED: Final = "account.proved"
ACCOUNT_REMOVED: Final = "account.removed"
MANUAL_ADDED: Final = "contribution.added"
MANUAL_CHANGED: Final = "contribution.changed"
MANUAL_REMOVED: Final = "contribution.removed"
MANUAL_IMPORTED: Final = "contribution.imported"
LETTER_RECEIVED: Final = "letter.received"
LETTER_ACCEPTED: Final = "letter.accepted"
LETTER_PRIVATE: Final = "letter.private"
LETTER_DECLINED: Final = "letter.declined"
LETTER_CHANGE_ASKED: Final = "letter.change-asked"
LETTER_PENDING: Final = "letter.pending"
LETTER_SHOWN: Final = "letter.shown"
LETTER_LEFT_OUT: Final = "letter.left-out"
LETTER_SHORTENED: Final = "letter.shortened"
LETTER_CORRECTED: Final = "letter.corrected"
LETTER_NEVER: Final = "letter.never"
LETTER_WORK_ANSWERED: Final = "letter.work-answered"
LETTER_GIVEN: Final = "letter.given"
LETTER_REMOVED: Final = "letter.removed"
REQUEST_MADE: Final = "request.made"
REQUEST_REMINDED: Final = "request.reminded"
REQUEST_REMOVED: Final = "request.removed"
BADGE_RECEIVED: Final = "badge.received"
BADGES_RECEIVED: Final = "badge.received-several"
BADGE_SHOWN: Final = "badge.shown"
BADGE_LEFT_OUT: Final = "badge.left-out"
BADGE_GIVEN: Final = "badge.given"
BADGE_REMOVED: Final = "badge.removed"
POLICY_ADDED: Final = "policy.added"
POLICY_SHOWN: Final = "policy.shown"
POLICY_LEFT_OUT: Final = "policy.left-out"
POLICY_REMOVED: Final = "policy.removed"
KEY_ADDED: Final = "key.added"
KEY_SEEN: Final = "key.seen"
KEY_TRUSTED: Final = "key.trusted"
KEY_REMOVED: Final = "key.removed"
KEY_CHANGED: Final = "key.changed"
KEY_RECOVERY: Final = "key.recovery-saved"

# With the arguments, and without them: an entry of another version may lack some.
_TEMPLATES: Final[dict[str, tuple[str, str]]] = {
    IDENTITY_CONFIRMED: ("Confirmed “{name}” as yours", "Confirmed an identity"),
    IDENTITY_REJECTED: ("Said “{name}” is somebody else", "Rejected an identity"),
    IDENTITY_UNDECIDED: ("Left “{name}” undecided", "Left an identity undecided"),
    HOLDER_CHANGED: ("Changed your details", "Changed your details"),
    DEED_HIDDEN: ("Hid “{title}”", "Hid a deed"),
    DEED_SHOWN: ("Showed “{title}” again", "Showed a deed again"),
    DEED_RETITLED: ("Gave “{title}” its title", "Gave a deed another title"),
    DEED_CONFIDENTIAL: ("Marked “{title}” confidential", "Marked a deed confidential"),
    DEED_PUBLIC: ("Marked “{title}” not confidential", "Marked a deed not confidential"),
    DEED_NOTED: ("Noted something on “{title}”", "Noted something on a deed"),
    PROJECT_RENAMED: ("Renamed project to “{name}”", "Renamed a project"),
    PROJECT_DESCRIBED: ("Described project “{name}”", "Described a project"),
    PROJECT_MERGED: ("Made “{name}” part of “{into}”", "Merged two projects"),
    PROJECT_HIDDEN: ("Hid project “{name}”", "Hid a project"),
    PROJECT_SHOWN: ("Showed project “{name}” again", "Showed a project again"),
    ROLE_ADDED: ("Added a role in “{name}”", "Added a role"),
    ROLE_CHANGED: ("Changed a role in “{name}”", "Changed a role"),
    ROLE_REMOVED: ("Removed a role in “{name}”", "Removed a role"),
    STORY_ADDED: ("Added story “{title}”", "Added a story"),
    STORY_CHANGED: ("Changed story “{title}”", "Changed a story"),
    STORY_REMOVED: ("Removed story “{title}”", "Removed a story"),
    STORY_WORKS_ADDED: ("Added deeds to story “{title}”", "Added deeds to a story"),
    STORY_WORKS_REMOVED: ("Took deeds out of story “{title}”", "Took deeds out of a story"),
    STORY_STARRED: ("Starred “{title}”", "Starred a deed"),
    STORY_UNSTARRED: ("Took the star off “{title}”", "Took the star off a deed"),
    STORY_REORDERED: ("Changed the order in story “{title}”", "Changed the order in a story"),
    STORY_READY: ("Marked story “{title}” ready", "Marked a story ready"),
    STORY_DRAFT: ("Marked story “{title}” a draft", "Marked a story a draft"),
    EDITION_ADDED: ("Added edition “{name}”", "Added an edition"),
    EDITION_CHANGED: ("Changed edition “{name}”", "Changed an edition"),
    EDITION_LETTERS: ("Chose the letters of edition “{name}”", "Chose the letters of an edition"),
    EDITION_BADGES: ("Chose the badges of edition “{name}”", "Chose the badges of an edition"),
    EDITION_REMOVED: ("Removed edition “{name}”", "Removed an edition"),
    EDITION_SAVED: ("Noted that “{name}” was saved", "Noted that a document was saved"),
    ACCOUNT_ADDED: ("Added account “{name}”", "Added an account"),
    ACCOUNT_PROVED: ("Signed in to account “{name}”", "Signed in to an account"),
    ACCOUNT_REMOVED: ("Removed account “{name}” with its data", "Removed an account"),
    QUESTION_ANSWERED: ("Answered a question about “{name}”", "Answered a question"),
    MANUAL_ADDED: ("Added “{title}” by hand", "Added a contribution by hand"),
    MANUAL_CHANGED: ("Changed “{title}”, entered by hand", "Changed what was entered by hand"),
    MANUAL_REMOVED: ("Removed “{title}”, entered by hand", "Removed what was entered by hand"),
    MANUAL_IMPORTED: ("Imported contributions from “{name}”", "Imported contributions"),
    LETTER_RECEIVED: ("Took in the letter of “{name}”", "Took in a letter"),
    LETTER_ACCEPTED: ("Accepted the letter of “{name}”", "Accepted a letter"),
    LETTER_PRIVATE: ("Kept the letter of “{name}” private", "Kept a letter private"),
    LETTER_DECLINED: ("Declined the letter of “{name}”", "Declined a letter"),
    LETTER_CHANGE_ASKED: ("Asked “{name}” for a change", "Asked for a change"),
    LETTER_PENDING: (
        "Put the letter of “{name}” back in the inbox",
        "Put a letter back in the inbox",
    ),
    LETTER_SHOWN: ("Showed the letter of “{name}” in documents", "Showed a letter in documents"),
    LETTER_LEFT_OUT: (
        "Left the letter of “{name}” out of documents",
        "Left a letter out of documents",
    ),
    LETTER_SHORTENED: (
        "Shortened what is printed of “{name}”",
        "Shortened what is printed of a letter",
    ),
    LETTER_CORRECTED: (
        "Accepted the letter of “{name}” with a correction",
        "Accepted a letter with a correction",
    ),
    LETTER_NEVER: (
        "Declined all letters by the key of “{name}”",
        "Declined all letters by a key",
    ),
    LETTER_WORK_ANSWERED: ("Answered about “{title}”", "Answered about a work in a letter"),
    LETTER_GIVEN: ("Wrote a letter for “{name}”", "Wrote a letter"),
    LETTER_REMOVED: ("Removed the letter of “{name}”", "Removed a letter"),
    REQUEST_MADE: ("Asked “{name}” for words", "Asked somebody for words"),
    REQUEST_REMINDED: ("Reminded “{name}”", "Reminded somebody"),
    REQUEST_REMOVED: ("Took back the request to “{name}”", "Took back a request"),
    BADGE_RECEIVED: ("Took in badge “{name}”", "Took in a badge"),
    BADGES_RECEIVED: ("Took in {count} badges", "Took in several badges"),
    BADGE_SHOWN: ("Showed badge “{name}” in documents", "Showed a badge in documents"),
    BADGE_LEFT_OUT: ("Left badge “{name}” out of documents", "Left a badge out of documents"),
    BADGE_GIVEN: ("Gave badge “{name}”", "Gave a badge"),
    BADGE_REMOVED: ("Removed badge “{name}”", "Removed a badge"),
    POLICY_ADDED: ("Added policy “{name}”", "Added a policy"),
    POLICY_SHOWN: ("Had documents print the mark of “{name}”", "Had documents print a mark"),
    POLICY_LEFT_OUT: ("Left the mark of “{name}” out of documents", "Left a mark out of documents"),
    POLICY_REMOVED: ("Removed policy “{name}”", "Removed a policy"),
    KEY_ADDED: ("Added key “{name}”", "Added a key"),
    KEY_SEEN: ("Noted where key “{name}” was seen", "Noted where a key was seen"),
    KEY_TRUSTED: ("Said how you know key “{name}”", "Said how you know a key"),
    KEY_REMOVED: ("Removed key “{name}”", "Removed a key"),
    KEY_CHANGED: ("Changed key “{name}” for a new one", "Changed a key for a new one"),
    KEY_RECOVERY: ("Saved a recovery file of key “{name}”", "Saved a recovery file of a key"),
}

LABELS: Final = tuple(_TEMPLATES)

_LONGEST_ARGUMENT = 80


class _Arguments(dict[str, str]):
    """Arguments for a template, cut so that a menu line stays a line."""

    def __getitem__(self, key: str) -> str:
        text = " ".join(str(super().__getitem__(key)).split())
        if not text:
            raise KeyError(key)
        if len(text) > _LONGEST_ARGUMENT:
            return text[: _LONGEST_ARGUMENT - 1].rstrip() + "…"
        return text


NOTES: Final = frozenset({EDITION_SAVED})
"""Not decisions of the holder but what the program notes down for them."""


def words(entry: Entry) -> str:
    """Return what the step did, e.g. ``Hid “Fix the focus ring”``."""
    pair = _TEMPLATES.get(entry.label)
    if pair is None:
        thing = entry.label.partition(".")[0].replace("-", " ").strip()
        return f"Changed something ({thing})" if thing else "Changed something"
    full, short = pair
    try:
        return full.format_map(_Arguments(entry.args))
    except KeyError:
        return short
