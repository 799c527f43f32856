"""Testimonials and badges in a document: the words of their level, their files, nothing hidden."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portfolio.attest.letter_verdict import took_part
from portfolio.curate.corroboration import _SAW, OTHER
from portfolio.export import document_json, html, markdown, text
from portfolio.export.chosen import ChosenMentoring, GateResult, LeftOutKind, VouchMark
from portfolio.export.document import build
from portfolio.model import verdict_words
from portfolio.model.attestation import (
    AttestationFormat,
    AttestationKind,
    Basis,
    Decision,
    Mentoring,
    Part,
    Party,
    TrustLevel,
    Work,
    WorkAnswer,
)
from portfolio.model.badge import BadgeFormat
from portfolio.model.codes import SectionKind, TrustClass
from portfolio.model.document import Listing, Prose, Section
from portfolio.model.edition import Edition, SectionChoice
from portfolio.model.person import Person
from portfolio.model.verdict import VerdictState
from tests.export import attested, records

EDITION = Edition(id="e", name="General")


def make(edition: Edition = EDITION, **changes: Any) -> GateResult:
    record = records.facts_only()
    return build(edition, record.chosen(**changes), made_on=records.MADE_ON)


def section(result: GateResult, kind: SectionKind) -> Section | None:
    return next((each for each in result.document.sections if each.kind is kind), None)


def quotations(result: GateResult, kind: SectionKind = SectionKind.TESTIMONIALS) -> list[str]:
    found = section(result, kind)
    blocks = found.blocks if found else ()
    return [
        " | ".join("".join(span.text for span in line) for line in block.paragraphs)
        + "".join(f" [{mark.trust} {mark.label}]" for mark in block.marks)
        for block in blocks
        if isinstance(block, Prose)
    ]


def strip(result: GateResult) -> list[str]:
    found = section(result, SectionKind.CERTIFICATIONS)
    blocks = found.blocks if found else ()
    return [
        "".join(span.text for span in bullet.spans)
        + "".join(f" [{mark.trust} {mark.label}]" for mark in bullet.marks)
        + "".join(f" {span.text}" for span in bullet.under)
        for block in blocks
        if isinstance(block, Listing)
        for bullet in block.bullets
    ]


def test_a_testimonial_is_quoted_with_what_a_check_found() -> None:
    (quotation,) = quotations(make(letters=(attested.letter(),)))
    assert quotation == (
        f"“{attested.STATEMENT}” | Joost van Rhee, module owner, Halyard. Reviewed the work ·"
        " signed 3 Feb 2026, valid to 3 Feb 2028. joost1 reviewed 4 of the 5 works listed."
        " [attested T1]"
    )


def test_what_is_known_of_a_writer_is_one_sentence() -> None:
    said = {
        (role, bool(basis)): quotations(
            make(letters=(attested.letter(issuer=Party("Ada", role), basis=basis),))
        )[0]
        for role in ("", "reviewer")
        for basis in ((), (Basis.REVIEWED,))
    }
    assert " | Ada, signed 3 Feb 2026, valid to 3 Feb 2028. " in said["", False]
    assert " | Ada. Reviewed the work · signed 3 Feb 2026" in said["", True]
    assert " | Ada, reviewer, signed 3 Feb 2026" in said["reviewer", False]
    assert " | Ada, reviewer. Reviewed the work · signed" in said["reviewer", True]


def test_each_level_has_its_own_words_and_look() -> None:
    letters = (
        attested.letter(1, level=TrustLevel.ACCOUNT, part=""),
        attested.letter(2, level=TrustLevel.QUOTED, format=AttestationFormat.MAIL_TEXT,
                        received_at=attested.SIGNED, signature=b""),
        attested.letter(3, "A. Ferreira", level=TrustLevel.UNCHANGED, account=""),
    )  # fmt: skip
    account, quoted, unknown = quotations(make(letters=letters))
    assert "Written by account joost1 on code.example, checked 14 Nov 2026." in account
    assert account.endswith("[attested T1]")
    assert "received 3 Feb 2026" in quoted
    assert "Quoted by the holder. Not checkable here." in quoted
    assert quoted.endswith("[self-reported T2]")
    assert unknown == (
        "One more text, by A. Ferreira, is attached. Unchanged since signed. Who holds this key"
        " is unknown. [self-reported signer unknown]"
    )


@pytest.mark.parametrize("part", [*_SAW, OTHER])
def test_a_document_says_of_a_writers_part_what_a_check_says(part: str) -> None:
    (quotation,) = quotations(make(letters=(attested.letter(part=part),)))
    works = tuple(Work(f"https://code.example/{n}", f"Work {n}") for n in range(4))
    said = took_part(Part("joost1", part, works, total=5, known=5))
    assert verdict_words.title(said) in quotation


def test_words_of_an_unknown_key_are_never_quoted() -> None:
    result = make(letters=(attested.letter(level=TrustLevel.UNCHANGED),))
    pages = html.render(result.document) + text.render(result.document)
    assert attested.STATEMENT.encode() not in pages


def test_a_shortened_text_says_so_and_the_whole_is_attached() -> None:
    result = make(letters=(attested.letter(shortened="Left a test that explains it."),))
    (quotation,) = quotations(result)
    assert quotation.startswith("“Left a test that explains it.” |")
    assert "Shortened; the whole letter is attached." in quotation
    assert attested.letter().body in [file.data for file in result.attachments]


def test_originals_ride_along_as_the_pair_ssh_keygen_takes() -> None:
    result = make(letters=(attested.letter(1), attested.letter(2, "Petra")))
    files = {file.name: file.data for file in result.attachments}
    assert files["T1.testimonial"] == attested.letter(1).body
    assert files["T1.testimonial.sig"] == b"SIGNATURE\n"
    assert files["signers"].decode() == (f"joost1 {attested.KEY}1\njoost2 {attested.KEY}2\n")
    listed = result.document.attached
    assert listed is not None
    assert (
        next(item.sha256 for item in listed.items)
        == hashlib.sha256(files["T1.testimonial"]).hexdigest()
    )
    assert listed.commands == (
        "pdfdetach -saveall Noor-Vantongeren-CV.pdf",
        (
            "ssh-keygen -Y verify -n testimonial@portfolio -f signers -I joost1"
            " -s T1.testimonial.sig < T1.testimonial"
        ),
        (
            "ssh-keygen -Y verify -n testimonial@portfolio -f signers -I joost2"
            " -s T2.testimonial.sig < T2.testimonial"
        ),
    )


def test_a_hostile_account_name_cannot_become_part_of_a_command() -> None:
    result = make(letters=(attested.letter(account="x; rm -rf / #"),))
    assert result.document.attached is not None
    assert " -I xrm-rf -s " in result.document.attached.commands[1]


def test_one_key_has_one_name_among_the_signers() -> None:
    letters = (attested.letter(1), attested.letter(2, public_key=f"{attested.KEY}1"))
    files = {file.name: file.data for file in make(letters=letters).attachments}
    assert files["signers"].decode() == f"joost1 {attested.KEY}1\n"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (VerdictState.INVALID, LeftOutKind.ATTESTED_DOES_NOT_HOLD),
        (VerdictState.WITHDRAWN, LeftOutKind.ATTESTED_WITHDRAWN),
        (VerdictState.UNREADABLE, LeftOutKind.ATTESTED_DOES_NOT_HOLD),
    ],
)
def test_what_does_not_hold_is_left_out_and_the_holder_is_told(
    state: VerdictState, why: LeftOutKind
) -> None:
    result = make(letters=(attested.letter(state=state),), badges=(attested.badge(),))
    assert quotations(result) == []
    assert [item.kind for item in result.left_out.items] == [why]
    assert [file.name for file in result.attachments] == ["C1.json"]


def test_a_letter_about_a_hidden_work_is_left_out_whole() -> None:
    record = records.facts_only()
    key = "git:" + "c" * 40 + ":authored"
    hidden = records.deed(key, "remote:github.com/quill/mark", is_hidden=True)
    deeds = {**record.deeds, key: hidden}
    letters = (attested.letter(work_keys=(key,)),)
    result = build(EDITION, record.chosen(letters=letters, deeds=deeds), made_on=records.MADE_ON)
    assert quotations(result) == []
    assert result.attachments == ()
    kinds = {item.kind for item in result.left_out.items}
    assert LeftOutKind.ATTESTED_NAMES_HIDDEN in kinds


def test_who_asked_not_to_be_named_is_not_in_an_attachment_either() -> None:
    silent = Person("p", "Joost van Rhee", do_not_mention=True)
    result = make(letters=(attested.letter(),), people=(silent,))
    everything = (
        document_json.to_json(result.document)
        + markdown.render(result.document)
        + b"".join(file.data for file in result.attachments)
    )
    assert b"Joost" not in everything
    assert result.left_out.people_count == 1


def test_vouches_are_marked_under_their_policy_only_when_all_are_there() -> None:
    letters = tuple(
        attested.letter(n, name, kind=AttestationKind.VOUCH)
        for n, name in enumerate(("Joost van Rhee", "Lindani Dube", "Mirela Popa"), start=1)
    )
    mark = VouchMark(
        "Halyard policy 2", "https://halyard.example/policy", tuple(x.letter.id for x in letters)
    )
    lines = quotations(make(letters=letters, vouch_marks=(mark,)))
    said = "Vouched under Halyard policy 2 by Joost van Rhee, Lindani Dube and Mirela Popa."
    assert any(line.startswith(said) for line in lines)
    lines = quotations(make(letters=letters[:2], vouch_marks=(mark,)))
    assert not any("Vouched under" in line for line in lines)


def test_badges_say_what_a_check_came_to() -> None:
    badges = (
        attested.badge(1),
        attested.badge(2, "Accessible Rendering", answered_on=date(2026, 11, 14)),
        attested.badge(3, "Localisation Sprint", state=VerdictState.CANNOT_CHECK,
                       last_good_on=date(2025, 3, 2)),
        attested.badge(4, "Patient Reviewer", from_person=True, trust=TrustClass.ATTESTED,
                       is_anchored=True),
        attested.badge(5, "Nobody knows", is_anchored=False, state=VerdictState.NOT_ANCHORED),
    )  # fmt: skip
    fits = "Signature fits, checked 14 Nov 2026."
    by = "Ledgerline Association"
    assert strip(make(badges=badges)) == [
        f"Release Steward, {by}, May 2025. [certified C1] {fits}",
        f"Accessible Rendering, {by}, May 2025. [certified C2] Issuer answered on 14 Nov 2026.",
        (
            f"Localisation Sprint, {by}, May 2025. [certified C3] Cannot be checked any more;"
            " last good 2 Mar 2025."
        ),
        f"Patient Reviewer, {by}, a person, May 2025. [attested T1] {fits}",
        f"Nobody knows, {by}, May 2025. [self-reported C4] {fits} Who holds this key is unknown.",
    ]


def test_what_a_badge_of_an_unknown_key_says_is_attached_and_not_printed() -> None:
    unknown = attested.badge(
        6, "Outstanding", issuer=Party("A. Ferreira"), from_person=True, is_anchored=False,
        state=VerdictState.NOT_ANCHORED, trust=TrustClass.SELF_REPORTED,
    )  # fmt: skip
    result = make(badges=(attested.badge(1), unknown))
    fits = "Signature fits, checked 14 Nov 2026. Who holds this key is unknown."
    said = f"A badge by A. Ferreira is attached. {fits} [self-reported signer unknown]"
    assert len(strip(result)) == 1
    assert quotations(result, SectionKind.CERTIFICATIONS) == [said]
    assert b"Outstanding" not in text.render(result.document)
    assert quotations(make(badges=(unknown,)), SectionKind.CERTIFICATIONS) == [said]
    assert result.document.attached is not None
    item = result.document.attached.items[-1]
    assert (item.title, item.trust) == ("Badge, A. Ferreira", TrustClass.SELF_REPORTED)
    assert result.attachments[-1].data == unknown.badge.raw


def test_a_badge_of_a_platform_is_evidence_with_its_page() -> None:
    given = attested.badge(
        format=BadgeFormat.PLATFORM,
        criteria_url="https://forum.example/badges/7",
        received_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    result = make(badges=(given,))
    (line,) = strip(result)
    assert "[evidence E" in line
    assert line.endswith("] Listed by Ledgerline Association, read 1 Nov 2026.")
    assert result.attachments == ()


def test_a_text_of_an_unknown_key_that_stands_alone_is_not_one_more() -> None:
    unknown = attested.letter(1, level=TrustLevel.UNCHANGED, account="")
    (alone,) = quotations(make(letters=(unknown,)))
    assert alone.startswith("A text by Joost van Rhee is attached. Unchanged since signed.")
    _, more = quotations(make(letters=(unknown, attested.letter(2))))
    assert more.startswith("One more text, by Joost van Rhee, is attached.")
    other = attested.letter(2, level=TrustLevel.UNCHANGED, account="")
    first, second = quotations(make(letters=(unknown, other)))
    assert first.startswith("A text by ")
    assert second.startswith("One more text, by ")


def test_a_section_that_is_off_attaches_nothing() -> None:
    off = Edition(
        id="e", name="x",
        sections=(SectionChoice(SectionKind.OPEN_SOURCE), SectionChoice(SectionKind.CHECK)),
    )  # fmt: skip
    result = make(off, letters=(attested.letter(),), badges=(attested.badge(),))
    assert (result.attachments, result.document.attached) == ((), None)


def test_the_box_says_how_to_check_only_what_is_there() -> None:
    without, with_letter = make(), make(letters=(attested.letter(),))
    assert without.document.check is not None
    assert with_letter.document.check is not None
    assert not any("check.html" in step for step in without.document.check.steps)
    assert any("check.html" in step for step in with_letter.document.check.steps)
    assert any("commands" in step for step in with_letter.document.check.steps)


def test_what_still_works_without_attachments_names_the_code_where_there_is_one() -> None:
    def said(newest: str) -> list[str]:
        edition = replace(EDITION, newest_url=newest)
        check = make(edition, letters=(attested.letter(),)).document.check
        assert check is not None
        return ["".join(span.text for span in note) for note in check.notes]

    assert "the links still work." in said("")[0]
    assert said("https://noor.example/cv.pdf")[0] == "Newest copy: noor.example/cv.pdf"
    assert "links and code still work." in said("https://noor.example/cv.pdf")[1]


def test_the_tree_with_attached_things_survives_json() -> None:
    document = make(letters=(attested.letter(),), badges=(attested.badge(),)).document
    assert document_json.from_json(document_json.to_json(document)) == document


def test_an_accepted_claim_says_who_documented_it_and_when_it_was_accepted() -> None:
    accepted = attested.letter(
        kind=AttestationKind.CLAIM,
        decided_at=datetime(2026, 3, 4, tzinfo=UTC),
        correction="Bea did half of it.",
    )
    (quotation,) = quotations(make(letters=(accepted,)))
    assert (
        "Documented by Joost van Rhee (joost1 reviewed 4 of the 5 works listed); accepted by the"
        " holder on 4 Mar 2026. The holder corrects: Bea did half of it." in quotation
    )
    assert attested.STATEMENT in quotation


def test_a_letter_with_a_work_kept_back_is_in_no_document() -> None:
    back = attested.letter(kind=AttestationKind.CLAIM, answers=(WorkAnswer(1, Decision.PRIVATE),))
    result = make(letters=(back,))
    assert quotations(result) == []
    assert result.attachments == ()
    assert [item.kind for item in result.left_out.items] == [LeftOutKind.ATTESTED_NAMES_HIDDEN]
    corrected = attested.letter(
        kind=AttestationKind.CLAIM, answers=(WorkAnswer(1, Decision.ACCEPTED, "With Bea."),)
    )
    assert "The holder corrects: 1. A work: With Bea." in quotations(make(letters=(corrected,)))[0]


def test_an_edition_carries_what_it_names_in_its_order() -> None:
    written = [attested.letter(n, name) for n, name in enumerate(("Ada", "Bea", "Cas"))]
    given = [attested.badge(n, name) for n, name in enumerate(("Red", "Blue", "Green"))]
    record = {"letters": tuple(written), "badges": tuple(given)}
    ids = tuple(written[n].letter.id for n in (2, 0)), tuple(given[n].badge.id for n in (1, 0))
    chosen = replace(EDITION, letter_ids=(*ids[0], "urn:uuid:gone"), badge_ids=ids[1])
    result = make(chosen, **record)
    assert [each.letter.issuer.name for each in result.letters] == ["Cas", "Ada"]
    assert [each.badge.name for each in result.badges] == ["Blue", "Red"]
    assert result == make(EDITION, letters=(written[2], written[0]), badges=(given[1], given[0])), (
        "as if there were no other"
    )
    assert len(make(EDITION, **record).letters) == 3
    nothing = make(replace(EDITION, letter_ids=(), badge_ids=()), **record)
    assert nothing == make(EDITION)


def test_whom_a_letter_left_out_mentored_and_its_marks_go_with_it() -> None:
    theirs = attested.letter(1, mentoring=Mentoring.MENTOR)
    vouches = [attested.letter(n, f"V{n}", kind=AttestationKind.VOUCH) for n in (2, 3)]
    mark = VouchMark("Two of us", "", tuple(each.letter.id for each in vouches))
    record = {
        "letters": (theirs, *vouches),
        "mentoring": (ChosenMentoring(theirs, None, is_mentor=False),),
        "vouch_marks": (mark,),
    }
    sections = (SectionChoice(SectionKind.MENTORING), SectionChoice(SectionKind.TESTIMONIALS))
    edition = replace(EDITION, sections=sections)
    whole = text.render(make(edition, **record).document).decode()
    assert "Mentored by Joost" in whole
    assert "Two of us" in whole
    less = replace(edition, letter_ids=(vouches[0].letter.id,))
    said = text.render(make(less, **record).document).decode()
    assert "Joost" not in said
    assert "Two of us" not in said
    assert "V3" not in said
