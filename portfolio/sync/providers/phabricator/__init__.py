"""Phabricator and Phorge: revisions, reviews, comments, tasks and commits of one person.

API: Conduit (source of 2023-11), ``/api/METHOD`` as a posted form. Auth: a Conduit API token as
the field ``api.token``; there is no anonymous way. Lists: ``*.search`` with 100 rows a page and
``cursor.after``; revisions and tasks by change from ``modifiedStart`` on, which must be 1 or more
(0 counts as unset); transactions and commits newest first. Durable ids: PHIDs. Errors come with
status 200 and an ``error_code``. Rate: none published. Not to be had: what a revision's rules
hide from the token's person. Checked 2026-11.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    optional_line,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Credential,
    KindInfo,
    Order,
    Page,
    Pause,
    Record,
    Reply,
    WayInfo,
    Who,
)
from portfolio.sync.providers.phabricator.conduit import (
    LIMIT,
    Found,
    Surroundings,
    asked,
    searched,
    several,
)
from portfolio.sync.providers.phabricator.parsing import (
    parse_commit,
    parse_revision,
    parse_task,
    parse_transaction,
)

_TOKEN: Final = (Way.TOKEN,)
_METHODS: Final[Mapping[Kind, str]] = {
    Kind.PULL_REQUEST: "differential.revision.search",
    Kind.ISSUE: "maniphest.search",
    Kind.COMMIT: "diffusion.commit.search",
}
_TRANSACTIONS: Final = frozenset({Kind.REVIEW, Kind.REVIEW_COMMENT, Kind.COMMENT})
_DEAD: Final = frozenset({"ERR-INVALID-AUTH", "ERR-INVALID-SESSION", "ERR-INVALID-TOKEN"})

ABOUT: Final = About(
    id="phabricator",
    name="Phabricator and Phorge",
    instances=("https://phabricator.services.mozilla.com", "https://phabricator.wikimedia.org"),
    kinds=(
        KindInfo(Kind.PULL_REQUEST, Order.OLDEST_FIRST),
        KindInfo(Kind.REVIEW, Order.NEWEST_FIRST),
        KindInfo(Kind.REVIEW_COMMENT, Order.NEWEST_FIRST),
        KindInfo(Kind.ISSUE, Order.OLDEST_FIRST),
        KindInfo(Kind.COMMENT, Order.NEWEST_FIRST),
        KindInfo(Kind.COMMIT, Order.NEWEST_FIRST),
    ),
    ways=(
        WayInfo(
            Way.TOKEN,
            page="/settings/panel/apitokens/",
            words="Press “Generate Token” and paste it. Such a token may do all that you may do: "
            "the service knows no smaller rights.",
        ),
    ),
    limits=("Requests are made one at a time; the service publishes no limit.",),
    cannot=(
        "Anything without a token: the service answers nobody it does not know.",
        "Revisions and tasks that their rules hide from you; reviews of them have no title.",
        "Whether a comment is an answer to another one.",
    ),
    docs="https://we.phorge.it/conduit/",
    icon="git-pull-request",
    handle_words="Your user name (the token says it)",
)


class Phabricator(BaseProvider):
    """Any installation of Phabricator or Phorge."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return where methods are called."""
        return f"{instance}/api"

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the token as a field of the form: never in an address."""
        del access
        return Credential(form={"api.token": secret})

    def judge(self, reply: Reply) -> Pause | None:
        """See the errors that come with status 200.

        Raises:
            AccountError: The reply is one.
        """
        # In a text of somebody's the quotes would be escaped: this is the envelope's own field.
        if b'"error_code":null' in reply.body[-2_000:] or b"error_code" not in reply.body:
            return None
        code, info = _error(reply)
        if not code:
            return None
        said = f"The service said: {(info or code)[:300]}"
        if code in _DEAD:
            raise SignInNeededError("The service does not take the token (any more).", said)
        if code == "ERR-CONDUIT-CALL":
            raise NotThereError("The service has no such method.", said)
        if code in ("ERR-PERMISSIONS", "ERR-RESTRICTED"):
            raise NotAllowedError("The service does not show this to this account.", said)
        raise ServiceError("The service refused the request.", said)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose token it is.

        Raises:
            SignInNeededError: The service does not take it.
        """
        person = await asked(call, "user.whoami")
        try:
            name = line(person, "userName")
            address = optional_line(person, "primaryEmail")
            return Who(
                native_id=identifier(person, "phid"),
                handle=name,
                name=optional_line(person, "realName"),
                profile_url=f"{access.instance}/p/{name}/",
                emails=(address,) if "@" in address else (),
                shows_private=True,
            )
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not readable.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind by the service's cursors."""
        around = Surroundings(call, ask.access.instance)
        after = _after(ask.resume)
        while True:
            method = "transaction.search" if ask.kind in _TRANSACTIONS else _METHODS[ask.kind]
            page = await searched(call, method, _fields(ask), after)
            after = page.after
            yield await _page_of(page, ask, around, {"after": after} if after else None)
            if not after:
                return

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read revisions or tasks again, a hundred at a time."""
        around = Surroundings(call, ask.access.instance)
        for at in range(0, len(refs), LIMIT):
            some = refs[at : at + LIMIT]
            found = await searched(call, _METHODS[ask.kind], several("phids", some))
            page = await _page_of(found, ask, around, None)
            there = {_phid(row) for row in found.rows}
            yield Page(page.records, page.set_aside, gone=tuple(r for r in some if r not in there))


def _fields(ask: Ask) -> list[tuple[str, str]]:
    me = [ask.access.native_id]
    if ask.kind in _TRANSACTIONS:
        sort = "TASK" if ask.kind is Kind.COMMENT else "DREV"
        return [("objectType", sort), *several("authorPHIDs", me)]
    if ask.kind is Kind.COMMIT:
        return [*several("authorPHIDs", me), ("order", "newest")]
    # 0 is taken as unset, and then the whole past is sent again.
    start = max(1, int(ask.since.timestamp())) if ask.since is not None else 1
    return [
        *several("authorPHIDs", me),
        ("constraints[modifiedStart]", str(start)),
        ("order", "outdated"),
    ]


async def _page_of(
    page: Found, ask: Ask, around: Surroundings, resume: Mapping[str, Any] | None
) -> Page:
    instance = ask.access.instance
    reaches: datetime | None = None
    if ask.kind in _TRANSACTIONS:
        wanted, _bad = parse_items(page.rows, lambda raw: _wanted(raw, ask.kind))
        await around.know_subjects(wanted, ask.kind)
        dates, _bad = parse_items(page.rows, lambda raw: instant(raw, "dateCreated"))
        reaches = min(dates, default=None)
    elif ask.kind is not Kind.ISSUE:
        await around.know_places(page.rows)

    def parse(raw: Any) -> Record | None:
        if ask.kind in _TRANSACTIONS:
            return parse_transaction(raw, ask.kind, around.subjects, instance)
        if ask.kind is Kind.ISSUE:
            return parse_task(raw, instance)
        if ask.kind is Kind.COMMIT:
            return parse_commit(raw, instance, around.places)
        return parse_revision(raw, instance, around.places)

    records, aside = parse_items(page.rows, parse)
    return Page(records, aside, resume, reaches=reaches)


def _wanted(raw: Any, kind: Kind) -> Any:
    """Return a row that becomes a record: what others are about need not be asked."""
    return raw if parse_transaction(raw, kind, {}, "https://unknown.invalid") else None


def _phid(row: Any) -> str:
    phid = row.get("phid") if isinstance(row, Mapping) else None
    return phid if isinstance(phid, str) else ""


def _after(resume: Mapping[str, Any] | None) -> str:
    after = (resume or {}).get("after")
    return after if isinstance(after, str) else ""


def _error(reply: Reply) -> tuple[str, str]:
    """Return the code and the words of an error, or two empty texts."""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(value, Mapping):
        return "", ""
    code, info = value.get("error_code"), value.get("error_info")
    return (code if isinstance(code, str) else ""), (info if isinstance(info, str) else "")


PROVIDER: Final = Phabricator()
