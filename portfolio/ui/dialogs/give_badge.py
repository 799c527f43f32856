"""A badge for somebody: whom, what for, which works show it, a picture; signed and saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from portfolio.ui.dialogs.signing_dialog import SigningDialog
from portfolio.ui.models.words import fill
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.cards import Card
from portfolio.ui.widgets.design_picker import DesignPicker, paint_drawn, pixmap
from portfolio.ui.widgets.form_parts import leave_room_for_bar, one_line, scrolled
from portfolio.ui.widgets.labels import DataText

if TYPE_CHECKING:
    from portfolio.attest.badges.issuing import Award, Receiver
    from portfolio.operations.badge_giving import Given
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_PREVIEW_PX: Final = 200
_PICTURE_PX: Final = 112
_MOST_PICTURE: Final = 4 * 1024 * 1024
_LINKS: Final = ("https://", "http://")


class GiveBadge(SigningDialog):
    """The form, and beside it what comes of it.

    Signals:
        given: Id of the badge, once it is signed and saved.
    """

    given = Signal(str)
    size_px: ClassVar = (760, 680)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        told = self.tr(
            "You sign it with a key of your own and hand the file over. Readers see that it comes "
            "from a person. It says what it is for, and which works show it."
        )
        super().__init__(session, self.tr("Give a badge"), told, parent)
        holder = session.read_now(lambda reader: reader.holder().name)
        pattern = self.tr("From a person: %1", "name")
        self.whose.set_words(fill(pattern, holder or self.tr("your name")))
        self.name.setFocus()

    def _form(self) -> QWidget:
        from portfolio.attest.badges.designs import designs

        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_16)
        self.designs = DesignPicker(designs())
        row.addWidget(scrolled(self._fields()), 1)
        side = scrolled(self._look_of_it())
        side.setFixedWidth(_PREVIEW_PX + SPACE_16)  # and a bar, should it not fit
        row.addWidget(side)
        self.designs.changed.connect(self._look)
        return place

    def _fields(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        leave_room_for_bar(body, column)
        column.setSpacing(SPACE_12)
        self.name = self._line()
        column.addWidget(Labelled(self.tr("What is it called?"), self.name))
        self.whom = self._line("https://github.com/name")
        hint = self.tr("an address is written scrambled only")
        column.addWidget(Labelled(self.tr("Their account or mail address"), self.whom, hint))
        self.criteria = self._text(64)
        column.addWidget(Labelled(self.tr("What is it given for?"), self.criteria))
        self.works = self._text(64)
        hint = self.tr("one link a line")
        column.addWidget(Labelled(self.tr("Works that show it"), self.works, hint))
        self.words = self._text(64)
        hint = self.tr("may stay empty")
        column.addWidget(Labelled(self.tr("What did you see them do?"), self.words, hint))
        column.addStretch(1)
        return body

    def _line(self, example: str = "") -> QLineEdit:
        line = one_line(example)
        line.textChanged.connect(self._look)
        return line

    def _look_of_it(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_PREVIEW_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self._preview())
        column.addWidget(Labelled(self.tr("Picture"), self.designs))
        own = Button(self.tr("Own picture…"))
        own.clicked.connect(self._choose_picture)
        column.addWidget(own, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return side

    def _preview(self) -> QWidget:
        card = Card(padding=SPACE_16)
        card.column.setSpacing(SPACE_8)
        self.picture = _Preview(self.designs)
        card.column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = DataText("", TextSize.STRONG, wraps=True)
        self.whose = DataText("", TextSize.SMALL, "muted", wraps=True)
        for words in (self.title, self.whose):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.column.addWidget(words)
        return card

    # What is typed

    def is_typed(self) -> bool:
        """Say whether anything was typed."""
        fields = (self.criteria, self.works, self.words)
        typed = [each.toPlainText() for each in fields]
        return any(each.strip() for each in (*typed, self.name.text(), self.whom.text()))

    def problem(self) -> str:
        """Return what is missing, "" for nothing."""
        works = self._links()
        if not self.name.text().strip():
            return self.tr("Say what it is called.")
        if not self.whom.text().strip():
            return self.tr("Say whom it is for.")
        if not self.criteria.toPlainText().strip():
            return self.tr("Say what it is given for.")
        if not works:
            return self.tr("Name at least one work that shows it.")
        if not all(each.startswith(_LINKS) and len(each.split()) == 1 for each in works):
            return self.tr("A work is a link, one on each line.")
        return ""

    def award(self) -> Award:
        """Return what is given, as it is typed."""
        from portfolio.attest.badges.issuing import Award
        from portfolio.model.attestation import Work

        criteria = self.criteria.toPlainText().strip()
        return Award(
            self.name.text().strip(),
            criteria,
            criteria,
            tuple(Work(each, "") for each in self._links()),
            self.words.toPlainText().strip(),
            language=self.locale().bcp47Name().split("-")[0],
        )

    def receiver(self) -> Receiver:
        """Return whom it is for: an account, or an address that is written scrambled."""
        from portfolio.attest.badges.issuing import Receiver

        typed = self.whom.text().strip()
        is_mail = "@" in typed and ":" not in typed
        return Receiver(mail=typed) if is_mail else Receiver(account=typed)

    def _links(self) -> list[str]:
        lines = (line.strip() for line in self.works.toPlainText().splitlines())
        return [line for line in lines if line]

    @Slot()
    def _look(self) -> None:
        super()._look()
        self.title.set_words(self.name.text().strip() or self.tr("Its name"))
        self.picture.update()

    # A picture of one's own

    @Slot()
    def _choose_picture(self) -> None:
        words = self.tr("Choose a picture")
        path, _ = QFileDialog.getOpenFileName(self, words, "", f"{words} (*.png *.svg)")
        if path:
            self.take_picture(Path(path))

    def take_picture(self, path: Path) -> None:
        """Offer a file as the picture; one that cannot be used is named."""

        def work(_report: object, _cancelled: object) -> tuple[str, bytes, str]:
            from portfolio.operations import badge_giving, handed_files

            data = handed_files.read(path, most=_MOST_PICTURE)
            return path.stem, data, badge_giving.picture_type(data)

        def done(found: tuple[str, bytes, str]) -> None:
            self.banner.hide()
            self.designs.add_own(*found)

        self._session.run(work, on_done=done, on_failed=self._fault)

    # Signing

    @Slot()
    def _sign(self) -> None:
        is_svg = self.designs.chosen().media_type == "image/svg+xml"
        name = f"{self.name.text().strip()}.{'svg' if is_svg else 'png'}".replace("/", "-")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the badge"), name)
        if path:
            self._give(Path(path))

    def _give(self, path: Path) -> None:
        workspace, award, receiver = self._session.workspace, self.award(), self.receiver()
        design = self.designs.chosen().picture
        self.sign.set_available(self.tr("Signing now"))

        def work(_store: Store) -> Given:
            from portfolio.operations import badge_giving

            return badge_giving.issue(workspace, award, receiver, design=design, to=path)

        self._session.edit(work, self._done, self._fault)

    def _done(self, given: Given) -> None:
        self.given.emit(given.badge.id if given.badge is not None else "")
        self._close()


class _Preview(QWidget):
    """The chosen picture as the badge will have it."""

    def __init__(self, designs: DesignPicker) -> None:
        super().__init__()
        self._designs = designs
        self.setFixedSize(QSize(_PICTURE_PX, _PICTURE_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        chosen = self._designs.chosen()
        drawn = pixmap(chosen.picture, chosen.media_type, _PICTURE_PX, self)
        paint_drawn(painter, self.rect(), drawn)
        painter.end()
