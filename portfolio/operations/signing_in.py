"""Which ways to sign in are open for a service, and going one of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from portfolio.errors import SignInError, UsageError
from portfolio.model.account import Way

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from portfolio.model.account import Account
    from portfolio.secret import Secret
    from portfolio.sync.engine import Blocking
    from portfolio.sync.provider import About, Access, Provider, WayInfo, Who
    from portfolio.sync.signin.loopback import PageWords
    from portfolio.sync.signin.shapes import Attempt, Grant, SignInEndpoints, SignInStep
    from portfolio.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WayOffer:
    """One way to sign in at one instance.

    Attributes:
        why_not: One plain sentence when it is not open; "" when it is.
        page: Whole address where a token is made, for TOKEN; "" for none.
        tools: Ids of installed programs that may have a token, for FROM_TOOL.
    """

    info: WayInfo
    why_not: str = ""
    page: str = ""
    tools: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """It can be gone now."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody wants to sign in.

    Attributes:
        handle: What the service knows them by; needed for NAME, a help otherwise.
        options: What the provider needs besides (`About.option_words`).
        token: For TOKEN.
        tool: For FROM_TOOL: ``gh``, ``glab`` or ``git``.
        for_session: Keep the secret in memory only.
    """

    provider: str
    way: Way
    instance: str = ""
    handle: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    token: Secret | None = None
    tool: str = ""
    for_session: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a face lends a sign-in.

    Attributes:
        report: Shown each step (`SignInStep`).
        paste: Asks for the text a page shows (Discourse); None when nobody can be asked.
        blocking: Runs work that must not hold up the loop.
        page_words: For the page the browser shows at the end; None for English.
    """

    blocking: Blocking
    report: Callable[[SignInStep], None] = lambda _step: None
    paste: Callable[[str], Awaitable[str]] | None = None
    page_words: PageWords | None = None


def normalised(about: About, instance: str) -> str:
    """Return an instance's address as it is kept: ``https://host[/path]``.

    Raises:
        UsageError: It is none, or the service is at one address only and this is another.
    """
    raw = instance.strip() or (about.instances[0] if about.instances else "")
    if not raw:
        raise UsageError(f"Which {about.name} is it? Give its address, as https://host.")
    if "://" not in raw:
        raw = f"https://{raw}"
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"“{instance}” is no address of a web server.") from error
    known = {"https": 443, "http": 80}
    spaced = any(each.isspace() for each in raw)
    if spaced or not host or parts.scheme not in known or parts.username:
        raise UsageError(f"“{instance}” is no address of a web server.")
    named = f"[{host}]" if ":" in host else host.lower()
    where = f"{named}:{port}" if port not in (None, known[parts.scheme]) else named
    found = f"{parts.scheme}://{where}{parts.path.rstrip('/')}"
    if about.is_fixed and found not in about.instances:
        raise UsageError(f"{about.name} is at {about.instances[0]} only.")
    return found


def offer(workspace: Workspace, provider_id: str, instance: str = "") -> list[WayOffer]:
    """Return the ways a service knows, which of them are open here, and why others are not.

    Raises:
        NotFoundError: There is no such service.
        UsageError: The address is none.
    """
    about = workspace.provider(provider_id).about
    where = normalised(about, instance)
    return [_offer_of(workspace, about, where, info) for info in about.ways]


def _offer_of(workspace: Workspace, about: About, instance: str, info: WayInfo) -> WayOffer:
    page = urljoin(f"{instance}/", info.page.lstrip("/")) if info.page else ""
    if "://" in info.page:
        page = info.page
    if workspace.is_offline:
        return WayOffer(info, "Portfolio is set to work without a network.", page)
    if info.way is Way.FROM_TOOL:
        from portfolio.sync.signin.tools import tools_for

        tools = tuple(each.id for each in tools_for(about.id))
        why = "" if tools else "No program that may have a token is installed here."
        return WayOffer(info, why, page, tools)
    if info.asks_places:
        return WayOffer(info, page=page)  # the service is asked once somebody begins
    if info.way in {Way.DEVICE, Way.BROWSER, Way.USER_KEY}:
        return WayOffer(info, _why_not(workspace, about, instance, info), page)
    return WayOffer(info, page=page)


def _why_not(workspace: Workspace, about: About, instance: str, info: WayInfo) -> str:
    endpoints = endpoints_of(about, instance, info.way)
    address = {
        Way.DEVICE: endpoints.device if endpoints else "",
        Way.BROWSER: endpoints.authorize if endpoints else "",
        Way.USER_KEY: endpoints.user_key if endpoints else "",
    }[info.way]
    if endpoints is None or not address:
        return f"{about.name} is not signed in to this way."
    if info.way is Way.USER_KEY or (info.way is Way.BROWSER and endpoints.register):
        return ""
    is_default = instance in about.instances[:1]
    return workspace.client_ids.why_not(about.id, instance, about.name, is_default=is_default)


def endpoints_of(about: About, instance: str, way: Way) -> SignInEndpoints | None:
    """Return where an instance signs in this way, with the rights to ask for."""
    from portfolio.sync.signin.endpoints import endpoints_for

    scopes = next((info.scopes for info in about.ways if info.way is way), ())
    return endpoints_for(about.id, instance, scopes)


def endpoints_of_account(about: About, account: Account) -> SignInEndpoints | None:
    """Return where an account's token is renewed and revoked."""
    from portfolio.sync.signin.shapes import SignInEndpoints
    from portfolio.sync.signin.tokens import TOKEN_ADDRESS

    known = endpoints_of(about, account.instance, account.way)
    token = account.options.get(TOKEN_ADDRESS, "")
    if known is not None or not token:
        return known
    return SignInEndpoints(about.id, account.instance, account.scopes, token=token)


async def obtain(workspace: Workspace, wish: SignIn, desk: Desk) -> Grant | None:
    """Go a way to its end and return what it brought; None for a name alone.

    Raises:
        SignInError: It ended without a token; its code says how.
        UsageError: The way is not open, or something it needs is missing.
        AccountError: The service could not be asked.
    """
    about = workspace.provider(wish.provider).about
    offers = {each.info.way: each for each in offer(workspace, wish.provider, wish.instance)}
    found = offers.get(wish.way)
    if found is None:
        raise UsageError(f"{about.name} is not signed in to this way.")
    if found.why_not:
        raise UsageError(found.why_not)
    if wish.way is Way.NAME:
        if not wish.handle.strip():
            raise UsageError(f"Give the name: {about.handle_words}.")
        return None
    from portfolio.sync.signin.shapes import Attempt, Grant

    if wish.way is Way.TOKEN:
        if not wish.token:
            raise UsageError("Give the token.")
        return Grant(wish.token)
    attempt = Attempt(
        send=workspace.transport.exchange, timing=workspace.timing, report=desk.report
    )
    if wish.way is Way.FROM_TOOL:
        from portfolio.sync.signin.tools import by_tool

        tool = wish.tool or next(iter(found.tools), "")
        return await by_tool(tool, normalised(about, wish.instance), attempt, _run_on(desk))
    return await _by_page(workspace, wish, desk, attempt)


async def _by_page(workspace: Workspace, wish: SignIn, desk: Desk, attempt: Attempt) -> Grant:
    """Sign in with a page of the service."""
    about = workspace.provider(wish.provider).about
    instance = normalised(about, wish.instance)
    if next(info for info in about.ways if info.way is wish.way).asks_places:
        return await _by_places(workspace, wish, instance, desk, attempt)
    endpoints = endpoints_of(about, instance, wish.way)
    if endpoints is None:
        raise UsageError(f"{about.name} is not signed in to this way.")
    if wish.way is Way.USER_KEY:
        from portfolio.sync.signin.user_key import by_user_key

        if desk.paste is None:
            raise UsageError("This way needs somebody to paste what a page shows.")
        return await by_user_key(endpoints, attempt, desk.paste, _run_on(desk))
    from portfolio.sync.signin.shapes import Client

    is_default = instance in about.instances[:1]
    known = workspace.client_ids.find(about.id, instance, is_default=is_default)
    if wish.way is Way.DEVICE:
        from portfolio.sync.signin.device import by_device

        if known is None:
            raise UsageError(f"No client id is set for {about.name}.")
        return await by_device(endpoints, Client(known.value), attempt)
    from portfolio.sync.signin.browser import by_browser
    from portfolio.sync.signin.registration import register_app

    if known is not None:
        return await by_browser(endpoints, Client(known.value), attempt, desk.page_words)

    async def register(redirect: str) -> Client:
        return await register_app(endpoints, redirect, send=workspace.transport.exchange)

    return await by_browser(endpoints, register, attempt, desk.page_words)


async def _by_places(
    workspace: Workspace, wish: SignIn, instance: str, desk: Desk, attempt: Attempt
) -> Grant:
    """Sign in where the instance itself says, under a client made for this very account."""
    from portfolio.sync.provider import Access
    from portfolio.sync.signin.browser import by_browser
    from portfolio.sync.signin.faults import ended
    from portfolio.sync.signin.registration import register_client
    from portfolio.sync.signin.shapes import Client, SignInEndpoints
    from portfolio.sync.signin.tokens import TOKEN_ADDRESS

    provider = workspace.provider(wish.provider)
    access = Access(instance, wish.handle.strip(), Way.NAME, options=wish.options)
    async with workspace.transport.call(provider, access) as call:
        places = await provider.sign_in_places(access, call)
    known = workspace.client_ids.find(provider.about.id, instance, is_default=False)
    if places is None or (known is None and not places.register):
        raise ended("unsupported")
    least = next(info.scopes for info in provider.about.ways if info.way is wish.way)
    endpoints = SignInEndpoints(
        provider.about.id,
        instance,
        places.scopes or least,
        authorize=places.authorize,
        token=places.token,
        register=places.register,
    )

    async def register(redirect: str) -> Client:
        return await register_client(endpoints, redirect, send=workspace.transport.exchange)

    client = register if known is None else Client(known.value)
    grant = await by_browser(endpoints, client, attempt, desk.page_words)
    return replace(grant, options={**grant.options, TOKEN_ADDRESS: places.token})


def _run_on(desk: Desk) -> Any:
    async def run(work: Callable[[], Any], /) -> Any:
        return await desk.blocking(work)

    return run


async def ask_who(
    workspace: Workspace, provider: Provider, access: Access, secret: Secret | None
) -> Who:
    """Ask a service who somebody is.

    Raises:
        SignInError: It does not take the token.
        AccountError: It could not be asked, or there is nobody of this name.
    """
    from portfolio.errors import SignInNeededError
    from portfolio.sync.transport import fixed

    supply = fixed(secret) if secret is not None else None
    async with workspace.transport.call(provider, access, supply) as call:
        try:
            who = await provider.who(access, call)
        except SignInNeededError as error:
            words = f"{provider.about.name} does not take this token."
            raise SignInError(words, error.detail, code="refused-token") from error
    if not who.native_id:
        raise SignInError(f"{provider.about.name} did not say whose account it is.")
    return who
