"""Telling a service that an account's token is not used any more, where there is a call for it."""

from __future__ import annotations

from portfolio.errors import PortfolioError
from portfolio.keychain.entries import CLIENT, TOKEN, Entry, entry_for
from portfolio.model.account import Account, Way
from portfolio.secret import Secret
from portfolio.sync.provider import Request
from portfolio.sync.signin.shapes import Client, ClientAuth, Secrets, Send, SignInEndpoints
from portfolio.sync.signin.tokens import CLIENT_ID, ask, client_auth


async def revoke_account(
    account: Account, endpoints: SignInEndpoints | None, secrets: Secrets, *, send: Send
) -> bool:
    """Revoke what a sign-in made; a token that was pasted or taken over is the person's own.

    Args:
        account: Its secrets are still kept.
        endpoints: Of its instance; None when it signs in nowhere.
        secrets: Where they are kept.
        send: For the request.

    Returns:
        Whether the service agreed. When it did not, the secrets are deleted here all the same.
    """
    if endpoints is None:
        return False
    try:
        token = await secrets.fetch(_entry(account, TOKEN))
        if token is None:
            return False
        if account.way is Way.USER_KEY and endpoints.user_key:
            return await _revoke_key(endpoints, token, send)
        name = account.options.get(CLIENT_ID, "")
        if account.way not in (Way.DEVICE, Way.BROWSER) or not endpoints.revoke or not name:
            return False
        secret = await secrets.fetch(_entry(account, CLIENT))
        auth = client_auth(account.options) if secret is not None else ClientAuth.NONE
        return await revoke(endpoints, Client(name, secret, auth), token, send=send)
    except PortfolioError:  # no keyring, no network: revoking is a courtesy
        return False


async def revoke(endpoints: SignInEndpoints, client: Client, token: Secret, *, send: Send) -> bool:
    """Ask for a token to be revoked (RFC 7009), and say whether the service agreed.

    Raises:
        AccountError: There is no reply.
    """
    reply = await ask(endpoints.revoke, client, (("token", token.reveal()),), send)
    return reply.status < 300


async def _revoke_key(endpoints: SignInEndpoints, key: Secret, send: Send) -> bool:
    """Discourse: the key revokes itself (``POST /user-api-key/revoke``)."""
    address = f"{endpoints.user_key.removesuffix('/new')}/revoke"
    headers = {"User-Api-Key": key.reveal()}
    request = Request(address, method="POST", headers=headers, form=(), is_read=False)
    return (await send(address, request)).status < 300


def _entry(account: Account, part: str) -> Entry:
    return entry_for(account.provider, account.instance, account.id, part)
