"""Bugzilla: bugs reported and fixed, comments, attachments, reviews, mentoring, triage.

API: REST of Bugzilla 5 and of Mozilla's fork, at ``/rest`` or ``/rest.cgi``. Auth: an API key in
``X-BUGZILLA-API-KEY`` (Mozilla's) or as a bearer (Red Hat's). Plain Bugzilla 5 reads keys from the
address only, where none is ever put: there a person is read by name, as the public sees them.
Lists: searches by ``offset`` until a page is empty, in the order of bug numbers; comments,
attachments and history of many bugs at once. Durable ids: numbers of bugs, comments, attachments,
of changes of flags, and of people. Rate: 75 calls a minute at Mozilla's. Not to be had: private
comments. Checked 2026-11.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    line,
    mapping,
    optional_flag,
    optional_line,
    page_items,
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
    Reply,
    WayInfo,
    Who,
    Window,
)
from portfolio.sync.providers.bugzilla.parsing import Person
from portfolio.sync.providers.bugzilla.rest import NoSuchMethodError, RefusedError, Rest
from portfolio.sync.providers.bugzilla.walks import (
    Walking,
    bug_pages,
    flag_pages,
    part_pages,
    read_again,
)

_BEGINNING: Final = datetime(1998, 1, 1, tzinfo=UTC)
"""Before the first Bugzilla."""
_BEARERS: Final = frozenset({"bugzilla.redhat.com"})
_NO_SUCH: Final = frozenset({51, 100, 101, 32614})
_REFUSED: Final = frozenset({102, 410, 504, 505})
_DEAD: Final = frozenset({300, 301, 305, 306, 307})
_PARTS: Final = frozenset({Kind.BUG_COMMENT, Kind.ATTACHMENT, Kind.TRIAGE})

ABOUT: Final = About(
    id="bugzilla",
    name="Bugzilla",
    instances=(
        "https://bugzilla.mozilla.org",
        "https://bugzilla.redhat.com",
        "https://bugs.kde.org",
        "https://bugzilla.kernel.org",
        "https://bz.apache.org/bugzilla",
        "https://sourceware.org/bugzilla",
        "https://gcc.gnu.org/bugzilla",
    ),
    kinds=(
        KindInfo(Kind.BUG_REPORTED, Order.WINDOWS),
        KindInfo(Kind.BUG_FIXED, Order.WINDOWS),
        KindInfo(Kind.BUG_COMMENT, Order.WINDOWS),
        KindInfo(Kind.ATTACHMENT, Order.WINDOWS),
        KindInfo(Kind.FLAG, Order.WINDOWS, overlap_s=86_400),
        KindInfo(Kind.MENTORING, Order.WINDOWS),
        KindInfo(Kind.TRIAGE, Order.WINDOWS, asked_by_default=False),
    ),
    ways=(
        WayInfo(
            Way.TOKEN,
            page="/userprefs.cgi?tab=apikey",
            words="Make an API key there and paste it. It works at Mozilla's and at Red Hat's; "
            "plain Bugzilla takes a key in the address of a page only, where Portfolio never "
            "puts one: choose your name there.",
        ),
        WayInfo(
            Way.NAME,
            words="Your login (mostly an e-mail address). Comments and attachments are then "
            "shown under shortened addresses, so they cannot be told from a namesake's.",
        ),
    ),
    limits=(
        "At most 75 requests a minute; comments are read fifty bugs at a time.",
        "Plain Bugzilla takes most of a second for each request.",
        "Triage reads the history of every bug you touched, so it is read only when asked for.",
    ),
    cannot=(
        "Private comments and attachments: they are dropped, also when a key shows them.",
        "Without a key: whose a comment is, where addresses are shortened.",
        "Reviews and other flags, and mentoring, except at Mozilla's.",
        "Since when you mentor a bug: its own date is given instead.",
    ),
    docs="https://bmo.readthedocs.io/en/latest/api/",
    icon="bug",
    handle_words="Your login there, mostly an e-mail address",
    option_words={"key_header": "How a key is sent: leave empty, or bearer"},
    spacing_s=0.8,
)


class Bugzilla(BaseProvider):
    """Any Bugzilla, version 5 or later."""

    about = ABOUT

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send the key in the header the installation reads; never in an address."""
        typed = access.options.get("key_header", "").strip().lower()
        if typed == "bearer" or (not typed and urlsplit(access.instance).hostname in _BEARERS):
            return super().credential(access, secret)
        return Credential(headers={"X-BUGZILLA-API-KEY": secret})

    def judge(self, reply: Reply) -> Pause | None:
        """See the errors in the body, whatever the status is.

        Raises:
            AccountError: The reply is one.
        """
        if reply.status in (429, 503) or b'"error"' not in reply.body[:2_000]:
            return None
        code, said = _error(reply)
        if code is None:
            return None
        if code in _DEAD:
            raise SignInNeededError("This Bugzilla does not take the key (any more).", said)
        if code in _REFUSED:
            raise NotAllowedError("This Bugzilla does not show that to this account.", said)
        if code in _NO_SUCH:
            raise NoSuchMethodError("This Bugzilla has no such thing.", said)
        if reply.status >= 500:
            raise ServiceError("This Bugzilla has a fault of its own.", said)
        raise RefusedError("This Bugzilla refused the request.", said)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the account is; a sign-in proves itself, for no error proves nothing.

        Raises:
            NotThereError: There is nobody of this name.
            SignInError: This Bugzilla does not read a key from a header.
            SignInNeededError: It does not take this key.
        """
        rest = Rest(call)
        if not access.is_signed_in:
            return await _named(rest, access)
        try:
            person = await rest.asked("/whoami")
        except NoSuchMethodError:
            return await _proved(rest, access)
        return _who(person, access)

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return one period: searches are asked for in full, page by page."""
        del call
        start = ask.since if ask.since is not None else _BEGINNING
        return (Window(start, max(ask.now, start + timedelta(seconds=1))),)

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        walk = _walk(ask, call)
        if ask.kind is Kind.FLAG:
            found = flag_pages(walk)
        elif ask.kind in _PARTS:
            found = part_pages(walk)
        else:
            found = bug_pages(walk)
        async for page in found:
            yield page
        yield Page(reaches=ask.window.end if ask.window is not None else None)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read bugs again: what became of them."""
        async for page in read_again(_walk(ask, call), refs):
            yield page


def _walk(ask: Ask, call: Call) -> Walking:
    folder = (ask.resume or {}).get("folder")
    rest = Rest(call, folder if isinstance(folder, str) else "")
    return Walking(ask, rest, Person(ask.access.native_id, ask.access.handle))


async def _proved(rest: Rest, access: Access) -> Who:
    """Prove a key where nobody says whose it is: only a key that was read gives "true"."""
    try:
        value = await rest.asked("/valid_login", (("login", access.handle),))
        is_proved = isinstance(value, Mapping) and optional_flag(value, "result") is True
    except (BadItemError, NotThereError, NotAllowedError, RefusedError):
        is_proved = False
    if not is_proved:
        raise SignInError(
            "This Bugzilla does not read a key from where it is safe to put one.",
            "A key is never put into an address. Add the account by its name: what is public "
            "is read.",
            code="no-header",
        )
    return replace(await _named(rest, access), shows_private=True)


async def _named(rest: Rest, access: Access) -> Who:
    """Look a login up; where people are not shown, by a bug they reported."""
    try:
        value = await rest.asked("/user", (("names", access.handle),))
        people = page_items(value, "users")
    except (NotAllowedError, SignInNeededError):
        people = await _by_their_bugs(rest, access)
    if not people:
        raise NotThereError("There is nobody of this name.", "Check the spelling.")
    return replace(_who(people[0], access), handle=access.handle)


async def _by_their_bugs(rest: Rest, access: Access) -> list[Any]:
    rows = await rest.searched([("creator", access.handle)], "id,creator_detail", 0, 1)
    details = [row.get("creator_detail") for row in rows if isinstance(row, Mapping)]
    return [each for each in details if isinstance(each, Mapping)]


def _who(raw: Any, access: Access) -> Who:
    try:
        native = identifier(mapping(raw), "id")
        if native == "0":
            raise SignInNeededError("This Bugzilla does not take the key.")
        login, real_name = line(raw, "name"), optional_line(raw, "real_name")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not readable.") from error
    return Who(
        native_id=native,
        handle=login,
        name=real_name,
        profile_url=f"{access.instance}/user_profile?user_id={quote(native)}"
        if urlsplit(access.instance).hostname == "bugzilla.mozilla.org"
        else "",
        emails=(login,) if access.is_signed_in and "@" in login else (),
        shows_private=access.is_signed_in,
    )


def _error(reply: Reply) -> tuple[int | None, str]:
    """Return the code of an error and what was said; None when it is no error."""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(value, Mapping) or value.get("error") is not True:
        return None, ""
    code, message = value.get("code"), value.get("message")
    said = f"It said: {message[:300]}" if isinstance(message, str) else ""
    written = str(code).removeprefix("-")
    is_number = isinstance(code, int | str) and written.isascii() and written.isdigit()
    return (int(str(code)[:9]) if is_number and len(str(code)) < 10 else 0), said


PROVIDER: Final = Bugzilla()
