"""Hypothesis strategies: whole documents, and texts that try to break a renderer."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from portfolio.model import document as doc
from portfolio.model.codes import PageSize, SectionKind, TrustClass
from portfolio.model.text import clean_line

NASTY = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "vector<int> R&D a<b && c>d",
    "&amp; &lt; &#60; &nbsp;",
    "# not a heading",
    "- not a list",
    "1. not a list either",
    "2024) nor this",
    "+ nor this",
    "=====",
    "---",
    "**not bold** _not italic_ `not code` ~~not struck~~",
    "[not a link](https://example.org) ![nor a picture](x)",
    "<https://example.org> <b>",
    "| not | a | table |",
    "$not maths$",
    "\\ \\* \\\\ ends with a backslash \\",
    "`` ` ```",
    "C# F# A *",
    "a\u202eb\u2066c\u200fd",
    "nul\x00bell\x07escape\x1b[31m",
    "Noe\u0301mie",
    "\ud800 lone \udfff",
    "Ångström Ελληνικά Кириллица עברית العربية हिन्दी 中文 日本語 한국어 ไทย",
    "👩\u200d💻 🏳️\u200d🌈 🇪🇺",
    "ﷺ ﬁ ｆｕｌｌ",
    "x" * 100_000,
    "word " * 5_000,
    "line\nbreak\r\nanother\u2028one",
    "{braces} {0} %s %d",
    "../../etc/passwd",
    "   ",
    "",
    "\N{RIGHT-TO-LEFT MARK}",
    "q\u0323\u0307" * 300,
)

texts = st.one_of(
    st.text(st.characters(), max_size=60),
    st.sampled_from(NASTY[:-1]).filter(lambda t: len(t) < 999),
).map(clean_line)
words = texts.filter(bool)
hrefs = st.one_of(
    st.just(""),
    st.sampled_from(
        (
            "https://code.example/a?b=c&d=e#f",
            "http://old.example/",
            "mailto:noor@vantongeren.example",
            "javascript:alert(1)",
            "data:text/html,x",
            'https://a.example/"><script>',
            "https://a.example/ b",
            "https://ä.example",
        )
    ),
)
spans = st.builds(doc.Span, words, hrefs, st.booleans(), st.booleans())
span_lists = st.lists(spans, min_size=1, max_size=3).map(tuple)
marks = st.builds(doc.Mark, st.sampled_from(TrustClass), words, st.sampled_from(("", "E1", "E2")))
mark_lists = st.lists(marks, max_size=2).map(tuple)
languages = st.sampled_from(("", "en", "de", "ar"))
bullets = st.builds(doc.Bullet, span_lists, mark_lists, languages, st.just(()) | span_lists)
bullet_lists = st.lists(bullets, max_size=2).map(tuple)
months = st.sampled_from(("", "2021", "2021-03"))
roles = st.builds(
    doc.RoleLine, texts, texts, texts, texts, months, months, st.one_of(st.none(), marks)
)
totals = st.builds(
    doc.Totals, st.lists(words, min_size=1, max_size=2).map(tuple), texts, spans, texts, texts
)
entries = st.builds(
    doc.Entry,
    words,
    texts,
    hrefs,
    st.lists(roles, max_size=2).map(tuple),
    bullet_lists,
    st.lists(totals, max_size=1).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    months,
    months,
)
prose = st.builds(
    doc.Prose, st.lists(span_lists, min_size=1, max_size=2).map(tuple), mark_lists, languages
)
listings = st.builds(doc.Listing, st.lists(bullets, min_size=1, max_size=2).map(tuple))
blocks = st.one_of(entries, prose, listings)
sections = st.builds(
    doc.Section,
    st.sampled_from(SectionKind),
    words,
    st.lists(blocks, min_size=1, max_size=2).map(tuple),
)
checks = st.builds(
    doc.CheckBox,
    words,
    st.lists(words, max_size=2).map(tuple),
    st.lists(span_lists, max_size=2).map(tuple),
    texts,
    texts,
)
items = st.builds(
    doc.EvidenceItem,
    st.sampled_from(("E1", "E2", "L1")),
    words,
    texts,
    st.sampled_from(("", "https://code.example/a?b=c&d=e")),
    texts,
    st.sampled_from(TrustClass),
)
evidence_lists = st.builds(
    doc.EvidenceList,
    words,
    words,
    st.tuples(words, words, words),
    st.lists(items, min_size=1, max_size=3).map(tuple),
)
legends = st.builds(
    doc.Legend,
    st.lists(st.tuples(st.sampled_from(TrustClass), words), max_size=2).map(tuple),
    st.just("page {page} of {pages}"),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
documents = st.builds(
    doc.Document,
    language=st.sampled_from(("en", "de-CH", "ar", "he")),
    direction=st.sampled_from(("ltr", "rtl")),
    title=words,
    footer=words,
    file_stem=st.just("Noor-Vantongeren-CV"),
    made_on=st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    page_size=st.sampled_from(PageSize),
    page_limit=st.integers(0, 9),
    name=words,
    headline=texts,
    contact=st.lists(spans, max_size=2).map(tuple),
    sections=st.lists(sections, max_size=2).map(tuple),
    legend=legends,
    basis=texts,
    check=st.one_of(st.none(), checks),
    evidence=st.one_of(st.none(), evidence_lists),
    json_resume=st.dictionaries(words, json_values, max_size=2),
)
