"""The list of projects."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QLocale, Qt

from portfolio.model.project import Project
from portfolio.ui.models.projects import ProjectsModel
from portfolio.ui.models.roles import Role

FIRST, LAST = datetime(2017, 3, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


def _project(key: str, **more) -> Project:
    return Project(key, more.pop("name", key.title()), key, first_at=FIRST, last_at=LAST, **more)


def test_the_model_keeps_qts_rules(qtmodeltester) -> None:
    model = ProjectsModel()
    model.show([_project("quill"), _project("tern")])
    qtmodeltester.check(model, force_py=True)


def test_a_row_says_what_it_is_else_when_it_was() -> None:
    QLocale.setDefault(QLocale("en_GB"))
    model = ProjectsModel()
    model.show([_project("quill", what_it_is="A text editor"), _project("tern", is_hidden=True)])
    assert model.index(0).data(Role.SUBTITLE) == "A text editor"
    assert model.index(1).data(Role.SUBTITLE) == "March 2017 to November 2026"
    assert model.index(0).data(Role.DATE) == "2017 to 2026"
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Tern, March 2017 to November 2026, hidden"


def test_a_changed_row_is_told_without_a_reset(qtbot) -> None:
    model = ProjectsModel()
    model.show([_project("quill"), _project("tern")])
    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.waitSignal(model.dataChanged) as told,
    ):
        model.show([_project("quill"), _project("tern", name="Tern mail")])
    assert told.args[0].row() == 1
    assert model.index(1).data() == "Tern mail"
    assert model.row_of("tern") == 1
    assert model.row_of("none") == -1
