"""CVs in which a name stands for two files, a good one and a changed one."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.check import documents, files

NAME = "T1.testimonial"
Change = Callable[[pikepdf.Pdf], None]


def changed(change: Change) -> bytes:
    """Return a CV after a change of its list of attached files."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(documents.cv())) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def _listed(opened: pikepdf.Pdf) -> pikepdf.Object:
    node = opened.Root.Names.EmbeddedFiles
    while "/Kids" in node:
        node = node.Kids[0]
    return node.Names


def _place(listed: pikepdf.Object) -> int:
    """Return where the letter's file stands, behind its name."""
    return next(at + 1 for at in range(0, len(listed), 2) if str(listed[at]) == NAME)


def _stream(opened: pikepdf.Pdf) -> pikepdf.Object:
    body, _ = files.apart()
    return opened.make_indirect(Stream(opened, body.replace(b"since 2019", b"since 2009")))


def _file(opened: pikepdf.Pdf, shown: str = NAME) -> pikepdf.Object:
    inside = Dictionary(F=_stream(opened))
    return opened.make_indirect(Dictionary(Type=Name.Filespec, F=NAME, UF=shown, EF=inside))


def before_it(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    listed.insert(0, _file(opened))
    listed.insert(0, String("A"))


def behind_it(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    listed.append(String(NAME))
    listed.append(_file(opened))


def under_another_name(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    listed[_place(listed)] = _file(opened, "X")


def two_in_one(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    listed[_place(listed)].EF.UF = _stream(opened)


def two_in_one_the_other_way(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    listed[_place(listed)].EF.F = _stream(opened)


def without_the_list(opened: pikepdf.Pdf) -> None:
    listed = _listed(opened)
    opened.Root.AF = Array([listed[at] for at in range(1, len(listed), 2)])
    del opened.Root.Names


CHANGES: tuple[Change, ...] = (
    before_it,
    behind_it,
    under_another_name,
    two_in_one,
    two_in_one_the_other_way,
    without_the_list,
)
