"""Makes the sample record of the present version: ``python -m tests.store.make_sample``.

Run once for each released version; a sample that is there is never made again.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from portfolio.model.account import KindState, SyncRun, Validator
from portfolio.model.codes import Action, Capacity, CoverageState, QuestionKind, StoryStatus
from portfolio.model.contribution import Participant, Sizes
from portfolio.model.deed import DeedEdit
from portfolio.model.edition import Edition
from portfolio.model.kinds import Kind
from portfolio.model.person import Holder
from portfolio.model.project import ProjectEdit, Role, ScaleFact
from portfolio.model.source import Question
from portfolio.model.story import Story, StoryItem, StorySource
from portfolio.paths import for_profile
from portfolio.store.migrations import CURRENT
from portfolio.store.store import Store
from tests.clocks import FixedClock
from tests.store.accounts import FORUM, SECRET_RING, filed, with_account
from tests.store.records import AT, BEGIN, PROJECT, SOMEBODY, contribution, key, record, say, source
from tests.store.test_migrations import SAMPLES, dump

DERIVED = ("deed_index", "deed_fts", "activity", "project_index", "meta")


def fill(store: Store) -> None:
    """Write what a person's record has: nasty text, missing values, decisions, undone steps."""
    record(
        store,
        contribution(1, title="Fix the focus ring", sizes=Sizes(2, 10, 3)),
        contribution(2, title="Éviter le café \U0001f600", body="", tz_offset_min=330),
        contribution(3, action=Action.REVIEWED, url="https://forge.example/c/3",
                     people=(Participant("Bo", "bo@x.example", "author"),)),
        contribution(4, pattern="bulk-import:s1:translations", state="merge"),
        contribution(5, identity_key=SOMEBODY),
        contribution(6, title="", occurred_at=BEGIN.replace(year=1970)),
    )  # fmt: skip
    record(store, contribution(1), into=source("s2", is_public=False, roots=()))
    other = source("s3", is_public=None, remotes=(), project_key="root:" + "b" * 40)
    record(store, contribution(7), into=other)
    with store.recording() as recorder:
        recorder.gone("s1", [contribution(2).native_id], at=AT + timedelta(days=3))
        recorder.set_cursor("s1", {"refs": {"main": "a" * 40}})
        recorder.save_questions(
            "s1", [Question("bulk-import:s1:translations", QuestionKind.BULK_IMPORT, "s1", "s1",
                            "translations", 1, ("Update de.po",))]
        )  # fmt: skip
    say(store)
    with store.editing("holder.changed") as editor:
        editor.save_holder(Holder("Ada Example", "Developer", links=("https://ada.example",)))
        editor.save_deed(DeedEdit(key(1), title="One ring for all", note="ask Bo"))
        editor.save_deed(DeedEdit(key(2), is_hidden=True))
        editor.save_project(
            ProjectEdit(PROJECT, name="Ring", scale_facts=(ScaleFact("10", "users", "", None),))
        )
        editor.save_project(ProjectEdit(other.project_key, merged_into=PROJECT))
        editor.save_role(
            Role("r1", PROJECT, "maintainer", "", "2020", "", True, Capacity.VOLUNTEER)
        )
        editor.save_story(
            Story("st1", "The ring", PROJECT, "It was gone", sources=(StorySource("Report"),),
                  skills=("Qt",), status=StoryStatus.READY,
                  items=(StoryItem(key(1), 0, True), StoryItem("git:gone:authored", 1, False)))
        )  # fmt: skip
        editor.save_edition(Edition("e1", "For Example Ltd", story_ids=("st1",)))
        editor.save_answer("not-public:s2:", "count-only")
    with_account(
        store,
        filed(11, open_ref="r1"),
        filed(12, SECRET_RING, metrics={"likes": 3}),
        filed(13, FORUM, kind=Kind.OTHER, action=Action.OTHER, raw="{}"),
        options={"site": "x"},
    )
    with store.recording() as recorder:
        recorder.save_kind_state(
            "a1", KindState(Kind.PULL_REQUEST, CoverageState.IN_PART, resume={"after": "x"})
        )
        recorder.save_validators("a1", [Validator("k", '"1"')])
        recorder.end_run(recorder.begin_run("a1", at=AT), SyncRun("a1", AT, AT, "done", 3))
    with store.editing("deed.hidden", title="x") as editor:
        editor.save_deed(DeedEdit(key(3), is_hidden=True))
    with store.editing("deed.noted", title="x") as editor:
        editor.save_deed(DeedEdit(key(3), is_hidden=True, note="secret"))
    store.undo()


def main() -> int:
    """Write the sample and its dump."""
    target = SAMPLES / f"version-{CURRENT}.sqlite"
    if target.exists():
        return 1  # never made again
    SAMPLES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(for_profile(Path(folder)), clock=FixedClock())
        try:
            fill(store)
            store.back_up(target)
        finally:
            store.close()
    rows = {name: value for name, value in dump(target).items() if name not in DERIVED}
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
