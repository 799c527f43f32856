"""Kitsune, the engine of Mozilla Support: answers, solutions and questions of one person.

API: version 2, server source of August 2026. Auth: none, everything listed is public. Paging: the
REST framework's ``count next previous results``, twenty a page. Durable ids: numbers of questions
and answers; of people it gives only the user name. Lists: answers by when they were made,
questions by when they changed; solutions are the questions with ``solved_by``, and the answer
meant is the number in ``solution``. That a question is solved does not count as a change there, so
open ones are read again and solutions are always listed in full. Not to be had: edits of the
knowledge base, badges.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from portfolio.errors import NotThereError, UnreadableReplyError
from portfolio.model.account import Way
from portfolio.model.codes import Action
from portfolio.model.kinds import Kind, Outcome
from portfolio.sync.markup import text_of_html
from portfolio.sync.parsing import (
    BadItemError,
    identifier,
    instant,
    line,
    number,
    optional_flag,
    optional_identifier,
    optional_instant,
    optional_line,
    optional_link,
    optional_number,
    optional_text,
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

MOZILLA: Final = "https://support.mozilla.org"
SETTLES: Final = timedelta(days=180)
"""A question this old is no longer asked about: hardly any is solved later."""
_MAX_MARKUP: Final = 20_000

ABOUT: Final = About(
    id="kitsune",
    name="Mozilla Support",
    instances=(MOZILLA,),
    kinds=(
        # Its filters by time are read in the server's zone: a day covers any.
        KindInfo(Kind.ANSWER, Order.OLDEST_FIRST, overlap_s=86_400),
        KindInfo(Kind.SOLUTION, Order.WHOLE),
        KindInfo(Kind.QUESTION, Order.NEWEST_FIRST),
    ),
    ways=(
        WayInfo(
            Way.NAME,
            words="Type your user name; answers and questions are public. The name proves "
            "nothing: it stays marked as said by you.",
        ),
    ),
    limits=(
        "Solutions carry the date of their question; the answers listed have their own.",
        "Whether a question of yours was solved is asked again for half a year.",
        "Edits of an answer after it was read are not noticed.",
    ),
    cannot=(
        "Work on the knowledge base, in any language.",
        "Badges.",
        "Who you are after a change of your user name: the service gives no other id.",
        "What was marked as spam.",
    ),
    docs="https://github.com/mozilla/kitsune",
    icon="circle-question-mark",
    handle_words="Your user name, as in support.mozilla.org/user/NAME",
)


class Kitsune(BaseProvider):
    """Mozilla Support and its like."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 2."""
        return f"{instance}/api/2"

    async def who(self, access: Access, call: Call) -> Who:
        """Look the user name up."""
        typed = access.handle.strip().strip("/").rpartition("/user/")[2] or access.handle
        reply = await call(Request(f"/user/{quote(typed, safe='', errors='replace')}/"))
        try:
            return parse_person(reply.json(), access.instance)
        except BadItemError as error:
            raise UnreadableReplyError("The service's answer is not the user asked for.") from error

    async def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Follow ``next`` through one list."""
        address, query = first_of(ask)
        is_first = ask.resume is None
        if ask.resume is not None:
            address, query = call.same_origin(str(ask.resume.get("next", ""))), ()
        parse = reader(ask)
        while address:
            reply = await call(Request(address, query, is_conditional=is_first))
            if reply.is_unchanged:
                yield Page(is_unchanged=True)
                return
            is_first, query, body = False, (), reply.json()
            records, aside = parse_items(page_items(body, "results"), parse)
            following, total = parse_meta(body)
            address = call.same_origin(following) if following else ""
            yield Page(records, aside, {"next": address} if address else None, total=total)

    async def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read single questions again, to see whether they were solved."""
        parse = reader(ask)
        for ref in refs:
            try:
                reply = await call(Request(f"/question/{quote(ref, safe='')}/"))
            except NotThereError:
                yield Page(gone=(ref,))
            else:
                yield Page(*parse_items([reply.json()], parse))


def first_of(ask: Ask) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return path and query of the first page of a list."""
    name = ask.access.native_id or ask.access.handle
    if ask.kind is Kind.SOLUTION:
        return "/question/", (("solved_by", name), ("ordering", "id"))
    if ask.kind is Kind.QUESTION:
        return "/question/", (("creator", name), ("ordering", "-updated"))
    query: tuple[tuple[str, str], ...] = (("creator", name), ("ordering", "created"))
    if ask.since is not None:
        query = (*query, ("created__gt", ask.since.strftime("%Y-%m-%dT%H:%M:%SZ")))
    return "/answer/", query


def reader(ask: Ask) -> Callable[[Any], Record | None]:
    """Return what reads an item of the kind asked for."""
    base = ask.access.instance
    if ask.kind is Kind.SOLUTION:
        return lambda raw: parse_solution(raw, base)
    if ask.kind is Kind.QUESTION:
        return lambda raw: parse_question(raw, base, ask.now)
    return lambda raw: parse_answer(raw, base)


def parse_meta(body: object) -> tuple[str, int | None]:
    """Return the address of the next page ("" after the last one) and how many items there are.

    Raises:
        UnreadableReplyError: What is said about the list is not what is promised.
    """
    try:
        return optional_link(body, "next"), optional_number(body, "count")
    except BadItemError as error:
        raise UnreadableReplyError("The service's answer is not the list asked for.") from error


def parse_person(raw: object, base: str) -> Who:
    """Return who a user is."""
    name = identifier(raw, "username")
    return Who(
        native_id=name,
        handle=name,
        name=optional_line(raw, "display_name", limit=200),
        profile_url=f"{base}/user/{quote(name, safe='', errors='replace')}",
        active_since=optional_instant(raw, "date_joined"),
    )


def parse_answer(raw: object, base: str) -> Record | None:
    """Return the record of an answer; None when it was marked as spam."""
    if optional_flag(raw, "is_spam"):
        return None
    ident, question = number(raw, "id"), number(raw, "question")
    return Record(
        native_id=str(ident),
        kind=Kind.ANSWER,
        action=Action.ANSWERED,
        title=f"Answer to question {question}",
        occurred_at=instant(raw, "created"),
        container=place(base),
        url=f"{base}/questions/{question}#answer-{ident}",
        excerpt=_plain(raw),
        metrics=_metrics(raw, helpful="num_helpful_votes", unhelpful="num_unhelpful_votes"),
    )


def parse_solution(raw: object, base: str) -> Record | None:
    """Return the record of the answer that solved a question; None when that was taken back."""
    if optional_flag(raw, "is_spam"):
        return None
    question, answer = number(raw, "id"), optional_number(raw, "solution")
    if answer is None:
        return None
    return Record(
        native_id=str(answer),
        kind=Kind.SOLUTION,
        action=Action.ANSWERED,
        title=line(raw, "title"),
        occurred_at=instant(raw, "created"),
        container=product_of(raw, base),
        url=f"{base}/questions/{question}#answer-{answer}",
        state=Outcome.ACCEPTED,
    )


def parse_question(raw: object, base: str, now: datetime) -> Record | None:
    """Return the record of a question; None when it was marked as spam."""
    if optional_flag(raw, "is_spam"):
        return None
    ident, made = str(number(raw, "id")), instant(raw, "created")
    is_solved = bool(optional_flag(raw, "is_solved"))
    is_over = is_solved or bool(
        optional_flag(raw, "is_locked") or optional_flag(raw, "is_archived")
    )
    is_open = not is_over and now - made < SETTLES
    return Record(
        native_id=ident,
        kind=Kind.QUESTION,
        action=Action.RAISED,
        title=line(raw, "title"),
        occurred_at=made,
        updated_at=optional_instant(raw, "updated"),
        container=product_of(raw, base),
        url=f"{base}/questions/{ident}",
        excerpt=_plain(raw),
        state=Outcome.CLOSED if is_over else Outcome.OPEN,
        is_open=is_open,
        ref=ident if is_open else "",
        metrics=_metrics(raw, answers="num_answers", votes="num_votes"),
    )


def place(base: str) -> Container:
    """Return the instance as what answers are filed under."""
    host = urlsplit(base).netloc or base
    return Container("support", "Mozilla Support" if base == MOZILLA else host, base)


def product_of(raw: object, base: str) -> Container:
    """Return the product a question is about; the instance when none is named."""
    slug = optional_identifier(raw, "product")
    name = optional_line(raw, "product", limit=200) if slug and not slug.isdigit() else ""
    if not name:
        return place(base)
    return Container(
        f"product:{slug}", name, f"{base}/products/{quote(slug, safe='', errors='replace')}"
    )


def _plain(raw: object) -> str:
    markup = optional_text(raw, "content", limit=_MAX_MARKUP)
    return text_of_html(markup) if markup else ""


def _metrics(raw: object, **names: str) -> Mapping[str, int]:
    found = {name: optional_number(raw, field) for name, field in names.items()}
    return {name: value for name, value in found.items() if value is not None and value >= 0}


PROVIDER: Final = Kitsune()
