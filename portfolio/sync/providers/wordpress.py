"""WordPress.org: credits for releases of WordPress, and the plugins and themes of one person.

API: ``https://api.wordpress.org`` (documentation and public tools that use it, read 2026-11). Auth:
none. There is no interface by person; what there is:

* ``/core/credits/1.1/?version=X.Y``: who is credited for one release, in groups of
  ``{name: [display name, hash, slug, title]}`` or ``{name: display name}``. Which releases there
  are says ``/core/stable-check/1.0/``; when they came out no interface says, so `RELEASED` does.
* ``/plugins/info/1.2/`` and ``/themes/info/1.2/``: lists by author, with ``info.pages``.

Durable id of a person: none; the slug of their profile stands for it. That page is not read.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    mapping,
    optional_identifier,
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
    KindInfo,
    Order,
    Page,
    Record,
    Request,
    WayInfo,
    Who,
)

WORDPRESS: Final = "https://wordpress.org"
CORE: Final = Container("core", "WordPress", WORDPRESS)
FIRST_WITH_CREDITS: Final = (3, 2)
_DAYS: Final = (
    "3.2 2011-07-04, 3.3 2011-12-12, 3.4 2012-06-13, 3.5 2012-12-11, 3.6 2013-08-01, "
    "3.7 2013-10-24, 3.8 2013-12-12, 3.9 2014-04-16, 4.0 2014-09-04, 4.1 2014-12-18, "
    "4.2 2015-04-23, 4.3 2015-08-18, 4.4 2015-12-08, 4.5 2016-04-12, 4.6 2016-08-16, "
    "4.7 2016-12-06, 4.8 2017-06-08, 4.9 2017-11-16, 5.0 2018-12-06, 5.1 2019-02-21, "
    "5.2 2019-05-07, 5.3 2019-11-12, 5.4 2020-03-31, 5.5 2020-08-11, 5.6 2020-12-08, "
    "5.7 2021-03-09, 5.8 2021-07-20, 5.9 2022-01-25, 6.0 2022-05-24, 6.1 2022-11-01, "
    "6.2 2023-03-29, 6.3 2023-08-08, 6.4 2023-11-07, 6.5 2024-04-02, 6.6 2024-07-16, "
    "6.7 2024-11-12, 6.8 2025-04-15, 6.9 2025-12-02"
)
RELEASED: Final = {
    version: datetime.fromisoformat(day).replace(tzinfo=UTC)
    for version, day in (each.split() for each in _DAYS.split(", "))
}
"""When releases came out, from the project's history of releases; the interface does not say."""
_VERSION = re.compile(r"([0-9]{1,2})\.([0-9])(?:\.[0-9]{1,3})?")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_PROFILE = re.compile(r"https?://profiles\.wordpress\.org/([^/?#]+)/?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_MAX_MARKUP: Final = 20_000

ABOUT: Final = About(
    id="wordpress",
    name="WordPress.org",
    instances=(WORDPRESS,),
    kinds=(
        # Names are added to the credits of a release for some weeks.
        KindInfo(Kind.CREDIT, Order.OLDEST_FIRST, overlap_s=120 * 86_400),
        KindInfo(Kind.PACKAGE, Order.WHOLE),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type the name of your profile's address; credits, plugins and themes are "
            "public. The name proves nothing: it stays marked as said by you.",
        ),
    ),
    limits=(
        "Credits are those of whole releases (6.5, not 6.5.2), from 3.2 on.",
        "A credit is dated when its release came out.",
        "A release newer than this Portfolio is set aside: the service does not give its date.",
    ),
    cannot=(
        "Tickets, changesets and what your profile lists: there is no interface for them.",
        "Badges, forum answers, translations and talks: enter them by hand or import a file.",
        "Plugins and themes of which you are not the author but one of several.",
        "Whether there is anybody of the name typed in, and changes of it.",
    ),
    docs="https://codex.wordpress.org/WordPress.org_API",
    icon="package",
    is_fixed=True,
    handle_words="The name in your profile's address, as in profiles.wordpress.org/NAME",
    spacing_s=0.5,
)


class WordPress(BaseProvider):
    """Reads WordPress.org."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the host of the interface."""
        return "https://api.wordpress.org" if instance == WORDPRESS else instance

    async def who(self, access: Access, call: Call) -> Who:
        """Take the name as it is typed: nothing can be asked about it.

        Raises:
            NotThereError: It cannot be the name of a profile.
        """
        del call
        slug = slug_of(access.handle)
        if _SLUG.fullmatch(slug) is None:
            raise NotThereError(
                "This is not the name in the address of a profile.",
                "It has small letters, digits and dashes only, no blanks.",
            )
        url = f"https://profiles.wordpress.org/{quote(slug, safe='')}/"
        return Who(native_id=slug, handle=slug, profile_url=url)

    def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        return credit_pages(ask, call) if ask.kind is Kind.CREDIT else package_pages(ask, call)


def slug_of(handle: str) -> str:
    """Return the slug of a typed name or address of a profile."""
    return handle.strip().rstrip("/").rpartition("/")[2].removeprefix("@").lower()


# --------------------------------------------------------------------------------- credits


async def credit_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Look through the credits of each release since the last one looked at."""
    versions = parse_versions((await call(Request("/core/stable-check/1.0/"))).json())
    if ask.resume is not None:
        after = _key(str(ask.resume.get("after", "")))
        versions = [version for version in versions if _key(version) > after]
    todo = [version for version in versions if _is_wanted(version, ask.since)]
    if not todo:
        yield Page()
    for version in todo:
        query = (("version", version), ("locale", "en_US"))
        try:
            body = (await call(Request("/core/credits/1.1/", query))).json()
        except NotThereError:
            items = []
        else:
            items = [body]
        records, aside = parse_items(items, _reader_of(version, ask.access.native_id))
        resume = {"after": version} if version != todo[-1] else None
        yield Page(records, aside, resume, reaches=RELEASED.get(version))


def _reader_of(version: str, slug: str) -> Callable[[Any], Record | None]:
    return lambda raw: parse_release(raw, version, slug)


def _is_wanted(version: str, since: datetime | None) -> bool:
    at = RELEASED.get(version)
    return since is None or at is None or at >= since - timedelta(days=1)


def _key(version: str) -> tuple[int, int]:
    match = _VERSION.fullmatch(version)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def parse_versions(body: object) -> list[str]:
    """Return the whole releases that can have credits, oldest first.

    Raises:
        UnreadableReplyError: There is no list of versions.
    """
    try:
        versions = mapping(body)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is no list of releases.") from error
    keys = {_key(version) for version in versions}
    whole = sorted(key for key in keys if key >= FIRST_WITH_CREDITS)
    if not whole:
        raise UnreadableReplyError("The service's answer is no list of releases.")
    return [f"{major}.{minor}" for major, minor in whole]


def parse_release(raw: object, version: str, slug: str) -> Record | None:
    """Return the record of a credit for a release; None when the person is not in its credits.

    Args:
        raw: The credits of the release.
        version: The release asked for.
        slug: The person's, in small letters.
    """
    said = optional_line(raw, "data", "version", limit=50)
    if said and _key(said) != _key(version):
        raise BadItemError("These are the credits of another release.")
    titles = [
        title
        for group in mapping(raw, "groups").values()
        if (title := _title_in(group, slug)) is not None
    ]
    if not titles:
        return None
    at = RELEASED.get(version)
    if at is None:
        raise BadItemError("When this release came out is not known to this Portfolio.")
    title = next((each for each in titles if each), "")
    return Record(
        native_id=f"{version}:{slug}",
        kind=Kind.CREDIT,
        action=Action.CREDITED,
        title=f"WordPress {version}: {title}" if title else f"WordPress {version}",
        occurred_at=at,
        container=CORE,
    )


def _title_in(group: object, slug: str) -> str | None:
    """Return as what a group of credits names a person, "" for no title; None for not at all."""
    people = group.get("data") if isinstance(group, Mapping) else None
    if not isinstance(people, Mapping):
        return None  # the libraries used are a list
    for name, value in people.items():
        parts = value if isinstance(value, list) else []
        names = [name, *(part for part in parts[2:3] if isinstance(part, str))]
        if slug in (each.lower() for each in names):
            own = [{"title": part} for part in parts[3:4] if isinstance(part, str)]
            return optional_line(own[0], "title", limit=200) if own else ""
    return None


# ------------------------------------------------------------------------ plugins and themes


async def package_pages(ask: Ask, call: Call) -> AsyncIterator[Page]:
    """Read the plugins by pages, then the themes."""
    resume = ask.resume or {}
    start, number = str(resume.get("list", "plugins")), int(resume.get("page", 1))
    slug = ask.access.native_id
    for name in ("plugins", "themes") if start == "plugins" else ("themes",):
        while True:
            body = (await call(_packages(name, slug, number))).json()
            items = theirs(page_items(body, name), slug)
            records, aside = parse_items(items, parse_plugin if name == "plugins" else parse_theme)
            number = number + 1 if number < parse_page_count(body) else 0
            following = {"list": name, "page": number}
            if not number and name == "plugins":
                following = {"list": "themes", "page": 1}
            is_last = not number and name == "themes"
            yield Page(records, aside, None if is_last else following)
            if not number:
                break
        number = 1


def _packages(name: str, slug: str, number: int) -> Request:
    wanted = ("added", "creation_time", "last_updated", "active_installs", "downloaded")
    return Request(
        f"/{name}/info/1.2/",
        (
            ("action", f"query_{name}"),
            ("request[author]", slug),
            ("request[per_page]", "100"),
            ("request[page]", str(number)),
            *((f"request[fields][{field}]", "1") for field in wanted),
        ),
    )


def parse_page_count(body: object) -> int:
    """Return how many pages a list has.

    Raises:
        UnreadableReplyError: It is not said as promised.
    """
    try:
        return optional_number(body, "info", "pages") or 0
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def theirs(items: Iterable[object], slug: str) -> list[object]:
    """Return the items that do not say they are another person's.

    Raises:
        UnreadableReplyError: All of them do: the service did not heed who was asked for, and would
            go on to list everybody's.
    """
    asked = list(items)
    own = [one for one in asked if author_of(one) in ("", slug)]
    if asked and not own:
        raise UnreadableReplyError("The service's answer is about other people.")
    return own


def author_of(raw: object) -> str:
    """Return the slug of who a plugin or theme is by, "" when it is not said."""
    if not isinstance(raw, Mapping):
        return ""
    author, profile = raw.get("author"), raw.get("author_profile")
    if isinstance(author, Mapping):
        profile = author.get("profile")
        if isinstance(author.get("user_nicename"), str):
            return str(author["user_nicename"]).lower()
    match = _PROFILE.fullmatch(profile) if isinstance(profile, str) else None
    return match[1].lower() if match else ""


def parse_plugin(raw: object) -> Record:
    """Return the record of a plugin."""
    return _package(raw, "plugins", "added")


def parse_theme(raw: object) -> Record:
    """Return the record of a theme."""
    return _package(raw, "themes", "creation_time")


def _package(raw: object, name: str, made: str) -> Record:
    slug, changed = identifier(raw, "slug"), _day(raw, "last_updated")
    since = instant(raw, made) if optional_identifier(raw, made) else changed
    if since is None:
        raise BadItemError("When it was made is missing.")
    url = f"{WORDPRESS}/{name}/{quote(slug, safe='', errors='replace')}/"
    about = found(raw, "short_description") or found(raw, "description")
    counts = {
        "installs": optional_number(raw, "active_installs"),
        "downloads": optional_number(raw, "downloaded"),
    }
    return Record(
        native_id=f"{name}/{slug}",
        kind=Kind.PACKAGE,
        action=Action.MAINTAINED,
        title=text_of_html(line(raw, "name"), limit=300) or slug,
        occurred_at=since,
        updated_at=changed,
        container=Container(f"{name}/{slug}", slug, url),
        url=url,
        excerpt=text_of_html(about[:_MAX_MARKUP], limit=500) if isinstance(about, str) else "",
        metrics={key: count for key, count in counts.items() if count is not None and count >= 0},
    )


def _day(raw: object, key: str) -> datetime | None:
    """Return the day of a time that may be written like ``2026-01-31 9:05pm GMT``."""
    match = _DAY.match(optional_line(raw, key, limit=60))
    return instant({key: match[0]}, key) if match else None


PROVIDER = WordPress()
