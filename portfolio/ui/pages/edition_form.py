"""The form of an edition: for whom, name, length, language, paper, and what goes in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.export.words import languages
from portfolio.model.codes import PageSize
from portfolio.ui.delegates.contents_row import BAR_ROOM
from portfolio.ui.models.contents import ContentsModel
from portfolio.ui.pages.contents_list import ContentsList
from portfolio.ui.pages.edition_notes import (
    FieldNote,
    email_note,
    name_note,
    newest_note,
    under,
)
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_12, SPACE_16
from portfolio.ui.widgets.form_parts import hairline, labelled, language_name
from portfolio.ui.widgets.growing_text import SAVE_AFTER_MS, GrowingText
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder
    from portfolio.ui.models.contents_rows import Offered

FORM_WIDTH = 400
_HOLDER_FIELDS = ("name", "place", "email", "phone")


class _FormScroll(QScrollArea):
    """Keeps its content at one width, whether there is a bar or not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._keep_room)
        self._keep_room(0, 0)

    @Slot(int, int)
    def _keep_room(self, least: int, most: int) -> None:
        room = 0 if most > least else BAR_ROOM
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setViewportMargins(room if mirrored else 0, 0, 0 if mirrored else room, 0)


class EditionForm(QWidget):
    """Shows one edition and the holder's particulars; tells of every change.

    Signals:
        edition_changed: The edition as the holder wants it.
        holder_changed: The holder's particulars as they want them.
        typed: A key was pressed in a field (the preview waits for a pause).
    """

    edition_changed = Signal(object)
    holder_changed = Signal(object)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edition: Edition | None = None
        self._holder: Holder | None = None
        self._is_showing = False
        self._contents = ContentsModel(self)
        self._contents.edition_changed.connect(self._take_edition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_AFTER_MS)
        self._pause.timeout.connect(self.settle)
        self._build()

    def show_edition(self, edition: Edition, holder: Holder, offered: Offered) -> None:
        """Show an edition; fields the holder is typing in keep what is typed."""
        self._is_showing = True
        self._edition, self._holder = edition, holder
        self._show_line(self._audience, edition.audience)
        self._show_line(self._headline, edition.headline or holder.headline)
        self._show_line(self._newest, edition.newest_url)
        for name in _HOLDER_FIELDS:
            self._show_line(self._lines[name], getattr(holder, name))
        self._show_line(self._links, "  ".join(holder.links))
        self._summary.set_stored(edition.summary or holder.summary)
        self._length.choose(str(edition.page_limit))
        self._paper.choose(edition.page_size)
        self._language.setCurrentIndex(max(0, self._language.findData(edition.language)))
        self._email_shown.setChecked(edition.show_email)
        self._phone_shown.setChecked(edition.show_phone)
        self._contents.show_edition(edition, offered)
        self._is_showing = False
        self._say_what_is_off()

    def focus_name(self) -> None:
        """Put the focus into the name, the only thing a first document needs."""
        self._lines["name"].setFocus()

    @Slot()
    def settle(self) -> None:
        """Hand over what is typed now."""
        self._pause.stop()
        self._summary.take_as_stored()
        self._take_lines()

    def _build(self) -> None:
        inside = QWidget()
        inside.setAutoFillBackground(True)
        inside.setBackgroundRole(inside.palette().ColorRole.Base)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, SPACE_16, 0, SPACE_16)
        column.setSpacing(SPACE_12)
        self._lines: dict[str, QLineEdit] = {}
        self._add(column, self._built_who())
        self._add(column, self._built_shape())
        column.addWidget(hairline())
        self._add_contents(column)
        column.addWidget(hairline())
        self._add(column, self._built_contact())
        column.addStretch(1)
        scroll = _FormScroll(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields scroll it
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _add(self, column: QVBoxLayout, part: QVBoxLayout) -> None:
        part.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN - BAR_ROOM, 0)
        part.setSpacing(SPACE_12)
        column.addLayout(part)

    def _built_who(self) -> QVBoxLayout:
        part = QVBoxLayout()
        self._audience = self._line(self.tr("People hiring for accessibility work"))
        self._headline = self._line(self.tr("One line under your name"))
        self._lines["name"] = self._line("")
        self._summary = GrowingText(self.tr("Summary"), lines=2)
        self._summary.setPlaceholderText(self.tr("Two or three lines, if you like."))
        self._summary.settled.connect(self.settle)
        self._summary.textChanged.connect(self._note_typing)
        part.addLayout(labelled(self.tr("For whom"), self._audience, self.tr("not in documents")))
        self._name_note = FieldNote(self._lines["name"])
        name = labelled(self.tr("Name to print"), self._lines["name"])
        part.addLayout(under(name, self._name_note))
        return part

    def _built_shape(self) -> QVBoxLayout:
        part = QVBoxLayout()
        choices = [("1", self.tr("1 page")), ("2", self.tr("2 pages")), ("0", self.tr("Longer"))]
        self._length = Segments(choices, self.tr("Length"))
        self._length.explain(
            "1", self.tr("Without the lists at the end: the PDF carries them inside")
        )
        self._length.chosen.connect(self._take_length)
        self._language = QComboBox()
        self._language.setAccessibleName(self.tr("Language of the document"))
        mark_data(self._language)
        for code in languages():
            self._language.addItem(language_name(code), code)
        self._language.activated.connect(self._take_language)
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        row.addLayout(labelled(self.tr("Length"), self._length))
        row.addLayout(labelled(self.tr("Language"), self._language), 1)
        part.addLayout(row)
        return part

    def _built_contact(self) -> QVBoxLayout:
        part = QVBoxLayout()
        papers = [(PageSize.A4.value, "A4"), (PageSize.LETTER.value, self.tr("Letter"))]
        self._paper = Segments(papers, self.tr("Paper"))
        self._paper.chosen.connect(self._take_paper)
        self._lines["place"] = self._line(self.tr("City, country"))
        self._lines["email"] = self._line("")
        self._lines["phone"] = self._line("")
        self._links = self._line(self.tr("your.page  code.example/you"))
        self._links.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._newest = self._line("https://your.page/cv.pdf")
        self._newest.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._email_shown = self._switch(self.tr("Print it"), self.tr("Print the e-mail address"))
        self._phone_shown = self._switch(self.tr("Print it"), self.tr("Print the telephone number"))
        part.addLayout(labelled(self.tr("Headline"), self._headline))
        part.addLayout(labelled(self.tr("Summary"), self._summary))
        part.addLayout(labelled(self.tr("Place"), self._lines["place"]))
        self._email_note = FieldNote(self._lines["email"])
        email = labelled(self.tr("E-mail"), self._lines["email"], beside=self._email_shown)
        part.addLayout(under(email, self._email_note))
        part.addLayout(
            labelled(self.tr("Telephone"), self._lines["phone"], beside=self._phone_shown)
        )
        part.addLayout(
            labelled(self.tr("Pages of yours"), self._links, self.tr("divided by blanks"))
        )
        hint = self.tr("printed with a code")
        self._newest_note = FieldNote(self._newest)
        newest = labelled(self.tr("Where the newest PDF is"), self._newest, hint)
        part.addLayout(under(newest, self._newest_note))
        row = QHBoxLayout()
        row.addLayout(labelled(self.tr("Paper"), self._paper))
        row.addStretch(1)
        part.addLayout(row)
        return part

    def _add_contents(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN - BAR_ROOM, 0)
        head.addWidget(Text(self.tr("What goes in"), TextSize.STRONG))
        head.addStretch(1)
        head.addWidget(Text(self.tr("Drag to change the order"), TextSize.SMALL, "muted"))
        column.addLayout(head)
        self._list = ContentsList(self._contents)
        column.addWidget(self._list)

    def _line(self, hint: str) -> QLineEdit:
        line = QLineEdit()
        mark_data(line)
        line.setPlaceholderText(hint)
        line.textEdited.connect(self._note_typing)
        line.editingFinished.connect(self.settle)
        return line

    def _switch(self, words: str, name: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setAccessibleName(name)
        box.clicked.connect(self._take_switches)
        return box

    def _show_line(self, line: QLineEdit, text: str) -> None:
        is_typing = line.hasFocus() and line.isModified()
        # Blanks at the end are not stored; they stay while the next word is being thought of.
        is_same = line.hasFocus() and line.text().split() == text.split()
        if not (is_typing or is_same):
            line.setText(text)
            if not line.hasFocus():
                line.setCursorPosition(0)  # a long one is shown from its beginning

    @Slot()
    def _note_typing(self) -> None:
        if not self._is_showing:
            self._pause.start()
            self.typed.emit()

    def drafted(self) -> tuple[Edition, Holder] | None:
        """Return what the form says at this moment, handed over or not; None when it is empty."""
        edition, holder = self._edition, self._holder
        if edition is None or holder is None:
            return None
        values = {name: line.text().strip() for name, line in self._lines.items()}
        links = tuple(self._links.text().split())
        headline, summary = self._headline.text().strip(), self._summary.toPlainText()
        edition = replace(
            edition,
            audience=self._audience.text().strip(),
            headline=_own(headline, edition.headline, holder.headline),
            summary=_own(summary, edition.summary, holder.summary),
            newest_url=self._newest.text().strip(),
        )
        return edition, replace(holder, links=links, **values)

    def _say_what_is_off(self) -> None:
        """Say under a field what cannot be printed so; what was typed stays."""
        self._name_note.say(name_note(self._lines["name"].text()))
        self._email_note.say(email_note(self._lines["email"].text()))
        self._newest_note.say(newest_note(self._newest.text()))

    def _take_lines(self) -> None:
        self._say_what_is_off()
        drafted = self.drafted()
        if drafted is None:
            return
        edition, holder = drafted
        if holder != self._holder:
            self._holder = holder
            self.holder_changed.emit(holder)
        own = (self._audience, self._headline, self._links, self._newest)
        for line in (*own, *self._lines.values()):
            line.setModified(False)
        self._take_edition(edition)

    @Slot(object)
    def _take_edition(self, edition: Edition) -> None:
        if edition != self._edition:
            self._edition = edition
            self.edition_changed.emit(edition)

    @Slot(str)
    def _take_length(self, key: str) -> None:
        if self._edition is not None:
            self._take_edition(replace(self._edition, page_limit=int(key)))

    @Slot(str)
    def _take_paper(self, key: str) -> None:
        if self._edition is not None:
            self._take_edition(replace(self._edition, page_size=PageSize(key)))

    @Slot(int)
    def _take_language(self, at: int) -> None:
        if self._edition is not None:
            self._take_edition(replace(self._edition, language=self._language.itemData(at)))

    @Slot()
    def _take_switches(self) -> None:
        if self._edition is not None:
            self._take_edition(
                replace(
                    self._edition,
                    show_email=self._email_shown.isChecked(),
                    show_phone=self._phone_shown.isChecked(),
                )
            )


def _own(shown: str, own: str, usual: str) -> str:
    """Return an edition's own text: "" while it only shows the holder's usual one."""
    return own if shown == (own or usual) else shown
