"""A document saved to a file: written beside it, made durable, then put in its place."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from portfolio.errors import StoreReadOnlyError, UsageError
from portfolio.model import steps
from portfolio.model.edition import ProducedFile
from portfolio.operations import editions
from portfolio.operations.preview import gate_result
from portfolio.placing import not_saved, real_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.clock import Clock
    from portfolio.export.chosen import GateResult, LeftOut
    from portfolio.store.store import Store

FORMATS = ("pdf", "html", "markdown", "text", "json-resume")
KEPT_PRODUCED = 20
Put: TypeAlias = "Callable[[Path, bytes], None]"
"""What becomes of the bytes of a document; `save` writes the file."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A saved document.

    Attributes:
        page_count / body_page_count: 0 for formats without pages.
    """

    path: Path
    format: str
    sha256: str
    size_bytes: int
    page_count: int
    body_page_count: int
    warnings: tuple[str, ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class _Rendered:
    data: bytes
    page_count: int = 0
    body_page_count: int = 0
    warnings: tuple[str, ...] = ()


def save(path: Path, data: bytes) -> None:
    """Write a file so that either the whole new one or the old one is there.

    A link is written through: the file it leads to is replaced, the link stays.

    Raises:
        ExportError: The folder or the disk refused, or something else than a file is there; what
            was there is as it was.
    """
    place = real_place(path)
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(place)
    except OSError as exc:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise not_saved(path, exc) from exc


def export(  # noqa: PLR0913  (what, how, and where to)
    store: Store, clock: Clock, edition_id: str, form: str, path: Path, *, put: Put = save
) -> ExportResult:
    """Save an edition as ``form`` (one of `FORMATS`) at ``path``.

    An old file of that name is kept on any fault. ``put`` takes the bytes elsewhere; the path is
    then only the document's name.

    Raises:
        UsageError: The format is unknown.
        NotFoundError: There is no such edition.
        ExportError: It could not be made or saved.
    """
    if form not in FORMATS:
        raise UsageError(f"“{form}” is no format. There are: {', '.join(FORMATS)}.")
    result = gate_result(store, edition_id, made_on=clock.now().date())
    rendered = _render(result, form)
    put(path, rendered.data)
    digest = hashlib.sha256(rendered.data).hexdigest()
    note_produced(store, edition_id, ProducedFile(path.name, form, digest, clock.now()))
    return ExportResult(
        path=path,
        format=form,
        sha256=digest,
        size_bytes=len(rendered.data),
        page_count=rendered.page_count,
        body_page_count=rendered.body_page_count,
        warnings=rendered.warnings,
        left_out=result.left_out,
    )


def _render(result: GateResult, form: str) -> _Rendered:
    document = result.document
    if form == "pdf":
        from portfolio.export import pdf

        made = pdf.render(document, attachments=result.attachments)
        return _Rendered(made.data, made.page_count, made.body_page_count, made.warnings)
    from portfolio.export import html, json_resume, markdown, text

    renderers = {
        "html": html.render,
        "markdown": markdown.render,
        "text": text.render,
        "json-resume": json_resume.render,
    }
    return _Rendered(renderers[form](document))


def note_produced(store: Store, edition_id: str, made: ProducedFile) -> None:
    """Keep in mind what was made from an edition; a record that is read-only cannot.

    Raises:
        NotFoundError: There is no such edition.
    """
    with contextlib.suppress(StoreReadOnlyError):
        with store.reading() as reader:
            edition = editions.get(reader, edition_id)
        files = (*edition.produced_files, made)[-KEPT_PRODUCED:]
        with store.editing(steps.EDITION_SAVED, name=made.path_hint) as editor:
            editor.save_edition(replace(edition, produced_files=files))
