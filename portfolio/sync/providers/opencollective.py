"""Open Collective: roles in collectives, and collectives sponsored.

API: GraphQL version 2, source of August 2026. Auth: a personal token in the header
``Personal-Token``, or a name for what is public. Lists: ``memberOf`` newest first, by offset, with
``totalCount``. Durable ids: ``id``. ``includeIncognito`` is true unless said otherwise and would
show gifts made in secret: it is always set to false. Errors may come with status 200. Rate: not
said. Not to be had: gifts made incognito, expenses.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    optional_flag,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_number,
    page_items,
    parse_items,
)
from portfolio.sync.provider import (
    About,
    Access,
    Ask,
    BaseProvider,
    Call,
    Container,
    Credential,
    KindInfo,
    Order,
    Page,
    Pause,
    Record,
    Reply,
    Request,
    WayInfo,
    Who,
)

_SITE: Final = "https://opencollective.com"
_API: Final = "https://api.opencollective.com"
_SIZE: Final = 100
_ROLES: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ROLE: ("ADMIN", "MEMBER", "CONTRIBUTOR"),
    Kind.SPONSORSHIP: ("BACKER",),
}
_WORDS: Final = {
    "ADMIN": "Administrator",
    "MEMBER": "Core contributor",
    "CONTRIBUTOR": "Contributor",
    "BACKER": "Sponsor",
}
ME: Final = "query Me { me { id legacyId slug name } }"
PERSON: Final = (
    "query Person($slug: String!) { individual(slug: $slug) { id legacyId slug name createdAt } }"
)
MEMBERSHIPS: Final = """
query Memberships($slug: String!, $roles: [MemberRole], $limit: Int!, $offset: Int!) {
  individual(slug: $slug) {
    memberOf(
      limit: $limit, offset: $offset, role: $roles, includeIncognito: false,
      orderBy: {field: CREATED_AT, direction: DESC}
    ) {
      totalCount
      nodes {
        id role since createdAt isActive description
        totalDonations { value currency }
        tier { name }
        account { id slug name type }
      }
    }
  }
}
"""

ABOUT: Final = About(
    id="opencollective",
    name="Open Collective",
    instances=(_SITE,),
    is_fixed=True,
    kinds=(
        KindInfo(Kind.ROLE, Order.WHOLE),
        KindInfo(Kind.SPONSORSHIP, Order.WHOLE),
    ),
    ways=(
        WayInfo(Way.NAME, words="Type the name in the address of your profile; it is public."),
        WayInfo(
            Way.TOKEN,
            page="https://opencollective.com/dashboard",
            words="In your dashboard, under “For developers”, make a personal token; leave every "
            "right to change things unticked.",
        ),
    ),
    limits=("Amounts are kept with each sponsorship and shown only where you choose so.",),
    cannot=("Gifts made incognito are never asked for.", "Expenses and single payments."),
    docs="https://graphql-docs-v2.opencollective.com",
    icon="hand-coins",
    handle_words="Your name, as in opencollective.com/NAME",
)


class OpenCollective(BaseProvider):
    """Open Collective."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of the GraphQL interface."""
        return _API if instance == _SITE else instance

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the personal token in a header of its own."""
        del access
        return Credential(headers={"Personal-Token": secret})

    def judge(self, reply: Reply) -> Pause | None:
        """See errors inside an answer of any status.

        Raises:
            AccountError: It is one.
        """
        body = reply.json()
        errors = body.get("errors") if isinstance(body, Mapping) else None
        if isinstance(errors, list) and errors and reply.status in (200, 400):
            raise _fault(errors[0])
        return None

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whose the token is, or look a name up."""
        if access.is_signed_in:
            body = (await call(_query(ME, {}))).json()
            key = "me"
        else:
            body = (await call(_query(PERSON, {"slug": slug_of(access.handle)}))).json()
            key = "individual"
        try:
            if found(body, "data", key) is None:
                raise NotThereError("Open Collective has nobody of this name.")
            return parse_person(found(body, "data", key))
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the person asked for.") from (
                error
            )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk memberships of the roles that make up a kind."""
        offset: int | None = int((ask.resume or {}).get("offset", 0))
        parse = partial(parse_membership, kind=ask.kind)
        while offset is not None:
            variables = {
                "slug": slug_of(ask.access.handle),
                "roles": list(_ROLES[ask.kind]),
                "limit": _SIZE,
                "offset": offset,
            }
            body = (await call(_query(MEMBERSHIPS, variables))).json()
            items = page_items(body, "data", "individual", "memberOf", "nodes")
            total = _total(body)
            records, aside = parse_items(items, parse)
            after = offset + len(items)
            offset = after if items and (total is None or after < total) else None
            yield Page(records, aside, {"offset": offset} if offset else None, total=total)


def _query(text: str, variables: Mapping[str, Any]) -> Request:
    return Request("/graphql/v2", method="POST", body={"query": text, "variables": dict(variables)})


def _fault(error: object) -> AccountError:
    """Return what a GraphQL error stands for, by its code, else by its words."""
    try:
        code = optional_line(error, "extensions", "code").casefold()
        said = optional_line(error, "message", limit=200)
    except BadItemError:
        code, said = "", ""
    words = f"{code} {said.casefold()}"
    detail = f"Open Collective said: {said}" if said else ""
    if "unauthorized" in words or "unauthenticated" in words or "logged in" in words:
        return SignInNeededError("Open Collective does not take the token (any more).", detail)
    if "notfound" in words or "not found" in words or "no account found" in words:
        return NotThereError("Open Collective has nobody of this name.", detail)
    if "forbidden" in words:
        return NotAllowedError("Open Collective does not allow this account to read that.", detail)
    return ServiceError("Open Collective could not answer.", detail)


def _total(body: object) -> int | None:
    try:
        return optional_number(body, "data", "individual", "memberOf", "totalCount")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def slug_of(typed: str) -> str:
    """Return the name of a profile from what was typed: the name, or the profile's address."""
    return typed.strip().rstrip("/").rpartition("/")[2].removeprefix("@").casefold()


def parse_person(raw: object) -> Who:
    """Return who a person is."""
    slug = line(raw, "slug", limit=200)
    return Who(
        native_id=identifier(raw, "id"),
        handle=slug,
        name=optional_line(raw, "name", limit=200),
        profile_url=_page(slug),
        active_since=optional_instant(raw, "createdAt"),
    )


def parse_membership(raw: object, *, kind: Kind) -> Record:
    """Return the record of a role in a collective, or of sponsoring it."""
    role = line(raw, "role", limit=60)
    name, slug = line(raw, "account", "name", limit=300), line(raw, "account", "slug", limit=200)
    word = _WORDS.get(role, role.replace("_", " ").capitalize())
    tier = optional_line(raw, "tier", "name", limit=200)
    parts = [tier, optional_line(raw, "description", limit=500)]
    if optional_flag(raw, "isActive") is False:
        parts.append("not active any more")
    is_sponsor = kind is Kind.SPONSORSHIP
    return Record(
        native_id=identifier(raw, "id"),
        kind=kind,
        action=Action.SPONSORED if is_sponsor else Action.SERVED,
        title=f"{word}, {name}",
        occurred_at=optional_instant(raw, "since") or instant(raw, "createdAt"),
        container=Container(optional_identifier(raw, "account", "id") or slug, name, _page(slug)),
        url=_page(slug),
        excerpt=", ".join(part for part in parts if part),
        metrics=_given(raw) if is_sponsor else {},
    )


def _given(raw: object) -> Mapping[str, int]:
    """Return what was given in all, in hundredths, named by its currency; empty when not said."""
    value, currency = (
        found(raw, "totalDonations", "value"),
        optional_line(raw, "totalDonations", "currency"),
    )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {}
    is_code = len(currency) == 3 and currency.isascii() and currency.isalpha()
    if not is_code or not 0 < abs(value) < 1e12:
        return {}
    return {f"given_{currency.lower()}_hundredths": round(abs(value) * 100)}


def _page(slug: str) -> str:
    return f"{_SITE}/{quote(slug, safe='', errors='replace')}"


PROVIDER = OpenCollective()
