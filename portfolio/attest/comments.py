"""Public comments as testimonials: the platform proves who wrote them, deleting one withdraws it.

A pasted link is turned into the address of the platform's own interface, which is asked on the
person's action. What came is kept as it came, with the link, so that a later look can say "gone"
or "edited since". Interfaces (their documentation, looked at in 2026; all answer without a key):
GitHub REST, GitLab REST v4, Gitea and Forgejo REST v1, Discourse posts, Mastodon statuses.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import nh3

from portfolio.attest import letter as form
from portfolio.errors import LetterError
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Party,
    Work,
)
from portfolio.model.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.model.verdict import Answer

FORMAT: Final = "portfolio-comment/1"
MOST_BYTES: Final = 512 * 1024
_MOST_KEPT: Final = 7 * MOST_BYTES
"""Of a kept comment: an answer within JSON, where each of its bytes may take six."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment is asked for, and how its answer is read.

    Attributes:
        link: The page a person opens.
        ask: The address of the platform's interface.
        platform: ``github``, ``gist``, ``gitlab``, ``gitea``, ``discourse`` or ``mastodon``.
        page: What is commented on: the link without the comment; "" when it is nothing else.
    """

    link: str
    ask: str
    platform: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a platform says of one comment.

    Attributes:
        account: Address of the writer's profile.
        text: What it says, as plain text.
        account_id: The account's lasting number at its site: names change hands.
    """

    account: str
    name: str
    text: str
    written_at: datetime | None
    account_id: str = ""


_NAME = r"(?!\.\.?/)[\w.-]+"
_REPO = rf"(?P<repo>{_NAME}/{_NAME})"
_GITHUB: Final = {"github.com": "github", "gist.github.com": "gist"}
_SHAPES: Final[tuple[tuple[str, str, str], ...]] = (
    # platform, path and fragment of the link, path of the interface
    ("github", rf"/{_REPO}/(?:issues|pull)/\d+#issuecomment-(?P<n>\d+)",
     "/repos/{repo}/issues/comments/{n}"),
    ("github", rf"/{_REPO}/pull/\d+(?:/\w+)?#discussion_r(?P<n>\d+)",
     "/repos/{repo}/pulls/comments/{n}"),
    ("github", rf"/{_REPO}/pull/(?P<pull>\d+)#pullrequestreview-(?P<n>\d+)",
     "/repos/{repo}/pulls/{pull}/reviews/{n}"),
    ("github", rf"/{_REPO}/commit/[0-9a-f]{{7,64}}#commitcomment-(?P<n>\d+)",
     "/repos/{repo}/comments/{n}"),
    ("gist", rf"/{_NAME}/(?P<gist>[0-9a-f]{{20,40}})#gistcomment-(?P<n>\d+)",
     "/gists/{gist}/comments/{n}"),
    ("gitlab",
     r"/(?P<repo>[\w./-]+?)/-/(?P<what>issues|merge_requests)/(?P<item>\d+)#note_(?P<n>\d+)",
     "/api/v4/projects/{repo_id}/{what}/{item}/notes/{n}"),
    ("gitea", rf"/{_REPO}/(?:issues|pulls)/\d+#issuecomment-(?P<n>\d+)",
     "/api/v1/repos/{repo}/issues/comments/{n}"),
    ("discourse", r"/t/[\w%.-]+/(?P<topic>\d+)/(?P<n>\d+)(?:#.*)?",
     "/posts/by_number/{topic}/{n}.json"),
    ("mastodon", r"/@[\w.@-]+/(?P<n>\d+)", "/api/v1/statuses/{n}"),
)  # fmt: skip


def place_of(link: str) -> Place:
    """Return where a pasted link is asked for.

    Raises:
        LetterError: It is no link to a comment on a platform this program can ask.
    """
    link = link.strip()
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError as exc:
        raise LetterError("This is no https link to a comment.") from exc
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not host or parts.username or len(link) > 500:
        raise LetterError("This is no https link to a comment.")
    whole = parts.path + (f"#{parts.fragment}" if parts.fragment else "")
    github = _GITHUB.get(host, "")
    for platform, shape, api in _SHAPES:
        found = re.fullmatch(shape, whole, re.ASCII)
        if found is None or (platform if platform in _GITHUB.values() else "") != github:
            continue
        values = found.groupdict()
        if platform == "gitlab":
            values["repo_id"] = quote(values["repo"], safe="")
        base = "https://api.github.com" if github else f"https://{parts.netloc.lower()}"
        path = re.sub(r"(/pull/\d+)/\w+", r"\1", parts.path)
        page = f"https://{parts.netloc.lower()}{path}" if parts.fragment else ""
        return Place(link, base + api.format(**values), platform, page)
    raise LetterError(
        "This link leads to no single comment that can be asked for.",
        "Copy the link of the comment itself: most sites have one behind its date.",
    )


def read(place: Place, answer: Answer) -> Comment:
    """Read what a platform answered.

    Raises:
        LetterError: There is no such comment, or the answer is none.
    """
    if answer.status in {404, 410}:
        raise LetterError("There is no such comment, or not everybody may see it.")
    if answer.status != 200 or len(answer.body) > MOST_BYTES:
        why = answer.problem or f"it answered {answer.status}"
        raise LetterError(f"{urlsplit(place.ask).hostname} could not be asked: {why}.")
    try:
        said = json.loads(answer.body)
        comment = _READERS[place.platform](said, place)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise LetterError("The site answered something that is no comment.") from exc
    if not comment.text or not _is_at_home(comment.account, place):
        raise LetterError("This comment is empty, or was not written by an account of this site.")
    return comment


def _is_at_home(account: str, place: Place) -> bool:
    """Say whether an account is one of the site that was asked: it speaks for no other's."""
    home = "github.com" if place.platform in _GITHUB.values() else urlsplit(place.ask).netloc
    return urlsplit(account).netloc.lower() == home


def taken_in(
    place: Place, answer: Answer, *, letter_id: str, kind: AttestationKind, subject: Party
) -> Attestation:
    """Return a comment as an attestation; its file holds the answer exactly as it came.

    Raises:
        LetterError: As for `read`.
    """
    comment = read(place, answer)
    kept = {
        "format": FORMAT,
        "link": place.link,
        "asked": place.ask,
        "platform": place.platform,
        "asked_at": answer.at.astimezone(UTC).isoformat(),
        "answer": answer.body.decode("utf-8", "replace"),
    }
    return Attestation(
        id=letter_id,
        kind=kind,
        format=AttestationFormat.PUBLIC_COMMENT,
        issuer=Party(comment.name, "", (comment.account,)),
        subject=subject,
        statement=comment.text,
        raw=json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n",
        about=(Work(place.page, place.page),) if place.page else (),
        issued_at=comment.written_at,
        status_url=place.link,
        received_from=place.link,
    )


def kept_place(raw: bytes) -> tuple[Place, Comment, datetime]:
    """Return where a kept comment is, what it said, and when that was seen.

    Raises:
        LetterError: The file is none of a kept comment.
    """
    from portfolio.model.verdict import Answer

    if len(raw) > _MOST_KEPT:
        raise LetterError("This file holds no comment.")
    try:
        kept = json.loads(raw)
        if kept["format"] != FORMAT:
            raise LetterError("This file holds no comment.")
        place = place_of(kept["link"])
        at = datetime.fromisoformat(kept["asked_at"])
        answer = Answer(place.ask, at, 200, "application/json", kept["answer"].encode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise LetterError("This file holds no comment.") from exc
    return place, read(place, answer), at


def _github(said: Any, _: Place) -> Comment:
    user = said["user"]
    return _comment(user["html_url"], user["login"], said["body"],
                    said.get("created_at") or said.get("submitted_at"), user.get("id"))  # fmt: skip


def _gitlab(said: Any, _: Place) -> Comment:
    if said.get("system"):
        raise KeyError("system")
    author = said["author"]
    return _comment(author["web_url"], author["name"], said["body"], said["created_at"],
                    author.get("id"))  # fmt: skip


def _gitea(said: Any, place: Place) -> Comment:
    user = said["user"]
    host = urlsplit(place.ask).netloc
    account = f"https://{host}/{quote(str(user['login']), safe='')}"
    return _comment(account, user.get("full_name") or user["login"], said["body"],
                    said["created_at"], user.get("id"))  # fmt: skip


def _discourse(said: Any, place: Place) -> Comment:
    if said.get("hidden") or said.get("deleted_at"):
        raise KeyError("hidden")
    host = urlsplit(place.ask).netloc
    account = f"https://{host}/u/{quote(str(said['username']), safe='')}"
    text = said["raw"] if isinstance(said.get("raw"), str) else _plain(said["cooked"])
    return _comment(account, said.get("name") or said["username"], text, said["created_at"],
                    said.get("user_id"))  # fmt: skip


def _mastodon(said: Any, place: Place) -> Comment:
    if said.get("visibility") not in {"public", "unlisted"}:
        raise KeyError("visibility")
    host = urlsplit(place.ask).netloc
    name = str(said["account"]["acct"])
    account = said["account"].get("url") or f"https://{host}/@{quote(name, safe='@')}"
    return _comment(account, said["account"].get("display_name") or name,
                    _plain(said["content"]), said["created_at"],
                    said["account"].get("id"))  # fmt: skip


_READERS: Final[dict[str, Callable[[Any, Place], Comment]]] = {
    "github": _github,
    "gist": _github,
    "gitlab": _gitlab,
    "gitea": _gitea,
    "discourse": _discourse,
    "mastodon": _mastodon,
}


def _comment(
    account: object, name: object, text: object, written_at: object, account_id: object
) -> Comment:
    if not isinstance(account, str) or not isinstance(text, str):
        raise TypeError("account")
    at = datetime.fromisoformat(written_at) if isinstance(written_at, str) else None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    is_address = account.startswith("https://") and form.is_address(account)
    return Comment(
        account if is_address else "",
        clean_line(str(name)),
        clean(text, limit=12_000),
        at.replace(microsecond=0) if at else None,
        clean_line(str(account_id), limit=60) if isinstance(account_id, (int, str)) else "",
    )


def _plain(html: object) -> str:
    if not isinstance(html, str):
        raise TypeError("text")
    with_breaks = re.sub(r"(?i)<br\s*/?>|</p>\s*<p[^>]*>", "\n\n", html)
    import html as entities

    return entities.unescape(nh3.clean(with_breaks, tags=set()))
