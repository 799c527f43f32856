"""What Portfolio says of GitHub before anything is opened."""

from __future__ import annotations

from typing import Final

from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.sync.provider import About, KindInfo, Order, WayInfo

SIGNED_IN: Final = (Way.DEVICE, Way.TOKEN, Way.FROM_TOOL)
LEAST: Final = ("read:user", "user:email", "read:org")
_DAY_S: Final = 86_400

ABOUT: Final = About(
    id="github",
    name="GitHub",
    instances=("https://github.com",),
    kinds=(
        KindInfo(Kind.PULL_REQUEST, Order.NEWEST_FIRST),
        KindInfo(Kind.REVIEW, Order.WINDOWS, needs=SIGNED_IN, overlap_s=2 * _DAY_S),
        KindInfo(Kind.REVIEW_COMMENT, Order.WINDOWS, needs=SIGNED_IN, overlap_s=2 * _DAY_S),
        KindInfo(Kind.COMMIT, Order.WINDOWS, overlap_s=30 * _DAY_S),
        KindInfo(Kind.ISSUE, Order.NEWEST_FIRST),
        KindInfo(Kind.COMMENT, Order.NEWEST_FIRST, needs=SIGNED_IN),
        KindInfo(Kind.DISCUSSION, Order.NEWEST_FIRST, needs=SIGNED_IN),
        KindInfo(Kind.ANSWER, Order.WHOLE, needs=SIGNED_IN),
        KindInfo(Kind.POST, Order.WHOLE, needs=SIGNED_IN),
        KindInfo(Kind.RELEASE, Order.WHOLE, needs=SIGNED_IN),
        KindInfo(Kind.ROLE, Order.WHOLE),
        KindInfo(Kind.SPONSORSHIP, Order.WHOLE, needs=SIGNED_IN),
    ),
    ways=(
        WayInfo(
            Way.DEVICE,
            scopes=LEAST,
            words="Type the code shown here on GitHub's page. Portfolio may then read what is "
            "public, your own addresses and your memberships, and change nothing.",
            needs_client_id=True,
        ),
        WayInfo(
            Way.TOKEN,
            scopes=LEAST,
            page="/settings/tokens/new?description=Portfolio&scopes=read:user,user:email,read:org",
            words="Make a classic token with read:user, user:email and read:org ticked. Tick repo "
            "only if private repositories are to be in your record: it also allows writing. A "
            "fine-grained token does as well, with “Email addresses: read” and, for each "
            "repository chosen, “Contents”, “Issues” and “Pull requests: read”; it sees one "
            "owner's private repositories at a time.",
        ),
        WayInfo(
            Way.FROM_TOOL,
            words="Take over the token that gh or git already has on this computer. It may be "
            "allowed more than Portfolio needs; Portfolio only reads.",
        ),
        WayInfo(
            Way.NAME,
            words="Type a login. Only public pull requests, issues, commits, memberships and own "
            "repositories are read, slowly: 60 requests an hour.",
        ),
    ),
    limits=(
        (
            "5,000 requests an hour and 5,000 points of questions an hour with a token, shared by "
            "all your programs; 60 requests an hour without one."
        ),
        (
            "Reviews, review comments and commits are counted by period; a busy period is asked "
            "for in parts."
        ),
        (
            "Commits are those GitHub counts as contributions: on a repository's default branch or "
            "its pages branch, not in forks."
        ),
        (
            "A commit that reaches a default branch more than 30 days after it was written, or was "
            "rebased more than a year after, may be found by reading a clone only."
        ),
    ),
    cannot=(
        "Reviews, comments and discussions are not listed by a name alone: sign in for them.",
        "Pull requests of others that you merged are not listed by GitHub; clones show them.",
        (
            "Comments within reviews of your own pull requests are listed only where GitHub counts "
            "the review as a contribution."
        ),
        "Private contributions are only counted unless the token may read the repositories.",
        (
            "GitHub does not say since when you belong to an organisation or may write to a "
            "repository; such roles carry the date the organisation or repository was made."
        ),
        "Releases are read of repositories you may write to, not of every repository.",
        "What you did in a repository that was deleted or closed to you is not listed any more.",
    ),
    docs="https://docs.github.com/en/graphql",
    icon="git-pull-request",
    handle_words="Your login, as in github.com/LOGIN",
    concurrency=2,
)
