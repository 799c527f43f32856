"""The seam round openbadgeslib: what a signature over linked data covers, and making one.

Nobody else imports the library; it is imported when first needed. It brings a JSON-LD processor
and, round it, a guard that counts the work of canonicalising: 2.6 KB of interlinked nodes would
keep the processor busy for a minute (reference: RDF Dataset Canonicalization, "poison graphs").

What comes in is outside data. Vocabularies are the ones that come with the program, named by
their exact address; inline ones and ones in odd places are refused before anything is expanded.
The library's guard and form check are not part of its public interface: requirements/ pins its
version, and tests/attest/badges tries each of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from portfolio.attest.badges import vocabularies
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAX_BYTES = 256 * 1024
"""Of a credential as compact JSON: the library's own limit for what it signs."""
MAX_SECONDS = 0.5
"""Processor time one canonicalising may take; real badges take a few milliseconds."""
_MAX_VOCABULARIES = 8
_MAX_EMBEDDED = 400
# Where a credential may lie inside another one, with a vocabulary of its own.
_EMBEDDING = frozenset({"endorsement", "verifiableCredential"})

_TERMS = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_ENDORSED = f"{_TERMS}EndorsementSubject"
_SUBJECT_MEMBERS = frozenset({"@id", "@type", f"{_TERMS}endorsementComment"})

Json = dict[str, Any]


class UnknownVocabularyError(BadgeError):
    """It is written in a vocabulary that does not come with the program.

    Args:
        url: The vocabulary's address, or "" for one written into the document.
    """

    def __init__(self, url: str) -> None:
        super().__init__(
            "Uses a vocabulary this app does not know; the signature could not be checked.",
            url or "It brings a vocabulary of its own.",
        )
        self.url = url


class TooCostlyError(BadgeError):
    """Working out what was signed would take too long: it is made to, or far too large."""


class NotPlainError(BadgeError):
    """It cannot be read as linked data, or says something another way than it is signed."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A document whose every name was looked up in its vocabularies."""

    source: Json
    nodes: list[Any]


def expanded(document: Json) -> Expanded:
    """Look up every name of a document in its vocabularies.

    Raises:
        UnknownVocabularyError: One of them is not known.
        TooCostlyError: It is too large or too nested.
        NotPlainError: It is no linked data.
    """
    _screened(document)
    nodes = _call("expand", document, {"documentLoader": _loader})
    return Expanded(document, nodes)


def compacted(what: Expanded) -> Json:
    """Return the document written anew from what was expanded: whatever was lost is not in it.

    Raises:
        NotPlainError: It cannot be written anew.
    """
    context = what.source["@context"]
    result = _call("compact", what.nodes, context, {"documentLoader": _loader})
    if not isinstance(result, dict):
        raise NotPlainError("This badge's details cannot be read.")
    return result


def canonical(*documents: Expanded) -> tuple[bytes, ...]:
    """Return each document as canonical N-Quads (RDFC-1.0); they share one allowance of work.

    Raises:
        TooCostlyError: It would take too long.
        NotPlainError: It cannot be canonicalised.
    """
    from openbadgeslib.ob3 import _canon_guard as guard
    from openbadgeslib.ob3.ldp import _require_jsonld

    budget = guard.WorkBudget(seconds=MAX_SECONDS)
    try:
        jsonld = _require_jsonld()
        return tuple(
            guard.canonize(jsonld, each.nodes, _loader, budget).encode() for each in documents
        )
    except guard.CanonicalizationWorkExceeded as exc:
        raise TooCostlyError("This badge is built to keep a computer busy.", str(exc)) from exc
    except Exception as exc:
        raise NotPlainError("What was signed could not be worked out.", _brief(exc)) from exc


def check_nodes(what: Expanded) -> None:
    """Refuse a document whose signed statements do not lie where a reader looks for them.

    Statements about one thing may be signed in one place and written in another: an end of
    validity moved out of the credential, a status entry described twice, a name that is no address
    and so vanishes from what is signed.

    Raises:
        NotPlainError: It is such a document.
    """
    from openbadgeslib.ob3 import _context_validation as form
    from openbadgeslib.ob3.verifier import OB3VerificationError

    if len(what.nodes) != 1 or not isinstance(what.nodes[0], dict) or "@graph" in what.nodes[0]:
        raise NotPlainError("This badge describes more than one thing.")
    node = _without_mere_subjects(what.nodes[0], what.nodes[0].get("@id"))
    try:
        form._check_expanded(node, node.get("@id"), "badge", top=True)  # noqa: SLF001
        form._check_status_in_place(node, "badge")  # noqa: SLF001
    except (OB3VerificationError, RecursionError) as exc:
        raise NotPlainError(
            "This badge says something another way than it is signed.", _brief(exc)
        ) from exc


def _without_mere_subjects(value: Any, top: object) -> Any:
    """Return expanded nodes without endorsements' plain "this is about you, and I say ..."."""
    if isinstance(value, list):
        return [_without_mere_subjects(each, top) for each in value]
    if not isinstance(value, dict):
        return value
    mere = value.keys() <= _SUBJECT_MEMBERS and value.get("@type") == [_ENDORSED]
    if mere and value.get("@id") == top:
        return {"@id": top}
    return {key: _without_mere_subjects(each, top) for key, each in value.items()}


def with_proof(document: Json, key: Ed25519PrivateKey, method: str, created: datetime) -> Json:
    """Return a copy of a credential with a Data Integrity proof (eddsa-rdfc-2022).

    ``method`` is the verification method, e.g. ``did:key:z6Mk...#z6Mk...``.

    Raises:
        BadgeError: It could not be signed whole.
    """
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import add_data_integrity_proof

    contexts = {url: vocabularies.document(url) for url in _vocabulary_urls(document)}
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        signed = add_data_integrity_proof(
            document, pem, method, created=created, extra_contexts=contexts
        )
    except (LibOpenBadgesException, ValueError) as exc:
        raise BadgeError("The badge could not be signed.", _brief(exc)) from exc
    return dict(signed)


def key_of_did(did: str) -> bytes:
    """Return the public key inside a ``did:key`` as PEM (Ed25519 or P-256).

    Raises:
        BadgeError: It holds no key of a kind that is understood.
    """
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.did import resolve_did

    if not did.startswith("did:key:z"):
        raise BadgeError("The key's name cannot be read.")
    try:
        return bytes(resolve_did(did, download=_never))
    except (LibOpenBadgesException, ValueError, OverflowError) as exc:
        raise BadgeError("The key's name cannot be read.", _brief(exc)) from exc


def status_bits(encoded: str) -> bytes:
    """Return the bits of a status list; bit 0 is the leftmost of the first byte.

    Raises:
        BadgeError: It is no such list, or inflates beyond 5 MiB.
    """
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.status import decode_encoded_list

    try:
        return bytes(decode_encoded_list(encoded))
    except (LibOpenBadgesException, ValueError) as exc:
        raise BadgeError("The list of revoked badges cannot be read.", _brief(exc)) from exc


def _never(url: str) -> bytes:
    raise BadgeError("Nothing is fetched while a badge is looked at.", url)


def _loader(url: str, _options: Mapping[str, object] | None = None) -> Json:
    """Hand out a vocabulary; "static" lets the processor keep what it made of it."""
    try:
        found = vocabularies.document(url)
    except KeyError as exc:
        raise UnknownVocabularyError(url) from exc
    return {"contextUrl": None, "documentUrl": url, "document": found, "tag": "static"}


def _call(name: str, *args: object) -> Any:
    from openbadgeslib.ob3._canon_guard import isolate, require_guard
    from openbadgeslib.ob3.ldp import _require_jsonld

    try:
        require_guard()
        return getattr(isolate(_require_jsonld()), name)(*args)
    except Exception as exc:
        raise NotPlainError("This badge's details cannot be read.", _brief(exc)) from exc


def _screened(document: Json) -> None:
    """Refuse what would cost too much, or names vocabularies oddly, before it is expanded."""
    from openbadgeslib.ob3 import _structure_screen as structure

    try:
        size = len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    except (ValueError, RecursionError, TypeError) as exc:
        raise NotPlainError("This badge's details cannot be read.") from exc
    if size > MAX_BYTES:
        raise TooCostlyError("This badge is too large to check.", f"{size} of {MAX_BYTES} bytes")
    for url in _vocabulary_urls(document):
        if not vocabularies.is_known(url):
            raise UnknownVocabularyError(url)
    try:
        structure.screen(document, scale=2)
    except structure.StructureLimitExceeded as exc:
        raise TooCostlyError("This badge is too nested to check.", str(exc)) from exc


def _vocabulary_urls(document: Json) -> list[str]:
    """Return the addresses of all vocabularies, in order, each once.

    Raises:
        UnknownVocabularyError: One is written into the document.
        NotPlainError: One stands where only a credential of its own may have one.
        TooCostlyError: There are too many.
    """
    found: dict[str, None] = {}
    for count, (holder, expected) in enumerate(_context_holders(document)):
        named = holder["@context"]
        entries = named if isinstance(named, list) else [named]
        if not expected:
            raise NotPlainError("This badge names a vocabulary where none may be named.")
        if count > _MAX_EMBEDDED or len(entries) > _MAX_VOCABULARIES:
            raise TooCostlyError("This badge names too many vocabularies.")
        for entry in entries:
            if not isinstance(entry, str):
                raise UnknownVocabularyError("")
            found[entry] = None
        if len(set(entries)) != len(entries):
            raise NotPlainError("This badge names a vocabulary twice.")
    if "@context" not in document:
        raise NotPlainError("This badge names no vocabulary.")
    return list(found)


def _context_holders(document: Json) -> Iterator[tuple[Json, bool]]:
    """Yield every object with a vocabulary, and whether one may stand there. No recursion."""
    waiting: list[tuple[object, bool]] = [(document, True)]
    while waiting:
        value, allowed = waiting.pop()
        if isinstance(value, list):
            waiting.extend((each, allowed) for each in value)
        elif isinstance(value, dict):
            if "@context" in value:
                yield value, allowed
            waiting.extend(
                (each, key in _EMBEDDING) for key, each in value.items() if key != "@context"
            )


def without(document: Mapping[str, Any], *names: str) -> Json:
    """Return a document without some of its top members; the others are not copied."""
    return {key: each for key, each in document.items() if key not in names}


def _brief(exc: BaseException) -> str:
    return str(exc)[:200]
