"""The Accounts page over a real record, a real transport and a service on loopback."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton
from pytestqt.qtbot import QtBot

from portfolio.errors import KeychainError
from portfolio.keychain import SessionSecrets
from portfolio.model.account import AccountState, Way
from portfolio.model.codes import SourceKind
from portfolio.model.deed_query import DeedQuery
from portfolio.operations import folder_removal
from portfolio.operations.signing_in import SignIn
from portfolio.paths import Paths
from portfolio.settings import SettingsFile
from portfolio.sync.transport import Timing, Transport
from portfolio.ui.dialogs.account_details import DetailsStep
from portfolio.ui.dialogs.account_facts import AccountFacts
from portfolio.ui.dialogs.account_kinds import AccountKinds
from portfolio.ui.dialogs.account_service import ServiceStep
from portfolio.ui.dialogs.remove_account import RemoveAccount
from portfolio.ui.dialogs.remove_folder import RemoveFolder
from portfolio.ui.i18n import PseudoTranslator, is_pseudo
from portfolio.ui.pages.accounts import AccountsPage
from portfolio.ui.pages.contributions import ContributionsPage
from portfolio.ui.pages.projects import ProjectsPage
from portfolio.ui.session import Change, Session
from portfolio.ui.tasks import LoopThread, Task
from portfolio.ui.widgets.account_card import AccountCard
from portfolio.ui.widgets.labels import Text
from portfolio.ui.widgets.link import Link
from portfolio.workspace import Workspace
from tests.clocks import FixedClock
from tests.sync.engine.ledger import KINDS, NEWEST, NOW, WHOLE, Ledger, LedgerProvider
from tests.sync.loopback import Answer, Asked, LoopbackServer, as_json
from tests.sync.timing import PatientTime
from tests.ui import record_made
from tests.ui.pages.conftest import Window

TOKEN = "canary-5d1e77"


class Ring(SessionSecrets):
    """A keyring in memory that can be made to fail."""

    fails = False

    async def keep(self, entry: Any, secret: Any) -> None:
        if self.fails:
            raise KeychainError("There is no keyring.", state="none")
        await super().keep(entry, secret)


@dataclass
class Scene:
    qtbot: QtBot
    page: AccountsPage
    session: Session
    server: LoopbackServer
    ledger: Ledger
    ring: Ring
    window: Window

    def card(self) -> AccountCard:
        (card,) = self.page.findChildren(AccountCard)
        return card

    def words(self) -> list[tuple[str, str]]:
        view = self.card()._view
        assert view is not None
        return [(line.name, line.words) for line in view.lines]

    def standing(self) -> str:
        view = self.card()._view
        assert view is not None
        return view.standing.words

    def fill_in(self, token: str = TOKEN) -> Any:
        """Go through the dialog up to the button that adds."""
        self.page._add()
        dialog = self.page.deeds._dialog
        assert dialog is not None
        dialog._service.take_chosen()
        details = dialog._details
        assert details is not None
        self.qtbot.waitUntil(lambda: bool(details._offers))
        assert details._instance is not None
        details._instance.setEditText(self.server.base)
        ways = [offer.info.way for offer in details._offers]
        details._ways.button(ways.index(Way.TOKEN)).setChecked(True)
        details._token.setText(token)
        assert dialog._next.isEnabled(), details.missing()
        return dialog

    def add(self, token: str = TOKEN) -> None:
        dialog = self.fill_in(token)
        dialog._go_on()
        self.qtbot.waitUntil(lambda: self.page.deeds._dialog is None)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.session.syncs.is_running, timeout=20_000)
        self.qtbot.waitUntil(lambda: self.session.is_idle, timeout=20_000)


@pytest.fixture
def scene(  # noqa: PLR0917
    qtbot: QtBot,
    qapp: QApplication,
    loop_thread: LoopThread,
    paths: Paths,
    clock: FixedClock,
    window: Window,
    theme: object,
) -> Iterator[Scene]:
    ledger = Ledger()
    for kind in KINDS:
        ledger.fill(kind, 12)
    ring = Ring()
    with LoopbackServer(ledger) as server:
        space = Workspace.open(
            paths.data.parent,
            clock=clock,
            keychain=ring,
            transport=Transport(PatientTime().timing),
            providers=(LedgerProvider(),),
        )
        session = Session(loop_thread, SettingsFile(paths.settings), paths)
        _ = space.store
        session.attach(space)
        page = AccountsPage(session, window)
        session.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.refresh(None)
        qtbot.waitUntil(lambda: page._told is not None)
        yield Scene(qtbot, page, session, server, ledger, ring, window)
        session.syncs.cancel_all()
        for dialog in page.findChildren(QDialog):  # waiting may delete the page
            dialog.close()
        qtbot.waitUntil(lambda: session.is_idle)
        loop_thread.shutdown(3000)
        space.close()
        session.deleteLater()


def test_without_accounts_the_page_says_what_can_be_done(scene: Scene) -> None:
    assert scene.page._empty.isVisible()
    assert not scene.page._update.isEnabled()


def test_an_account_is_added_by_the_dialog_and_read_at_once(scene: Scene) -> None:
    scene.add()
    scene.qtbot.waitUntil(lambda: scene.standing().startswith("Up to date"))
    assert all(words.startswith(("Complete", "In part")) for _name, words in scene.words())
    with scene.session.store.reading() as reader:
        assert len(reader.deeds.ids(DeedQuery())) == 5 * 12
        (account,) = reader.accounts.all()
    assert account.way is Way.TOKEN
    assert scene.page._banner.words().startswith("This is ada. Rights granted: read")
    assert not scene.page._empty.isVisible()
    assert [entry.reveal() for entry in scene.ring._secrets.values()] == [TOKEN]


def test_what_was_pasted_leaves_the_form_and_a_refusal_keeps_the_rest(scene: Scene) -> None:
    scene.ledger.before = lambda _asked: as_json({"message": "bad"}, 401)
    dialog = scene.fill_in()
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: dialog._banner.isVisibleTo(dialog))
    details = dialog._details
    assert dialog._steps.currentWidget() is details
    assert "does not take this token" in dialog._banner.words()
    assert details._token.text() == ""
    assert details.instance() == scene.server.base
    with scene.session.store.reading() as reader:
        assert reader.accounts.all() == []
    dialog.reject()


def test_what_was_said_of_an_address_goes_with_it(scene: Scene) -> None:
    dialog = scene.fill_in()
    dialog._details._instance.setEditText("http://127.0.0.1:1")
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: dialog._banner.isVisibleTo(dialog))
    assert "127.0.0.1" in dialog._banner.words()
    line = dialog._details._instance.lineEdit()
    scene.qtbot.keyClick(line, Qt.Key.Key_End)
    scene.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert not dialog._banner.isVisibleTo(dialog)
    assert dialog._details._token.text() == TOKEN, "what was typed stays"
    dialog.reject()


def test_a_token_nobody_refused_is_not_pasted_twice(scene: Scene) -> None:
    scene.ledger.before = lambda _asked: as_json({"message": "asleep"}, 503)
    dialog = scene.fill_in()
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: dialog._banner.isVisibleTo(dialog))
    assert dialog._details._token.text() == TOKEN
    scene.ledger.before = lambda _asked: None
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: scene.page.deeds._dialog is None)
    scene.settle()
    assert scene.card().key


def test_the_page_in_the_browser_speaks_the_windows_language(
    scene: Scene, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign-in in the browser from the window, with the browser played by a plain request."""
    transport = scene.session.workspace.transport
    at_once = transport.timing
    # The page is waited for in real time; it comes at once.
    timing = Timing(at_once.clock, asyncio.sleep, at_once.monotonic, at_once.chance)
    monkeypatch.setattr(transport, "timing", timing)
    adding = scene.page.deeds._adding
    ended = []
    adding.failed.connect(lambda words, _keyring, _refused: ended.append(words))
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    try:
        for code in ("", "code-1"):
            steps: list[Any] = []
            adding.stepped.connect(steps.append)
            adding.begin(SignIn("ledger", Way.BROWSER, scene.server.base))
            scene.qtbot.waitUntil(lambda found=steps: bool(found))
            said = _answered(steps[0].address, code)
            assert is_pseudo(said.partition("<p>")[2])
            adding.stepped.disconnect(steps.append)
            scene.qtbot.waitUntil(lambda: adding._task is None)
    finally:
        qapp.removeTranslator(translator)
    assert len(ended) == 1
    assert is_pseudo(ended[0])
    scene.settle()
    with scene.session.store.reading() as reader:
        (account,) = reader.accounts.all()
    assert account.way is Way.BROWSER


def _answered(page: str, code: str) -> str:
    """Do what a browser does at the end of a sign-in, and return what it shows."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    where = urlsplit(asked["redirect_uri"])
    query = urlencode({"code": code, "state": asked["state"]})
    with socket.create_connection((where.hostname or "", where.port or 0)) as link:
        head = f"GET {where.path}?{query} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n"
        link.sendall(head.encode())
        with link.makefile("rb") as answer:
            return answer.read().decode()


def test_without_a_keyring_this_session_only_is_offered(scene: Scene) -> None:
    scene.ring.fails = True
    dialog = scene.fill_in()
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: dialog._banner.isVisibleTo(dialog))
    assert dialog._banner._action.words() == "Keep it for this session only"
    dialog._banner.requested.emit()
    scene.qtbot.waitUntil(lambda: scene.page.deeds._dialog is None)
    scene.settle()
    with scene.session.store.reading() as reader:
        (account,) = reader.accounts.all()
    assert not account.keeps_secret


def test_reading_is_shown_and_cancelled_at_once_with_whole_pages_kept(scene: Scene) -> None:
    scene.ledger.fill(NEWEST, 300)
    asked: list[str] = []

    def note(request: Asked) -> Answer | None:
        asked.append(request.target)
        return None

    scene.ledger.before = note
    dialog = scene.fill_in()
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: len(asked) > 8)
    scene.qtbot.waitUntil(lambda: bool(scene.page._cards))
    view = scene.card()._view
    assert view is not None
    assert view.is_reading
    assert scene.card()._do.words() == "Cancel"
    key = scene.card().key
    scene.card().chosen.emit(key, "cancel")
    scene.settle()
    assert scene.window.said[-1] == "Stopped. What was read so far is kept."
    with scene.session.store.reading() as reader:
        kept = reader.accounts.count(key, NEWEST)
    assert 0 < kept < 300
    assert kept % scene.ledger.per_page == 0
    scene.session.syncs.start([key])
    scene.settle()
    with scene.session.store.reading() as reader:
        assert reader.accounts.count(key, NEWEST) == 300


def test_a_dead_token_needs_the_holder_and_signing_in_again_mends_it(scene: Scene) -> None:
    scene.add()
    scene.ledger.before = lambda _asked: as_json({"message": "bad"}, 401)
    scene.session.syncs.start([scene.card().key])
    scene.settle()
    scene.qtbot.waitUntil(lambda: scene.standing() == "Needs you to sign in")
    assert scene.card()._do.property("kind") == "primary"
    assert [each.state for each in scene.session.accounts] == [AccountState.SIGN_IN]
    scene.ledger.before = lambda _asked: None
    scene.card().chosen.emit(scene.card().key, "needs")
    dialog = scene.page.deeds._dialog
    assert dialog is not None
    details = dialog._details
    assert details is not None
    scene.qtbot.waitUntil(lambda: bool(details._offers))
    assert not dialog._back.isVisibleTo(dialog)
    buttons = details.findChildren(QRadioButton)
    assert buttons
    ways = [offer.info.way for offer in details._offers]
    details._ways.button(ways.index(Way.TOKEN)).setChecked(True)
    details._token.setText("another")
    if details._instance is not None:
        details._instance.setEditText(scene.server.base)
    dialog._go_on()
    scene.qtbot.waitUntil(lambda: scene.page.deeds._dialog is None)
    scene.settle()
    scene.qtbot.waitUntil(lambda: scene.standing().startswith("Up to date"))


def test_one_kind_that_fails_says_so_and_the_others_go_on(scene: Scene) -> None:
    scene.ledger.refuses[NEWEST] = 403
    scene.add()
    scene.qtbot.waitUntil(lambda: "1 kind(s) failed" in scene.standing())
    lines = dict(scene.words())
    assert lines["Pull requests"] == "Unknown. It could not be read"
    assert not any(char.isdigit() for char in lines["Pull requests"])
    view = scene.card()._view
    assert view is not None
    problem = next(line.problem for line in view.lines if line.problem)
    scene.card().asked.emit(scene.card().key, problem)
    assert scene.page._banner.words() == problem


def test_pause_facts_kinds_and_removal(scene: Scene) -> None:
    scene.add()
    key = scene.card().key
    scene.card().chosen.emit(key, "pause")
    scene.qtbot.waitUntil(lambda: scene.standing().startswith("Paused"))
    scene.card().chosen.emit(key, "resume")
    scene.qtbot.waitUntil(lambda: scene.standing().startswith("Up to date"))
    scene.card().chosen.emit(key, "facts")
    scene.qtbot.waitUntil(lambda: bool(scene.page.findChildren(AccountFacts)))
    facts = scene.page.findChildren(AccountFacts)[0]
    told = [label.text() for label in facts.findChildren(Text)]
    assert any(words.startswith("By itself in ") for words in told)
    facts.accept()
    scene.card().chosen.emit(key, "kinds")
    (kinds,) = scene.page.findChildren(AccountKinds)
    kinds.boxes[NEWEST].setChecked(False)
    kinds.accept()
    scene.settle()
    scene.qtbot.waitUntil(
        lambda: dict(scene.words())["Pull requests"] == "Not asked for. You left them out"
    )
    scene.card().chosen.emit(key, "remove")
    (removal,) = scene.page.findChildren(RemoveAccount)
    removal.also_data.setChecked(True)
    removal.accept()
    scene.qtbot.waitUntil(lambda: not scene.page._cards)
    with scene.session.store.reading() as reader:
        assert reader.accounts.all() == []
        assert len(reader.deeds.ids(DeedQuery())) == 0
    assert not scene.ring._secrets


def test_a_folder_is_removed_once_it_is_said_what_goes(scene: Scene) -> None:
    record_made.fill(scene.session.store)
    scene.session.tell_changed("source")
    scene.qtbot.waitUntil(lambda: "folders" in scene.page._cards)
    assert scene.page._told is not None
    folders = scene.page._told.folders
    card = scene.page._cards["folders"]
    assert card._view is not None
    assert ("remove-folder", "Remove a folder…") in card._view.choices
    card.chosen.emit("folders", "remove-folder")
    (dialog,) = scene.page.findChildren(RemoveFolder)
    assert not dialog.verb.isEnabled()
    dialog.box.setCurrentIndex(1)
    scene.qtbot.waitUntil(dialog.verb.isEnabled)
    going = folder_removal.going(scene.session.store, folders[1].id)
    assert dialog._count.text().startswith(f"{going.deed_count:,} work")
    dialog.box.setCurrentIndex(0)
    assert not dialog.verb.isEnabled()  # of another folder nothing is known yet
    scene.qtbot.waitUntil(dialog.verb.isEnabled)
    dialog.accept()
    scene.settle()
    scene.qtbot.waitUntil(
        lambda: scene.page._told is not None and scene.page._told.folders == folders[1:]
    )
    assert folders[0].place in scene.page._banner.findChildren(Text)[0].text()


def test_a_folder_is_kept_when_it_is_not_meant(scene: Scene) -> None:
    record_made.fill(scene.session.store)
    scene.session.tell_changed("source")
    scene.qtbot.waitUntil(lambda: "folders" in scene.page._cards)
    scene.page._cards["folders"].chosen.emit("folders", "remove-folder")
    (dialog,) = scene.page.findChildren(RemoveFolder)
    dialog.box.setCurrentIndex(0)
    dialog.reject()  # before the answer comes
    scene.settle()
    with scene.session.store.reading() as reader:
        assert scene.page._told is not None
        assert len(scene.page._told.folders) == sum(
            each.kind is SourceKind.GIT_FOLDER for each in reader.sources.all()
        )


def test_the_search_finds_services_by_name_address_and_kind(scene: Scene) -> None:
    scene.page._add()
    dialog = scene.page.deeds._dialog
    assert dialog is not None
    for words, count in (("ledg", 1), ("pull", 1), ("nothing like it", 0), ("", 1)):
        dialog._service._filter(words)
        assert dialog._service._model.rowCount() == count, words
    dialog.reject()


def test_enter_takes_what_the_words_find_not_what_stood_there(qtbot: QtBot) -> None:
    step = ServiceStep((LedgerProvider().about,))
    qtbot.addWidget(step)
    taken: list[object] = []
    step.taken.connect(taken.append)
    qtbot.keyClicks(step.search, "nothing like it")
    qtbot.keyClick(step.search, Qt.Key.Key_Return)
    step.take_chosen()
    assert taken == []


def test_tab_goes_from_the_way_to_sign_in_to_what_it_needs(scene: Scene) -> None:
    dialog = scene.fill_in()
    details = dialog._details
    focus = details._ways.checkedButton()
    focus.setFocus()
    met = []
    while dialog.focusWidget() is not details._token:
        scene.qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        met.append(dialog.focusWidget())
        assert len(met) < 40
    assert dialog._cancel not in met
    assert not set(met) & set(details._kinds.values())
    dialog.reject()


def test_what_cannot_be_read_stands_under_its_own_words(qtbot: QtBot) -> None:
    step = DetailsStep(replace(LedgerProvider().about, cannot=("Badges you declined.",)))
    qtbot.addWidget(step)
    shown = [each.text() for each in step.findChildren(Text)]
    assert shown[shown.index("Badges you declined.") - 1] == "What cannot be read"


def test_the_service_is_asked_again_for_one_contribution(scene: Scene) -> None:
    item = scene.ledger.put(NEWEST, "open-1", NOW, title="Still open", is_open=True)
    scene.add()
    page = ContributionsPage(scene.session, scene.window)
    scene.qtbot.addWidget(page)
    scene.session.changed.connect(page.refresh)
    page.resize(1200, 760)
    page.show()
    page.refresh(None)
    scene.qtbot.waitUntil(lambda: page.pane.facts is not None)

    def shows(title: str) -> None:
        assert page.pane.facts is not None
        assert page.pane.facts.deed.title == title

    scene.qtbot.waitUntil(lambda: shows("Still open"))

    def ask(said: str) -> None:
        menu = page.pane.menu()
        (action,) = [each for each in menu.actions() if each.text() == "Ask the service again"]
        scene.window.said.clear()
        action.trigger()
        assert scene.window.said == ["Asking the service…"]
        scene.qtbot.waitUntil(lambda: len(scene.window.said) == 2)
        assert scene.window.said[1] == said
        menu.close()

    ask("It is as it was.")
    (command,) = [each for each in page.actions() if each.id == "deed.ask-again"]
    assert command.reason() == ""
    scene.window.said.clear()
    command.run()
    scene.qtbot.waitUntil(lambda: scene.window.said[1:] == ["It is as it was."])
    item.title, item.state, item.is_open = "Closed now", "merged", False
    ask("It has changed, and the record with it.")
    scene.qtbot.waitUntil(lambda: shows("Closed now"))
    ask("Nothing more can become of it there, so it was not asked for.")
    page.close()


def test_what_a_listing_suddenly_lacked_is_accepted_on_the_card(scene: Scene) -> None:
    scene.add()
    kept = dict(scene.ledger.items[WHOLE])
    for number in list(kept)[:8]:
        del scene.ledger.items[WHOLE][number]
    scene.page._sync_all()
    scene.settle()
    scene.qtbot.waitUntil(lambda: "much shorter" in dict(scene.words())["Badges"])
    (link,) = [
        each
        for each in scene.card().findChildren(Link)
        if each.isVisible() and each.accessibleName() == "Badges: these are really gone"
    ]
    link.click()
    said = "8 item(s) marked as gone. Your copies are kept."
    scene.qtbot.waitUntil(lambda: said in scene.window.said)
    scene.qtbot.waitUntil(lambda: dict(scene.words())["Badges"].startswith("Complete"))
    with scene.session.store.reading() as reader:
        (account,) = reader.accounts.all()
        assert reader.accounts.count(account.id, WHOLE) == 4


def test_first_results_are_usable_while_the_rest_arrives(scene: Scene) -> None:
    scene.ledger.fill(NEWEST, 60)
    goes_on = threading.Event()

    def waits(asked: Asked) -> Answer | None:
        if "page=3" in asked.target:
            goes_on.wait()
        return None

    scene.ledger.before = waits
    pages = [made(scene.session, scene.window) for made in (ContributionsPage, ProjectsPage)]
    for page in pages:
        scene.qtbot.addWidget(page)
        scene.session.changed.connect(page.refresh)
        page.resize(1200, 760)
        page.show()
        page.refresh(None)
    contributions, projects = pages
    assert isinstance(contributions, ContributionsPage)
    assert isinstance(projects, ProjectsPage)
    try:
        dialog = scene.fill_in()
        dialog._go_on()
        scene.qtbot.waitUntil(lambda: contributions.list.has_rows)
        scene.qtbot.waitUntil(lambda: projects.count.text() == "3 shown")
        assert scene.session.syncs.is_running
        assert contributions.pane.facts is not None
        before = contributions.filters.count.text()
    finally:
        goes_on.set()
    scene.settle()
    scene.qtbot.waitUntil(lambda: contributions.filters.count.text() == "108 shown")
    assert before != "108 shown"
    for page in pages:
        page.close()


def test_arrivals_are_shown_soon_and_then_less_often(scene: Scene) -> None:
    session, waits = scene.session, []
    for _turn in range(9):
        session.tell_arrived("deed")
        waits.append(session._arrivals.interval())
        session._arrivals.stop()
    assert waits == sorted(waits)
    assert waits[0] < 500
    assert waits[-1] <= 4000
    session.end_arrivals()
    session.tell_arrived("deed")
    assert session._arrivals.interval() == waits[0]
    session.end_arrivals()
    assert not session._arrivals.isActive()


def test_what_streams_in_is_read_once_at_a_time(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.add()
    page = ProjectsPage(scene.session, scene.window)
    scene.qtbot.addWidget(page)
    page.refresh(None)
    reads: list[Task] = []
    read = scene.session.read

    def counted(*words: Any) -> Task:
        reads.append(read(*words))
        return reads[-1]

    monkeypatch.setattr(scene.session, "read", counted)
    arrival = Change(frozenset({"deed", "project"}))
    for _turn in range(5):
        page.refresh(arrival)
    assert len(reads) == 1
    scene.settle()
    assert len(reads) == 2  # once more for all that came meanwhile
    assert page.count.text() == "3 shown"
    page.close()
