"""The document: what an edition says, ready to be rendered, with nothing hidden left in it.

Made in one place, ``portfolio.export.document`` (the gate). Renderers get a `Document` and
return bytes; they decide looks, never content. All words are already in the document's language.
Text is plain: cleaned of controls and bidi overrides, NFC, never markup.

::

    Document
      name, headline, contact
      Section (heading)
        Prose            paragraphs
        Entry            title - what it is / role lines / bullets / totals line
        Listing          bullets without an entry
      check              box "Check this in a minute"
      evidence           annex: numbered works
      attached           annex: signed texts and badges that ride along as files
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portfolio.model.codes import PageSize, SectionKind, TrustClass

SCHEMA = "portfolio-document/1"
RESUME_FILE = "resume.json"
"""The same statements in JSON Resume form, attached."""
SIGNERS_FILE = "signers"
"""The keys of attached letters, as ``ssh-keygen`` wants to be told of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; with ``href`` (https, http or mailto) it is a link."""

    text: str
    href: str = ""
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What kind of claim a line is, and where to look: ``■ E1`` or ``○ self-reported``.

    Attributes:
        label: ``E1``, ``T2``, ``C1``, or words such as "self-reported" in the document's language.
        target: The number it leads to in the annex, or ``""``.
    """

    trust: TrustClass
    label: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement: spans, then its marks.

    Attributes:
        under: A quieter line of its own below; may be empty.
        unsourced: Numbers in it that name no source, as it also says in words.
    """

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()
    language: str = ""
    under: tuple[Span, ...] = ()
    unsourced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleLine:
    """``role · dates · capacity[, organisation]``; ``dates`` in words, ISO parts beside them.

    Any part may be empty, ``role`` too (then the line is just the period); empty parts are
    printed without their separator.
    """

    role: str
    dates: str
    capacity: str = ""
    organisation: str = ""
    from_on: str = ""
    to_on: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals line: counts per kind, never added together, beside period and source."""

    counts: tuple[str, ...]
    period: str
    source: Span
    read_on: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A project or an employer: title, what it is, roles, statements, totals lines."""

    title: str
    what_it_is: str = ""
    href: str = ""
    roles: tuple[RoleLine, ...] = ()
    bullets: tuple[Bullet, ...] = ()
    totals: tuple[Totals, ...] = ()
    skills: tuple[str, ...] = ()
    from_on: str = ""
    to_on: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs of running text."""

    paragraphs: tuple[tuple[Span, ...], ...]
    marks: tuple[Mark, ...] = ()
    language: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Bullets that stand directly under a section's heading."""

    bullets: tuple[Bullet, ...]


Block = Entry | Prose | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; a section without blocks is never made."""

    kind: SectionKind
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A numbered work in the evidence list.

    Attributes:
        number: ``E1`` ... for evidence, ``L1`` ... for works in local copies with no public page.
        detail: "project · part · date" in words.
        address: Full https address, or ``""`` when there is none to open.
        seen_by: Who else saw it ("reviewed by joostvr"), or what became of the page.
        trust: ``SELF_REPORTED`` for a work nobody but the holder can open.
    """

    number: str
    title: str
    detail: str
    address: str
    seen_by: str = ""
    trust: TrustClass = TrustClass.EVIDENCE


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The annex of numbered works with its heading, introduction and column heads."""

    heading: str
    introduction: str
    columns: tuple[str, str, str]
    items: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class AttachedItem:
    """A text or badge that rides along as a file.

    Attributes:
        number: ``T1`` for what a person signed or said, ``C1`` for what an organisation did.
        title: "Testimonial, Joost van Rhee".
        detail: When it was signed, posted or received, in words.
        finding: What a check found when the document was made.
        file: Name of the attachment; with ``signature`` beside it for a letter.
        sha256: Of the file, in hexadecimal.
    """

    number: str
    title: str
    detail: str
    finding: str
    file: str
    sha256: str
    trust: TrustClass
    signature: str = ""


@dataclass(frozen=True, slots=True)
class AttachedList:
    """The annex of attached texts and badges, and the commands that check them without the app."""

    heading: str
    introduction: str
    columns: tuple[str, str, str]
    items: tuple[AttachedItem, ...]
    commands_heading: str = ""
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckBox:
    """The box that tells a stranger how to check the document.

    Attributes:
        code: Address for the QR code on paper, or ``""`` for none; a note has it as a link too.
        code_says: The code's alternate text.
    """

    heading: str
    steps: tuple[str, ...]
    notes: tuple[tuple[Span, ...], ...]
    code: str = ""
    code_says: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """Words of the page footer: the marks' meanings and "page {page} of {pages}"."""

    marks: tuple[tuple[TrustClass, str], ...]
    page_of: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that rides along in formats that can carry one.

    Attributes:
        name: ASCII file name.
        relationship: ``Source``, ``Data`` or ``Supplement`` (ISO 32000-2, AFRelationship).
    """

    name: str
    media_type: str
    description: str
    data: bytes
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a renderer needs; see the module text for its shape.

    Attributes:
        language: BCP 47 tag; ``direction`` is ``ltr`` or ``rtl``.
        title: For metadata, e.g. "Noor Vantongeren · CV".
        footer: "Name · CV, 14 Nov 2026".
        file_stem: ASCII, e.g. ``Noor-Vantongeren-CV``.
        page_limit: Pages before the annex the holder asked for; 0 is no limit.
        basis: One honest sentence on where the record comes from, e.g. "Made from local copies;
            not compared with the servers."
        json_resume: The same statements in JSON Resume form (plain JSON values).
    """

    language: str
    direction: str
    title: str
    footer: str
    file_stem: str
    made_on: date
    page_size: PageSize
    page_limit: int
    name: str
    headline: str
    contact: tuple[Span, ...]
    sections: tuple[Section, ...]
    legend: Legend
    basis: str = ""
    check: CheckBox | None = None
    evidence: EvidenceList | None = None
    attached: AttachedList | None = None
    json_resume: dict[str, object] = field(default_factory=dict)
    schema: str = SCHEMA

    @property
    def has_annex(self) -> bool:
        """Pages list the works and attached files at their end; one page goes without."""
        return self.page_limit != 1
