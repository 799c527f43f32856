"""Whether a credential is signed, by the key it names, whole, and as it reads.

Tokens (VC-JWT in both styles) and proofs inside the document (Data Integrity ``eddsa-rdfc-2022``,
``Ed25519Signature2020``). Nothing is fetched: a key that lies elsewhere is named as absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portfolio.attest import credentials
from portfolio.attest.badges import binding, coverage, documents, jws, public_keys, vocabularies
from portfolio.attest.badges.badge_file import BadgeFile, Form, Sealing
from portfolio.errors import BadgeError

if TYPE_CHECKING:
    from portfolio.model.verdict import Answer

    Answers = Mapping[str, Answer]

_MAX_PROOFS: Final = 3  # that are tried; each costs a canonicalising
_EDDSA_RDFC_2022: Final = "eddsa-rdfc-2022"
_ED25519_2020: Final = "Ed25519Signature2020"
_NAMELESS: Final = "?"
# What proves nothing whoever checks it, against what is only unknown here.
_WORTHLESS: Final = ("none", "hs256", "hs384", "hs512", "null", "")


class Seal(StrEnum):
    """What came of looking at the signature, the better ones first."""

    HELD = "held"
    KEY_ABSENT = "key-absent"
    VOCABULARY = "vocabulary"  # one that does not come with the program
    UNSUPPORTED = "unsupported"
    UNSIGNED = "unsigned"
    COSTLY = "costly"
    KEY_UNFIT = "key-unfit"
    OTHER_PURPOSE = "other-purpose"
    UNCOVERED = "uncovered"  # members that are not signed
    OTHERWISE = "otherwise"  # reads in another way than it is signed
    CONTRADICTED = "contradicted"  # a token's claims and its credential
    OTHER_SIGNER = "other-signer"
    WORTHLESS = "worthless"  # ``alg: none`` and its like
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of looking at the signature.

    Attributes:
        names: Members, claims, a suite or a vocabulary, as the seal wants; from outside.
        key: That signed.
        absent: A key that is not here. Beside a key that held, one that would say more.
        expires: When the proof itself ends, as it is written.
    """

    seal: Seal
    names: tuple[str, ...] = ()
    key: binding.Key | None = None
    absent: binding.Absent | None = None
    expires: object = None


def issuer_of(credential: Mapping[str, Any]) -> str:
    """Return the id of the named issuer, or ""."""
    issuer = credential.get("issuer", credential.get("holder"))
    if isinstance(issuer, Mapping):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) else ""


def check(file: BadgeFile, answers: Answers) -> Finding:
    """Look at the signature of a credential (Open Badges 3.0, VC 1.1, bundles, endorsements)."""
    if file.sealing in (Sealing.JWT, Sealing.JWT_VC):
        return _of_token(file, answers)
    if file.sealing is Sealing.NONE:
        return Finding(Seal.UNSIGNED)
    return _of_document(file, answers)


def _of_token(file: BadgeFile, answers: Answers) -> Finding:
    issuer = issuer_of(file.credential)
    try:
        key, absent = _key_of_token(file.header, issuer, answers)
        if key is None:
            return Finding(Seal.KEY_ABSENT, absent=absent)
        if not jws.holds(file.token, file.header, key.public):
            return Finding(Seal.BROKEN)
    except jws.AlgorithmError as exc:
        bad = exc.name.lower() in _WORTHLESS or exc.name in public_keys.ALGORITHMS
        return Finding(Seal.WORTHLESS if bad else Seal.UNSUPPORTED, (exc.name,))
    except BadgeError as exc:
        return _of_key_error(exc)
    if contradicting := jws.disagreements(file.claims, file.credential):
        return Finding(Seal.CONTRADICTED, contradicting)
    return Finding(Seal.HELD, key=key, absent=absent)


def _key_of_token(
    header: Mapping[str, Any], issuer: str, answers: Answers
) -> tuple[binding.Key | None, binding.Absent | None]:
    """Return the key a token names, and the one that would say more about its issuer."""
    jws.algorithm(header)
    kid, jwk = header.get("kid"), header.get("jwk")
    named = kid if isinstance(kid, str) and kid else ""
    if jwk is None:
        found = binding.key_for(named or issuer, issuer, answers)
    elif named and (issuer.startswith("did:") or binding.origin_of(named)):
        found = binding.confirmed(binding.key_for(named, issuer, answers), jwk)
    else:
        found = binding.carried(jwk, issuer, answers)
    if isinstance(found, binding.Key):
        return found, None
    if jwk is not None and not issuer.startswith("did:"):
        return binding.Key(public_keys.from_jwk(jwk), binding.Origin.CARRIED, named), found
    return None, found


def _of_document(file: BadgeFile, answers: Answers) -> Finding:
    """Return the best finding of all proofs: one that holds is enough."""
    written = file.credential.get("proof")
    listed = written if isinstance(written, list) else [written]
    proofs = [each for each in listed if isinstance(each, Mapping)]
    fit = [each for each in proofs if _suite(each) in (_EDDSA_RDFC_2022, _ED25519_2020)]
    if not fit:
        return Finding(Seal.UNSUPPORTED, tuple(_suite(each) for each in proofs[:_MAX_PROOFS]))
    if not documents.CREDENTIALS.intersection(documents.texts(file.credential.get("@context"))[:1]):
        return Finding(Seal.OTHERWISE)  # the first one says how all the others are read
    try:
        document = credentials.expanded(credentials.without(file.credential, "proof"))
        credentials.check_nodes(document)
    except BadgeError as exc:
        return _of_document_error(exc)
    best = Finding(Seal.BROKEN)
    for proof in fit[:_MAX_PROOFS]:
        found = _of_proof(proof, document, file, answers)
        if found.seal is Seal.HELD:
            return _if_covered(found, document)
        if found.seal is Seal.COSTLY:
            return found  # the document is the same for every proof
        best = min(best, found, key=lambda each: list(Seal).index(each.seal))
    return best


def _of_proof(
    proof: Mapping[str, Any], document: credentials.Expanded, file: BadgeFile, answers: Answers
) -> Finding:
    purposes = ["assertionMethod"]
    if file.form is Form.PRESENTATION:
        purposes.append("authentication")
    if proof.get("proofPurpose") not in purposes:
        return Finding(Seal.OTHER_PURPOSE, (str(proof.get("proofPurpose", _NAMELESS))[:60],))
    try:
        found = _ed25519(_method(proof), issuer_of(file.credential), answers)
        if isinstance(found, binding.Absent):
            return Finding(Seal.KEY_ABSENT, absent=found)
        held = public_keys.holds(found.public, _signed(proof, document), _signature(proof))
    except (
        credentials.UnknownVocabularyError,
        credentials.TooCostlyError,
        credentials.NotPlainError,
    ) as exc:
        return _of_document_error(exc)
    except BadgeError as exc:
        return _of_key_error(exc)
    if not held:
        return Finding(Seal.BROKEN)
    return Finding(Seal.HELD, key=found, expires=proof.get("expires"))


def _ed25519(method: str, issuer: str, answers: Answers) -> binding.Key | binding.Absent:
    found = binding.key_for(method, issuer, answers)
    fits = isinstance(found, binding.Absent) or isinstance(found.public, Ed25519PublicKey)
    if not fits:
        raise BadgeError("The key is of a kind this signature is not made with.")
    return found


def _signed(proof: Mapping[str, Any], document: credentials.Expanded) -> bytes:
    """Return the 64 bytes that are signed: the hashes of the proof's options and the document."""
    own = document.source["@context"]
    options = credentials.without(proof, "proofValue", "@context")
    if _suite(proof) == _ED25519_2020:
        own = vocabularies.ED25519_2020
    elif proof.get("@context", own) != own:
        raise credentials.NotPlainError("The signature has vocabularies of its own.")
    expanded = credentials.expanded({**options, "@context": own})
    node = expanded.nodes[0] if expanded.nodes else {}
    if not all(_has(node, name) for name in ("proofPurpose", "verificationMethod")):
        raise credentials.NotPlainError("The signature does not cover what it is for.")
    quads = credentials.canonical(expanded, document)
    return b"".join(hashlib.sha256(each).digest() for each in quads)


def _if_covered(found: Finding, document: credentials.Expanded) -> Finding:
    try:
        names = coverage.differences(document.source, document)
    except BadgeError as exc:
        return _of_document_error(exc)
    return replace(found, seal=Seal.UNCOVERED, names=names) if names else found


def _of_document_error(exc: BadgeError) -> Finding:
    if isinstance(exc, credentials.UnknownVocabularyError):
        return Finding(Seal.VOCABULARY, (exc.url,) if exc.url else ())
    costly = isinstance(exc, credentials.TooCostlyError)
    return Finding(Seal.COSTLY if costly else Seal.OTHERWISE)


def _of_key_error(exc: BadgeError) -> Finding:
    if isinstance(exc, binding.OtherSignerError):
        return Finding(Seal.OTHER_SIGNER, (exc.method,))
    if isinstance(exc, binding.UnknownKeyNameError):
        return Finding(Seal.UNSUPPORTED, (exc.method[:80],))
    return Finding(Seal.KEY_UNFIT, (exc.title,))


def _suite(proof: Mapping[str, Any]) -> str:
    kind = proof.get("type")
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    if kind == "DataIntegrityProof":
        kind = proof.get("cryptosuite")
    return kind[:60] if isinstance(kind, str) else _NAMELESS


def _method(proof: Mapping[str, Any]) -> str:
    method = proof.get("verificationMethod")
    if isinstance(method, Mapping):
        method = method.get("id")
    return method if isinstance(method, str) else ""


def _signature(proof: Mapping[str, Any]) -> bytes:
    """Return the signature's bytes; none at all when it is not written as the suites want."""
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        return b""
    try:
        return public_keys.base58(value[1:])
    except ValueError:
        return b""


def _has(node: Mapping[str, Any], name: str) -> bool:
    return f"https://w3id.org/security#{name}" in node
