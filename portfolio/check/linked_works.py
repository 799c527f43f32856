"""The works a CV links to: whether their pages open, and whether they name the holder's account.

That a page names an account is weak, and said as no more than that: it shows that the account has
to do with the work, not what it did there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from portfolio.model.attestation import Work
from portfolio.model.codes import TrustClass
from portfolio.model.report import Row
from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.document import Document, EvidenceItem
    from portfolio.model.verdict import Answer

MOST_LINKS: Final = 30
"""Pages asked for in one check."""
_SHORTEST_NAME: Final = 3
"""A name of two letters stands on every page."""


def wanted(document: Document) -> list[str]:
    """Return the pages that would be asked for, each once, in the order of the list."""
    links = dict.fromkeys(item.address for item in _works(document))
    return [link for link in links if link.startswith("https://")][:MOST_LINKS]


def row(document: Document, onlooker: Onlooker) -> Row | None:
    """Return the row about the linked works, None when there are none."""
    works = {item.address: item for item in reversed(_works(document))}
    if not works:
        return None
    asked = {link: onlooker.answers[link] for link in wanted(document) if link in onlooker.answers}
    if not asked:
        code = "document.link-not-opened" if len(works) == 1 else "document.links-not-opened"
        says = Saying(code, (("total", str(len(works))),))
        return Row(TrustClass.EVIDENCE, Step(StepMark.CANNOT_CHECK, says))
    accounts = _accounts(document)
    steps = [_step(works[link], answer, accounts) for link, answer in asked.items()]
    opened = [each for each in steps if each.mark is StepMark.HELD]
    named = [dict(each.says.facts).get("account", "") for each in opened]
    facts = {
        "count": str(len(opened)),
        "total": str(len(works)),
        "hosts": ", ".join(dict.fromkeys(_host(link) for link in asked)),
        "named": str(len(list(filter(None, named)))),
        "account": ", ".join(dict.fromkeys(filter(None, named))),
    }
    code = "document.links-named" if any(named) else "document.links-opened"
    return Row(
        TrustClass.EVIDENCE,
        Step(
            StepMark.HELD if len(opened) == len(works) else StepMark.CANNOT_CHECK,
            Saying(code, tuple(facts.items())),
            consulted=tuple(dict.fromkeys(map(_host, asked))),
            children=tuple(steps),
        ),
    )


def _works(document: Document) -> list[EvidenceItem]:
    items = document.evidence.items if document.evidence else ()
    return [item for item in items if item.address and item.trust is TrustClass.EVIDENCE]


def _step(item: EvidenceItem, answer: Answer, accounts: Mapping[str, str]) -> Step:
    links = (Work(item.address, item.title),)
    title = ("title", f"{item.number} {item.title}")
    if not 200 <= answer.status < 400:
        code = "document.link-no-answer" if not answer.status else "document.link-refused"
        facts = (title, ("status", str(answer.status)), ("host", _host(item.address)))
        return Step(StepMark.CANNOT_CHECK, Saying(code, facts), links)
    account = accounts.get(_host(item.address), "")
    if account and _names(answer.body, account):
        says = Saying("document.link-names", (title, ("account", account)))
        return Step(StepMark.HELD, says, links)
    return Step(StepMark.HELD, Saying("document.link-opens", (title,)), links)


def _accounts(document: Document) -> dict[str, str]:
    """Return host to user name, for the accounts that the document's contact line names."""
    basics = document.json_resume.get("basics")
    profiles = basics.get("profiles") if isinstance(basics, dict) else None
    found = {}
    for each in profiles if isinstance(profiles, list) else []:
        if isinstance(each, dict):
            name, host = str(each.get("username") or ""), _host(str(each.get("url") or ""))
            if len(name) >= _SHORTEST_NAME and host:
                found[host] = name
    return found


def _names(page: bytes, account: str) -> bool:
    """Say whether a page's text has a name as a word of its own, in any case."""
    text = page.decode("utf-8", "replace")
    return re.search(rf"(?<!\w){re.escape(account)}(?!\w)", text, re.IGNORECASE) is not None


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
