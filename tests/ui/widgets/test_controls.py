"""Buttons, fields and notices of the widget set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QKeySequence, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portfolio.model.codes import TrustClass
from portfolio.ui.theme.theme import Theme, ThemeMode
from portfolio.ui.theme.tokens import DARK, LIGHT
from portfolio.ui.widgets.buttons import Button, ButtonKind, IconButton
from portfolio.ui.widgets.chip import TrustChip, chip_words
from portfolio.ui.widgets.filters import FilterButton, SearchField
from portfolio.ui.widgets.flow import FlowLayout
from portfolio.ui.widgets.form_parts import leave_room_for_bar
from portfolio.ui.widgets.key_hint import key_names
from portfolio.ui.widgets.labels import DataText, ElidedLabel, Text, is_data
from portfolio.ui.widgets.notices import Banner, BannerKind, EmptyState, ProgressLine
from portfolio.ui.widgets.page_head import PageHead
from portfolio.ui.widgets.painting import Line, direction_of
from portfolio.ui.widgets.segments import Segments
from portfolio.ui.widgets.status_line import StatusLine

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp)
    made.apply(ThemeMode.LIGHT)
    yield made
    made.deleteLater()


def said_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name))


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


# Chips


@pytest.mark.parametrize("trust", TrustClass)
def test_a_chip_says_its_class_even_with_a_name(theme: Theme, qtbot: QtBot, trust: str) -> None:
    chip = TrustChip(TrustClass(trust), "Release notes 4.0")
    qtbot.addWidget(chip)
    assert said_name(chip) == chip_words(TrustClass(trust), "Release notes 4.0")
    assert said_name(chip).endswith(": Release notes 4.0")


def test_the_four_classes_differ_without_colour(theme: Theme, qtbot: QtBot) -> None:
    shapes = []
    for trust in TrustClass:
        chip = TrustChip(trust, "Same")
        qtbot.addWidget(chip)
        chip.resize(90, 22)
        image = chip.grab().toImage()
        ground = image.pixelColor(image.width() // 2, image.height() - 4).lightness()
        shapes.append(
            tuple(
                abs(image.pixelColor(x, y).lightness() - ground) > 60
                for x in range(image.width())
                for y in range(image.height())
            )
        )
    assert len(set(shapes)) == len(shapes)


def test_only_a_chip_that_opens_something_takes_the_focus(theme: Theme, qtbot: QtBot) -> None:
    still, opening = TrustChip(TrustClass.EVIDENCE), TrustChip(TrustClass.EVIDENCE, opens=True)
    for chip in (still, opening):
        qtbot.addWidget(chip)
    assert still.focusPolicy() == Qt.FocusPolicy.NoFocus
    with qtbot.waitSignal(opening.clicked):
        qtbot.keyClick(opening, Qt.Key.Key_Space)


# Buttons


def test_an_ampersand_is_a_letter(theme: Theme, qtbot: QtBot) -> None:
    button = Button("Salt & pepper")
    qtbot.addWidget(button)
    assert button.words() == "Salt & pepper"
    assert said_name(button) == "Salt & pepper"
    assert button.shortcut().isEmpty()


def test_an_unavailable_button_says_why(theme: Theme, qtbot: QtBot) -> None:
    button = Button("Save PDF…", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.set_available("Nothing is chosen")
    assert not button.isEnabled()
    assert button.toolTip() == "Nothing is chosen"
    button.set_available()
    assert button.isEnabled()


def test_an_icon_button_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton("ellipsis", "More")
    qtbot.addWidget(button)
    assert said_name(button) == "More" == button.toolTip()
    assert button.sizeHint().width() >= 24


def test_colours_follow_the_theme_at_once(theme: Theme, qtbot: QtBot) -> None:
    button = Button("Continue", ButtonKind.PRIMARY)
    words = Text("Needs you", tone="warn")
    for widget in (button, words):
        qtbot.addWidget(widget)
        widget.show()
    assert QColor(LIGHT.accent).name() in colours_of(button)
    assert words.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.warn)
    theme.apply(ThemeMode.DARK)
    assert QColor(DARK.accent).name() in colours_of(button)
    assert words.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.warn)
    words.set_tone("text")
    assert words.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)


# Choices and filters


def test_segments_are_chosen_by_mouse_and_arrow_keys(theme: Theme, qtbot: QtBot) -> None:
    segments = Segments([("1", "1 page"), ("2", "2 pages"), ("0", "Longer")], "Length")
    qtbot.addWidget(segments)
    segments.show()
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    heard: list[str] = []
    segments.chosen.connect(heard.append)
    segments.choose("2")
    assert (segments.choice(), heard) == ("2", [])
    buttons = segments._group.buttons()
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert heard == ["1"]
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Right)
    assert heard == ["1", "2"]
    segments.choose("unknown")
    assert segments.choice() == ""


def filter_button(qtbot: QtBot) -> FilterButton:
    made = FilterButton("Any kind", "Kind")
    qtbot.addWidget(made)
    made.set_choices([("a", "Authored"), ("r", "Reviewed"), ("m", "Merged")])
    return made


def test_a_filter_says_what_is_set(theme: Theme, qtbot: QtBot) -> None:
    button = filter_button(qtbot)
    assert said_name(button) == "Kind: Any kind"
    with qtbot.waitSignal(button.changed) as heard:
        button.choose(["m", "a", "unknown"])
    assert heard.args == [("m", "a")]
    assert button.words() == "Merged and 1 more"
    assert said_name(button) == "Kind: Merged and 1 more. Delete clears it"
    with qtbot.waitSignal(button.changed):
        qtbot.keyClick(button, Qt.Key.Key_Delete)
    assert button.chosen() == ()


def test_the_x_of_a_filter_clears_it(theme: Theme, qtbot: QtBot) -> None:
    button = filter_button(qtbot)
    button.show()
    button.choose(["a"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button._mark_rect().center())
    assert button.chosen() == ()


# The offscreen platform says so of every menu.
@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_ticks_stay_in_the_order_offered_and_keep_the_menu_open(theme: Theme, qtbot: QtBot) -> None:
    button = filter_button(qtbot)
    button.show()
    button.open_menu()
    menu = button._menu
    assert menu is not None
    for place in (2, 0):
        menu.setActiveAction(menu.actions()[place])
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert button.chosen() == ("a", "m")
    menu.close()


def test_choices_that_are_gone_are_forgotten(theme: Theme, qtbot: QtBot) -> None:
    button = filter_button(qtbot)
    button.choose(["a", "m"])
    button.set_choices([("m", "Merged")])
    assert button.chosen() == ("m",)


def test_the_search_field_waits_for_a_pause(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Filter by words")
    qtbot.addWidget(field)
    field.show()
    heard: list[str] = []
    field.words_changed.connect(heard.append)
    with qtbot.waitSignal(field.words_changed):
        qtbot.keyClicks(field, "caret")
    assert heard == ["caret"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["caret", ""]
    assert said_name(field) == "Filter by words"


# Words


def test_words_from_outside_are_never_read_as_markup(theme: Theme, qtbot: QtBot) -> None:
    label = DataText("<b>bold</b><img src='file:///etc/passwd'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert is_data(label)
    path = DataText("/home/ada/work", is_ltr=True)
    qtbot.addWidget(path)
    assert path.text() == "\u2066/home/ada/work\u2069"


def test_an_elided_line_keeps_its_whole_text(theme: Theme, qtbot: QtBot) -> None:
    label = ElidedLabel("A title that is far too long for the little room there is")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.grab()
    assert label.toolTip() == label.text() == said_name(label)
    label.resize(2000, 20)
    label.grab()
    assert label.toolTip() == ""


def test_latin_words_stand_at_the_start_of_a_mirrored_window(theme: Theme, qtbot: QtBot) -> None:
    label = DataText("Noor")
    qtbot.addWidget(label)
    label.setLayoutDirection(RTL)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    label.setLayoutDirection(LTR)
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft


@pytest.mark.parametrize(
    ("words", "otherwise", "wanted"),
    [
        ("Noor", RTL, LTR),
        ("نور", LTR, RTL),
        ("2026", RTL, RTL),
        ("«نور» x", LTR, RTL),
        ("\u2068نور\u2069, 2026", LTR, LTR),
        ("\u2068نور\u2069 and Noor", RTL, LTR),
    ],
)
def test_words_run_as_their_first_letter_does(
    words: str, otherwise: Qt.LayoutDirection, wanted: Qt.LayoutDirection
) -> None:
    assert direction_of(words, otherwise) == wanted


def test_a_line_is_cut_from_its_start_and_end() -> None:
    line = Line(QRect(10, 0, 100, 20), LTR)
    assert line.start(20, 5) == QRect(10, 0, 20, 20)
    assert line.end(30, 5) == QRect(80, 0, 30, 20)
    assert line.rest == QRect(35, 0, 40, 20)
    mirrored = Line(QRect(10, 0, 100, 20), RTL)
    assert mirrored.start(20, 5) == QRect(90, 0, 20, 20)
    assert mirrored.end(30, 5) == QRect(10, 0, 30, 20)
    assert mirrored.rest == QRect(45, 0, 40, 20)


# Notices


def test_a_banner_changes_what_it_says(theme: Theme, qtbot: QtBot) -> None:
    banner = Banner(BannerKind.PLAIN, "Complete since March 2017.")
    qtbot.addWidget(banner)
    banner.resize(500, 40)
    banner.say(BannerKind.FAILED, "The folder is full.", "Save elsewhere…")
    assert banner.words() == "The folder is full."
    with qtbot.waitSignal(banner.requested):
        qtbot.mouseClick(banner._action, Qt.MouseButton.LeftButton)
    assert QColor(LIGHT.error_soft).name() in colours_of(banner)


def test_an_empty_page_offers_one_way_on(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("quote", "No stories yet.", "New story")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.requested):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.say("Nothing matches.")
    assert empty.button.isHidden()


def test_progress_counts_beyond_32_bits(theme: Theme, qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.say("Reading", 2**40, 2**41)
    assert line._bar.value() * 2 == pytest.approx(line._bar.maximum(), abs=2)
    line.say("Reading, 12 so far")
    assert line._bar.maximum() == 0
    with qtbot.waitSignal(line.cancel_requested):
        qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)


def test_the_head_shows_where_a_page_lies(theme: Theme, qtbot: QtBot) -> None:
    head = PageHead("A story", is_data=True)
    qtbot.addWidget(head)
    head.set_crumbs(["Stories"], "Quillmark")
    button = head.findChildren(Button)[0]
    with qtbot.waitSignal(head.crumb_pressed) as heard:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.args == [0]
    head.set_crumbs([])
    assert head.title() == "A story"


def test_the_status_line_goes_back_to_how_things_stand(theme: Theme, qtbot: QtBot) -> None:
    status = StatusLine("Ctrl+Z")
    qtbot.addWidget(status)
    status.show()
    status.set_standing("All is quiet", "info")
    status.say("Hid it.", offers_undo=True)
    status.set_standing("Reading", "refresh-cw")
    assert status.words() == "Hid it."
    with qtbot.waitSignal(status.undo_requested):
        qtbot.mouseClick(status._undo, Qt.MouseButton.LeftButton)
    status._timer.timeout.emit()
    assert (status.words(), status.offers_undo) == ("Reading", False)


# Layout


@pytest.mark.parametrize("direction", [LTR, RTL])
def test_the_flow_goes_on_in_the_next_line(
    theme: Theme, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.setLayoutDirection(direction)
    flow = FlowLayout(holder)
    boxes = [QWidget() for _ in range(5)]
    for box in boxes:
        box.setFixedSize(40, 20)
        flow.addWidget(box)
    holder.resize(100, 100)
    holder.show()
    QApplication.processEvents()
    assert flow.heightForWidth(100) == 20 * 3 + 8 * 2
    assert [box.y() for box in boxes] == [0, 0, 28, 28, 56]
    first, second = boxes[0].x(), boxes[1].x()
    assert (first < second) == (direction == LTR)
    assert all(0 <= box.x() <= 60 for box in boxes)


def test_keys_are_named_as_caps() -> None:
    assert key_names(QKeySequence("Ctrl+Shift+A")) == ["Ctrl", "Shift", "A"]
    assert key_names(QKeySequence("Ctrl++")) == ["Ctrl", "+"]
    assert key_names(QKeySequence("")) == []


def test_changed_words_are_painted_and_have_room(qtbot: QtBot) -> None:
    changed, same = Button("Take in"), Button("Take in the letter & more")
    for button in (changed, same):
        qtbot.addWidget(button)
    changed.setText("Take in the letter && more")
    assert changed.words() == same.words()
    assert changed.sizeHint() == same.sizeHint()
    for button in (changed, same):
        button.resize(button.sizeHint())
    assert changed.grab().toImage() == same.grab().toImage()


def inked_lines(label: QWidget) -> int:
    """Return how many lines of text are painted: rows with ink, parted by rows without."""
    image = label.grab().toImage()
    paper = image.pixelColor(image.width() - 1, image.height() - 1)
    has_ink = [
        any(image.pixelColor(x, y) != paper for x in range(image.width()))
        for y in range(image.height())
    ]
    return sum(now and not before for before, now in pairwise([False, *has_ink]))


@pytest.mark.parametrize("direction", [LTR, RTL])
def test_a_word_longer_than_a_line_is_broken_and_copied_whole(
    theme: Theme, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    frame = QWidget()
    frame.setLayoutDirection(direction)
    column = QVBoxLayout(frame)
    label = DataText("n" * 120, wraps=True)
    column.addWidget(label)
    column.addStretch(1)
    qtbot.addWidget(frame)
    frame.resize(260, 400)
    frame.show()
    widest = QFontMetrics(label.font()).horizontalAdvance("n" * 120)
    for width in (260, 180, 400):
        frame.resize(width, 400)
        qtbot.waitUntil(lambda: label.width() == column.contentsRect().width())
        assert inked_lines(label) == ceil(widest / label.width()), "nothing is cut off"
    label.setSelection(0, 120)
    assert label.selectedText() == "n" * 120
    label.set_words("n" * 60 + " " + "o" * 240)
    qtbot.waitUntil(lambda: inked_lines(label) >= ceil(widest * 2.4 / label.width()))


def test_a_banner_breaks_what_is_longer_than_its_line(theme: Theme, qtbot: QtBot) -> None:
    banner = Banner(BannerKind.FAILED, "Short.")
    qtbot.addWidget(banner)
    banner.resize(300, 40)
    banner.show()
    height = banner.heightForWidth(300)
    banner.say(BannerKind.FAILED, "n" * 200)
    assert banner.heightForWidth(300) > 3 * height


@pytest.mark.parametrize("direction", [LTR, RTL])
def test_what_scrolls_leaves_room_at_the_end_side_only(
    theme: Theme, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    body = QWidget()
    qtbot.addWidget(body)
    body.setLayoutDirection(direction)
    column = QVBoxLayout(body)
    leave_room_for_bar(body, column, 12)
    margins = column.contentsMargins()
    assert (margins.left(), margins.right()) == ((0, 12) if direction is LTR else (12, 0))
