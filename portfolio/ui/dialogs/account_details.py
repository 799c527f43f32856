"""Second step of adding an account: where, who, how to sign in, and what is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.model.account import Way
from portfolio.ui.models.account_words import way_words
from portfolio.ui.models.kind_words import kind_name
from portfolio.ui.models.words import fill
from portfolio.ui.outside_link import open_outside
from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_12, SPACE_24
from portfolio.ui.widgets.buttons import Button
from portfolio.ui.widgets.form_parts import labelled, leave_room_for_bar
from portfolio.ui.widgets.labels import DataText, Text, mark_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.model.kinds import Kind
    from portfolio.operations.signing_in import WayOffer
    from portfolio.sync.provider import About, KindInfo


@dataclass(frozen=True, slots=True)
class AccountAsked:
    """What was filled in.

    Attributes:
        token: What was pasted; never kept by the form.
        kinds: Chosen kinds; empty when they are the ones chosen by default.
    """

    provider: str
    instance: str
    way: Way
    handle: str = ""
    token: str = field(default="", repr=False)
    tool: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()


class DetailsStep(QScrollArea):
    """The form for one service.

    Signals:
        changed: Something was filled in; ask `missing` again.
        instance_changed: Another address was given; the ways open there may be others.
        edited: The address or the name is another now: what was said of the last one is over.
    """

    changed = Signal()
    instance_changed = Signal(str)
    edited = Signal()

    def __init__(self, about: About, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self._offers: tuple[WayOffer, ...] = ()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        leave_room_for_bar(inside, self._column, SPACE_12)
        self._column.setSpacing(SPACE_12)
        self._instance = self._add_instance()
        self._ways = QButtonGroup(self)
        self._way_box = QVBoxLayout()
        self._way_box.setSpacing(SPACE_4)
        self._column.addWidget(Text(self.tr("How to sign in"), TextSize.STRONG))
        self._column.addLayout(self._way_box)
        self._way_words = Text("", TextSize.SMALL, "muted", wraps=True)
        self._column.addWidget(self._way_words)
        self._page = Button(self.tr("Open the page that makes one"), icon="external-link")
        self._page.clicked.connect(self._open_page)
        self._column.addWidget(self._page)
        self._tool = QComboBox()
        self._tool_part = _part(labelled(self.tr("Program"), self._tool))
        self._column.addWidget(self._tool_part)
        self._token = QLineEdit()
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.textChanged.connect(self.changed)
        self._token_part = _part(labelled(self.tr("Token"), self._token))
        self._column.addWidget(self._token_part)
        self._handle = QLineEdit()
        self._handle.textChanged.connect(self.changed)
        self._handle.textChanged.connect(self.edited)
        mark_data(self._handle)
        name = labelled(self.tr("Your name there"), self._handle, about.handle_words)
        self._handle_part = _part(name)
        self._column.addWidget(self._handle_part)
        self._options = {key: self._add_option(words) for key, words in about.option_words.items()}
        self._add_kinds()
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(about.name)
        self.setWidget(inside)

    def show_offers(self, offers: Sequence[WayOffer]) -> None:
        """Show the ways to sign in; the first that is open is chosen."""
        chosen = self._way()
        self._offers = tuple(offers)
        while (item := self._way_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._ways.deleteLater()
        self._ways = QButtonGroup(self)
        for at, offer in enumerate(self._offers):
            button = QRadioButton(way_words(offer.info.way))
            button.setEnabled(not offer.why_not)
            self._ways.addButton(button, at)
            self._way_box.addWidget(button)
            if offer.why_not:
                why = DataText(offer.why_not, TextSize.SMALL, "muted", wraps=True)
                _indent(why)
                self._way_box.addWidget(why)
        self._ways.idToggled.connect(self._follow_way)
        wanted = [at for at, each in enumerate(self._offers) if each.info.way is chosen]
        usable = [at for at, each in enumerate(self._offers) if not each.why_not]
        for at in [*(at for at in wanted if at in usable), *usable][:1]:
            self._ways.button(at).setChecked(True)
        self._walk()
        self._follow_way()

    def _walk(self) -> None:
        """Let Tab go as one reads: the ways came last and would stand behind all else."""
        first = [self._instance] if self._instance is not None else []
        last = [self._page, self._tool, self._token, self._handle]
        walk = [*first, *self._ways.buttons(), *last, *self._options.values()]
        for before, after in pairwise([*walk, *self._kinds.values()]):
            QWidget.setTabOrder(before, after)

    def missing(self) -> str:
        """Return what has to be filled in first, or ""."""
        way = self._way()
        if way is None:
            return self.tr("Choose how to sign in first.")
        if not self.instance():
            return self.tr("Type the address of the service first.")
        if way is Way.TOKEN and not self._token.text().strip():
            return self.tr("Paste the token first.")
        if way is Way.NAME and not self._handle.text().strip():
            return self.tr("Type your name there first.")
        if not self._chosen_kinds():
            return self.tr("Choose at least one kind to read.")
        return ""

    def asked(self) -> AccountAsked:
        """Return what was filled in."""
        chosen = self._chosen_kinds()
        default = [info.kind for info in self._about.kinds if info.asked_by_default]
        offer = self._offer()
        return AccountAsked(
            provider=self._about.id,
            instance=self.instance(),
            way=offer.info.way if offer is not None else Way.NAME,
            handle=self._handle.text().strip(),
            token=self._token.text().strip(),
            tool=str(self._tool.currentData() or ""),
            options={key: field.text().strip() for key, field in self._options.items()},
            kinds=() if chosen == default else tuple(chosen),
        )

    def forget_token(self) -> None:
        """Empty the token's field."""
        self._token.clear()

    def instance(self) -> str:
        """Return the address of the service."""
        if self._instance is None:
            return self._about.instances[0]
        return self._instance.currentText().strip()

    def focus_first(self) -> None:
        """Put the focus where filling in starts."""
        is_typed = self._instance is not None and not self._about.instances
        if is_typed and self._instance is not None:
            self._instance.setFocus()
        elif (button := self._ways.checkedButton()) is not None:
            button.setFocus()

    def _add_instance(self) -> QComboBox | None:
        if self._about.is_fixed and self._about.instances:
            return None
        made = QComboBox()
        made.setEditable(True)
        made.addItems(list(self._about.instances))
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = made.lineEdit()
        if line is not None:
            line.setPlaceholderText("https://")
            line.editingFinished.connect(self._tell_instance)
            mark_data(line)
        made.currentIndexChanged.connect(self._tell_instance)
        made.editTextChanged.connect(self.changed)
        made.editTextChanged.connect(self.edited)
        self._column.addLayout(labelled(self.tr("Address of the service"), made))
        return made

    def _add_option(self, words: str) -> QLineEdit:
        made = QLineEdit()
        made.textChanged.connect(self.changed)
        mark_data(made)
        self._column.addLayout(labelled(words, made))
        return made

    def _add_kinds(self) -> None:
        self._column.addWidget(Text(self.tr("What is read"), TextSize.STRONG))
        self._kinds: dict[Kind, QCheckBox] = {}
        self._whys: dict[Kind, Text] = {}
        for info in self._about.kinds:
            box = QCheckBox(kind_name(info.kind))
            box.setChecked(info.asked_by_default)
            box.toggled.connect(self.changed)
            self._kinds[info.kind] = box
            self._column.addWidget(box)
            why = Text("", TextSize.SMALL, "muted", wraps=True)
            _indent(why)
            why.hide()
            self._whys[info.kind] = why
            self._column.addWidget(why)
        if self._about.cannot:
            self._column.addWidget(Text(self.tr("What cannot be read"), TextSize.STRONG))
        for sentence in self._about.cannot:
            self._column.addWidget(DataText(sentence, TextSize.SMALL, "muted", wraps=True))

    def _chosen_kinds(self) -> list[Kind]:
        return [kind for kind, box in self._kinds.items() if box.isChecked() and box.isEnabled()]

    def _offer(self) -> WayOffer | None:
        at = self._ways.checkedId()
        return self._offers[at] if 0 <= at < len(self._offers) else None

    def _way(self) -> Way | None:
        offer = self._offer()
        return offer.info.way if offer is not None else None

    @Slot()
    def _follow_way(self) -> None:
        """Show what the chosen way needs, and which kinds it can read."""
        offer = self._offer()
        way = self._way()
        words = offer.info.words if offer is not None else ""
        if offer is not None and offer.info.scopes:
            asks = fill(self.tr("Asks for: %1."), ", ".join(offer.info.scopes))
            words = f"{asks} {words}".strip()
        self._way_words.setText(words)
        self._way_words.setVisible(bool(words))
        self._page.setVisible(way is Way.TOKEN and offer is not None and bool(offer.page))
        self._token_part.setVisible(way is Way.TOKEN)
        self._handle_part.setVisible(way is Way.NAME)
        self._tool_part.setVisible(way is Way.FROM_TOOL)
        self._tool.clear()
        for tool in offer.tools if offer is not None else ():
            self._tool.addItem(tool, tool)
        for info in self._about.kinds:
            self._show_kind(info, way)
        self.changed.emit()

    def _show_kind(self, info: KindInfo, way: Way | None) -> None:
        is_open = not info.needs or way in info.needs
        self._kinds[info.kind].setEnabled(is_open)
        self._whys[info.kind].setText("" if is_open else self.tr("Needs you to sign in."))
        self._whys[info.kind].setVisible(not is_open)

    @Slot()
    def _open_page(self) -> None:
        offer = self._offer()
        open_outside(offer.page if offer is not None else "")

    @Slot()
    def _tell_instance(self) -> None:
        self.instance_changed.emit(self.instance())


def _part(layout: QVBoxLayout) -> QWidget:
    """Return a part of the form that can be hidden as a whole."""
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def _indent(text: QWidget) -> None:
    """Set words under the words of a tick box; margins do not mirror by themselves."""
    is_mirrored = text.layoutDirection() is Qt.LayoutDirection.RightToLeft
    text.setContentsMargins(0 if is_mirrored else SPACE_24, 0, SPACE_24 if is_mirrored else 0, 0)
