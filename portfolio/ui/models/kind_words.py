"""What kinds of contributions are called in the window, translated at the moment of asking."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from portfolio.model.kinds import Kind

translate = QCoreApplication.translate


def kind_name(kind: Kind) -> str:
    """Return what a kind is called, plural, as at the beginning of a line: "Pull requests"."""
    return _names()[kind]


def kind_names(kinds: list[Kind]) -> str:
    """Return several kinds in one line: "Pull requests, reviews"."""
    first, *rest = [kind_name(kind) for kind in kinds]
    return ", ".join([first, *(_lowered(name) for name in rest)])


def _lowered(name: str) -> str:
    """Return a name as within a line. Names that begin with an abbreviation keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _names() -> dict[Kind, str]:
    return {
        Kind.COMMIT: translate("kinds", "Commits"),
        Kind.TAG: translate("kinds", "Tags"),
        Kind.PULL_REQUEST: translate("kinds", "Pull requests"),
        Kind.REVIEW: translate("kinds", "Reviews"),
        Kind.REVIEW_COMMENT: translate("kinds", "Review comments"),
        Kind.ISSUE: translate("kinds", "Issues"),
        Kind.COMMENT: translate("kinds", "Comments"),
        Kind.DISCUSSION: translate("kinds", "Discussions"),
        Kind.QUESTION: translate("kinds", "Questions"),
        Kind.ANSWER: translate("kinds", "Answers"),
        Kind.SOLUTION: translate("kinds", "Solutions"),
        Kind.TOPIC: translate("kinds", "Topics"),
        Kind.POST: translate("kinds", "Posts"),
        Kind.LIKE_RECEIVED: translate("kinds", "Likes received"),
        Kind.THANKS: translate("kinds", "Thanks received"),
        Kind.MENTION: translate("kinds", "Mentions"),
        Kind.BADGE: translate("kinds", "Badges"),
        Kind.CREDENTIAL: translate("kinds", "Credentials"),
        Kind.WIKI_EDIT: translate("kinds", "Page edits"),
        Kind.LOG_ACTION: translate("kinds", "Logged actions"),
        Kind.TRANSLATION: translate("kinds", "Translations"),
        Kind.TRANSLATION_REVIEW: translate("kinds", "Translation reviews"),
        Kind.BUG_REPORTED: translate("kinds", "Bugs reported"),
        Kind.BUG_FIXED: translate("kinds", "Bugs fixed"),
        Kind.BUG_COMMENT: translate("kinds", "Bug comments"),
        Kind.ATTACHMENT: translate("kinds", "Attachments"),
        Kind.FLAG: translate("kinds", "Flags and reviews of patches"),
        Kind.MENTORING: translate("kinds", "Mentoring"),
        Kind.TRIAGE: translate("kinds", "Triage"),
        Kind.PACKAGE: translate("kinds", "Packages"),
        Kind.RELEASE: translate("kinds", "Releases"),
        Kind.PROJECT: translate("kinds", "Projects"),
        Kind.PUBLICATION: translate("kinds", "Publications"),
        Kind.BLOG_POST: translate("kinds", "Blog posts"),
        Kind.TALK: translate("kinds", "Talks"),
        Kind.EVENT: translate("kinds", "Events"),
        Kind.SPONSORSHIP: translate("kinds", "Sponsorships"),
        Kind.ROLE: translate("kinds", "Roles and memberships"),
        Kind.CREDIT: translate("kinds", "Credits"),
        Kind.TIME_ENTRY: translate("kinds", "Time entries"),
        Kind.ACTIVITY: translate("kinds", "Recent activity"),
        Kind.OTHER: translate("kinds", "Other"),
    }
