"""Assembles the file: pages, fonts, structure tree, links, outline, attachments, metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portfolio import resources
from portfolio.export.pdf import embedding, metadata
from portfolio.export.pdf.objects import Objects, name, plain, text
from portfolio.export.pdf.outline import outline
from portfolio.export.pdf.structure import Element, LinkObject, Marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.export.pdf.drawing import PageContent
    from portfolio.export.pdf.embedding import Fonts, UsedFace
    from portfolio.export.pdf.outline import Bookmark
    from portfolio.model.document import Attachment, Document

MOST_PAGES_WITHOUT_OUTLINE = 4
"""Longer documents open with their outline beside them."""
PRINTED_LINK = 4  # annotation flag Print
SYMBOLIC = 4  # font descriptor flag


@dataclass(slots=True)
class Assembly:
    """Everything a file is made of."""

    document: Document
    size: tuple[float, float]
    pages: list[PageContent]
    fonts: Fonts
    root: Element
    bookmarks: list[Bookmark]
    attachments: Sequence[Attachment]
    claims: bool

    def bytes(self) -> bytes:
        """Return the file."""
        objects = Objects(language=self.document.language)
        faces = {used.resource: _font(objects, used) for used in self.fonts.all()}
        resources_of_page = objects.add({"Font": faces, "ProcSet": ["/PDF", "/Text"]})
        tree, tree_reference = objects.reserve()
        held_pages, pages_reference = objects.reserve()
        elements: dict[int, Any] = {}
        links = self._link_objects(objects)
        page_references = [
            self._page(objects, at, content, resources_of_page, pages_reference, links)
            for at, content in enumerate(self.pages)
        ]
        objects.fill(
            held_pages,
            {"Type": "/Pages", "Kids": page_references, "Count": len(page_references)},
        )
        root = self._element(objects, self.root, tree_reference, page_references, links, elements)
        objects.fill(
            tree,
            {
                "Type": "/StructTreeRoot",
                "K": [root],
                "ParentTree": self._parent_tree(objects, elements, links),
                "ParentTreeNextKey": len(self.pages) + sum(len(p.links) for p in self.pages),
            },
        )
        self._place_links(objects, links, page_references)
        return objects.bytes(
            self._catalog(objects, tree_reference, pages_reference, page_references),
            self._information(),
            held_pages,
        )

    def _page(  # noqa: PLR0913, PLR0917  (what a page refers to)
        self,
        objects: Objects,
        at: int,
        content: PageContent,
        fonts: Any,
        parent: Any,
        links: dict[tuple[int, int], tuple[Any, Any]],
    ) -> Any:
        stream = objects.stream("\n".join(content.operators).encode("ascii"), {})
        entries: dict[str, Any] = {
            "Type": "/Page",
            "Parent": parent,
            "MediaBox": [0, 0, float(self.size[0]), float(self.size[1])],
            "Resources": fonts,
            "Contents": stream,
            "StructParents": at,
            "Tabs": "/S",
        }
        own = [links[(at, number)][1] for number in range(len(content.links))]
        if own:
            entries["Annots"] = own
        return objects.add(entries)

    def _link_objects(self, objects: Objects) -> dict[tuple[int, int], tuple[Any, Any]]:
        return {
            (at, number): objects.reserve()
            for at, content in enumerate(self.pages)
            for number in range(len(content.links))
        }

    def _place_links(
        self,
        objects: Objects,
        links: dict[tuple[int, int], tuple[Any, Any]],
        pages: list[Any],
    ) -> None:
        for key, (page, number) in enumerate(links, start=len(self.pages)):
            area = self.pages[page].links[number]
            objects.fill(
                links[(page, number)][0],
                {
                    "Type": "/Annot",
                    "Subtype": "/Link",
                    "Rect": [float(edge) for edge in area.rect],
                    "Border": [0, 0, 0],
                    "F": PRINTED_LINK,
                    "P": pages[page],
                    "Contents": text(area.href),
                    "A": {"S": "/URI", "URI": plain(area.href.encode("utf-8"))},
                    "StructParent": key,
                },
            )

    def _element(  # noqa: PLR0913, PLR0917  (what an element may refer to)
        self,
        objects: Objects,
        element: Element,
        parent: Any,
        pages: list[Any],
        links: dict[tuple[int, int], tuple[Any, Any]],
        made: dict[int, Any],
    ) -> Any:
        held, reference = objects.reserve()
        made[id(element)] = reference
        kids: list[Any] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._element(objects, kid, reference, pages, links, made))
            elif isinstance(kid, Marked):
                kids.append({"Type": "/MCR", "Pg": pages[kid.page], "MCID": kid.id})
            elif isinstance(kid, LinkObject):
                annotation = links[(kid.page, kid.annotation)][1]
                kids.append({"Type": "/OBJR", "Obj": annotation, "Pg": pages[kid.page]})
        entries: dict[str, Any] = {
            "Type": "/StructElem",
            "S": name(element.tag),
            "P": parent,
            "K": kids,
        }
        if element.language:
            entries["Lang"] = text(element.language)
        if element.alt:
            entries["Alt"] = text(element.alt)
        if element.scope and element.tag == "TH":
            entries["A"] = {"O": "/Table", "Scope": name(element.scope)}
        objects.fill(held, entries)
        return reference

    def _parent_tree(
        self,
        objects: Objects,
        elements: dict[int, Any],
        links: dict[tuple[int, int], tuple[Any, Any]],
    ) -> Any:
        numbers: list[Any] = []
        for at, content in enumerate(self.pages):
            owners = [
                elements[id(owner)] if owner is not None else "null" for owner in content.owners
            ]
            numbers += [at, objects.add(owners)]
        for key, (page, number) in enumerate(links, start=len(self.pages)):
            numbers += [key, elements[id(self.pages[page].links[number].element)]]
        return objects.add({"Nums": numbers})

    def _catalog(
        self, objects: Objects, tree: Any, pages: Any, page_references: list[Any]
    ) -> dict[str, Any]:
        files = [_file(objects, each, self.document) for each in self.attachments]
        named: list[Any] = []
        for attachment, reference in sorted(
            zip(self.attachments, files, strict=True), key=lambda pair: pair[0].name
        ):
            named += [text(attachment.name), reference]
        profile = objects.stream(
            resources.path("icc", "sRGB.icc").read_bytes(), {"N": 3, "Alternate": "/DeviceRGB"}
        )
        intent = {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": text("sRGB"),
            "Info": text("sRGB"),
            "DestOutputProfile": profile,
        }
        is_long = len(self.pages) > MOST_PAGES_WITHOUT_OUTLINE
        entries: dict[str, Any] = {
            "Type": "/Catalog",
            "Pages": pages,
            "Lang": text(self.document.language),
            "MarkInfo": {"Marked": True},
            "StructTreeRoot": tree,
            "ViewerPreferences": {
                "DisplayDocTitle": True,
                "Direction": "/R2L" if self.document.direction == "rtl" else "/L2R",
            },
            "OutputIntents": [objects.add(intent)],
            "Metadata": objects.stream(
                metadata.xmp(self.document, claims=self.claims),
                {"Type": "/Metadata", "Subtype": "/XML"},
                packed=False,
            ),
            "PageMode": "/UseOutlines" if is_long else "/UseNone",
        }
        listed = outline(objects, self.bookmarks, page_references)
        if listed is not None:
            entries["Outlines"] = listed
        if files:
            entries["AF"] = files
            entries["Names"] = {"EmbeddedFiles": {"Names": named}}
        return entries

    def _information(self) -> dict[str, Any]:
        at = metadata.pdf_moment(self.document)
        return {
            "Title": text(self.document.title),
            "Author": text(self.document.name or self.document.title),
            "Creator": text(metadata.PRODUCER),
            "Producer": text(metadata.PRODUCER),
            "CreationDate": plain(at.encode("ascii")),
            "ModDate": plain(at.encode("ascii")),
        }


def _font(objects: Objects, used: UsedFace) -> Any:
    program = embedding.subset(used)
    full_name = name(embedding.prefixed_name(used))
    face = used.face
    descriptor = objects.add(
        {
            "Type": "/FontDescriptor",
            "FontName": full_name,
            "Flags": SYMBOLIC,
            "FontBBox": list(face.bounds),
            "ItalicAngle": 0,
            "Ascent": round(face.ascent),
            "Descent": round(face.descent),
            "CapHeight": round(face.cap_height),
            "StemV": 80,
            "FontFile2": objects.stream(program, {"Length1": len(program)}),
        }
    )
    first, advances = embedding.widths(used)
    descendant = objects.add(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": full_name,
            "CIDSystemInfo": {
                "Registry": plain(b"Adobe"),
                "Ordering": plain(b"Identity"),
                "Supplement": 0,
            },
            "FontDescriptor": descriptor,
            "DW": 0,
            "W": [first, advances],
            "CIDToGIDMap": objects.stream(embedding.glyph_map(used), {}),
        }
    )
    return objects.add(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": full_name,
            "Encoding": "/Identity-H",
            "DescendantFonts": [descendant],
            "ToUnicode": objects.stream(embedding.to_unicode(used), {}),
        }
    )


def _file(objects: Objects, attachment: Attachment, document: Document) -> Any:
    at = plain(metadata.pdf_moment(document).encode("ascii"))
    stream = objects.stream(
        attachment.data,
        {
            "Type": "/EmbeddedFile",
            "Subtype": name(attachment.media_type),
            "Params": {"Size": len(attachment.data), "ModDate": at, "CreationDate": at},
        },
    )
    return objects.add(
        {
            "Type": "/Filespec",
            "F": plain(attachment.name.encode("ascii")),
            "UF": text(attachment.name),
            "Desc": text(attachment.description),
            "AFRelationship": name(attachment.relationship),
            "EF": {"F": stream, "UF": stream},
        }
    )
