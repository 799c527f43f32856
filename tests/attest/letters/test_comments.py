"""Comments on public sites: whose they are, what they say, and what became of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest import comments
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Part, Party, TrustLevel, Work
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Answer, Verdict, VerdictState

AT = datetime(2026, 11, 20, tzinfo=UTC)
LATER = AT + timedelta(days=30)
TEXT = "Noor made the outline reachable by keyboard."
LINK = "https://github.com/quill/mark/pull/7#issuecomment-99"
GITHUB = {
    "user": {"login": "coduya", "id": 7, "html_url": "https://github.com/coduya"},
    "body": TEXT,
    "created_at": "2026-11-19T08:00:00Z",
}
PLACES = {
    LINK: ("https://api.github.com/repos/quill/mark/issues/comments/99", GITHUB,
           "https://github.com/coduya"),
    "https://github.com/quill/mark/pull/7/files#discussion_r5": (
        "https://api.github.com/repos/quill/mark/pulls/comments/5", GITHUB,
        "https://github.com/coduya"),
    "https://github.com/quill/mark/pull/7#pullrequestreview-8": (
        "https://api.github.com/repos/quill/mark/pulls/7/reviews/8",
        {"user": GITHUB["user"], "body": TEXT, "submitted_at": "2026-11-19T08:00:00Z"},
        "https://github.com/coduya"),
    "https://github.com/quill/mark/commit/0123abc#commitcomment-4": (
        "https://api.github.com/repos/quill/mark/comments/4", GITHUB,
        "https://github.com/coduya"),
    f"https://gist.github.com/coduya/{'a' * 32}#gistcomment-4": (
        f"https://api.github.com/gists/{'a' * 32}/comments/4", GITHUB,
        "https://github.com/coduya"),
    "https://gitlab.example/group/sub/proj/-/merge_requests/3#note_12": (
        "https://gitlab.example/api/v4/projects/group%2Fsub%2Fproj/merge_requests/3/notes/12",
        {"author": {"name": "Casimir", "web_url": "https://gitlab.example/coduya"},
         "body": TEXT, "created_at": "2026-11-19T08:00:00.000Z", "system": False},
        "https://gitlab.example/coduya"),
    "https://codeberg.org/quill/mark/pulls/7#issuecomment-12": (
        "https://codeberg.org/api/v1/repos/quill/mark/issues/comments/12",
        {"user": {"login": "coduya", "full_name": "Casimir"}, "body": TEXT,
         "created_at": "2026-11-19T08:00:00Z"},
        "https://codeberg.org/coduya"),
    "https://forum.example/t/keyboard-work/123/4": (
        "https://forum.example/posts/by_number/123/4.json",
        {"username": "coduya", "name": "Casimir",
         "cooked": "<p>Noor made the outline <b>reachable</b> by keyboard.</p>",
         "created_at": "2026-11-19T08:00:00.000Z"},
        "https://forum.example/u/coduya"),
    "https://social.example/@coduya/112233": (
        "https://social.example/api/v1/statuses/112233",
        {"account": {"acct": "coduya", "url": "https://social.example/@coduya",
                     "display_name": "Casimir"},
         "content": "<p>Noor made the outline reachable by keyboard.</p>",
         "visibility": "public", "created_at": "2026-11-19T08:00:00.000Z"},
        "https://social.example/@coduya"),
}  # fmt: skip


def answer(said: Any, status: int = 200, at: datetime = AT) -> Answer:
    return Answer("", at, status, "application/json", json.dumps(said).encode())


def kept() -> bytes:
    return comments.taken_in(
        comments.place_of(LINK),
        answer(GITHUB),
        letter_id="urn:uuid:1",
        kind=AttestationKind.TESTIMONIAL,
        subject=Party("Noor"),
    ).raw


@pytest.mark.parametrize("link", PLACES)
def test_a_link_is_asked_for_where_its_site_answers(link: str) -> None:
    ask, said, account = PLACES[link]
    place = comments.place_of(link)
    assert place.ask == ask
    comment = comments.read(place, answer(said))
    assert (comment.account, comment.text) == (account, TEXT)
    assert comment.written_at == datetime(2026, 11, 19, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://github.com/quill/mark/pull/7#issuecomment-99",
        "https://github.com/quill/mark/pull/7",
        "https://ada@forum.example/t/x/1/2",
        "https://[/quill/mark/pull/7#issuecomment-99",
        "https://forum.example:x/t/keyboard-work/123/4",
        "javascript:alert(1)",
        "https://github.com/../../x/pull/7#issuecomment-9a",
        "https://forum.example/t/x/1/2\nhttps://x",
        "https://github.com/../users/pull/7#issuecomment-99",
        "https://github.com/quill/../pull/7#issuecomment-99",
        "https://codeberg.org/../mark/pulls/7#issuecomment-12",
        "https://gist.github.com/quill/mark/pull/7#issuecomment-99",
        "https://forum.example/t/x/１/2",
    ],
)
def test_other_links_lead_to_no_comment(link: str) -> None:
    with pytest.raises(LetterError):
        comments.place_of(link)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (LINK, GITHUB | {"user": {"login": "x", "html_url": "https://evil.example/coduya"}}),
        ("https://gitlab.example/a/b/-/issues/3#note_12",
         {"author": {"name": "C", "web_url": "https://gitlab.com/coduya"}, "body": TEXT,
          "created_at": "2026-11-19T08:00:00.000Z"}),
        ("https://social.example/@coduya/112233",
         {"account": {"acct": "coduya@other.example", "url": "https://other.example/@coduya",
                      "display_name": "C"}, "content": TEXT, "visibility": "public",
          "created_at": "2026-11-19T08:00:00.000Z"}),
    ],
)  # fmt: skip
def test_a_site_speaks_for_no_account_of_another(link: str, said: dict[str, Any]) -> None:
    with pytest.raises(LetterError, match="this site"):
        comments.read(comments.place_of(link), answer(said))


def test_a_comment_is_about_the_page_it_stands_on() -> None:
    taken = comments.taken_in(
        comments.place_of(LINK), answer(GITHUB), letter_id="urn:uuid:1",
        kind=AttestationKind.VOUCH, subject=Party("Noor"))  # fmt: skip
    page = "https://github.com/quill/mark/pull/7"
    assert taken.about == (Work(page, page),)
    assert comments.place_of(f"{page}/files#discussion_r5").page == page
    assert comments.place_of("https://social.example/@coduya/112233").page == ""


@pytest.mark.parametrize("status", [404, 410, 500, 0])
def test_a_comment_that_is_not_there_is_said_so(status: int) -> None:
    with pytest.raises(LetterError):
        comments.read(comments.place_of(LINK), answer(GITHUB, status))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["user", "body", "login", "html_url", "account", "author", "x"]),
        inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(said=json_values, link=st.sampled_from(sorted(PLACES)))
def test_arbitrary_answers_end_in_a_plain_sentence(said: Any, link: str) -> None:
    with pytest.raises(LetterError):
        comments.read(comments.place_of(link), answer(said))


@given(st.binary(max_size=99))
def test_arbitrary_files_are_no_kept_comment(raw: bytes) -> None:
    verdict = judge_comment(raw, Onlooker(), at=AT)
    assert verdict.state is VerdictState.UNREADABLE


def judged(said: Any = None, status: int = 200, **changes: Any) -> Verdict:
    ask = comments.place_of(LINK).ask
    answers = {} if said is None else {ask: answer(said, status, LATER)}
    verdict = judge_comment(kept(), Onlooker(answers=answers, **changes), at=LATER)
    assert verdict_words.title(verdict.summary)
    for step in verdict.steps:
        verdict_words.title(step.says)
        verdict_words.detail(step.says)
    return verdict


def test_the_site_proves_who_wrote_it() -> None:
    verdict = judged(GITHUB)
    assert (verdict.state, verdict.level) == (VerdictState.VALID, TrustLevel.ACCOUNT)
    assert verdict_words.title(verdict.summary) == (
        "Written by account coduya on GitHub, checked 20 December 2026."
    )


def test_a_stranger_offline_is_told_to_look() -> None:
    verdict = judged()
    assert (verdict.state, verdict.level) == (VerdictState.CANNOT_CHECK, TrustLevel.QUOTED)
    assert verdict.wants == (comments.place_of(LINK).ask,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thanks @NoorVT for the outline.", "letter.comment-mentions"),
        ("noorvt made it.", "letter.comment-mentions"),
        ("Thanks @noorvt2 and x-noorvt, noorvt-b.", "letter.comment-about"),
        ("Bob did all of it.", "letter.comment-about"),
    ],
)
def test_praise_of_another_is_not_taken_for_ones_own(text: str, code: str) -> None:
    said = GITHUB | {"body": text}
    place = comments.place_of(LINK)
    raw = comments.taken_in(place, answer(said), letter_id="urn:uuid:1",
                            kind=AttestationKind.THANKS, subject=Party("Noor")).raw  # fmt: skip
    view = Onlooker(is_holder=True, accounts=("https://github.com/noorvt",))
    verdict = judge_comment(raw, view, at=LATER)
    assert code in {step.says.code for step in verdict.steps}


def test_ones_own_comment_is_ones_own_word() -> None:
    verdict = judged(is_holder=True, accounts=("https://github.com/Coduya/",))
    assert verdict.level is TrustLevel.QUOTED
    assert verdict.trust is TrustClass.SELF_REPORTED
    assert verdict_words.title(verdict.summary) == "Written by the person it is about"


def test_the_holder_relies_on_what_their_own_app_saw() -> None:
    part = Part("coduya", "merger", (Work("https://x.example", "x"),), 3, 3,
                "https://github.com/coduya")  # fmt: skip
    verdict = judged(is_holder=True, parts=(part,))
    assert verdict.level is TrustLevel.TOOK_PART
    assert verdict_words.title(verdict.summary) == "coduya merged 1 of the 3 works listed."
    assert judged(is_holder=True).level is TrustLevel.ACCOUNT


@pytest.mark.parametrize(
    ("said", "status", "state", "words"),
    [
        ({}, 404, VerdictState.WITHDRAWN, "No longer there"),
        ({**GITHUB, "body": "She broke it."}, 200, VerdictState.INVALID,
         "Edited since it was taken in"),
        ({**GITHUB, "user": {"login": "x", "html_url": "https://github.com/x"}}, 200,
         VerdictState.INVALID, "Written by somebody else"),
        ({}, 503, VerdictState.CANNOT_CHECK, "Quoted by the holder. Not checkable here."),
    ],
)  # fmt: skip
def test_what_became_of_it_is_said(said: Any, status: int, state: VerdictState, words: str) -> None:
    verdict = judged(said, status)
    assert verdict.state is state
    assert verdict_words.title(verdict.summary) == words


def test_what_the_holder_saw_stays_seen_when_the_site_ends() -> None:
    verdict = judged({}, 503, is_holder=True)
    assert (verdict.state, verdict.level) == (VerdictState.VALID, TrustLevel.ACCOUNT)
    assert "checked 20 November 2026" in verdict_words.title(verdict.summary)
    codes = [step.says.code for step in verdict.steps]
    assert codes[:2] == ["letter.comment-there", "letter.comment-unanswered"]
    assert verdict_words.title(verdict.steps[1].says) == "GitHub did not show the comment again"


def test_a_renamed_account_is_the_same_and_a_name_given_to_another_is_not() -> None:
    renamed = {"login": "casimir", "id": 7, "html_url": "https://github.com/casimir"}
    assert judged(GITHUB | {"user": renamed}).state is VerdictState.VALID
    another = {"login": "coduya", "id": 8, "html_url": "https://github.com/coduya"}
    assert judged(GITHUB | {"user": another}).state is VerdictState.INVALID


def test_a_changed_copy_claims_what_the_site_denies() -> None:
    changed = kept().replace(b"by keyboard", b"by flying")
    ask = comments.place_of(LINK).ask
    onlooker = Onlooker(answers={ask: answer(GITHUB, at=LATER)})
    assert judge_comment(changed, onlooker, at=LATER).state is VerdictState.INVALID
    assert replace(judged(GITHUB)).state is VerdictState.VALID
