"""The words of the record's codes as the window shows them, translated at the moment of asking.

Icons are named here beside the words, because the two always appear together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import Action, Capacity, TrustClass

if TYPE_CHECKING:
    from collections.abc import Iterable

translate = QCoreApplication.translate

_ICONS = {
    Action.AUTHORED: "git-commit-horizontal",
    Action.CO_AUTHORED: "users",
    Action.REVIEWED: "eye",
    Action.MERGED: "git-merge",
    Action.INTEGRATED: "combine",
    Action.SIGNED_OFF: "check",
    Action.TESTED: "file-check",
    Action.REPORTED: "bug",
    Action.RELEASED: "send",
    Action.TRIAGED: "list-filter",
    Action.ANSWERED: "message-circle",
    Action.EDITED: "pencil",
    Action.TRANSLATED: "languages",
    Action.ORGANISED: "presentation",
    Action.SPOKE: "mic",
    Action.MENTORED: "heart-handshake",
    Action.PROPOSED: "git-pull-request",
    Action.RAISED: "circle-dot",
    Action.FIXED: "wrench",
    Action.COMMENTED: "message-square",
    Action.POSTED: "messages-square",
    Action.ATTACHED: "paperclip",
    Action.PUBLISHED: "newspaper",
    Action.MAINTAINED: "package",
    Action.SERVED: "id-card",
    Action.SPONSORED: "hand-coins",
    Action.CREDITED: "text-quote",
    Action.AWARDED: "award",
    Action.THANKED: "thumbs-up",
    Action.OTHER: "circle-dashed",
}


def action_icon(action: Action) -> str:
    """Return the name of the icon that stands for ``action``."""
    return _ICONS[action]


def action_word(action: Action) -> str:
    """Return what the holder did in one word: "Reviewed"."""
    words = {
        Action.AUTHORED: translate("words", "Authored"),
        Action.CO_AUTHORED: translate("words", "Co-authored"),
        Action.REVIEWED: translate("words", "Reviewed"),
        Action.MERGED: translate("words", "Merged"),
        Action.INTEGRATED: translate("words", "Integrated"),
        Action.SIGNED_OFF: translate("words", "Signed off"),
        Action.TESTED: translate("words", "Tested"),
        Action.REPORTED: translate("words", "Reported"),
        Action.RELEASED: translate("words", "Released"),
        Action.TRIAGED: translate("words", "Triaged"),
        Action.ANSWERED: translate("words", "Answered"),
        Action.EDITED: translate("words", "Edited"),
        Action.TRANSLATED: translate("words", "Translated"),
        Action.ORGANISED: translate("words", "Organised"),
        Action.SPOKE: translate("words", "Spoke"),
        Action.MENTORED: translate("words", "Mentored"),
        Action.PROPOSED: translate("words", "Proposed"),
        Action.RAISED: translate("words", "Raised"),
        Action.FIXED: translate("words", "Fixed"),
        Action.COMMENTED: translate("words", "Commented"),
        Action.POSTED: translate("words", "Posted"),
        Action.ATTACHED: translate("words", "Attached"),
        Action.PUBLISHED: translate("words", "Published"),
        Action.MAINTAINED: translate("words", "Maintained"),
        Action.SERVED: translate("words", "Served"),
        Action.SPONSORED: translate("words", "Sponsored"),
        Action.CREDITED: translate("words", "Credited"),
        Action.AWARDED: translate("words", "Awarded"),
        Action.THANKED: translate("words", "Thanked"),
        Action.OTHER: translate("words", "Did something else"),
    }
    return words[action]


def action_line(action: Action, *, is_commit: bool = True) -> str:
    """Return what was done and to what, for the detail pane: "Reviewed a commit"."""
    of_commits = {
        Action.AUTHORED: translate("words", "Authored a commit"),
        Action.CO_AUTHORED: translate("words", "Co-authored a commit"),
        Action.REVIEWED: translate("words", "Reviewed a commit"),
        Action.SIGNED_OFF: translate("words", "Signed off a commit"),
        Action.TESTED: translate("words", "Tested a commit"),
        Action.REPORTED: translate("words", "Reported what a commit mends"),
    }
    if is_commit and action in of_commits:
        return of_commits[action]
    lines = {
        Action.MERGED: translate("words", "Merged work"),
        Action.INTEGRATED: translate("words", "Brought in work of others"),
        Action.RELEASED: translate("words", "Made a release"),
        Action.PROPOSED: translate("words", "Proposed a change"),
        Action.RAISED: translate("words", "Raised an issue"),
        Action.FIXED: translate("words", "Fixed an issue"),
        Action.ATTACHED: translate("words", "Attached a file"),
        Action.MAINTAINED: translate("words", "Maintained a package"),
        Action.SERVED: translate("words", "Held a position"),
        Action.CREDITED: translate("words", "Credited by a project"),
        Action.AWARDED: translate("words", "Received a badge"),
        Action.THANKED: translate("words", "Thanked by others"),
    }
    return lines.get(action) or action_word(action)


def action_count(action: Action, count: int) -> str:
    """Return a count of one action in words: "3 reviews"."""
    phrases = {
        Action.AUTHORED: translate("words", "%n change(s)", None, count),
        Action.CO_AUTHORED: translate("words", "%n co-authored change(s)", None, count),
        Action.REVIEWED: translate("words", "%n review(s)", None, count),
        Action.MERGED: translate("words", "%n merge(s)", None, count),
        Action.INTEGRATED: translate("words", "%n change(s) of others brought in", None, count),
        Action.SIGNED_OFF: translate("words", "%n sign-off(s)", None, count),
        Action.TESTED: translate("words", "%n test(s)", None, count),
        Action.REPORTED: translate("words", "%n report(s)", None, count),
        Action.RELEASED: translate("words", "%n release(s)", None, count),
        Action.TRIAGED: translate("words", "%n triaged report(s)", None, count),
        Action.ANSWERED: translate("words", "%n answer(s)", None, count),
        Action.EDITED: translate("words", "%n edit(s)", None, count),
        Action.TRANSLATED: translate("words", "%n translation(s)", None, count),
        Action.ORGANISED: translate("words", "%n organised event(s)", None, count),
        Action.SPOKE: translate("words", "%n talk(s)", None, count),
        Action.MENTORED: translate("words", "%n mentored person(s)", None, count),
        Action.PROPOSED: translate("words", "%n proposed change(s)", None, count),
        Action.RAISED: translate("words", "%n issue(s) raised", None, count),
        Action.FIXED: translate("words", "%n fixed issue(s)", None, count),
        Action.COMMENTED: translate("words", "%n comment(s)", None, count),
        Action.POSTED: translate("words", "%n post(s)", None, count),
        Action.ATTACHED: translate("words", "%n attached file(s)", None, count),
        Action.PUBLISHED: translate("words", "%n publication(s)", None, count),
        Action.MAINTAINED: translate("words", "%n maintained package(s)", None, count),
        Action.SERVED: translate("words", "%n position(s) held", None, count),
        Action.SPONSORED: translate("words", "%n sponsorship(s)", None, count),
        Action.CREDITED: translate("words", "%n credit(s)", None, count),
        Action.AWARDED: translate("words", "%n badge(s) received", None, count),
        Action.THANKED: translate("words", "thanked %n time(s)", None, count),
        Action.OTHER: translate("words", "%n other item(s)", None, count),
    }
    return phrases[action]


def part_word(part: str) -> str:
    """Return the part somebody else had: "reviewer"; an unknown code as it is."""
    words = {
        "author": translate("words", "author"),
        "committer": translate("words", "committed it"),
        "co-author": translate("words", "co-author"),
        "reviewer": translate("words", "reviewer"),
        "tester": translate("words", "tester"),
        "reporter": translate("words", "reported it"),
        "signed-off": translate("words", "signed it off"),
        "acked": translate("words", "agreed"),
        "merger": translate("words", "merged it"),
        "tagger": translate("words", "made the tag"),
        "assignee": translate("words", "took it on"),
        "mentor": translate("words", "mentor"),
        "giver": translate("words", "gave it"),
    }
    return words.get(part, part)


def capacity_word(capacity: Capacity) -> str:
    """Return the standing in which work was done, for a choice: "Volunteer"."""
    words = {
        Capacity.UNSAID: translate("words", "Not said"),
        Capacity.VOLUNTEER: translate("words", "Volunteer"),
        Capacity.EMPLOYER: translate("words", "For an employer"),
        Capacity.CLIENT: translate("words", "For a client"),
        Capacity.STUDY: translate("words", "As part of study"),
    }
    return words[capacity]


def trust_word(trust: TrustClass) -> str:
    """Return the class of trust: "Evidence"."""
    words = {
        TrustClass.EVIDENCE: translate("words", "Evidence"),
        TrustClass.ATTESTED: translate("words", "Attested"),
        TrustClass.CERTIFIED: translate("words", "Certified"),
        TrustClass.SELF_REPORTED: translate("words", "Self-reported"),
    }
    return words[trust]


def class_words(trust: TrustClass, *, signer_is_unknown: bool = False) -> str:
    """Return the class of trust, or that nobody knows who signed: no word of the holder's."""
    return translate("words", "Signer unknown") if signer_is_unknown else trust_word(trust)


def listed(parts: Iterable[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    words = list(parts)
    if not words:
        return ""
    if len(words) == 1:
        return words[0]
    head = words[0]
    for word in words[1:-1]:
        head = fill(translate("words", "%1, %2", "a list goes on"), head, word)
    end = translate("words", "%1 and %2", "a list ends")
    return fill(end, head, words[-1])


def isolated(words: str) -> str:
    """Return words written from right to left as one piece of a line; others as they are.

    Without that the comma or number beside a Hebrew name moves to its other side.
    """
    if words.isascii() or not any(bidirectional(char) in {"R", "AL"} for char in words):
        return words
    return f"\u2068{words}\u2069"


def joined(*parts: str) -> str:
    """Return the parts there are as one line to look at: "Open Atlas, 2022"."""
    there = [part for part in parts if part]
    return ", ".join(map(isolated, there)) if len(there) > 1 else "".join(there)


def fill(pattern: str, *values: str) -> str:
    """Put ``values`` into %1, %2 ... of a translated ``pattern``, each once, literally, apart."""
    pieces = []
    rest = pattern
    while rest:
        mark = rest.find("%")
        if mark < 0:
            break
        digit = rest[mark + 1 : mark + 2]
        if digit.isdigit() and 0 < int(digit) <= len(values):
            pieces += [rest[:mark], isolated(values[int(digit) - 1])]
            rest = rest[mark + 2 :]
        else:
            pieces.append(rest[: mark + 1])
            rest = rest[mark + 1 :]
    return "".join([*pieces, rest])
