"""GitLab: gitlab.com and instances of one's own.

API: REST v4. Auth: bearer token (device flow, browser with PKCE, glab's or git's token) or
``PRIVATE-TOKEN``, or a name for what is public. Listing: merge requests and issues by last change;
events by day for comments, approvals, merges and pushes; commits project by project. Paging by
Link header, no further than 50,000; totals are not relied on. Durable ids: numbers (``id``, never
``iid``), commits by project and hash. Rate: per minute, said by headers or by a 429 in plain text.
Cannot be had: events older than three years; see `about`. Facts from GitLab's documentation.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from portfolio.errors import NotAllowedError, NotThereError, TooMuchError
from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from portfolio.secret import Secret
from portfolio.sync.provider import (
    Access,
    Ask,
    BaseProvider,
    Call,
    Credential,
    Page,
    Pause,
    Reply,
    Request,
    Who,
    Window,
)
from portfolio.sync.providers.gitlab import commits, listings
from portfolio.sync.providers.gitlab.about import ABOUT
from portfolio.sync.providers.gitlab.person import who
from portfolio.sync.providers.gitlab.projects import Projects


class Gitlab(BaseProvider):
    """Reads GitLab."""

    about = ABOUT

    def api_base(self, instance: str) -> str:
        """Return the base of version 4."""
        return f"{instance}/api/v4"

    def credential(self, access: Access, secret: Secret) -> Credential:
        """Send a pasted token in the header for those, any other as a bearer token."""
        if access.way is Way.TOKEN:
            return Credential(headers={"PRIVATE-TOKEN": secret})
        return super().credential(access, secret)

    def judge(self, reply: Reply) -> Pause | None:
        """Find the refusal of pages too far on."""
        if reply.status in (400, 405, 422) and b"maximum allowed offset" in reply.body:
            raise TooMuchError("The service does not page this far.")
        return None

    async def who(self, access: Access, call: Call) -> Who:
        """Ask who the token belongs to, or who has the name."""
        return await who(access, call)

    async def windows(self, ask: Ask, call: Call) -> Sequence[Window]:
        """Return one period: commits are listed by project, not by time."""
        del call
        return await commits.windows(ask)

    def pages(self, ask: Ask, call: Call) -> AsyncIterator[Page]:
        """Walk one kind."""
        if ask.kind in (Kind.PULL_REQUEST, Kind.ISSUE):
            return listings.changing_pages(ask, call)
        if ask.kind is Kind.COMMIT:
            return commits.commit_pages(ask, call)
        if ask.kind is Kind.ROLE:
            return listings.role_pages(ask, call)
        return listings.event_pages(ask, call)

    def again(self, ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
        """Read open merge requests and issues again."""
        return _again(ask, refs, call)


async def _again(ask: Ask, refs: Sequence[str], call: Call) -> AsyncIterator[Page]:
    projects = Projects(call, ask.access.is_signed_in)
    for ref in refs:
        project, iid, native_id = (*ref.split("/"), "", "")[:3]
        try:
            path = f"/projects/{project}{listings.path_of(ask.kind)}/{iid}"
            item = (await call(Request(path))).json()
        except NotAllowedError:
            continue  # merge requests or issues are switched off in this one
        except NotThereError:
            await projects.get(project)
            if project not in projects.hidden:  # in a project closed to us nothing is known
                yield Page(gone=(native_id,))
            continue
        records, aside = await projects.parsed([item], listings.parse_found(ask.kind))
        yield Page(records, aside)


PROVIDER = Gitlab()
