"""Asks somebody who saw the work: which story, whom, which works, one question.

People are proposed from the evidence, who saw most of the works first. What will be sent is shown
as it will be sent; nothing leaves this computer before the holder hands it over.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio.errors import PortfolioError
from portfolio.model.attestation import Party
from portfolio.model.letter_request import ADVISED_WORKS, MAX_WORKS
from portfolio.ui.dialogs.keeps_words import KeepsWords
from portfolio.ui.models.words import fill, listed, part_word
from portfolio.ui.pages.autosave import Labelled
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_8, SPACE_12, SPACE_16, SPACE_24
from portfolio.ui.widgets.buttons import Button, ButtonKind
from portfolio.ui.widgets.form_parts import leave_room_for_bar, one_line, scrolled
from portfolio.ui.widgets.labels import Text, mark_data
from portfolio.ui.widgets.notices import Banner, BannerKind
from portfolio.ui.widgets.title_box import TitleBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.curate.corroboration import Askable
    from portfolio.model.attestation import Work
    from portfolio.operations.letter_requests import Asking, Made
    from portfolio.store.store import Store
    from portfolio.ui.session import Session

_SIZE: Final = (620, 700)
_MOST_PEOPLE: Final = 6


class AskSomeone(KeepsWords):
    """The form.

    Args:
        session: The window's.
        stories: Id and title of each story.

    Signals:
        asked: A request was made and saved.
    """

    asked = Signal()

    def __init__(
        self,
        session: Session,
        stories: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._asking: Asking | None = None
        self._boxes: list[tuple[QCheckBox, Work]] = []
        title = self.tr("Ask someone")
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        outer.setSpacing(SPACE_12)
        outer.addWidget(Text(title, TextSize.SECTION))
        told = self.tr(
            "You get two small files and the text of a mail. They can answer in two minutes, "
            "without an account and without installing anything."
        )
        outer.addWidget(Text(told, tone="muted", wraps=True))
        self.banner = Banner(BannerKind.FAILED, "")
        self.banner.hide()
        outer.addWidget(self.banner)
        outer.addWidget(self._form(stories), 1)
        outer.addLayout(self._buttons())
        if parent is not None:
            self.resize(_SIZE[0], min(_SIZE[1], parent.window().height() - SPACE_24))
        self._load()
        self._look()

    def _form(self, stories: Sequence[tuple[str, str]]) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        leave_room_for_bar(body, column)
        column.setSpacing(SPACE_12)
        self.story = QComboBox()
        mark_data(self.story)
        # Else the longest title would say how wide the form is.
        self.story.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for story_id, title in stories:
            self.story.addItem(title or self.tr("A story without a title"), story_id)
        self.story.currentIndexChanged.connect(self._load)
        column.addWidget(Labelled(self.tr("About which story"), self.story))
        self._people_title = Text(self.tr("Who saw this work"), TextSize.STRONG)
        column.addWidget(self._people_title)
        self._people = QVBoxLayout()
        self._people.setSpacing(SPACE_8)
        column.addLayout(self._people)
        self.name = self._line()
        column.addWidget(Labelled(self.tr("Whom you ask"), self.name))
        self.account = self._line("https://github.com/name")
        column.addWidget(Labelled(self.tr("Their account"), self.account, self.tr("if known")))
        self._works_title = Text(self.tr("About these works"), TextSize.STRONG)
        column.addWidget(self._works_title)
        self._works = QVBoxLayout()
        self._works.setSpacing(SPACE_8 // 2)
        column.addLayout(self._works)
        self._no_works = Text(
            self.tr("This story has no work that others can open. Add one with a public page."),
            tone="warn",
            wraps=True,
        )
        column.addWidget(self._no_works)
        self.few = Text("", TextSize.SMALL, "muted", wraps=True)
        column.addWidget(self.few)
        self.question = QPlainTextEdit(self.tr("What did you see me do here?"))
        self.question.setTabChangesFocus(True)
        self.question.setMinimumHeight(70)
        self.question.textChanged.connect(self._look)
        mark_data(self.question)
        column.addWidget(Labelled(self.tr("Your question"), self.question))
        column.addStretch(1)
        return scrolled(body)

    def _line(self, example: str = "") -> QLineEdit:
        line = one_line(example)
        line.textChanged.connect(self._look)
        return line

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addStretch(1)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = Button(self.tr("Save the files and copy the mail…"), ButtonKind.PRIMARY)
        self.save.setDefault(True)
        self.save.clicked.connect(self._choose_folder)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    # What a story offers

    @Slot()
    def _load(self) -> None:
        story_id = self.story.currentData()
        if not story_id:
            self._show_asking(None)
            return
        store = self._session.store

        def work(_report: object, _cancelled: object) -> Asking:
            from portfolio.operations import letter_requests

            return letter_requests.about_story(store, story_id)

        self._session.run(work, on_done=self._show_asking)

    def _show_asking(self, asking: Asking | None) -> None:
        self._asking = asking
        for column in (self._people, self._works):
            while (item := column.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self._boxes = []
        people = asking.people[:_MOST_PEOPLE] if asking else ()
        self._people_title.setVisible(bool(people))
        buttons: list[QWidget] = []
        for each in people:
            button = Button(_person_line(each), is_small=True, is_data=True)
            button.clicked.connect(partial(self._take_person, each))
            self._people.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            buttons.append(button)
        works = asking.works if asking else ()
        for number, work in enumerate(works):
            box = TitleBox(work.title)
            box.setToolTip(work.url)
            box.setChecked(number < MAX_WORKS)
            box.toggled.connect(self._look)
            self._boxes.append((box, work))
            self._works.addWidget(box)
        self._no_works.setVisible(asking is not None and not works)
        self._walk(buttons)
        self._look()

    def _walk(self, people: Sequence[QWidget]) -> None:
        """Let Tab go as one reads: what comes later would stand behind Cancel."""
        boxes = [box for box, _work in self._boxes]
        walk = [self.story, *people, self.name, self.account, *boxes, self.question]
        for before, after in pairwise(walk):
            QWidget.setTabOrder(before, after)

    def _take_person(self, person: Askable) -> None:
        self.name.setText(person.name)
        self.account.setText(person.account)

    def works(self) -> list[Work]:
        """Return the works that are ticked."""
        return [work for box, work in self._boxes if box.isChecked()]

    @Slot()
    def _look(self) -> None:
        if not hasattr(self, "save"):
            return  # still being built
        self._show_few()
        reason = ""
        if not self.name.text().strip():
            reason = self.tr("Say whom you ask.")
        elif not self.works():
            reason = self.tr("Tick at least one work.")
        elif len(self.works()) > MAX_WORKS:
            most = self.locale().toString(MAX_WORKS)
            reason = fill(
                self.tr("Tick at most %1 works: they are to be looked at.", "number"), most
            )
        elif not self.question.toPlainText().strip():
            reason = self.tr("Ask something.")
        self.save.set_available(reason)

    def _show_few(self) -> None:
        """Say that more works make a better letter; one may go on all the same."""
        ticked = len(self.works())
        pattern = self.tr(
            "%1 to %2 works make a better letter: there is more to write about. You can ask about "
            "%n work(s) all the same.",
            "numbers",
            ticked,
        )
        locale = self.locale()
        words = fill(pattern, locale.toString(ADVISED_WORKS), locale.toString(MAX_WORKS))
        self.few.setText(words)
        self.few.setVisible(0 < ticked < ADVISED_WORKS)

    # Making it

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Where to save the files"))
        if folder:
            self._make(Path(folder))

    def _make(self, folder: Path) -> None:
        workspace, works = self._session.workspace, self.works()
        asked = Party(self.name.text().strip(), "", tuple(self.account.text().split()))
        question = self.question.toPlainText()
        story_id = str(self.story.currentData() or "")
        language = self.locale().bcp47Name().split("-")[0]
        self.save.set_available(self.tr("Saving now"))

        def work(_store: Store) -> Made:
            from portfolio.operations import letter_requests

            return letter_requests.make(
                workspace,
                asked,
                works,
                question=question,
                language=language,
                story_id=story_id,
                folder=folder,
            )

        self._session.edit(work, self._done, self._fault)

    def is_typed(self) -> bool:
        """Say whether there is something that would be lost."""
        is_asked_anew = self.question.toPlainText().strip() != self.tr(
            "What did you see me do here?"
        )
        return is_asked_anew or bool(self.name.text().strip() or self.account.text().strip())

    def loss(self) -> str:
        """Return what throwing away comes to."""
        return self.tr("No file is made yet. Nothing of it is kept.")

    def _done(self, made: Made) -> None:
        QGuiApplication.clipboard().setText(made.mail)
        self.asked.emit()
        self.close_used()

    def _fault(self, error: Exception) -> None:
        self._look()
        if not isinstance(error, PortfolioError):
            self._session.tell_failed(error)
            return
        self.banner.say(BannerKind.FAILED, str(error))
        self.banner.show()


def _person_line(person: Askable) -> str:
    """Return who it is and what they did: "Bea: reviewer of 4 works"."""
    translate = QCoreApplication.translate
    done = [
        fill(translate("AskSomeone", "%1 (%2)", "part in works, number"), part_word(part),
             QLocale().toString(count))
        for part, count in person.parts[:2]
    ]  # fmt: skip
    return fill(translate("AskSomeone", "%1: %2", "somebody, what they did"), person.name,
                listed(done))  # fmt: skip
