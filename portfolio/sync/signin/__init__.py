"""Signing in to services, in every way they offer a program on a desktop.

::

    endpoints (addresses) + client id ---> device | browser | user_key | tools ---> Grant
                                                                                      |
    keychain <--- tokens.keep_grant (refresh token first, then the token) <-----------+
        |
        +---> renewal.TokenKeeper (one renewal at a time) ---> transport

Each flow is an asynchronous function: it reports `SignInStep` values for a face to show, and
returns a `Grant` or raises `SignInError` with the code of its end state. Cancelling its task
closes whatever it opened. None of them knows the store, the window or httpx; requests go through
a `Send`, which is `portfolio.sync.transport.Transport.exchange`.
"""
