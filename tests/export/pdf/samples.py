"""Documents to render: a full one, a short one, long ones, others in many scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio.model import document as doc
from portfolio.model.codes import PageSize, SectionKind, TrustClass

EVIDENCE, ATTESTED = TrustClass.EVIDENCE, TrustClass.ATTESTED
CERTIFIED, SELF = TrustClass.CERTIFIED, TrustClass.SELF_REPORTED
OWN_WORD = doc.Mark(SELF, "self-reported")
LEGEND = doc.Legend(
    ((EVIDENCE, "evidence"), (ATTESTED, "attested"), (CERTIFIED, "certified"), (SELF, SELF.value)),
    "page {page} of {pages}",
)


def work(number: str) -> doc.Mark:
    trust = {"E": EVIDENCE, "T": ATTESTED, "C": CERTIFIED}[number[0]]
    return doc.Mark(trust, number, number)


def said(text: str, *marks: doc.Mark, language: str = "") -> doc.Bullet:
    """A bullet; ``[words](address)`` in the text is a link, ``*words*`` is strong."""
    return doc.Bullet(spans(text), marks, language)


def spans(text: str) -> tuple[doc.Span, ...]:
    found: list[doc.Span] = []
    rest = text
    while "[" in rest:
        before, _, rest = rest.partition("[")
        words, _, rest = rest.partition("](")
        address, _, rest = rest.partition(")")
        found += [doc.Span(before), doc.Span(words, f"https://{address}")]
    return (*found, doc.Span(rest)) if rest else tuple(found)


def totals(count: str, period: str, source: str) -> doc.Totals:
    return doc.Totals(
        (count,), period, doc.Span(source, f"https://{source}"), "read 14 Nov 2026", "and"
    )


def halyard() -> doc.Entry:
    return doc.Entry(
        "Halyard",
        "layout engine of the Lantern browser",
        roles=(
            doc.RoleLine(
                "Layout peer and reviewer", "Sep 2023 – present", "employer", "Tidewater Systems"
            ),
            doc.RoleLine("Contributor, then reviewer", "Mar 2021 – Aug 2023", "volunteer"),
        ),
        bullets=(
            said(
                "Fixed a use-after-free that crashed pages when a flex container was removed during"
                " reflow; shipped in release 118 ([bug 1847213](bugs.halyard.example/1847213)).",
                work("E1"),
            ),
            said(
                "Rewrote line breaking for text of mixed direction; 214 reference tests that failed"
                " now pass on four platforms ([change 5521](git.halyard.example/5521),"
                " [test report](git.halyard.example/report)).",
                work("E2"),
            ),
            said(
                "Reviewed 61 changes by 19 authors in layout/text, Jan 2024 – Oct 2026; 12 were"
                " first contributions ([review list](git.halyard.example/reviews)).",
                work("E3"),
            ),
            said(
                "Wrote the guide to debugging reflow that the project’s start page links to"
                " ([guide](docs.halyard.example/guide)).",
                work("E4"),
            ),
        ),
        totals=(totals("88 more merged changes", "Mar 2021 – Oct 2026", "git.halyard.example"),),
    )


def ledgerline() -> doc.Entry:
    return doc.Entry(
        "Ledgerline",
        "bookkeeping library for co-operatives",
        roles=(doc.RoleLine("Maintainer", "Jan 2019 – present", "volunteer"),),
        bullets=(
            said(
                "Released 3.0 to 3.6. Version 3.0 replaced floating-point amounts and shipped a"
                " converter that 26 dependent projects merged"
                " ([release notes](code.example/ledgerline/releases)).",
                work("E5"),
            ),
            said(
                "Designed the audit export that two federations of co-operatives now ask for"
                " ([proposal 41](code.example/p/41), [federation rules](federation.example/r)).",
                work("E6"),
            ),
            said("Ran the monthly maintainers’ call, 2022 – 2024.", OWN_WORD),
        ),
        totals=(
            totals("164 more merged changes", "Jan 2019 – Oct 2026", "code.example/ledgerline"),
        ),
    )


def glossa() -> doc.Entry:
    return doc.Entry(
        "Glossa",
        "translation platform used by 40 projects (May 2026)",
        roles=(
            doc.RoleLine("Yoruba localiser, then team lead", "Jun 2019 – Dec 2023", "volunteer"),
        ),
        bullets=(
            said(
                "Translated 2,140 strings; 1,985 were approved by a second person"
                " ([activity page](glossa.example/people/noemie)).",
                work("E7"),
            ),
            said(
                "Started the Yoruba style guide, now kept by four people"
                " ([style guide](wiki.glossa.example/style)).",
                work("E8"),
            ),
        ),
        totals=(totals("37 more forum answers", "Jun 2019 – Dec 2023", "forum.glossa.example"),),
    )


def mapwright() -> doc.Entry:
    return doc.Entry(
        "Mapwright",
        "offline maps for field workers",
        roles=(doc.RoleLine("Bug triager", "Feb 2020 – Nov 2021", "study"),),
        bullets=(
            said(
                "Reduced 96 crash reports to small test pages; 71 led to a fix"
                " ([triage list](bugs.mapwright.example/list)).",
                work("E9"),
            ),
        ),
        totals=(
            totals("14 more edits to the manual", "Feb 2020 – Nov 2021", "wiki.mapwright.example"),
        ),
    )


def experience() -> doc.Section:
    return doc.Section(
        SectionKind.EXPERIENCE,
        "Experience",
        (
            doc.Entry(
                "Tidewater Systems",
                "displays for ships, Rotterdam",
                roles=(
                    doc.RoleLine("Software engineer, rendering", "Sep 2023 – present", "employer"),
                ),
                bullets=(
                    said(
                        "Half of my hours are upstream work in Halyard; the company confirms the"
                        " role and its dates.",
                        work("T4"),
                    ),
                    said("Cut the start time of the chart viewer from 9 to 4 seconds.", OWN_WORD),
                ),
            ),
            doc.Entry(
                "Fenland Housing Co-operative",
                "Ely, United Kingdom",
                roles=(doc.RoleLine("Developer, part time", "Oct 2018 – Aug 2023", "employer"),),
                bullets=(
                    said(
                        "Built the rent ledger on Ledgerline; three of its releases came out of"
                        " this work ([release notes](code.example/ledgerline/releases)).",
                        work("E5"),
                    ),
                ),
            ),
        ),
    )


def listing(kind: SectionKind, heading: str, *bullets: doc.Bullet) -> doc.Section:
    return doc.Section(kind, heading, (doc.Listing(bullets),))


def testimonials() -> doc.Section:
    def one(quotation: str, who: str, rest: str, level: str, number: str) -> doc.Prose:
        below = (doc.Span(who), doc.Span(rest, muted=True), doc.Span(level))
        return doc.Prose(((doc.Span(quotation),), below), (work(number),))

    return doc.Section(
        SectionKind.TESTIMONIALS,
        "Testimonials",
        (
            one(
                "“Noémie found the cause of a crash that three of us had given up on, and left a"
                " test that explains it to the next person.”",
                "Joost van Rhee",
                ", module owner, Halyard. Reviewed the work · signed 3 Feb 2026. ",
                "joostvr reviewed 4 of the 5 works listed.",
                "T1",
            ),
            one(
                "“My first patch took four rounds. She told me each time which of her remarks were"
                " rules and which were taste.”",
                "Tomasz Bielak",
                ", reviewer, Halyard. Worked together · signed 20 Jun 2026. ",
                "Written by account tbielak on code.example, checked 14 Nov 2026.",
                "T3",
            ),
        ),
    )


def check() -> doc.CheckBox:
    return doc.CheckBox(
        "Check this in a minute",
        (
            "Open any underlined link: works and comments are on public sites, listed in full.",
            "Open this file in Portfolio with “Check a document”: it tests the signed texts.",
            "Without the app: save the attachments and run the two commands on the last page.",
        ),
        (
            (
                doc.Span("Newest copy: "),
                doc.Span("strand.example/cv", "https://strand.example/cv"),
                doc.Span(". Key of this document: SHA256:7Qm2 vXk9 TzB4 eRw1 LhY6 nDc8 JpS3"),
            ),
            (
                doc.Span(
                    "If the attachments were stripped on the way, links and code still work. What"
                    " is marked ○ rests on my word alone."
                ),
            ),
        ),
        "https://strand.example/cv",
        "QR code leading to strand.example/cv",
    )


WORKS = (
    ("Use-after-free when a flex container is removed during reflow", "merged 12 Oct 2023"),
    ("Line breaking for text of mixed direction", "with Lindani Dube · merged 4 Jun 2024"),
    ("61 reviews in layout/text, 19 authors", "Jan 2024 – Oct 2026"),
    ("Debugging reflow: a guide", "published 17 Feb 2025"),
    ("Ledgerline 3.0 to 3.6", "Mar 2022 – Sep 2026"),
    ("Proposal 41: audit export", "accepted 30 Jan 2025"),
    ("Yoruba strings, activity page", "Jun 2019 – Dec 2023"),
    ("Yoruba style guide", "Nov 2020"),
    ("96 reduced crash reports", "Feb 2020 – Nov 2021"),
    ("First-patch sessions, nine agendas", "2022 – 2025"),
)


def evidence(count: int = len(WORKS)) -> doc.EvidenceList:
    items = []
    for at in range(count):
        title, when = WORKS[at % len(WORKS)]
        items.append(
            doc.EvidenceItem(
                f"E{at + 1}",
                title,
                f"Halyard · author · {when}",
                f"https://git.halyard.example/engine/reviews?by=noemie&path=layout/text/{at + 1}",
                "reviewed by joostvr",
            )
        )
    return doc.EvidenceList(
        "Evidence list",
        "The works named on the pages before, with full addresses.",
        ("No.", "Work, part taken, date", "Address and who else saw it"),
        tuple(items),
    )


def short(**changes: object) -> doc.Document:
    """A document of a name, a headline and a summary."""
    made = doc.Document(
        language="en",
        direction="ltr",
        title="Noémie Adeyemi-Strand · CV",
        footer="Noémie Adeyemi-Strand · CV, 14 Nov 2026",
        file_stem="Noemie-Adeyemi-Strand-CV",
        made_on=date(2026, 11, 14),
        page_size=PageSize.A4,
        page_limit=0,
        name="Noémie Adeyemi-Strand",
        headline="Layout engineer, open-source maintainer and mentor",
        contact=(
            doc.Span("Rotterdam, Netherlands"),
            doc.Span("noemie@strand.example", "mailto:noemie@strand.example"),
            doc.Span("strand.example", "https://strand.example"),
        ),
        sections=(summary(),),
        legend=LEGEND,
        basis="Made from local copies; not compared with the servers.",
        json_resume={"basics": {"name": "Noémie Adeyemi-Strand"}, "meta": {"version": "1.3.1"}},
    )
    return replace(made, **changes)


def summary(
    text: str = "I fix and explain hard layout bugs, and I help newcomers stay. Seven years of"
    " public work: layout peer in the Halyard engine, maintainer of Ledgerline, Yoruba localiser"
    " at Glossa. Looking for a senior role in rendering or developer tools, in Rotterdam or remote"
    " within Europe.",
) -> doc.Section:
    return doc.Section(SectionKind.SUMMARY, "Summary", (doc.Prose(((doc.Span(text),),)),))


def full(**changes: object) -> doc.Document:
    """The document of the target pictures: every kind of part."""
    sections = (
        summary(),
        doc.Section(
            SectionKind.OPEN_SOURCE,
            "Open Source Experience",
            (halyard(), ledgerline(), glossa(), mapwright()),
        ),
        experience(),
        listing(
            SectionKind.MENTORING,
            "Mentoring",
            said("Tomasz Bielak, Halyard, 2024 – 2025: from first patch to reviewer.", work("T3")),
            said("Hye-jin Seo, Glossa, 2022 – 2023: now leads the Korean team.", work("T5")),
        ),
        testimonials(),
        doc.Section(
            SectionKind.CERTIFICATIONS,
            "Certifications and Badges",
            (
                doc.Listing(
                    (
                        doc.Bullet(
                            (
                                doc.Span("Release Steward", strong=True),
                                doc.Span(", Ledgerline Association, May 2025."),
                            ),
                            (work("C1"),),
                            under=(doc.Span("Signature fits, checked 14 Nov 2026."),),
                        ),
                    )
                ),
            ),
        ),
        listing(
            SectionKind.SKILLS,
            "Skills",
            doc.Bullet(
                (
                    doc.Span("Layout and text:", strong=True),
                    doc.Span(" CSS layout, line breaking (E1, E2, E3)"),
                )
            ),
            doc.Bullet((doc.Span("Also:", strong=True), doc.Span(" Python, SQL")), (OWN_WORD,)),
        ),
        doc.Section(
            SectionKind.LANGUAGES,
            "Languages",
            (
                doc.Prose(
                    (
                        (
                            doc.Span(
                                "French (first language), English and Dutch (working languages),"
                                " Yoruba (spoken at home; localisation, E7)"
                            ),
                        ),
                    ),
                    (OWN_WORD,),
                ),
            ),
        ),
    )
    made = short(sections=sections, check=check(), evidence=evidence())
    return replace(made, **changes)


def long(entries: int, bullets: int = 3, **changes: object) -> doc.Document:
    """A document of so many projects."""
    one = halyard()
    projects = tuple(
        replace(one, title=f"Project {at}", bullets=one.bullets[:bullets]) for at in range(entries)
    )
    section = doc.Section(SectionKind.OPEN_SOURCE, "Open Source Experience", projects)
    return short(sections=(summary(), section), **changes)


def saying(text: str, **changes: object) -> doc.Document:
    """A document with ``text`` in every place where text of others can stand."""
    entry = doc.Entry(
        text,
        text,
        roles=(doc.RoleLine(text, "2024", "volunteer", text),),
        bullets=(
            doc.Bullet((doc.Span(text), doc.Span(text, "https://example.org/")), (OWN_WORD,)),
        ),
    )
    made = short(
        name=text,
        headline=text,
        sections=(
            summary(text),
            doc.Section(SectionKind.OPEN_SOURCE, "Open Source Experience", (entry,)),
        ),
        evidence=replace(
            evidence(1), items=(doc.EvidenceItem("E1", text, text, "https://example.org/a", text),)
        ),
    )
    return replace(made, **changes)
