"""The model of the long list, over a real store."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale, Qt

from benchmarks.store_lists import confirm, fill
from portfolio.errors import ReadInterruptedError, StoreError
from portfolio.model.deed import DeedEdit
from portfolio.model.deed_query import DeedOrder, DeedQuery
from portfolio.settings import SettingsFile
from portfolio.store.store import Store
from portfolio.ui.models.deed_order import FIRST_PAGE, OrderReading
from portfolio.ui.models.deed_windows import WINDOW_ROWS
from portfolio.ui.models.deeds import DeedsModel
from portfolio.ui.models.roles import Role
from portfolio.ui.session import Session
from portfolio.ui.tasks import LoopThread
from tests.ui.opened import OpenedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.paths import Paths
    from tests.clocks import FixedClock

ROWS = 700


@pytest.fixture
def session(qapp: Any, paths: Paths, clock: FixedClock) -> Iterator[Session]:
    QLocale.setDefault(QLocale("en_GB"))
    store = Store.open(paths, clock=clock)
    fill(store, ROWS)
    confirm(store)
    thread = LoopThread()
    thread.begin()
    made = Session(thread, SettingsFile(paths.settings), paths)
    made.attach(OpenedRecord(store, clock))  # type: ignore[arg-type]
    yield made
    thread.shutdown()
    made.deleteLater()
    store.close()


@pytest.fixture
def model(session: Session) -> Iterator[DeedsModel]:
    made = DeedsModel(session.store, session)
    yield made
    made.stop()
    made.deleteLater()


def _show(model: DeedsModel, query: DeedQuery, qtbot: Any) -> None:
    with qtbot.waitSignal(model.placed):
        model.show(query)


def test_the_model_keeps_qts_rules(model: DeedsModel, qtbot: Any, qtmodeltester: Any) -> None:
    _show(model, DeedQuery(words="case0"), qtbot)
    qtmodeltester.check(model, force_py=True)
    _show(model, DeedQuery(words="nothing fits this"), qtbot)
    qtmodeltester.check(model, force_py=True)
    assert model.rowCount() == 0


def test_the_first_page_is_there_at_once_and_the_rest_follows(
    model: DeedsModel, qtbot: Any
) -> None:
    with qtbot.waitSignals([model.counted, model.rowsInserted]):
        model.show(DeedQuery())
        assert len(model.places.ids) == FIRST_PAGE
        assert model.index(0, 0).data(Role.HEAD)
        first = model.deed(1)
    assert len(model.places.ids) == ROWS
    assert model.deed(1) == first
    rows = model.rowCount()
    assert rows == ROWS + len(model.places.head_rows)
    months = [model.index(row, 0).data(Role.HEAD) for row in model.places.head_rows]
    assert len(set(months)) == len(months)


def test_every_row_is_the_store_s_in_its_order(
    model: DeedsModel, session: Session, qtbot: Any
) -> None:
    for order in DeedOrder:
        _show(model, DeedQuery(order=order), qtbot)
        with session.store.reading() as reader:
            expected = reader.deeds.by_ids(reader.deeds.ids(DeedQuery(order=order)))
        shown = [deed for row in range(model.rowCount()) if (deed := model.deed(row))]
        assert shown == expected


def test_each_deed_stands_under_its_month(model: DeedsModel, qtbot: Any) -> None:
    _show(model, DeedQuery(order=DeedOrder.DATE_OLDEST), qtbot)
    month = None
    for row in range(model.rowCount()):
        head, deed = model.places.head(row), model.deed(row)
        if head is not None:
            month = head
        else:
            assert deed is not None
            assert (deed.occurred_at.year, deed.occurred_at.month) == month


def test_nothing_is_read_for_rows_that_are_there(
    model: DeedsModel, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _show(model, DeedQuery(order=DeedOrder.TITLE), qtbot)
    for row in range(40):
        model.index(row, 1).data()
    reads: list[int] = []
    real = model._windows._fetch
    monkeypatch.setattr(model._windows, "_fetch", lambda ids: (reads.append(1), real(ids))[1])
    for row in range(40):
        for role in (Qt.ItemDataRole.DisplayRole, Role.TITLE, Role.KIND_ICON, Role.HIDDEN):
            assert model.index(row, 1).data(role) is not None
        assert model.index(row, 1).data(Qt.ItemDataRole.FontRole) is None
        assert model.index(row, 1).data(Qt.ItemDataRole.BackgroundRole) is None
    assert not reads
    model.index(WINDOW_ROWS + 1, 1).data()
    assert len(reads) == 1


def test_a_change_is_told_without_a_reset_when_the_rows_stay(
    model: DeedsModel, session: Session, qtbot: Any
) -> None:
    _show(model, DeedQuery(), qtbot)
    at = model.places.row(4)
    deed = model.deed(at)
    assert deed is not None
    with session.store.editing("deed.retitled") as editor:
        editor.save_deed(DeedEdit(deed.key, title="Another title"))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert model.index(at, 1).data() == "Another title"


def test_what_is_to_be_kept_in_sight_is_found_again(
    model: DeedsModel, session: Session, qtbot: Any
) -> None:
    _show(model, DeedQuery(), qtbot)
    kept = model.deed(model.places.row(350))
    hidden = model.deed(model.places.row(2))
    assert kept is not None
    assert hidden is not None
    with session.store.editing("deed.hidden") as editor:
        editor.save_deed(DeedEdit(hidden.key, is_hidden=True))
    with qtbot.waitSignal(model.placed) as told:
        model.refresh((kept.key, hidden.key))
    rows = told.args[0].rows
    assert model.deed(rows[kept.key]) == kept
    assert hidden.key not in rows


def test_a_newer_question_wins(model: DeedsModel, qtbot: Any) -> None:
    counts: list[tuple[int, int]] = []
    model.counted.connect(lambda shown, total: counts.append((shown, total)))
    with qtbot.assertNotEmitted(model.failed), qtbot.waitSignal(model.counted):
        for words in ("f", "fo", "foc", "focu"):
            model.show(DeedQuery(words=words))
        model.show(DeedQuery(words="case0"))
    assert counts == [(1, ROWS)]
    assert model.query.words == "case0"


def test_a_reading_is_stopped_in_its_middle(session: Session) -> None:
    reading = OrderReading(session.store, DeedQuery())
    begun, go_on = threading.Event(), threading.Event()

    def cancelled() -> bool:
        begun.set()
        go_on.wait(5)
        return False

    raised: list[BaseException | None] = [None]

    def work() -> None:
        try:
            reading(print, cancelled)
        except StoreError as error:
            raised[0] = error

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(5)
    reading.stop()
    go_on.set()
    thread.join(5)
    # Stopped between two statements nothing is raised; in the middle of one this is.
    assert raised[0] is None or isinstance(raised[0], ReadInterruptedError)
    assert OrderReading(session.store, DeedQuery())(print, lambda: False) is not None
    stopped = OrderReading(session.store, DeedQuery())
    stopped.stop()
    assert stopped(print, lambda: False) is None


def test_a_record_that_cannot_be_read_is_said(
    model: DeedsModel, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise StoreError("The record cannot be read.", "Restore a backup.")

    monkeypatch.setattr(session.store, "reading", broken)
    with qtbot.waitSignal(model.failed) as told:
        model.show(DeedQuery())
    assert told.args[0].title == "The record cannot be read."
