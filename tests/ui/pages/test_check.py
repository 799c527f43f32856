"""The page "Check a document", as a reader meets it: real CVs and letters, a real window."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from portfolio.check import page as check_page
from portfolio.model import report_text
from portfolio.model.report import FileKind
from portfolio.model.verdict import Answer
from portfolio.ui.handed_over import page_for
from portfolio.ui.page import NEW
from portfolio.ui.pages.check import CheckPage
from portfolio.ui.pages.check_rows import CheckRow, way_of
from portfolio.ui.session import Session
from portfolio.ui.tasks import LoopThread
from portfolio.ui.widgets.chip import TrustChip
from portfolio.ui.widgets.labels import Text, is_data
from portfolio.ui.widgets.link import Link
from tests.attest.letters.letters import said, signed
from tests.check import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.theme.theme import Theme
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def cv() -> bytes:
    return documents.cv()


def settle(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: session.is_idle, timeout=20_000)


def shown_texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Text) if each.isVisible())


def put(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def checked(page: CheckPage, qtbot: Any, path: Path) -> None:
    page.show_target(path)
    settle(page.session, qtbot)


@pytest.fixture
def page(empty_session: Session, window: Window, qtbot: Any) -> Iterator[CheckPage]:
    made = CheckPage(empty_session, window)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    yield made
    made.close()


def test_nothing_yet_says_what_can_be_checked(page: CheckPage) -> None:
    assert "Nothing is imported, nothing is fetched." in shown_texts(page.empty)
    assert page.empty.button.isVisible()
    assert not page.save.isVisible()


def test_a_cv_shows_its_answer_its_classes_and_its_pages(
    page: CheckPage, qtbot: Any, tmp_path: Path, cv: bytes
) -> None:
    checked(page, qtbot, put(tmp_path, "cv-noor.pdf", cv))
    words = shown_texts(page.answer)
    assert page.answer.headline.text().startswith("Everything that can be checked holds.")
    assert "Its attached record fits what is printed" in words
    assert "Casimir Oduya-Lindt" in words
    assert "What only the holder controls" in words
    assert "Checked here today at" in page.answer.when.text()
    subtitle = page.head._subtitle.text()
    assert "cv-noor.pdf" in subtitle
    assert "opened to look at, nothing imported" in subtitle
    assert page.preview.page_count() == page.work.last.report.page_count  # type: ignore[union-attr]
    classes = [row.row.trust for row in page.answer.rows.rows]
    assert classes[0] is None
    assert page.answer.foot.text().startswith("Checked on this computer only.")
    assert "not opened" in page.answer.foot.text()


def test_a_letter_is_read_in_place_with_its_steps(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    (row,) = page.answer.rows.rows
    assert not page.preview.isVisible()
    words = shown_texts(row)
    assert "It says" in words
    assert "About Noor Vantongeren" in words
    assert "I have merged Noor’s work since 2019." in words
    assert "Unchanged since signed" in words
    (chip,) = row.findChildren(TrustChip)
    assert chip.accessibleName() == "Signer unknown"  # it is not the holder who said it
    assert row.accessibleName().startswith("Signer unknown. ")
    assert row.more.words() == "Put letter away"
    QTest.mouseClick(row.more, Qt.MouseButton.LeftButton)
    assert "I have merged Noor’s work since 2019." not in shown_texts(row)
    assert row.more.words() == "Read letter"


def test_a_badge_says_from_whom_to_whom_and_what_for(page: CheckPage, qtbot: Any) -> None:
    opened: list[str] = []
    checked(page, qtbot, Path(__file__).parents[3] / "docs" / "examples" / "badge.svg")
    (row,) = page.answer.rows.rows
    words = shown_texts(row)
    assert "Given by Casimir Oduya-Lindt" in words
    assert "Given to https://open.example/noorvt" in words
    assert "What it is given for: Reviewed the first" in words
    assert row.more.words() == "Hide details"
    row.link_wanted.connect(opened.append)
    link = next(each for each in row.findChildren(Link) if "pull/412" in each.words())
    link.click()
    assert opened == ["https://open.example/quillmark/pull/412"]


@pytest.mark.parametrize(
    ("name", "kind"), [("noor.withdrawal", "Withdrawal"), ("casimir.key-change", "Change of key")]
)
def test_a_row_says_what_kind_of_letter_it_is(
    page: CheckPage, qtbot: Any, name: str, kind: str
) -> None:
    checked(page, qtbot, Path(__file__).parents[3] / "docs" / "examples" / name)
    (row,) = page.answer.rows.rows
    assert row.title().startswith(f"{kind}, Casimir Oduya-Lindt: ")
    assert f"{kind}, Casimir Oduya-Lindt" in row.more.accessibleName()


def test_a_row_says_that_its_letter_has_expired(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    past = datetime(2019, 5, 1, tzinfo=UTC)
    raw = signed(issued_at=past, expires_at=past.replace(year=2021))
    checked(page, qtbot, put(tmp_path, "old.testimonial", raw))
    assert "Expired on 1 May 2021" in shown_texts(page).split("\n")
    row = page.findChild(CheckRow)
    assert row is not None
    assert "Expired on 1 May 2021" in row.accessibleName()


def test_a_letter_can_be_taken_in_from_here_and_only_then(
    page: CheckPage, window: Window, qtbot: Any, tmp_path: Path
) -> None:
    path = put(tmp_path, "a.testimonial", signed())
    checked(page, qtbot, path)
    with page.session.store.reading() as reader:
        assert list(reader.attestations.all()) == []
    page.banner.requested.emit()
    assert window.gone == [("testimonials", path)]


def test_a_signature_beside_is_found(page: CheckPage, qtbot: Any, tmp_path: Path) -> None:
    from portfolio.attest import letter_reading

    letter = letter_reading.parse(signed())
    put(tmp_path, "a.testimonial", letter.body)
    put(tmp_path, "a.testimonial.sig", letter.signature)
    checked(page, qtbot, tmp_path / "a.testimonial")
    assert "Unchanged since signed" in shown_texts(page.answer)


def test_what_does_not_hold_comes_first(page: CheckPage, qtbot: Any, tmp_path: Path) -> None:
    good = signed()
    changed = good.replace(b"pull/2", b"pull/9")
    assert changed != good
    checked(page, qtbot, put(tmp_path, "a.testimonial", changed))
    assert page.answer.headline.text().startswith("One thing does not hold:")
    assert page.answer.rows.rows[0].row.step.mark.value == "does-not-hold"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("notes.pdf", b"%PDF-1.7\nthis is no document"),
        ("notes.txt", b"Dear Sir, <b>look</b>"),
        ("empty.pdf", b""),
        ("bad.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 64),
    ],
)
def test_a_file_that_cannot_be_checked_is_one_plain_sentence(
    page: CheckPage, qtbot: Any, tmp_path: Path, name: str, raw: bytes
) -> None:
    checked(page, qtbot, put(tmp_path, name, raw))
    assert page.banner.isVisible()
    assert page.banner.words()
    assert page.empty.isVisible()
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    assert page.answer.isVisible()


def test_a_file_that_is_too_long_is_not_read_whole(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    checked(page, qtbot, path)
    assert "too long" in page.banner.words()


def test_a_file_that_is_gone_leaves_no_old_answer(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    path = put(tmp_path, "a.testimonial", signed())
    checked(page, qtbot, path)
    path.unlink()
    page.again.click()
    settle(page.session, qtbot)
    assert "cannot be read" in page.banner.words()
    assert page.work.last is None
    assert page.empty.isVisible()


def answering(monkeypatch: pytest.MonkeyPatch, page: CheckPage, status: int = 200) -> list[str]:
    asked: list[str] = []

    def asker(_transport: object, clock: Any) -> Any:
        async def ask(address: str) -> Answer:
            asked.append(address)
            return Answer(address, clock.now(), status, "text/html", b"<html></html>")

        return ask

    monkeypatch.setattr("portfolio.operations.asking.asker", asker)
    monkeypatch.setattr(type(page.session.workspace), "transport", object(), raising=False)
    return asked


def test_nothing_is_asked_before_the_person_says_so(
    page: CheckPage, qtbot: Any, tmp_path: Path, cv: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answering(monkeypatch, page)
    checked(page, qtbot, put(tmp_path, "cv.pdf", cv))
    last = page.work.last
    assert last is not None
    assert last.report.wants
    assert "Going online would ask" in page.answer.hosts.text()
    assert asked == []
    page.online.click()
    assert page.progress.isVisible()
    settle(page.session, qtbot)
    assert set(last.report.wants) <= set(asked)
    assert not page.progress.isVisible()
    assert page.answer.when.text().startswith("Checked here and online, today at")
    assert f"{len(asked)} addresses were asked." in page.answer.foot.text()
    assert "did not answer" not in page.answer.foot.text()


def test_what_did_not_answer_is_counted(
    page: CheckPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, page, status=0)
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    page.online.click()
    settle(page.session, qtbot)
    foot = page.answer.foot.text()
    assert foot.startswith("One address was asked. One address did not answer.")


def test_asking_can_be_cancelled_and_the_answer_stays(
    page: CheckPage, qtbot: Any, tmp_path: Path, cv: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    def asker(_transport: object, _clock: Any) -> Any:
        async def ask(_address: str) -> Answer:
            await asyncio.Event().wait()
            raise AssertionError

        return ask

    monkeypatch.setattr("portfolio.operations.asking.asker", asker)
    monkeypatch.setattr(type(page.session.workspace), "transport", object(), raising=False)
    checked(page, qtbot, put(tmp_path, "cv.pdf", cv))
    page.online.click()
    assert page.again.toolTip()
    page.progress.cancel.click()
    settle(page.session, qtbot)
    assert not page.progress.isVisible()
    assert page.answer.when.text().startswith("Checked here today")
    assert page.online.isEnabled()


def test_without_a_record_it_checks_offline(
    theme: Theme, paths: Any, window: Window, qtbot: Any, tmp_path: Path
) -> None:
    from portfolio.settings import SettingsFile

    thread = LoopThread()
    thread.begin()
    session = Session(thread, SettingsFile(paths.settings), paths)
    made = CheckPage(session, window)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    checked(made, qtbot, put(tmp_path, "a.testimonial", signed()))
    assert "Unchanged since signed" in shown_texts(made.answer)
    assert not made.online.isEnabled()
    assert made.online.toolTip() == "Your record is not open"
    made.close()
    thread.shutdown()
    session.deleteLater()


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_the_report_is_saved_as_the_command_line_prints_it(  # noqa: PLR0917
    page: CheckPage,
    window: Window,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    out = tmp_path / f"report.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.save.click()
    settle(page.session, qtbot)
    last = page.work.last
    assert last is not None
    text = out.read_text(encoding="utf-8")
    if ending == "json":
        assert json.loads(text) == json.loads(report_text.as_json(last.report))
    else:
        assert "\n".join(report_text.lines(last.report, steps=True)) in text
    assert window.said == [f"The report is saved as {out.name}."]


def test_the_page_for_others_is_saved_without_a_file(
    page: CheckPage,
    window: Window,
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert page.save_page.isVisible()
    out = tmp_path / "check.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.save_page.click()
    settle(page.session, qtbot)
    assert not out.exists()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.save_page.click()
    settle(page.session, qtbot)
    assert out.read_bytes() == check_page.page()
    assert window.said == ["The check page is saved as check.html."]
    (tmp_path / "file").touch()
    nowhere = tmp_path / "file" / "check.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(nowhere), ""))
    page.save_page.click()
    settle(page.session, qtbot)
    assert page.banner.isVisible()
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    assert not page.save_page.isVisible()
    assert "check.page" in {each.id for each in page.actions()}


def test_a_file_is_asked_for_and_dropped(
    page: CheckPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "a.testimonial", signed())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    page.show_target(NEW)
    settle(page.session, qtbot)
    assert page.answer.isVisible()
    other = put(tmp_path, "b.txt", b"nothing")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    settle(page.session, qtbot)
    assert page.banner.isVisible()


def test_the_folder_of_a_backpack_is_dropped_and_checked(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "backpack"
    (folder / "letters").mkdir(parents=True)
    put(folder / "letters", "a.testimonial", signed())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *keys)
    page.dropEvent(event)
    settle(page.session, qtbot)
    assert page.work.last is not None
    assert page.work.last.report.kind is FileKind.BACKPACK
    assert "Testimonial, Casimir Oduya-Lindt" in shown_texts(page.answer)
    page.again.click()
    settle(page.session, qtbot)
    assert not page.banner.isVisible()


def test_outside_words_are_plain_text(page: CheckPage, qtbot: Any, tmp_path: Path) -> None:
    hostile = signed(said(statement="<b>She</b> <img src='https://evil.example/x.png'>"))
    checked(page, qtbot, put(tmp_path, "<b>x.testimonial", hostile))
    (row,) = page.answer.rows.rows
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    letter = next(each for each in row.findChildren(Text) if "<img" in each.text())
    assert is_data(letter)


def test_a_letter_keeps_the_direction_of_its_own_language(
    page: CheckPage, qtbot: Any, tmp_path: Path
) -> None:
    arabic = "عملت نور معنا منذ سنوات."
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed(said(statement=arabic))))
    (row,) = page.answer.rows.rows
    letter = next(each for each in row.findChildren(Text) if each.text() == arabic)
    assert letter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert way_of("1. hello") is Qt.LayoutDirection.LeftToRight
    assert way_of("") is Qt.LayoutDirection.LeftToRight


def test_narrow_leaves_the_pages_out(
    page: CheckPage, qtbot: Any, tmp_path: Path, cv: bytes
) -> None:
    checked(page, qtbot, put(tmp_path, "cv.pdf", cv))
    assert page.preview.isVisible()
    page.resize(900, 560)
    assert not page.preview.isVisible()


def test_the_keyboard_alone_opens_a_letter(page: CheckPage, qtbot: Any, tmp_path: Path) -> None:
    checked(page, qtbot, put(tmp_path, "a.testimonial", signed()))
    page.focus_first()
    assert page.open_other.hasFocus()
    (row,) = page.answer.rows.rows
    for _ in range(20):
        if row.more.hasFocus():
            break
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert row.more.hasFocus()
    assert row.is_open  # a file that is one thing
    QTest.keyClick(row.more, Qt.Key.Key_Space)
    assert not row.is_open
    QTest.keyClick(row.more, Qt.Key.Key_Space)
    assert row.is_open


def test_every_thing_that_takes_the_focus_has_a_name(
    page: CheckPage, qtbot: Any, tmp_path: Path, cv: bytes
) -> None:
    checked(page, qtbot, put(tmp_path, "cv.pdf", cv))
    for row in page.answer.rows.rows:
        if row.more.isVisible():
            row.toggle()
        assert row.accessibleName()
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


@pytest.mark.parametrize(
    ("name", "shown", "wanted"),
    [
        ("cv.PDF", "", "check"),
        ("badge.svg", "home", "check"),
        ("a.testimonial", "home", "check"),
        ("a.vouch", "testimonials", "testimonials"),
        ("a.request", "", "testimonials"),
        ("talks.csv", "home", "contributions"),
        ("badge.json", "check", "check"),
        ("a.consent", "home", "check"),
        ("mail.TXT", "home", "check"),
        ("mail.txt", "testimonials", "testimonials"),
        ("photo.jpeg", "home", ""),
    ],
)
def test_every_way_in_leads_to_the_page_of_the_kind(name: str, shown: str, wanted: str) -> None:
    assert page_for(Path(name), shown) == wanted
