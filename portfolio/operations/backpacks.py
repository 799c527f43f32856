"""Packs badges and letters that documents may show, as the files they are, into a backpack.

What goes in is what the gate lets through for an edition, or less of it, nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.errors import ExportError, UsageError
from portfolio.export import backpack as layout
from portfolio.export.chosen import LeftOut, LeftOutKind
from portfolio.model.attestation import Direction
from portfolio.model.backpack import MAX_AUDIENCE
from portfolio.model.text import clean_line
from portfolio.operations import editions
from portfolio.operations.export import ExportResult
from portfolio.operations.export import save as save_file
from portfolio.operations.packed_files import badge_files, collections, letter_files
from portfolio.operations.preview import Drafted, gate_result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portfolio.attest.badges.issuing import Giver
    from portfolio.clock import Clock
    from portfolio.export.chosen import ChosenBadge, ChosenLetter, GateResult
    from portfolio.model.edition import Edition
    from portfolio.store.store import Store

_KEPT_BACK: Final = frozenset(
    {
        LeftOutKind.ATTESTED_NAMES_HIDDEN,
        LeftOutKind.ATTESTED_DOES_NOT_HOLD,
        LeftOutKind.ATTESTED_WITHDRAWN,
        LeftOutKind.PERSON_NOT_MENTIONED,
    }
)


@dataclass(frozen=True, slots=True)
class MadeBackpack:
    """A backpack that was not saved yet.

    Attributes:
        files: By their paths inside it.
        audience: For whom it says it was made, "" when it does not say.
        left_out: What the gate kept back, for the holder only.
        not_collected: Names of badges that do not fit into a signed collection.
    """

    files: dict[str, bytes]
    badge_count: int
    letter_count: int
    left_out: LeftOut
    not_collected: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Packable:
    """What a backpack of an edition holds when nothing is taken out of it.

    Attributes:
        letters: Those the holder received. One of their own goes with the letter it answers.
        left_out: What the gate kept back, for the holder only.
    """

    letters: tuple[ChosenLetter, ...]
    badges: tuple[ChosenBadge, ...]
    left_out: LeftOut


def packable(store: Store, clock: Clock, edition_id: str) -> Packable:
    """Return what an edition lets be packed. Judges files: not on the UI thread.

    Raises:
        NotFoundError: There is no such edition.
    """
    result = gate_result(store, edition_id, made_on=clock.now().date())
    received = tuple(each for each in result.letters if _is_received(each))
    return Packable(received, result.badges, _of_files(result.left_out))


def make(  # noqa: PLR0913  (each narrows what goes in, or is written in the list)
    store: Store,
    clock: Clock,
    edition_id: str,
    *,
    badge_ids: Collection[str] | None = None,
    letter_ids: Collection[str] | None = None,
    audience: str = "",
    collector: Giver | None = None,
) -> MadeBackpack:
    """Pack what an edition carries.

    Args:
        store: Of the holder.
        clock: Tells today, which is written down.
        edition_id: What the gate goes by.
        badge_ids: Only these badges; None is all the edition carries, empty is none.
        letter_ids: Only these letters, the same way; the badges stay.
        audience: For whom, written into its list; "" says nobody. Never the edition's own unasked:
            that may be a note for nobody else.
        collector: Signs a collection of the badges (CLR 2.0); None makes none. Its ids are new
            each time, so that such a backpack is never the same twice.

    Raises:
        NotFoundError: There is no such edition.
        UsageError: The edition does not carry what was asked for, or there is nothing to pack.
        BadgeError: A collection could not be signed.
    """
    with store.reading() as reader:
        edition, person = editions.get(reader, edition_id), reader.holder()
    made_on = clock.now().date()
    result = gate_result(store, edition_id, made_on=made_on)
    narrowed = _narrowed(edition, result, badge_ids, letter_ids)
    if narrowed != edition:  # once more, since what is taken out may take other things with it
        drafted = Drafted(narrowed, person)
        result = gate_result(store, edition_id, made_on=made_on, drafted=drafted)
    _must_hold_something(edition, result)
    things = [*badge_files(result.badges), *letter_files(result.letters)]
    left: tuple[str, ...] = ()
    if collector is not None:
        made, left = collections(things, collector, clock.now())
        things += made
    holder = result.document.name if result.document.json_resume else ""
    whom = clean_line(audience, limit=MAX_AUDIENCE)
    files = layout.lay_out(holder, made_on, things, audience=whom)
    counts = len(result.badges), len(result.letters)
    return MadeBackpack(files, *counts, _of_files(result.left_out), left, whom)


def _must_hold_something(edition: Edition, result: GateResult) -> None:
    if not result.badges and not result.letters:
        raise UsageError(
            f"There is nothing to pack: “{edition.name}” carries no badge and no letter.",
            "Show badges and letters in documents, and choose them for this edition.",
        )


def save(path: Path, made: MadeBackpack) -> ExportResult:
    """Save a backpack: as a zip when the name says so, else as a folder that is made whole.

    The digest is the zip's; a folder has none.

    Raises:
        UsageError: There is something in the folder already.
        ExportError: The disk or the folder refused; nothing is left half made.
    """
    if path.suffix.lower() == ".zip":
        data = layout.as_zip(made.files)
        save_file(path, data)
        return _result(path, len(data), hashlib.sha256(data).hexdigest(), made)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(
            f"There is something at {path} already.", "Name a new folder, or a file.zip."
        )
    _save_folder(path, made)
    return _result(path, sum(map(len, made.files.values())), "", made)


def _save_folder(path: Path, made: MadeBackpack) -> None:
    beside = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.")
        whole = Path(beside) / path.name
        for name, data in made.files.items():
            save_file(whole / name, data)
        if path.exists():
            path.rmdir()
        whole.rename(path)
    except OSError as exc:
        raise ExportError(f"{path.name} could not be saved.", exc.strerror or "") from exc
    finally:
        if beside:
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)


def _result(path: Path, size: int, digest: str, made: MadeBackpack) -> ExportResult:
    return ExportResult(path, "backpack", digest, size, 0, 0, (), made.left_out)


def _narrowed(
    edition: Edition,
    result: GateResult,
    badge_ids: Collection[str] | None,
    letter_ids: Collection[str] | None,
) -> Edition:
    """Return the edition with what is wanted only, in the edition's order."""
    badges_there = [each.badge.id for each in result.badges]
    letters_there = [each.letter.id for each in result.letters if _is_received(each)]
    if badge_ids is not None:
        _refuse_others(edition, "badge", badge_ids, badges_there)
        kept = tuple(each for each in badges_there if each in badge_ids)
        edition = replace(edition, badge_ids=kept)
    if letter_ids is not None:
        _refuse_others(edition, "letter", letter_ids, letters_there)
        kept = tuple(each for each in letters_there if each in letter_ids)
        edition = replace(edition, letter_ids=kept)
    return edition


def _refuse_others(
    edition: Edition, thing: str, wanted: Iterable[str], there: Collection[str]
) -> None:
    if any(each not in there for each in wanted):
        raise UsageError(
            f"A {thing} that “{edition.name}” does not carry is not packed.",
            "Show it in documents and choose it for this edition. What does not hold, or names"
            " hidden work, stays out.",
        )


def _of_files(left_out: LeftOut) -> LeftOut:
    """Return what was kept back of badges and letters; a backpack never holds anything else."""
    return LeftOut(tuple(each for each in left_out.items if each.kind in _KEPT_BACK))


def _is_received(each: ChosenLetter) -> bool:
    return each.letter.direction is Direction.RECEIVED
