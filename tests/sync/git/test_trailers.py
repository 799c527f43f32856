"""People named in trailers: found in the block, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.git.trailers import may_name_people, parts_and_people, trailer_lines

ADA = (b"Ada Lovelace", b"ada@x.example")
GRACE = (b"Grace Hopper", b"grace@y.example")


def named(message: bytes) -> list[tuple[str, bytes, bytes]]:
    found = []
    if may_name_people(message):
        for line in trailer_lines(message):
            parts, people = parts_and_people(line)
            found += [(part, name, address) for part in parts for name, address in people]
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"Reviewed-by: Ada Lovelace <ada@x.example>", [("reviewer", *ADA)]),
        (b"REVIEWED-BY:Ada Lovelace <ada@x.example>", [("reviewer", *ADA)]),
        (b"reviewed-by : Ada Lovelace <ada@x.example>", [("reviewer", *ADA)]),
        (b"Signed-off-by: Ada Lovelace <ada@x.example> (v2)", [("signed-off", *ADA)]),
        (b"Tested-by: Ada Lovelace <ada@x.example> # on arm", [("tester", *ADA)]),
        (b'Acked-by: "Ada Lovelace" <ada@x.example>', [("acked", *ADA)]),
        (
            b"Co-authored-by: Ada Lovelace <ada@x.example>, Grace Hopper <grace@y.example>",
            [("co-author", *ADA), ("co-author", *GRACE)],
        ),
        (
            b"Reported-and-tested-by: Ada Lovelace <ada@x.example>",
            [("reporter", *ADA), ("tester", *ADA)],
        ),
        (b"Suggested-by: Ada Lovelace", [("suggester", b"Ada Lovelace", b"")]),
        (b"Helped-by: ada@x.example", [("helper", b"", b"ada@x.example")]),
        (b"Reported-by: Ada (by mail)", [("reporter", b"Ada", b"")]),
        (b"Reviewed-by:", []),
        (b"Reviewed-by: <>", []),
        (b"Fixed-by: Ada Lovelace <ada@x.example>", []),
        (b"Reviewed-by Ada Lovelace <ada@x.example>", []),
        (b"Change-Id: I123", []),
    ],
)
def test_one_line(line: bytes, expected: list[tuple[str, bytes, bytes]]) -> None:
    assert named(b"Title\n\nBody.\n\n" + line + b"\n") == expected


def test_the_block_may_be_mixed_with_other_trailers_and_continued() -> None:
    message = (
        b'Title\n\nBody\n\nFixes: 0123 ("x")\nLink: https://x.example/a\n'
        b"Reviewed-by: Ada Lovelace <ada@x.example>\n[ada: fixed a typo]\n"
        b"(cherry picked from commit 0123)\nBug: one\n  two\n"
    )
    assert named(message) == [("reviewer", *ADA)]


def test_a_second_paragraph_of_trailers_belongs_to_the_block() -> None:
    message = (
        b"Title\n\nBody\n\nReviewed-by: Ada Lovelace <ada@x.example>\n \n"
        b"git-svn-id: https://x.example/trunk@12 0123\n"
    )
    assert named(message) == [("reviewer", *ADA)]


@pytest.mark.parametrize(
    "message",
    [
        b"Reviewed-by: Ada Lovelace <ada@x.example>",
        b"Title\nReviewed-by: Ada Lovelace <ada@x.example>",
        b"Title\n\nQuoting:\nReviewed-by: Ada Lovelace <ada@x.example>\n\nThat was the end.",
        b"Title\n\nOne should write\nall of these words\nand then\na line like\n%b\nbut not that."
        % b"Reviewed-by: Ada Lovelace <ada@x.example>",
        b"Title\n\n> Reviewed-by: Ada Lovelace <ada@x.example>",
        b"",
        b"\n\n\n",
    ],
)
def test_no_block_no_people(message: bytes) -> None:
    assert named(message) == []


def test_line_ends_of_another_system() -> None:
    assert named(b"Title\r\n\r\nReviewed-by: Ada Lovelace <ada@x.example>\r\n") == [
        ("reviewer", *ADA)
    ]


def test_a_huge_message_is_looked_at_from_its_end() -> None:
    message = b"Title\n\n" + b"x" * 5_000_000 + b"\n\nReviewed-by: Ada Lovelace <ada@x.example>"
    assert named(message) == [("reviewer", *ADA)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line",
    [
        b"Reviewed-by: " + b"a" * 60_000,
        b"Reviewed-by: " + b"a" * 30_000 + b"<" + b"b" * 30_000,
        b"Reviewed-by: " + b"<" * 60_000,
        b"Reviewed-by: " + b"<>" * 30_000,
        b"Reviewed-by: " + b" ," * 30_000,
        b"[" + b" " * 60_000 + b"]x",
        b"Reviewed-by" + b" " * 60_000 + b"x",
        b"\n".join([b"Reviewed-by:" + b" " * 50 + b"x"] * 900),
        b"a-and-" * 10_000 + b"-by: x",
    ],
)
def test_lines_made_to_take_long_do_not(line: bytes) -> None:
    for _ in range(50):
        named(b"Title\n\nReviewed-by: x\n" + line)


_TOKENS = {
    "Co-authored-by": "co-author",
    "Reviewed-by": "reviewer",
    "Signed-off-by": "signed-off",
    "Acked-by": "acked",
    "Tested-by": "tester",
    "Reported-by": "reporter",
    "Suggested-by": "suggester",
    "Helped-by": "helper",
}
_NAME = st.from_regex(r"\A[A-Za-zéüλ][A-Za-zéüλ. '-]{0,20}[A-Za-zéüλ]\Z").map(
    lambda name: " ".join(name.split())
)
_ADDRESS = st.from_regex(r"\A[a-z0-9.+-]{1,10}@[a-z0-9.]{1,10}\Z")
_PROSE = st.text("abc :.-<>@\n", max_size=120)


@given(
    title=st.text("abc ", min_size=1, max_size=20).map(lambda text: f"T{text}"),
    body=_PROSE,
    trailers=st.lists(
        st.tuples(st.sampled_from(sorted(_TOKENS)), st.booleans(), _NAME, _ADDRESS), min_size=1
    ),
)
def test_what_was_written_is_found_in_order(
    title: str, body: str, trailers: list[tuple[str, bool, str, str]]
) -> None:
    lines = [
        f"{token.upper() if is_loud else token}: {name} <{address}>"
        for token, is_loud, name, address in trailers
    ]
    message = f"{title}\n\n{body}.\n\n" + "\n".join(lines) + "\n"
    expected = [
        (_TOKENS[token], name.encode(), address.encode()) for token, _, name, address in trailers
    ]
    assert named(message.encode()) == expected


@given(st.binary(max_size=300) | _PROSE.map(str.encode))
def test_no_bytes_break_it(message: bytes) -> None:
    for part, name, address in named(message):
        assert part in _TOKENS.values()
        assert name or address


@given(st.binary(max_size=60))
def test_the_quick_look_is_never_a_wrong_no(value: bytes) -> None:
    message = b"T\n\nReviewed-By: " + value
    lines = trailer_lines(message)
    assert may_name_people(message) or not any(parts_and_people(line)[0] for line in lines)
