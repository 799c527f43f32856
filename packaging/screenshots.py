"""Make pictures of every page: light, dark, twice the size, right to left, narrow; and of the CV.

    python packaging/screenshots.py docs/screenshots [page ...]

Each variant is a process of its own, because the scale is fixed when Qt starts. To add a page,
add a `Shot`. The record is the sample; nothing of the person's is read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from portfolio.ui.app import ProfileWindow
    from portfolio.ui.window import MainWindow

POINT_SIZE = 10
FAMILIES = ("Noto Sans", "DejaVu Sans")
SETTLE_MS = 400
CV_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class Variant:
    """One look.

    Attributes:
        scale: Device pixels per pixel.
        size: Of the window, without its frame.
    """

    name: str
    is_dark: bool = False
    scale: float = 1.0
    is_mirrored: bool = False
    is_high_contrast: bool = False
    size: tuple[int, int] = (1280, 800)


VARIANTS = (
    Variant("light"),
    Variant("dark", is_dark=True),
    Variant("2x", scale=2.0),
    Variant("rtl", is_mirrored=True),
    Variant("narrow", size=(960, 600)),
    Variant("contrast", is_high_contrast=True),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, what brings the window there, and whether a record is needed.

    With ``is_dialog`` the picture is of the dialog that opened.
    """

    name: str
    go: Callable[[MainWindow], None]
    needs_record: bool = True
    settle_ms: int = SETTLE_MS
    is_dialog: bool = False


def _page(page_id: str) -> Callable[[MainWindow], None]:
    return lambda window: window.go(page_id)


def _palette(window: MainWindow) -> None:
    window.go("contributions")
    window.open_palette()
    window.palette_box.field.setText("sto")


def _story(window: MainWindow) -> None:
    with window.session.store.reading() as reader:
        stories = reader.stories.all()
    if stories:
        window.go("stories", stories[0].id)


def _add_account(window: MainWindow) -> None:
    from portfolio.ui.pages.accounts import ADD

    window.go("accounts", ADD)


def _add_by_hand(window: MainWindow) -> None:
    from portfolio.ui.page import NEW

    window.go("contributions", NEW)


_TALKS = """Day;Title;Event;Link
31.3.2024;What release notes are for;Harbour Hack;https://talks.example/notes
2.10.2023;Reviewing kindly;Open Atlas day;https://talks.example/kindly
soon;Keeping a changelog;;
31.3.2024;What release notes are for;Harbour Hack;https://talks.example/notes
"""


def _import(window: MainWindow) -> None:
    from portfolio.ui.page import ImportFile

    table = window.session.paths.data / "talks.csv"
    table.write_text(_TALKS, encoding="utf-8")
    window.go("contributions", ImportFile(table))


def _letters(tab: int) -> Callable[[MainWindow], None]:
    """Return what opens a tab of the Testimonials page."""

    def go(window: MainWindow) -> None:
        from portfolio.ui.pages.testimonials import TestimonialsPage

        window.go("testimonials")
        page = window.page
        if isinstance(page, TestimonialsPage):
            page.tabs.setCurrentIndex(tab)

    return go


def _thank(window: MainWindow) -> None:
    window.go("testimonials")
    window.trigger("letter.thank")


_EXAMPLES = ROOT / "docs" / "examples"


def _check(name: str) -> Callable[[MainWindow], None]:
    """Return what checks an example."""

    def go(window: MainWindow) -> None:
        from PySide6.QtWidgets import QApplication

        window.go("check", _EXAMPLES / name)
        _wait(cast("QApplication", QApplication.instance()), lambda: window.session.is_idle)

    return go


def _badge(name: str) -> Callable[[MainWindow], None]:
    """Return what opens a badge of the sample on its page."""

    def go(window: MainWindow) -> None:
        with window.session.store.reading() as reader:
            found = [each.id for each in reader.badges.all() if each.name == name]
        window.go("badges", found[0])

    return go


def _badge_action(command_id: str) -> Callable[[MainWindow], None]:
    def go(window: MainWindow) -> None:
        window.go("badges")
        window.trigger(command_id)

    return go


def _badges_given(window: MainWindow) -> None:
    from portfolio.ui.pages.badges import BadgesPage

    window.go("badges")
    if isinstance(window.page, BadgesPage):
        window.page.which.chosen.emit("given")
        window.page.which.choose("given")


def _endorse_badge(window: MainWindow) -> None:
    from PySide6.QtWidgets import QApplication

    from portfolio.ui.pages.badges import BadgesPage

    window.go("badges")
    if isinstance(window.page, BadgesPage):
        window.page.work.read_to_endorse(_EXAMPLES / "badge.svg")
    _wait(cast("QApplication", QApplication.instance()), lambda: window.session.is_idle)


def _give_badge(window: MainWindow) -> None:
    from portfolio.ui.dialogs.give_badge import GiveBadge

    _badge_action("badge.give")(window)
    dialog = _open_dialog(window)
    if isinstance(dialog, GiveBadge):
        dialog.name.setText("Patient reviewer")
        dialog.whom.setText("https://forge.example/bea")
        dialog.criteria.setPlainText("Reviewed the first change of a newcomer until it was in.")
        dialog.works.setPlainText("https://forge.example/quillmark/merge_requests/212")


def _save_backpack(window: MainWindow) -> None:
    from portfolio.operations import badges

    store, clock = window.session.store, window.session.clock
    with store.reading() as reader:
        listed = reader.badges.all()
    for each in listed:
        if each.name == "Thank you, reviewer":
            badges.show(store, clock, each.id, shown=True)
    window.go("badges")
    window.trigger("badge.backpack")


def _edition_contents(window: MainWindow) -> None:
    """Leave one letter out, and show the form from the letters on."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QScrollArea

    from portfolio.ui.models.contents_row import RowKind
    from portfolio.ui.models.roles import Role
    from portfolio.ui.pages.contents_list import ContentsList

    def scroll() -> None:
        rows = window.page.findChild(ContentsList)
        if rows is None:
            return
        model = rows.model()
        at = next(
            index
            for index in (model.index(row, 0) for row in range(model.rowCount()))
            if index.data(Role.THING).kind is RowKind.LETTER
        )
        model.setData(at, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        area = rows.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.verticalScrollBar().setValue(rows.y() + rows.visualRect(at).y() - 160)

    window.go("documents")
    QTimer.singleShot(1200, scroll)


def _page_action(command: str, page_id: str) -> Callable[[MainWindow], None]:
    def go(window: MainWindow) -> None:
        window.go(page_id)
        window.commands.trigger(command)

    return go


def _letter_extras(window: MainWindow) -> None:
    from portfolio.ui.dialogs.write_letter import WriteLetter

    _page_action("letter.write", "testimonials")(window)
    dialog = _open_dialog(window)
    if isinstance(dialog, WriteLetter):
        dialog.terms.extras.fold.click()


def _signing_keys(window: MainWindow) -> None:
    from PySide6.QtWidgets import QScrollArea

    from portfolio.ui.pages.settings import SettingsPage

    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.findChildren(QScrollArea)[0].verticalScrollBar().setValue(page.keys.y())


SHOTS = (
    Shot("01-first-run", _page("home"), needs_record=False),
    Shot("02-which-are-you", _page("which-are-you")),
    Shot("03-home", _page("home")),
    Shot("04-contributions", _page("contributions")),
    Shot("08-stories", _page("stories")),
    Shot("05-story", _story),
    Shot("06-documents", _page("documents"), settle_ms=2500),
    Shot("07-projects", _page("projects")),
    Shot("09-accounts", _page("accounts")),
    Shot("10-settings", _page("settings")),
    Shot("12-add-account", _add_account, is_dialog=True),
    Shot("13-add-by-hand", _add_by_hand, is_dialog=True),
    Shot("14-import", _import, is_dialog=True, settle_ms=1500),
    Shot("11-palette", _palette),
    Shot("15-check-nothing", _page("check")),
    Shot("16-check-cv", _check("cv.pdf"), settle_ms=1500),
    Shot("17-check-letter", _check("noor.testimonial")),
    Shot("18-check-changed", _check("changed.testimonial")),
    Shot("26-check-backpack", _check("backpack.zip"), settle_ms=800),
    Shot("19-badges", _badge("Web basics"), settle_ms=800),
    Shot("20-badge-from-person", _badge("Thank you, reviewer"), settle_ms=800),
    Shot("21-import-badge", _badge_action("badge.import"), is_dialog=True),
    Shot("22-give-badge", _give_badge, is_dialog=True),
    Shot("23-no-badges", _page("badges"), needs_record=False),
    Shot("24-badges-given", _badges_given, settle_ms=800),
    Shot("25-endorse-badge", _endorse_badge, is_dialog=True),
    Shot("27-mentoring", _letters(4), settle_ms=800),
    Shot("28-no-mentoring", _letters(4), needs_record=False),
    Shot("29-thank", _thank, is_dialog=True),
    Shot("30-letters-given", _letters(3), settle_ms=800),
    Shot("31-claim", _letters(0), settle_ms=800),
    Shot("32-write-letter", _page_action("letter.write", "testimonials"), is_dialog=True),
    Shot("33-policies", _page_action("letter.policies", "testimonials"), is_dialog=True),
    Shot("34-signing-keys", _signing_keys, settle_ms=800),
    Shot("35-more-about-letter", _letter_extras, is_dialog=True),
    Shot("36-ask-someone", _page_action("letter.ask", "testimonials"), is_dialog=True),
    Shot("37-edition-contents", _edition_contents, settle_ms=3500),
    Shot("38-save-backpack", _save_backpack, is_dialog=True, settle_ms=1500),
    Shot(
        "39-empty-backpack",
        _badge_action("badge.backpack"),
        is_dialog=True,
        needs_record=False,
        settle_ms=1500,
    ),
)


def main() -> int:
    """Run every variant, or one of them (when started by ourselves)."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots").absolute()
    wanted = sys.argv[2:]
    name = os.environ.get("PORTFOLIO_SHOTS")
    if name:
        take_all(next(item for item in VARIANTS if item.name == name), folder, wanted)
        return 0
    # Folders of whoever takes the pictures are nobody's business.
    home = Path(tempfile.gettempdir()) / "noor"
    home.mkdir(exist_ok=True)
    names = os.environ.get("PORTFOLIO_VARIANTS", ",".join(item.name for item in VARIANTS))
    for variant in VARIANTS:
        if variant.name not in names.split(","):
            continue
        environment = {
            **os.environ,
            "HOME": str(home),
            "PORTFOLIO_SHOTS": variant.name,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(variant.scale),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, __file__, str(folder), *wanted]
        subprocess.run(command, check=True, env=environment)
    shutil.rmtree(home)
    if not wanted or "cv" in wanted:
        draw_document(folder / "cv")
    return 0


def draw_document(folder: Path) -> None:
    """Draw the pages of the sample's document, with a badge in each state a document has."""
    import pypdfium2

    from portfolio.model.edition import SectionChoice
    from portfolio.operations import badges, editions, preview
    from portfolio.workspace import Workspace

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        make_record(Path(place))
        workspace = Workspace.open(Path(place))
        edition = editions.ensure_default(workspace.store)
        with workspace.store.reading() as reader:
            there = {each.name: each.id for each in reader.badges.all()}
        for name in ("Release steward", "Web basics", "Thank you, reviewer"):
            badges.show(workspace.store, workspace.clock, there[name], shown=True)
        sections = tuple(SectionChoice(each.kind) for each in edition.sections)
        editions.change(workspace.store, replace(edition, sections=sections))
        made = preview.make(workspace.store, workspace.clock, edition.id)
        workspace.close()
    pages = pypdfium2.PdfDocument(made.data)
    for number in range(len(pages)):
        path = folder / f"plain-{number + 1}.png"
        pages[number].render(scale=CV_SCALE).to_pil().save(path, optimize=True)
        print(path)
    pages.close()


def take_all(variant: Variant, folder: Path, wanted: list[str]) -> None:
    """Take the pictures of one variant."""
    from PySide6.QtCore import QLocale, Qt
    from PySide6.QtGui import QFontDatabase
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    font = application.font()
    there = set(QFontDatabase.families())
    font.setFamily(next((name for name in FAMILIES if name in there), font.family()))
    font.setPointSizeF(POINT_SIZE)
    application.setFont(font)
    from portfolio.ui import i18n

    i18n.install(application, "en_GB")
    QLocale.setDefault(QLocale("en_GB"))
    if variant.is_mirrored:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    with tempfile.TemporaryDirectory() as place:
        for needs_record in (False, True):
            shots = [
                shot
                for shot in SHOTS
                if shot.needs_record is needs_record and (not wanted or shot.name in wanted)
            ]
            profile = Path(place) / ("sample" if needs_record else "empty")
            if shots:
                _take(application, variant, shots, profile, folder / variant.name)


def _take(
    application: QApplication, variant: Variant, shots: list[Shot], profile: Path, folder: Path
) -> None:
    from portfolio.log import Ring
    from portfolio.ui.app import ProfileWindow
    from portfolio.ui.pages.catalogue import spec_of
    from portfolio.ui.tasks import LoopThread
    from portfolio.ui.theme.theme import Theme, ThemeMode

    if profile.name == "sample":
        make_record(profile)
    folder.mkdir(parents=True, exist_ok=True)
    thread = LoopThread()
    thread.begin()
    theme = Theme(application)
    mode = ThemeMode.DARK if variant.is_dark else ThemeMode.LIGHT
    theme.apply(mode, high_contrast=variant.is_high_contrast)
    made = ProfileWindow(thread, theme, Ring(), profile)
    made.window.resize(*variant.size)
    made.window.show()
    made.begin()
    _wait(application, lambda: made.session.is_open)
    try:
        for shot in shots:
            page_id = shot.name.partition("-")[2]
            if page_id in {"which-are-you"} and spec_of(page_id) is None:
                continue
            _take_one(application, made, shot, folder / f"{shot.name}.png")
    finally:
        made.window.close()
        thread.shutdown()
        made.close()


def _take_one(application: QApplication, made: ProfileWindow, shot: Shot, path: Path) -> None:
    made.window.palette_box.close_palette()
    shot.go(made.window)
    _wait(application, lambda: made.session.is_idle)
    _settle(application, shot.settle_ms)
    shown = _open_dialog(made.window) if shot.is_dialog else made.window
    shown.grab().save(str(path), "PNG", 0)  # smallest file
    print(path)
    if shot.is_dialog:
        _put_away(made.window)


def _put_away(window: MainWindow) -> None:
    """Take dialogs away without their asking whether what is typed may go."""
    from PySide6.QtWidgets import QDialog

    for each in window.findChildren(QDialog):
        each.hide()
        each.deleteLater()


def _open_dialog(window: MainWindow) -> QWidget:
    from PySide6.QtWidgets import QDialog

    return next(each for each in window.findChildren(QDialog) if each.isVisible())


def make_record(profile: Path) -> None:
    """Fill a profile with the sample record, and with what others did and said in it."""
    from sample_accounts import add_accounts
    from sample_badges import add_badges
    from sample_mentoring import add_mentoring

    from portfolio.keychain import SessionSecrets
    from portfolio.operations.sample import make_sample

    make_sample(profile)
    add_accounts(profile)
    keyring = SessionSecrets()
    add_badges(profile, keyring)
    add_mentoring(profile, keyring)


def _wait(application: QApplication, until: Callable[[], bool]) -> None:
    from PySide6.QtCore import QDeadlineTimer

    deadline = QDeadlineTimer(20_000)
    while not until():
        if deadline.hasExpired():
            raise TimeoutError
        application.processEvents()


def _settle(application: QApplication, for_ms: int) -> None:
    """Let what the page asked for come back and be painted."""
    from PySide6.QtCore import QDeadlineTimer

    deadline = QDeadlineTimer(for_ms)
    while not deadline.hasExpired():
        application.processEvents()


if __name__ == "__main__":
    sys.exit(main())
