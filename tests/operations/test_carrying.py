"""Which letters and badges an edition carries, and that what it leaves out is nowhere in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import StreamObject

from portfolio.export.backpack import as_zip
from portfolio.model import steps
from portfolio.model.attestation import Decision
from portfolio.model.edition import Edition
from portfolio.operations import (
    backpacks,
    badges,
    carrying,
    editions,
    export,
    letter_decisions,
    letters,
    preview,
    sharing,
)
from portfolio.workspace import Workspace
from tests.attest.badges import samples
from tests.attest.letters.letters import ID, said, signed
from tests.operations.test_backpacks import show_all as show_everything
from tests.operations.test_backpacks import take_in, workspace

__all__ = ["workspace"]

OTHER = ID.replace("aa", "ac")
LEFT_STATEMENT = "She rewired the lighthouse."
LEFT_ISSUER = "Peregrine Quillfeather"
LEFT_BADGE = "Lighthouse Keeper"


def filled(workspace: Workspace) -> tuple[str, str]:
    """Fill the record; return the ids of the letter and the badge that will be left out."""
    store, clock = workspace.store, workspace.clock
    take_in(workspace, "3.0", "testimonial")
    mark = said(id=OTHER, statement=LEFT_STATEMENT)
    mark = replace(mark, issuer=replace(mark.issuer, name=LEFT_ISSUER))
    letters.take_in(store, clock, signed(mark))
    raw = samples.written(samples.assertion_1_1(badge=samples.badge_class(name=LEFT_BADGE)))
    badges.take_in(store, clock, raw)
    show_everything(workspace)
    with store.reading() as reader:
        (badge,) = [each for each in reader.badges.all() if each.name == LEFT_BADGE]
    return OTHER, badge.id


def narrow(workspace: Workspace, letter_id: str, badge_id: str) -> Edition:
    store = workspace.store
    with store.reading() as reader:
        carried = [each.id for each in carrying.shown_letters(reader) if each.id != letter_id]
        worn = [each.id for each in carrying.shown_badges(reader) if each.id != badge_id]
    edition = editions.ensure_default(store)
    return editions.change(
        store, replace(edition, letter_ids=tuple(carried), badge_ids=tuple(worn))
    )


def every_export(workspace: Workspace, folder: Path) -> Iterator[tuple[str, bytes]]:
    store, clock = workspace.store, workspace.clock
    edition = editions.ensure_default(store)
    for form in export.FORMATS:
        export.export(store, clock, edition.id, form, folder / form)
        yield form, (folder / form).read_bytes()
    agreed = sharing.terms(clock, "The fund", "Choosing")
    sharing.export(store, clock, edition.id, agreed, folder / "share")
    yield "share", (folder / "share").read_bytes()
    made = backpacks.make(store, clock, edition.id)
    yield "backpack", as_zip(made.files)
    yield "counts", f"{made.badge_count} {made.letter_count}".encode()


def unpacked(data: bytes) -> bytes:
    """Return what is in a file, a PDF's streams, fields and text taken out of it."""
    if not data.startswith(b"%PDF"):
        return data
    reader = PdfReader(io.BytesIO(data))
    parts = [data, repr(reader.metadata).encode(), repr(reader.trailer).encode()]
    parts += [page.extract_text().encode() for page in reader.pages]
    parts += [each for files in reader.attachments.values() for each in files]
    parts += [name.encode() for name in reader.attachments]
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        parts.append(repr(found).encode())
        if isinstance(found, StreamObject):
            parts.append(found.get_data())
    return b"\0".join(parts)


def test_what_is_left_out_of_an_edition_is_in_no_byte_of_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    letter_id, badge_id = filled(workspace)
    secrets = [
        each.encode()
        for each in (LEFT_STATEMENT, LEFT_ISSUER, LEFT_BADGE, letter_id, badge_id, "ighthouse")
    ]
    whole = {form: unpacked(data) for form, data in every_export(workspace, tmp_path)}
    shown = {form for form, data in whole.items() if LEFT_BADGE.encode() in data}
    assert shown >= {"pdf", "html", "markdown", "text", "share", "backpack"}, "it can be found"
    narrow(workspace, letter_id, badge_id)
    narrowed = dict(every_export(workspace, tmp_path))
    for form, data in narrowed.items():
        found = [each for each in secrets if each in unpacked(data)]
        assert not found, form
    assert narrowed["counts"] == b"1 1"
    # And not by its length, order, number or digest either: as if it had never been shown.
    store, clock = workspace.store, workspace.clock
    editions.change(store, replace(editions.ensure_default(store), letter_ids=None, badge_ids=None))
    letter_decisions.show(store, letter_id, shown=False)
    badges.show(store, clock, badge_id, shown=False)
    assert narrowed == dict(every_export(workspace, tmp_path))


def test_what_comes_later_is_in_an_edition_until_somebody_chooses(workspace: Workspace) -> None:
    take_in(workspace, "testimonial")
    letter_decisions.decide(workspace.store, ID, Decision.ACCEPTED)

    def carried() -> list[str]:
        result = preview.gate_result(
            workspace.store, "general", made_on=workspace.clock.now().date()
        )
        return [each.letter.id for each in result.letters]

    assert carried() == [ID]
    take_in(workspace, "second")
    letter_decisions.decide(workspace.store, OTHER, Decision.ACCEPTED)
    assert set(carried()) == {ID, OTHER}
    edition = editions.ensure_default(workspace.store)
    chosen = editions.change(workspace.store, replace(edition, letter_ids=(ID,)))
    assert carried() == [ID]
    with workspace.store.reading() as reader:
        (without,) = carrying.without_letter(reader, OTHER)
        assert without == chosen
        assert carrying.without_letter(reader, ID) == []
    (entry,) = workspace.store.undo()
    assert steps.words(entry) == "Chose the letters of edition “General”"
    assert set(carried()) == {ID, OTHER}
    workspace.store.redo()
    assert carried() == [ID]


def test_what_is_private_is_in_no_edition(workspace: Workspace, tmp_path: Path) -> None:
    letter_id, badge_id = filled(workspace)
    store = workspace.store
    edition = editions.ensure_default(store)
    editions.change(store, replace(edition, letter_ids=(letter_id,), badge_ids=(badge_id,)))
    with store.reading() as reader:
        assert carrying.without_badge(reader, badge_id) == []
    letter_decisions.show(store, letter_id, shown=False)
    result = preview.gate_result(store, edition.id, made_on=workspace.clock.now().date())
    assert result.letters == ()
    assert len(result.badges) == 1
    letter_decisions.show(store, letter_id, shown=True)
    result = preview.gate_result(store, edition.id, made_on=workspace.clock.now().date())
    assert [each.letter.id for each in result.letters] == [letter_id], "chosen still"


def test_each_edition_has_its_own_choice(workspace: Workspace) -> None:
    letter_id, badge_id = filled(workspace)
    store = workspace.store
    general = narrow(workspace, letter_id, badge_id)
    other = editions.add(store, "For Quillmark")
    on = workspace.clock.now().date()
    assert len(preview.gate_result(store, general.id, made_on=on).letters) == 1
    assert len(preview.gate_result(store, other.id, made_on=on).letters) == 2
    like = editions.add(store, "Like it", like=general)
    assert like.badge_ids == general.badge_ids


def test_choosing_badges_says_so_in_the_journal(workspace: Workspace) -> None:
    store = workspace.store
    edition = editions.ensure_default(store)
    editions.change(store, replace(edition, badge_ids=()))
    (entry,) = store.undo()
    assert steps.words(entry) == "Chose the badges of edition “General”"
    editions.change(store, replace(edition, badge_ids=(), letter_ids=()))
    (entry,) = store.undo()
    assert steps.words(entry) == "Changed edition “General”"
