"""Kinds of contributions as services list them, and what became of one.

A kind is what a service calls a list of its own (pull requests, posts); an action is what the
person did. Coverage is stated per account and kind.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What sort of thing a contribution is."""

    COMMIT = "commit"
    TAG = "tag"
    PULL_REQUEST = "pull-request"
    REVIEW = "review"
    REVIEW_COMMENT = "review-comment"
    ISSUE = "issue"
    COMMENT = "comment"
    DISCUSSION = "discussion"
    QUESTION = "question"
    ANSWER = "answer"
    SOLUTION = "solution"
    TOPIC = "topic"
    POST = "post"
    LIKE_RECEIVED = "like-received"
    THANKS = "thanks"
    MENTION = "mention"
    BADGE = "badge"
    CREDENTIAL = "credential"
    WIKI_EDIT = "wiki-edit"
    LOG_ACTION = "log-action"
    TRANSLATION = "translation"
    TRANSLATION_REVIEW = "translation-review"
    BUG_REPORTED = "bug-reported"
    BUG_FIXED = "bug-fixed"
    BUG_COMMENT = "bug-comment"
    ATTACHMENT = "attachment"
    FLAG = "flag"
    MENTORING = "mentoring"
    TRIAGE = "triage"
    PACKAGE = "package"
    RELEASE = "release"
    PROJECT = "project"
    PUBLICATION = "publication"
    BLOG_POST = "blog-post"
    TALK = "talk"
    EVENT = "event"
    SPONSORSHIP = "sponsorship"
    ROLE = "role"
    CREDIT = "credit"
    TIME_ENTRY = "time-entry"
    ACTIVITY = "activity"  # a service's stream of recent doings of every sort
    OTHER = "other"


KIND_NAMES: Final[dict[Kind, str]] = {
    Kind.COMMIT: "Commits",
    Kind.TAG: "Tags",
    Kind.PULL_REQUEST: "Pull requests",
    Kind.REVIEW: "Reviews",
    Kind.REVIEW_COMMENT: "Review comments",
    Kind.ISSUE: "Issues",
    Kind.COMMENT: "Comments",
    Kind.DISCUSSION: "Discussions",
    Kind.QUESTION: "Questions",
    Kind.ANSWER: "Answers",
    Kind.SOLUTION: "Solutions",
    Kind.TOPIC: "Topics",
    Kind.POST: "Posts",
    Kind.LIKE_RECEIVED: "Likes received",
    Kind.THANKS: "Thanks received",
    Kind.MENTION: "Mentions",
    Kind.BADGE: "Badges",
    Kind.CREDENTIAL: "Credentials",
    Kind.WIKI_EDIT: "Page edits",
    Kind.LOG_ACTION: "Logged actions",
    Kind.TRANSLATION: "Translations",
    Kind.TRANSLATION_REVIEW: "Translation reviews",
    Kind.BUG_REPORTED: "Bugs reported",
    Kind.BUG_FIXED: "Bugs fixed",
    Kind.BUG_COMMENT: "Bug comments",
    Kind.ATTACHMENT: "Attachments",
    Kind.FLAG: "Flags and reviews of patches",
    Kind.MENTORING: "Mentoring",
    Kind.TRIAGE: "Triage",
    Kind.PACKAGE: "Packages",
    Kind.RELEASE: "Releases",
    Kind.PROJECT: "Projects",
    Kind.PUBLICATION: "Publications",
    Kind.BLOG_POST: "Blog posts",
    Kind.TALK: "Talks",
    Kind.EVENT: "Events",
    Kind.SPONSORSHIP: "Sponsorships",
    Kind.ROLE: "Roles and memberships",
    Kind.CREDIT: "Credits",
    Kind.TIME_ENTRY: "Time entries",
    Kind.ACTIVITY: "Recent activity",
    Kind.OTHER: "Other",
}
"""English, plural, sentence case; the window translates its own copy."""


class Outcome(StrEnum):
    """What became of a contribution, as far as its source says."""

    NONE = ""
    OPEN = "open"
    MERGED = "merged"
    CLOSED_UNMERGED = "closed-unmerged"
    CLOSED = "closed"
    FIXED = "fixed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVERTED = "reverted"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    DISMISSED = "dismissed"
    ABANDONED = "abandoned"


class Visibility(StrEnum):
    """Who may see an item at its source. Only public ones leave this computer unasked."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    PRIVATE = "private"
