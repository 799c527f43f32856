"""How accounts, services and coverage read in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portfolio.model.account import MISSING, AccountState, KindState, Way
from portfolio.model.codes import CoverageState, Proof
from portfolio.model.kinds import KIND_NAMES, Kind
from portfolio.operations.accounts import AccountStanding, KindStanding, WayOffer
from portfolio.sync.provider import About, KindInfo, WayInfo

WAYS = {
    Way.DEVICE: "a code typed on its page (--device)",
    Way.BROWSER: "in the browser (--browser)",
    Way.USER_KEY: "a key made in the browser (--browser)",
    Way.TOKEN: "a token made on its page (--token-stdin)",
    Way.FROM_TOOL: "the token of gh, glab or git (--from-tool)",
    Way.NAME: "only a name, for what is public (--user)",
}
STATES = {
    AccountState.READY: "ready",
    AccountState.SIGN_IN: "sign in again",
    AccountState.NO_SECRET: "no token on this computer",
    AccountState.LOCKED: "the keyring is locked",
    AccountState.PAUSED: "paused",
    AccountState.REMOVED: "being removed",
}
PROOFS = {
    Proof.LOGIN: "signed in",
    Proof.ATTESTED: "attested",
    Proof.LOCAL_CONFIG: "public name only",
    Proof.SELF: "public name only",
}


def kind_name(kind: Kind) -> str:
    """Return a kind's name as it stands in a sentence."""
    name = KIND_NAMES[kind]
    return name[:1].lower() + name[1:]


def place(instance: str) -> str:
    """Return a service's address without its scheme."""
    return instance.partition("://")[2] or instance


def day(at: datetime | None) -> str:
    """Return a day, or what there is instead."""
    return f"{at:%Y-%m-%d}" if at else "never"


def account(standing: AccountStanding) -> str:
    """Return one account in a line, what is wrong with it below."""
    each = standing.account
    whole = sum(k.state.state is CoverageState.COMPLETE for k in standing.kinds)
    asked = sum(k.state.state is not CoverageState.NOT_ASKED for k in standing.kinds)
    line = (
        f"{standing.provider_name}  {place(each.instance)}  {each.handle} ({PROOFS[each.proof]})"
        f"  · {STATES[each.state]}; {whole} of {asked} kinds whole, read {day(each.last_ok_at)}"
        f"  {each.id}"
    )
    return f"{line}\n  {each.problem}" if each.problem else line


def coverage(standing: KindStanding) -> str:
    """Return how far one kind was read: "Pull requests: 31, whole since 2019-03-04"."""
    name = KIND_NAMES.get(standing.kind, str(standing.kind))
    count = "unknown" if standing.count is None else f"{standing.count:,}"
    if standing.state.state in {CoverageState.NOT_ASKED, CoverageState.HIDDEN}:
        count = ""
    parts = [part for part in (count, *state_words(standing.state)) if part]
    return f"{name}: {', '.join(dict.fromkeys(parts))}"


def state_words(state: KindState) -> list[str]:
    """Return in words how far a kind was read and what is missing."""
    began = f" since {state.complete_from:%Y-%m-%d}" if state.complete_from else ""
    whole = {
        CoverageState.COMPLETE: f"whole{began}",
        CoverageState.IN_PART: f"in part, whole{began}" if began else "in part",
        CoverageState.UNKNOWN: "unknown",
        CoverageState.HIDDEN: "hidden by the service",
        CoverageState.NOT_ASKED: "not asked for",
    }[state.state]
    words = [whole, *(missing(code) for code in state.missing)]
    return [*words, state.problem.rstrip(".")] if state.problem else words


def missing(code: str) -> str:
    """Return what a code of `portfolio.model.account.MISSING` says, with its detail."""
    name, _, detail = code.partition(":")
    words = MISSING.get(name, code)
    return f"{words} ({detail})" if detail and name in MISSING else words


def provider(about: About) -> str:
    """Return everything a service's module says of itself."""
    where = ", ".join(place(each) for each in about.instances) or "any address, given with --url"
    if about.instances and not about.is_fixed:
        where += ", or another one with --url"
    lines = [f"{about.name}  ({about.id})  {where}"]
    lines += _paragraph("Reads", [_kind(info) for info in about.kinds])
    lines += _paragraph("Signs in with", [_way(info) for info in about.ways])
    lines += _options(about)
    lines += [f"  Limits: {each}" for each in about.limits]
    lines += [f"  Cannot: {each}" for each in about.cannot]
    return "\n".join(lines)


def offers(about: About, found: Sequence[WayOffer]) -> str:
    """Say which ways to sign in are open, and why others are not."""
    lines = [f"Say how to sign in to {about.name}:"]
    for each in found:
        why = f" Not open: {each.why_not}" if each.why_not else ""
        page = f" {each.page}" if each.page and not why else ""
        words = f" {each.info.words}" if each.info.words and not why else ""
        name = f" {about.handle_words}." if each.info.way is Way.NAME else ""
        lines.append(f"  {WAYS[each.info.way]}.{name}{page}{words}{why}")
    return "\n".join([*lines, *_options(about)])


def _paragraph(label: str, parts: list[str]) -> list[str]:
    return [f"  {label}: {'; '.join(parts)}."] if parts else []


def _options(about: About) -> list[str]:
    return [f"  Option --option {key}=…: {words}" for key, words in about.option_words.items()]


def _kind(info: KindInfo) -> str:
    notes = []
    if info.limit:
        notes.append(missing(info.limit))
    if info.needs:
        notes.append("only when signed in")
    if info.scope:
        notes.append(f"with the right {info.scope}")
    if not info.asked_by_default:
        notes.append("only when asked for")
    return f"{kind_name(info.kind)} ({', '.join(notes)})" if notes else kind_name(info.kind)


def _way(info: WayInfo) -> str:
    rights = f", rights: {' '.join(info.scopes)}" if info.scopes else ""
    return f"{WAYS[info.way]}{rights}"
