"""PyPI: the projects a person owns or maintains on the Python Package Index.

API: XML-RPC ``user_packages`` for the list (documentation of August 2026: not supported, to go one
day, tightly limited: asked once a reading), then ``/pypi/NAME/json`` for each. Auth: none. Durable
ids: the normalised name of the project (PEP 503); a person has nothing but the user name. A fault
of the list is "unknown", never "nothing". Rate: a request a second. Not to be had: since when
somebody maintains a project, who uploaded a release. Downloads are always -1 there.
"""

from __future__ import annotations

import re
import xmlrpc.client
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from portfolio.errors import NotThereError, ServiceError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind
from portfolio.model.text import clean_line
from portfolio.sync.parsing import (
    BadItemError,
    as_raw,
    instant,
    mapping,
    optional_line,
    optional_listing,
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
    Pause,
    Record,
    Reply,
    Request,
    SetAside,
    WayInfo,
    Who,
)
from portfolio.sync.xml_text import tree

PYPI_BASE: Final = "https://pypi.org"
_BATCH: Final = 5  # projects on a page of ours
_MAX_JSON: Final = 30_000_000
_ROLES: Final = ("Owner", "Maintainer")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?", re.ASCII)

ABOUT: Final = About(
    id="pypi",
    name="PyPI",
    instances=(PYPI_BASE, "https://test.pypi.org"),
    kinds=(KindInfo(Kind.PACKAGE, Order.WHOLE),),
    ways=(WayInfo(Way.NAME, words="Type your user name; which projects you keep is public."),),
    limits=(
        "One request a second, one for each project.",
        "PyPI does not promise to keep its list of projects; a failure of it removes nothing.",
    ),
    cannot=(
        "Since when you maintain a project: shown is when its first file was uploaded.",
        "Who uploaded a release; so releases are not listed.",
        "Projects without a single file, and how often a project is downloaded.",
        "Whether the user name is yours: it is public and only typed in.",
    ),
    docs="https://docs.pypi.org/api/",
    icon="package",
    handle_words="Your user name, as in pypi.org/user/NAME",
    spacing_s=1.0,
)


class PyPI(BaseProvider):
    """The Python Package Index, or another that speaks as Warehouse does."""

    about = ABOUT

    def judge(self, reply: Reply) -> Pause | None:
        """See the fault by which XML-RPC asks to wait."""
        if "xml" not in reply.headers.get("content-type", ""):
            return None
        if b"TooManyRequests" not in reply.body[:4_000]:
            return None
        seconds = re.search(rb"in (\d{1,4}) seconds", reply.body[:4_000])
        return Pause(float(seconds[1]) if seconds else 60.0, again=True)

    async def who(self, access: Access, call: Call) -> Who:
        """Ask whether anything is kept under a name; there is nothing more to ask."""
        name = access.handle.strip()
        if not await _projects(name, call):
            raise NotThereError(
                f"PyPI lists no project under the name {clean_line(name, limit=60)}.",
                "The user name is the one in the address of your page, not the one shown on it.",
            )
        return Who(
            native_id=name.lower(),
            handle=name,
            profile_url=f"{PYPI_BASE}/user/{name}/" if _NAME.fullmatch(name) else "",
        )

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Ask for the list, then for each project by name, some on a page."""
        projects = await _projects(ask.access.handle.strip(), call)
        after = str((ask.resume or {}).get("after", ""))
        names = sorted(name for name in projects if name > after)
        for start in range(0, max(1, len(names)), _BATCH):
            batch = names[start : start + _BATCH]
            has_more = start + _BATCH < len(names)
            yield await _page(batch, projects, ask, call, has_more=has_more)


async def _projects(user: str, call: Call) -> Mapping[str, tuple[str, str]]:
    """Return what a person keeps: normalised name to role and name as written."""
    body = xmlrpc.client.dumps((user,), "user_packages").encode()
    request = Request(
        "/pypi",
        method="POST",
        body=body,
        headers={"Content-Type": "text/xml"},
        takes=("text/xml", "application/xml"),
    )
    reply = await call(request)
    return parse_projects(reply.body, reply.headers.get("content-type", ""))


async def _page(
    names: Sequence[str],
    projects: Mapping[str, tuple[str, str]],
    ask: Ask,
    call: Call,
    *,
    has_more: bool,
) -> Page:
    records: list[Record] = []
    aside: list[SetAside] = []
    for name in names:
        role, written = projects[name]
        try:
            reply = await call(Request(f"/pypi/{name}/json", max_bytes=_MAX_JSON))
        except NotThereError:
            continue  # registered, but nothing was ever uploaded
        raw = reply.json()
        try:
            records.append(parse_project(raw, written, role, instance=ask.access.instance))
        except BadItemError as error:
            aside.append(SetAside(error.why, as_raw(raw, limit=300)))
    return Page(tuple(records), tuple(aside), {"after": names[-1]} if has_more else None)


def parse_projects(body: bytes, content_type: str = "") -> Mapping[str, tuple[str, str]]:
    """Return the answer to ``user_packages``: normalised name to role and name as written.

    Raises:
        ServiceError: The answer is a fault: what the person keeps is unknown.
        UnreadableReplyError: It is no answer of XML-RPC.
    """
    root = tree(body, content_type)
    if root.tag == "methodResponse" and root.find("fault") is not None:
        raise ServiceError(
            "PyPI did not answer which projects you keep. Nothing was taken for gone.",
            "Its list is not a supported service; try again later.",
        )
    listed = root.find("params/param/value/array/data") if root.tag == "methodResponse" else None
    if listed is None:
        raise UnreadableReplyError("The service's answer is not the list asked for.")
    found: dict[str, tuple[str, str]] = {}
    for pair in listed.findall("value"):
        words = [_string(each) for each in pair.findall("array/data/value")]
        if len(words) != 2 or not _NAME.fullmatch(words[1]):
            raise UnreadableReplyError("The service's answer is not the list asked for.")
        role = words[0] if words[0] in _ROLES else ""
        name = normal_name(words[1])
        if name not in found or role == "Owner":
            found[name] = (role, words[1])
    return found


def _string(value: ET.Element) -> str:
    inner = value.find("string")
    return ((inner if inner is not None else value).text or "").strip()


def normal_name(name: str) -> str:
    """Return a project's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse_project(raw: object, name: str, role: str, *, instance: str = PYPI_BASE) -> Record:
    """Return the record of a project.

    Args:
        raw: Its JSON description.
        name: As the list has it.
        role: ``Owner``, ``Maintainer`` or "".
        instance: The index.
    """
    info = mapping(raw, "info")
    summary = optional_line(info, "summary", limit=500)
    written = optional_line(info, "name", limit=200)
    uploads = _uploads(raw)
    first, last, count = min(uploads), max(uploads), len(_releases(raw))
    url = f"{instance}/project/{name}/"
    return Record(
        native_id=normal_name(name),
        kind=Kind.PACKAGE,
        action=Action.MAINTAINED,
        title=written if normal_name(written) == normal_name(name) else name,
        occurred_at=first,
        updated_at=last,
        container=Container(normal_name(name), name, url if url.startswith("https://") else ""),
        url=url,
        excerpt=". ".join(part for part in (role, summary) if part),
        metrics={"releases": count} if count else {},
    )


def _releases(raw: object) -> Mapping[str, Any]:
    releases = raw.get("releases") if isinstance(raw, Mapping) else None
    return releases if isinstance(releases, Mapping) else {}


def _uploads(raw: object) -> list[datetime]:
    """Return when files were uploaded; those of the last release when it gives no more."""
    files = [file for each in _releases(raw).values() if isinstance(each, list) for file in each]
    found: list[datetime] = []
    for file in files or optional_listing(raw, "urls"):
        try:
            found.append(instant(file, "upload_time_iso_8601"))
        except BadItemError:
            continue
    if not found:
        raise BadItemError("The project has no file with a date.")
    return found


PROVIDER = PyPI()
