"""Reads what Drupal.org answers: nodes, comments, users and contribution records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from portfolio.errors import UnreadableReplyError
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import (
    BadItemError,
    found,
    identifier,
    instant,
    line,
    mapping,
    number,
    optional_https_url,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_link,
    optional_listing,
    optional_number,
    page_items,
)
from portfolio.sync.provider import Container, Record, Who

DRUPAL: Final = "https://www.drupal.org"
SITE: Final = Container("drupal.org", "Drupal.org", DRUPAL)
ISSUE_STATES: Final = {
    1: Outcome.OPEN,  # active
    2: Outcome.FIXED,
    3: Outcome.CLOSED,  # duplicate
    4: Outcome.OPEN,  # postponed
    5: Outcome.REJECTED,  # will not fix
    6: Outcome.REJECTED,  # works as designed
    7: Outcome.FIXED,  # closed
    8: Outcome.OPEN,  # needs review
    13: Outcome.OPEN,  # needs work
    14: Outcome.OPEN,  # reviewed and tested
    15: Outcome.OPEN,  # to be ported
    16: Outcome.OPEN,  # needs more information
    17: Outcome.CLOSED,  # outdated
    18: Outcome.CLOSED,  # cannot be reproduced
}
"""Numbers of the states of issues, with what they mean to whoever raised it."""
_MAX_MARKUP: Final = 20_000
_PROJECT = re.compile(r"https://www\.drupal\.org/project/([a-z0-9_]{1,100})(?:/.*)?")
_MACHINE_NAME = re.compile(r"[a-z0-9_]{1,100}")

Included = Mapping[tuple[str, str], Mapping[str, Any]]


def parse_next(body: object) -> str:
    """Return the address of the next page of the older interface, "" after the last one.

    The service leaves ``.json`` out of it, which would bring a web page.

    Raises:
        UnreadableReplyError: It is no address.
    """
    try:
        link = optional_link(body, "next")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error
    path, mark, query = link.partition("?")
    return link if not path or path.endswith(".json") else f"{path}.json{mark}{query}"


def parse_next_href(body: object) -> str:
    """Return the address of the next page of contribution records, "" after the last one.

    Raises:
        UnreadableReplyError: It is no address.
    """
    try:
        link = found(body, "links", "next")  # an object, or only an address
        return optional_link(link, "href") if isinstance(link, Mapping) else optional_link(link)
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def parse_user(raw: object) -> Who:
    """Return who a user is."""
    name = line(raw, "name", limit=200)
    uid = str(number(raw, "uid"))
    names = (optional_line(raw, key, limit=100) for key in ("field_first_name", "field_last_name"))
    return Who(
        native_id=uid,
        handle=name,
        name=" ".join(part for part in names if part),
        profile_url=optional_https_url(raw, "url") or f"{DRUPAL}/user/{uid}",
        active_since=optional_instant(raw, "created"),
    )


def parse_issue(raw: object) -> Record:
    """Return the record of an issue somebody raised."""
    nid, status = str(number(raw, "nid")), optional_number(raw, "field_issue_status")
    url = optional_https_url(raw, "url") or f"{DRUPAL}/node/{nid}"
    state = ISSUE_STATES.get(status, Outcome.NONE) if status is not None else Outcome.NONE
    return Record(
        native_id=nid,
        kind=Kind.ISSUE,
        action=Action.RAISED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "created"),
        updated_at=optional_instant(raw, "changed"),
        container=_project_of_issue(raw, url),
        url=url,
        excerpt=_markup(raw, "body"),
        state=state,
        is_open=state is Outcome.OPEN,
        ref=nid,
        metrics=_counted(raw, comments="comment_count"),
    )


def parse_project(raw: object) -> Record:
    """Return the record of a module, theme or the like somebody started."""
    nid, title = str(number(raw, "nid")), line(raw, "title")
    machine_name = optional_line(raw, "field_project_machine_name")
    url = optional_https_url(raw, "url") or f"{DRUPAL}/node/{nid}"
    named = _MACHINE_NAME.fullmatch(machine_name) is not None
    return Record(
        native_id=nid,
        kind=Kind.PROJECT,
        action=Action.MAINTAINED,
        title=title,
        occurred_at=instant(raw, "created"),
        updated_at=optional_instant(raw, "changed"),
        container=project(machine_name) if named else Container(f"node/{nid}", title, url),
        url=url,
        excerpt=_markup(raw, "body"),
        metrics=_counted(raw, downloads="field_download_count"),
    )


def parse_comment(raw: object) -> Record:
    """Return the record of a comment."""
    cid = str(number(raw, "cid"))
    node = optional_identifier(raw, "node", "id")
    there = f"/node/{quote(node, safe='')}#comment-{cid}" if node else ""
    return Record(
        native_id=cid,
        kind=Kind.COMMENT,
        action=Action.COMMENTED,
        title=optional_line(raw, "subject") or f"Comment {cid}",
        occurred_at=instant(raw, "created"),
        container=SITE,
        url=optional_https_url(raw, "url") or (f"{DRUPAL}{there}" if there else ""),
        excerpt=_markup(raw, "comment_body"),
    )


def parse_mentee(raw: object) -> Record:
    """Return the record of mentoring a user who names the person as their mentor."""
    who = parse_user(raw)
    return Record(
        native_id=who.native_id,
        kind=Kind.MENTORING,
        action=Action.MENTORED,
        title=f"Mentor of {who.handle}",
        occurred_at=instant(raw, "created"),
        container=SITE,
        url=who.profile_url,
    )


def is_theirs(raw: object, kind: Kind, uid: str) -> bool:
    """Say whether an item may be the person's: theirs by name, or by nobody's that can be read."""
    if not isinstance(raw, Mapping):
        return True  # set aside by the parser
    said = raw.get("field_mentors" if kind is Kind.MENTORING else "author")
    people = said if isinstance(said, list) else [said]
    ids = {str(one["id"]) for one in people if isinstance(one, Mapping) and one.get("id")}
    return uid in ids or not ids


# ---------------------------------------------------------------------- contribution records


def parse_included(body: object) -> Included:
    """Return the objects a JSON:API page brings along, by type and id; what is none is left out.

    Raises:
        UnreadableReplyError: They are no list.
    """
    if isinstance(body, Mapping) and body.get("included") is None:
        return {}
    objects = {}
    for one in page_items(body, "included"):
        if isinstance(one, Mapping):
            kind, ident = one.get("type"), one.get("id")
            if isinstance(kind, str) and isinstance(ident, str):
                objects[kind, ident] = one
    return objects


def parse_credit(raw: object, included: Included, uid: str) -> Record | str:
    """Return the record of a credit, or the record's id when it shows none for this person.

    Lists have shown contributors as they were before; a record without a credit is to be read by
    itself before it is believed.
    """
    uuid = identifier(raw, "id")
    attributes = mapping(raw, "attributes")
    own = next((one for one in _contributors(raw, included) if _uid_of(one, included) == uid), None)
    is_credited = own is not None and _is_set(own, "field_credit_this_contributor")
    if own is None or not is_credited or _is_set(attributes, "field_draft", in_attributes=False):
        return uuid
    name = optional_line(attributes, "field_project_name", limit=200)
    source = optional_https_url(attributes, "field_source_link", "uri")
    at = optional_instant(attributes, "field_last_status_change")
    at = at or optional_instant(attributes, "changed") or instant(attributes, "created")
    return Record(
        native_id=uuid,
        kind=Kind.CREDIT,
        action=Action.CREDITED,
        title=optional_line(attributes, "title") or f"Credit by {name or 'Drupal.org'}",
        occurred_at=at,
        container=project(name) if name else SITE,
        url=source,
        excerpt=_organisations(own, included),
    )


def project(name: str) -> Container:
    """Return the place of a project, given by its machine name, or any name it has."""
    if _MACHINE_NAME.fullmatch(name) is None:
        return Container(f"project/{name}", name)
    remote = f"git.drupalcode.org/project/{name}"
    return Container(f"project/{name}", name, f"{DRUPAL}/project/{name}", remote)


def _contributors(raw: object, included: Included) -> Iterator[Mapping[str, Any]]:
    for ref in optional_listing(raw, "relationships", "field_contributors", "data"):
        paragraph = included.get(("paragraph--contributor", identifier(ref, "id")))
        if paragraph is not None:
            yield paragraph


def _uid_of(paragraph: Mapping[str, Any], included: Included) -> str:
    """Return the number of the user a contributor is, "" when it is not said."""
    ref = found(paragraph, "relationships", "field_contributor_user", "data")
    if ref is None:
        return ""
    user = included.get(("user--user", identifier(ref, "id")), {})
    said = optional_number(user, "attributes", "drupal_internal__uid")
    said = optional_number(ref, "meta", "drupal_internal__target_id") if said is None else said
    return "" if said is None else str(said)


def _is_set(raw: object, key: str, *, in_attributes: bool = True) -> bool:
    value = found(raw, "attributes", key) if in_attributes else found(raw, key)
    return value in (True, 1, "1") if isinstance(value, bool | int | str) else False


def _organisations(paragraph: Mapping[str, Any], included: Included) -> str:
    """Return for whom the work was done, as far as the page brings their names."""
    names = []
    for key in ("field_contributor_organisation", "field_contributor_customer"):
        for ref in optional_listing(paragraph, "relationships", key, "data"):
            organisation = included.get(("node--organization", identifier(ref, "id")), {})
            names.append(optional_line(organisation, "attributes", "title", limit=200))
    known = list(dict.fromkeys(name for name in names if name))
    return f"For {', '.join(known)}"[:500] if known else ""


# --------------------------------------------------------------------------------- fields


def _project_of_issue(raw: object, url: str) -> Container:
    said = optional_line(raw, "field_project", "machine_name", limit=200)
    in_url = _PROJECT.fullmatch(url)
    if _MACHINE_NAME.fullmatch(said) or in_url:
        return project(said if _MACHINE_NAME.fullmatch(said) or in_url is None else in_url[1])
    nid = optional_number(raw, "field_project", "id")
    if nid is None:
        return SITE
    return Container(f"node/{nid}", f"Project {nid}", f"{DRUPAL}/node/{nid}")


def _markup(raw: object, key: str) -> str:
    """Return the text of a field of HTML; an empty one comes as an empty list."""
    field = found(raw, key)
    if not isinstance(field, Mapping) or not isinstance(field.get("value"), str):
        return ""
    return text_of_html(field["value"][:_MAX_MARKUP])


def _counted(raw: object, **keys: str) -> Mapping[str, int]:
    counts = {name: optional_number(raw, key) for name, key in keys.items()}
    return {name: count for name, count in counts.items() if count is not None and count >= 0}
