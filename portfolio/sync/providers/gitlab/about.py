"""What Portfolio says of GitLab before anything is opened."""

from __future__ import annotations

from typing import Final

from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.provider import About, KindInfo, Order, WayInfo

SIGNED_IN: Final = (Way.DEVICE, Way.BROWSER, Way.TOKEN, Way.FROM_TOOL)
_LEAST: Final = ("read_user", "read_api")
_DAY_S: Final = 86_400
_THREE_YEARS: Final = "history-limit:3y"

ABOUT: Final = About(
    id="gitlab",
    name="GitLab",
    instances=(
        "https://gitlab.com",
        "https://gitlab.gnome.org",
        "https://gitlab.freedesktop.org",
        "https://invent.kde.org",
        "https://salsa.debian.org",
    ),
    kinds=(
        KindInfo(Kind.PULL_REQUEST, Order.OLDEST_FIRST),
        KindInfo(Kind.ISSUE, Order.OLDEST_FIRST),
        # Days are the finest the listing of events takes.
        KindInfo(Kind.REVIEW, Order.NEWEST_FIRST, overlap_s=_DAY_S, limit=_THREE_YEARS),
        KindInfo(Kind.COMMENT, Order.NEWEST_FIRST, overlap_s=_DAY_S, limit=_THREE_YEARS),
        KindInfo(Kind.COMMIT, Order.WINDOWS, needs=SIGNED_IN, overlap_s=30 * _DAY_S),
        KindInfo(Kind.LOG_ACTION, Order.NEWEST_FIRST, overlap_s=_DAY_S, limit=_THREE_YEARS),
        KindInfo(Kind.ROLE, Order.WHOLE),
        KindInfo(
            Kind.ACTIVITY,
            Order.NEWEST_FIRST,
            asked_by_default=False,
            overlap_s=_DAY_S,
            limit=_THREE_YEARS,
        ),
    ),
    ways=(
        WayInfo(
            Way.DEVICE,
            scopes=_LEAST,
            words="Type the code shown here on the service's page. Portfolio may then read what "
            "you may read, and change nothing.",
            needs_client_id=True,
        ),
        WayInfo(
            Way.BROWSER,
            scopes=_LEAST,
            words="Sign in on the service's page. Portfolio may then read what you may read, and "
            "change nothing.",
            needs_client_id=True,
        ),
        WayInfo(
            Way.TOKEN,
            scopes=_LEAST,
            page="/-/user_settings/personal_access_tokens?name=Portfolio&scopes=read_user,read_api",
            words="Make a personal access token with read_user and read_api ticked, nothing else.",
        ),
        WayInfo(
            Way.FROM_TOOL,
            words="Take over the token that glab or git already has on this computer. It may be "
            "allowed more than Portfolio needs; Portfolio only reads.",
        ),
        WayInfo(
            Way.NAME,
            words="Type a user name. Only what is public is read, and not everything is listed "
            "to strangers on every instance.",
        ),
    ),
    limits=(
        "About 2,000 requests a minute on gitlab.com, fewer for single listings.",
        "Comments, approvals, merges and pushes older than three years are deleted by GitLab.",
        (
            "Commits are read in the projects GitLab lists as contributed to, of the addresses "
            "known to the account."
        ),
    ),
    cannot=(
        "Comments and approvals older than three years are not listed any more.",
        "Comments in personal messages, epics and some kinds of tasks are not listed.",
        (
            "GitLab does not say since when you contribute to a project; such roles carry the "
            "date the project was made."
        ),
        "Reviews without an approval are not listed apart from their comments.",
        "Commits cannot be listed by a name alone.",
        "What you did in a project that was deleted or closed to you is not listed any more.",
    ),
    docs="https://docs.gitlab.com/api/rest/",
    icon="git-merge",
    handle_words="Your user name, as in gitlab.com/NAME",
    concurrency=2,
)
