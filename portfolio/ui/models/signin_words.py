"""What a sign-in shows in the window's language: its end states, and the page in the browser.

The texts are those of `portfolio.sync.signin.faults`, which the command line prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QGuiApplication

from portfolio.ui.models.words import fill

if TYPE_CHECKING:
    from portfolio.errors import SignInError
    from portfolio.sync.signin.loopback import PageWords

translate = QCoreApplication.translate


def page_words() -> PageWords:
    """Return what the browser shows at the end of a sign-in. UI thread."""
    from portfolio.sync.signin.loopback import PageWords

    is_rtl = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return PageWords(
        QLocale().bcp47Name(),
        "rtl" if is_rtl else "ltr",
        translate("signin", "Portfolio"),
        translate(
            "signin",
            "Your answer has arrived. You can close this page and go back to Portfolio.",
        ),
        translate(
            "signin",
            "This sign-in did not work. Portfolio says why. You can close this page.",
        ),
    )


def end_words(error: SignInError) -> str:
    """Return how a sign-in ended; of an end state without words here, what the error says."""
    found = end_state_words().get(error.code)
    if found is None:
        return str(error)
    words = fill(translate("signin", "%1 %2", "what happened, what to do"), *found)
    if error.said:
        words = fill(translate("signin", "%1 The service said: %2"), words, error.said)
    return words


def refusal_words(code: str) -> str:
    """Return why what was pasted is not what is needed."""
    title, detail = end_state_words().get(code) or end_state_words()["bad-payload"]
    return fill(translate("signin", "%1 %2", "what happened, what to do"), title, detail)


def end_state_words() -> dict[str, tuple[str, str]]:
    """Return each end state's title and what to do next, by its code."""
    return {
        "denied": (
            translate("signin", "The sign-in was refused on the service's page."),
            translate("signin", "Nothing was stored. Start again if that was not meant."),
        ),
        "expired": (
            translate("signin", "The time for this sign-in ran out."),
            translate("signin", "Nothing was stored. Start again to get a new code or page."),
        ),
        "device-flow-off": (
            translate("signin", "This service does not let this program sign in with a code."),
            translate("signin", "Choose another way, such as a token made on the service's page."),
        ),
        "wrong-device-code": (
            translate("signin", "The service does not know the code of this sign-in."),
            translate("signin", "Nothing was stored. Start again to get a new one."),
        ),
        "wrong-client": (
            translate("signin", "The service does not know this program's client id."),
            translate("signin", "Look at the client id in the settings, or choose another way."),
        ),
        "client-not-allowed": (
            translate("signin", "The service does not allow this client id to sign in this way."),
            translate("signin", "Choose another way, or change the client at the service."),
        ),
        "unsupported": (
            translate("signin", "The service does not offer this way to sign in."),
            translate("signin", "Choose another way, such as a token made on the service's page."),
        ),
        "wrong-scope": (
            translate("signin", "The service does not know a right that was asked for."),
            translate("signin", "Choose another way, such as a token made on the service's page."),
        ),
        "grant-refused": (
            translate("signin", "The service did not accept its own answer any more."),
            translate(
                "signin",
                "Nothing was stored. It may have been used before, or be too old. Start again.",
            ),
        ),
        "bad-request": (
            translate("signin", "The service could not make sense of the sign-in."),
            translate("signin", "Nothing was stored. Choose another way."),
        ),
        "service-trouble": (
            translate(
                "signin", "The service has a fault of its own and cannot sign anybody in now."
            ),
            translate("signin", "Try again later."),
        ),
        "wrong-state": (
            translate(
                "signin",
                "An answer came back that does not belong to this sign-in, so it was not used.",
            ),
            translate("signin", "Another page or program may have sent it. Start again."),
        ),
        "no-code": (
            translate("signin", "The service sent no code, so there is nothing to sign in with."),
            translate("signin", "Start again."),
        ),
        "wrong-issuer": (
            translate(
                "signin",
                "The answer came from another service than the one that was asked, "
                "so it was not used.",
            ),
            translate(
                "signin", "Start again, and look at the address of the page before signing in."
            ),
        ),
        "unreadable": (
            translate("signin", "The service's answer to the sign-in is not readable."),
            translate("signin", "Nothing was stored. Try again later, or choose another way."),
        ),
        "foreign-address": (
            translate(
                "signin",
                "The service named a sign-in page that is not its own, so it is not shown.",
            ),
            translate("signin", "Look at the address of the service, or choose another way."),
        ),
        "unencrypted": (
            translate(
                "signin", "This service is not reached over https, so no sign-in is started there."
            ),
            translate("signin", "Use its https address, or make a token on its page."),
        ),
        "no-port": (
            translate(
                "signin",
                "The browser's answer cannot be received: no address on this computer was free.",
            ),
            translate("signin", "Choose another way."),
        ),
        "bad-payload": (
            translate("signin", "What was pasted is not the text the page showed."),
            translate(
                "signin", "Copy all of it, from the first to the last letter, and paste it again."
            ),
        ),
        "wrong-nonce": (
            translate("signin", "What was pasted belongs to another sign-in."),
            translate("signin", "Copy the text from the page that was opened last."),
        ),
        "no-tool": (
            translate("signin", "That program is not installed."),
            translate("signin", "Choose another way."),
        ),
        "no-tool-token": (
            translate("signin", "That program has no token for this service."),
            translate("signin", "Choose another way."),
        ),
        "tool-failed": (
            translate("signin", "That program did not answer as expected."),
            translate("signin", "Try it in a terminal, or choose another way."),
        ),
        "no-client-id": (
            translate("signin", "This way needs a client id, and none is set."),
            translate("signin", "Choose another way."),
        ),
        "refused": (
            translate("signin", "The service refused the sign-in."),
            translate("signin", "Nothing was stored. Choose another way."),
        ),
    }
