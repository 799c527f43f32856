"""Which members of a credential its signature does not cover.

A Data Integrity proof signs statements, not text: a member that no vocabulary defines is dropped
before signing, looks as real as the others, and can be added by anybody. So the document is
expanded and written anew; what does not come back the same is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from portfolio.attest import credentials
from portfolio.attest.badges import vocabularies

_VALUE_MEMBERS = frozenset({"@value", "@language", "@direction", "@type"})
_EMBEDDING = frozenset({"endorsement", "verifiableCredential"})
_MAX_NAMED = 20
# The vocabulary of bundles gives these terms a type that no object has, so that writing a bundle
# anew spells them as addresses.
_CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
_CLR_TERMS = {
    f"{_CLR}verifiableCredential": "verifiableCredential",
    f"{_CLR}achievement": "achievement",
    f"{_CLR}association": "association",
    f"{_CLR}identifier-1": "identifier",
}
_NUMBERED = re.compile(r"\[\d+\]")


def uncovered(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paths of members that are not signed, e.g. ``credentialSubject.rank``.

    Args:
        document: A credential or the options of a proof; ``proof`` itself is not looked at.

    Raises:
        BadgeError: It cannot be expanded, see `portfolio.attest.credentials.expanded`.
    """
    plain = credentials.without(document, "proof")
    return differences(plain, credentials.expanded(plain))


def differences(document: Mapping[str, Any], expanded: credentials.Expanded) -> tuple[str, ...]:
    """Return what `uncovered` returns of a document that is expanded already."""
    anew = credentials.compacted(expanded)
    found = dict.fromkeys(
        _NUMBERED.sub("", path) for path in _between(document, anew, "", detach=False)
    )
    for member in embedded(document):
        plain = credentials.without(member, "proof")
        found.update(dict.fromkeys(f"endorsement.{path}" for path in uncovered(plain)))
    return tuple(found)[:_MAX_NAMED]


def embedded(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the endorsements inside a credential that are credentials of their own.

    Members of a bundle are not among them: each is judged as a badge of its own.
    """
    waiting: list[tuple[object, str]] = [(document, "")]
    while waiting:
        value, name = waiting.pop()
        if isinstance(value, list):
            waiting.extend((each, name) for each in value)
        elif isinstance(value, Mapping):
            if name == "endorsement" and "@context" in value:
                yield value
            elif name != "verifiableCredential":
                waiting.extend((each, key) for key, each in value.items())


def _between(ours: object, anew: object, path: str, *, detach: bool) -> Iterator[str]:
    """Yield the paths at which a value differs from what was written anew."""
    ours, anew = _folded(ours), _folded(anew)
    if detach and isinstance(ours, Mapping) and "@context" in ours:
        return  # a credential of its own, looked at by itself
    if isinstance(ours, Mapping) and isinstance(anew, Mapping):
        yield from _between_objects(ours, anew, path)
    elif isinstance(ours, list) and isinstance(anew, list) and len(ours) == len(anew):
        for index, (one, other) in enumerate(zip(ours, anew, strict=True)):
            if isinstance(one, list):
                yield path
            else:
                yield from _between(one, other, f"{path}[{index}]", detach=detach)
    elif type(ours) is not type(anew) or ours != anew:
        yield path


def _between_objects(
    ours: Mapping[str, object], anew: Mapping[str, object], path: str
) -> Iterator[str]:
    anew = _with_terms(anew)
    for key in ours.keys() | anew.keys():
        if key == "@context":
            continue
        here = f"{path}.{key}" if path else key
        if key not in ours or key not in anew or not _is_plain(key, ours):
            yield here
        elif key == "type":
            if not _same_types(ours[key], anew[key]):
                yield here
        else:
            one, other = ours[key], anew[key]
            if key == "verifiableCredential" and isinstance(one, list):
                one = sorted(one, key=lambda each: not isinstance(each, str))
            yield from _between(one, other, here, detach=key in _EMBEDDING)


def _with_terms(anew: Mapping[str, object]) -> Mapping[str, object]:
    """Return an object written anew with a bundle's terms, tokens before objects."""
    if not _CLR_TERMS.keys() & anew.keys():
        return anew
    found = dict(anew)
    for address in _CLR_TERMS.keys() & anew.keys():
        objects, term = _list(found.pop(address)), _CLR_TERMS[address]
        found[term] = [*_list(found.get(term, [])), *objects]
    return found


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_plain(key: str, holder: Mapping[str, object]) -> bool:
    """Whether a name is a term; whole addresses and keywords are other spellings of terms."""
    if key.startswith("@"):
        return "@value" in holder and key in _VALUE_MEMBERS
    return ":" not in key


def _folded(value: object) -> object:
    """Return a value without the two spellings that mean the same: ``[x]`` and ``{"id": x}``."""
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        value = value[0]
    if isinstance(value, Mapping) and value.keys() == {"id"}:
        return value["id"]
    return value


def _same_types(ours: object, anew: object) -> bool:
    one, other = _list(ours), _list(anew)
    return len(one) == len(other) and all(
        isinstance(a, str) and isinstance(b, str) and (a == b or _means(a) & _means(b))
        for a, b in zip(one, other, strict=True)
    )


def _means(term: str) -> frozenset[str]:
    return _meanings().get(term, frozenset())


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    """What each term stands for in any vocabulary: two may stand for one type."""
    found: dict[str, set[str]] = {}
    for url in vocabularies.addresses():
        named: dict[str, str] = {}
        waiting: list[object] = [vocabularies.document(url).get("@context")]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                waiting.extend(value.values())
                named.update(_named(value))
        for term, meant in named.items():
            found.setdefault(term, set()).add(named.get(meant, meant))
    return {term: frozenset(meant) for term, meant in found.items()}


def _named(context: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for term, definition in context.items():
        meant = definition.get("@id") if isinstance(definition, Mapping) else definition
        if isinstance(meant, str) and ":" not in term and not meant.startswith("@"):
            yield term, meant
