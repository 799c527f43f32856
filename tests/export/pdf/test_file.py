"""The file itself: fonts, attachments, links, outline, metadata, repeatability."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno

from portfolio.export import document_json, json_resume, pdf
from portfolio.model import document as doc
from portfolio.model.codes import PageSize
from tests.export.pdf import samples
from tests.export.pdf.reading import opened, saved


def fonts(file: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    found = {}
    for page in file.pages:
        for font in page.Resources.get("/Font", {}).values():
            found[str(font.BaseFont)] = font
    return found


def test_every_font_is_embedded_and_none_is_a_standard_one() -> None:
    with opened(pdf.render(samples.saying("Ελλ Кир שלום مرحبا हिन्दी 🚀 ■")).data) as file:
        found = fonts(file)
        assert len(found) >= 5
        for name, font in found.items():
            assert "Helvetica" not in name
            assert "+" in name, "a subset has a prefix"
            assert font.Subtype == "/Type0"
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert len(bytes(descriptor.FontFile2.read_bytes())) > 0
            assert "/ToUnicode" in font


@pytest.mark.parametrize(
    ("size", "box"), [(PageSize.A4, (595.276, 841.89)), (PageSize.LETTER, (612, 792))]
)
def test_pages_have_the_size_of_their_paper(size: PageSize, box: tuple[float, float]) -> None:
    with opened(pdf.render(samples.full(page_size=size)).data) as file:
        for page in file.pages:
            assert [float(each) for each in page.mediabox][2:] == pytest.approx(box, abs=0.01)


def test_attachments_come_out_as_they_went_in() -> None:
    document = samples.full()
    extra = doc.Attachment("T1.testimonial", "text/plain", "A testimonial", b"signed\n\x00bytes")
    with opened(pdf.render(document, attachments=(extra,)).data) as file:
        held = {name: each.get_file().read_bytes() for name, each in file.attachments.items()}
        assert held["resume.json"] == json_resume.render(document)
        assert held["document.json"] == document_json.to_json(document)
        assert document_json.from_json(held["document.json"]) == document
        assert held["T1.testimonial"] == extra.data
        assert len(file.Root.AF) == 3
        for each in file.Root.AF:
            assert str(each.AFRelationship) in {"/Source", "/Alternative", "/Data"}
            assert str(each.UF) in held
            assert str(each.EF.F.Subtype) in {"/application/json", "/text/plain"}


def test_metadata_says_whose_it_is_and_nothing_of_this_computer() -> None:
    document = samples.full()
    data = pdf.render(document).data
    with opened(data) as file:
        assert file.pdf_version == "1.7"
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.docinfo.Title) == document.title
        assert str(file.docinfo.Author) == document.name
        assert str(file.docinfo.CreationDate).startswith("D:20261114")
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == document.title
            assert metadata["dc:creator"] == [document.name]
        assert "/OutputIntents" in file.Root
    assert Path.home().name.encode() not in data or Path.home().name in {"", "root"}


def test_the_outline_leads_to_sections_and_entries() -> None:
    with opened(pdf.render(samples.full()).data) as file, file.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        assert titles[:3] == ["Summary", "Open Source Experience", "Experience"]
        assert "Evidence list" in titles
        below = [str(item.title) for item in outline.root[1].children]
        assert below == ["Halyard", "Ledgerline", "Glossa", "Mapwright"]


def test_links_lead_where_they_say_and_only_to_the_web_or_mail() -> None:
    bad = samples.listing(
        samples.SectionKind.SKILLS,
        "Skills",
        doc.Bullet(
            (doc.Span("a file", "file:///etc/passwd"), doc.Span("js", "javascript:alert(1)"))
        ),
    )
    document = samples.full()
    document = samples.full(sections=(*document.sections, bad))
    with opened(pdf.render(document).data) as file:
        targets = set()
        for page in file.pages:
            for link in page.get("/Annots", []):
                assert link.Subtype == "/Link"
                assert int(link.F) == 4
                assert str(link.Contents)
                assert "/StructParent" in link
                targets.add(str(link.A.URI))
    assert all(each.startswith(("https://", "http://", "mailto:")) for each in targets)
    assert "mailto:noemie@strand.example" in targets
    assert "https://bugs.halyard.example/1847213" in targets
    assert b"javascript" not in pdf.render(document).data


def kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    inner = node.get("/K", [])
    return list(inner) if isinstance(inner, pikepdf.Array) else [inner]


def elements(node: pikepdf.Object, tag: str) -> list[pikepdf.Object]:
    """Return the structure elements of a kind below a node, in reading order."""
    found = []
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == f"/{tag}":
                found.append(kid)
            found += elements(kid, tag)
    return found


def test_the_structure_tells_headings_lists_links_tables_and_figures() -> None:
    with opened(pdf.render(samples.full()).data) as file:
        root = file.Root.StructTreeRoot
        assert len(elements(root, "Document")) == 1
        assert len(elements(root, "H1")) == 1
        assert len(elements(root, "H2")) >= 9
        assert len(elements(root, "H3")) == 6
        lists = elements(root, "LI")
        assert len(lists) >= 12
        for item in lists:
            assert [str(kid.S) for kid in kids(item)] == ["/Lbl", "/LBody"]
        (table,) = elements(root, "Table")
        assert len(elements(table, "TH")) == 3
        assert len(elements(table, "TR")) == 11
        (figure,) = elements(root, "Figure")
        assert "strand.example/cv" in str(figure.Alt)
        assert str(figure.P.S) == "/Link"
        (place,) = [kid for kid in kids(figure.P) if "/Obj" in kid]
        assert str(place.Obj.A.URI) == "https://strand.example/cv"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_code_on_the_page_is_the_address(direction: str) -> None:
    """What another program draws under the link over the code, square by square."""
    address = samples.check().code
    data = pdf.render(samples.full(direction=direction)).data
    with opened(data) as file:
        areas = [
            (at, [float(edge) for edge in link.Rect])
            for at, page in enumerate(file.pages)
            for link in page.get("/Annots", [])
            if str(link.A.URI) == address
        ]
    at, (left, bottom, right, top) = max(areas, key=lambda area: area[1][3] - area[1][1])
    assert (right - left, top - bottom) == pytest.approx((22 * 72 / 25.4,) * 2, abs=0.1)
    matrix = segno.make(address, error="m", micro=False).matrix
    side, scale = (right - left) / len(matrix), 4
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[at].render(scale=scale, grayscale=True)
        grey, stride, height = bytes(bitmap.buffer), bitmap.stride, bitmap.height
    finally:
        document.close()
    middles = [int((each + 0.5) * side * scale) for each in range(len(matrix))]
    upper, start = height - int(top * scale), int(left * scale)
    drawn = [
        [grey[(upper + down) * stride + start + across] < 128 for across in middles]
        for down in middles
    ]
    assert drawn == [[bool(dark) for dark in line] for line in matrix]


def test_a_links_words_or_code_stand_inside_its_link_element() -> None:
    with opened(pdf.render(samples.full()).data) as file:
        links = elements(file.Root.StructTreeRoot, "Link")
        assert len(links) >= 15
        for link in links:
            inner = kids(link)
            assert any(
                not isinstance(kid, pikepdf.Dictionary)
                or kid.Type == "/MCR"
                or kid.get("/S") == "/Figure"
                for kid in inner
            )
            assert any(isinstance(kid, pikepdf.Dictionary) and kid.Type == "/OBJR" for kid in inner)


def test_a_part_in_another_language_says_so() -> None:
    quote = doc.Prose(((doc.Span("„Sie hat es gefunden.“"),),), language="de")
    section = doc.Section(samples.SectionKind.TESTIMONIALS, "Testimonials", (quote,))
    bullet = samples.said("Organisiert in Köln.", language="de")
    skills = samples.listing(samples.SectionKind.SKILLS, "Skills", bullet)
    with opened(pdf.render(samples.short(sections=(section, skills))).data) as file:
        every = [
            str(kid.Lang)
            for tag in ("P", "LBody", "LI", "Span", "BlockQuote")
            for kid in elements(file.Root.StructTreeRoot, tag)
            if "/Lang" in kid
        ]
        assert every.count("de") == 2


PROGRAM = (
    "import hashlib; from portfolio.export import pdf; from tests.export.pdf import samples;"
    "print(hashlib.sha256(pdf.render(samples.full()).data).hexdigest())"
)


def test_the_same_document_gives_the_same_bytes() -> None:
    first = pdf.render(samples.full()).data
    pdf.render(samples.saying("between שלום مرحبا हिन्दी 🚀"))
    assert pdf.render(samples.full()).data == first
    search = os.pathsep.join(filter(None, sys.path))
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
            env={
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": search,
                "TZ": "Asia/Tokyo",
            },
        )
        assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_importing_the_package_brings_in_no_heavy_library() -> None:
    program = (
        "import sys, portfolio.export.pdf;"
        "print([m for m in ('reportlab', 'uharfbuzz', 'bidi', 'segno') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["plain", "שלום مرحبا हिन्दी 🚀"])
def test_qpdf_finds_nothing_wrong(text: str, tmp_path: Path) -> None:
    program = shutil.which("qpdf")
    if program is None:
        pytest.skip("qpdf is not installed")
    path = saved(pdf.render(samples.saying(text, check=samples.check())).data, tmp_path)
    command = [program, "--check", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_another_program_draws_every_page() -> None:
    import pypdfium2

    made = pdf.render(samples.full())
    with pypdfium2.PdfDocument(io.BytesIO(made.data)) as file:
        assert len(file) == made.page_count
        for at in range(len(file)):
            page = file[at]
            bitmap = page.render(scale=0.5)
            assert len(set(bytes(bitmap.buffer))) > 10
            bitmap.close()
            page.close()


def test_resume_json_is_plain_json() -> None:
    with opened(pdf.render(samples.short()).data) as file:
        held = json.loads(file.attachments["resume.json"].get_file().read_bytes())
        assert held["basics"]["name"] == "Noémie Adeyemi-Strand"
