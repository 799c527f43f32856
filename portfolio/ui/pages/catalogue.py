"""Which pages there are, in the order of the side bar. A page is listed when it works."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from PySide6.QtCore import QCoreApplication

from portfolio.ui.page import PageSpec

_PAGES = "portfolio.ui.pages"

SPECS = (
    PageSpec("home", "house", "record", f"{_PAGES}.home", "HomePage"),
    PageSpec(
        "contributions",
        "git-commit-horizontal",
        "record",
        f"{_PAGES}.contributions",
        "ContributionsPage",
    ),
    PageSpec("projects", "folder", "record", f"{_PAGES}.projects", "ProjectsPage"),
    PageSpec("stories", "book-open", "record", f"{_PAGES}.stories", "StoriesPage"),
    PageSpec("testimonials", "quote", "others", f"{_PAGES}.testimonials", "TestimonialsPage"),
    PageSpec("badges", "stamp", "others", f"{_PAGES}.badges", "BadgesPage"),
    PageSpec("documents", "file-text", "outward", f"{_PAGES}.documents", "DocumentsPage"),
    PageSpec("check", "shield-question", "outward", f"{_PAGES}.check", "CheckPage"),
    PageSpec("accounts", "plug", "foot", f"{_PAGES}.accounts", "AccountsPage"),
    PageSpec("settings", "settings-2", "foot", f"{_PAGES}.settings", "SettingsPage"),
    # Reached from elsewhere.
    PageSpec("first-run", "house", "", f"{_PAGES}.first_run", "FirstRunPage", under="home"),
    PageSpec(
        "which-are-you", "users", "", f"{_PAGES}.which_are_you", "WhichAreYouPage", under="home"
    ),
)


@cache
def specs() -> tuple[PageSpec, ...]:
    """Return the pages whose module is there."""
    return tuple(spec for spec in SPECS if find_spec(spec.module) is not None)


def spec_of(page_id: str) -> PageSpec | None:
    """Return the entry of a page."""
    return next((spec for spec in specs() if spec.page_id == page_id), None)


def page_words(page_id: str) -> str:
    """Return the words of a page in the side bar, translated."""
    translate = QCoreApplication.translate
    words = {
        "home": translate("Pages", "Home"),
        "contributions": translate("Pages", "Contributions"),
        "projects": translate("Pages", "Projects"),
        "stories": translate("Pages", "Stories"),
        "testimonials": translate("Pages", "Testimonials"),
        "badges": translate("Pages", "Badges"),
        "documents": translate("Pages", "Documents"),
        "check": translate("Pages", "Check a document"),
        "accounts": translate("Pages", "Accounts"),
        "settings": translate("Pages", "Settings"),
        "first-run": translate("Pages", "Home"),
        "which-are-you": translate("Pages", "Which of these are you?"),
    }
    return words[page_id]
