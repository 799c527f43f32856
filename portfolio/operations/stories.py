"""Stories: what the holder tells about a piece of work, and the deeds behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from portfolio.errors import NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.codes import StoryStatus
from portfolio.model.ids import new_id
from portfolio.model.months import is_partial_date
from portfolio.model.story import MAX_FEATURED, Story, StoryItem
from portfolio.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio.model.deed import Deed
    from portfolio.store.editor import Editor
    from portfolio.store.store import Store

CHANGEABLE = frozenset(
    {
        "title",
        "project_key",
        "situation",
        "what_i_did",
        "what_changed",
        "how_one_can_tell",
        "sources",
        "skills",
        "from_on",
        "to_on",
        "language",
        "note",
    }
)


def create(
    store: Store,
    *,
    title: str = "",
    project_key: str = "",
    deed_keys: Sequence[str] = (),
    **fields: object,
) -> Story:
    """Begin a story; its project and period come from its deeds when they are not given.

    Args:
        store: Of the holder.
        title: Its title, or "".
        project_key: Its project's, or "".
        deed_keys: Of the deeds behind it; those that are not in the record are passed over.
        fields: Others of `CHANGEABLE`.

    Raises:
        UsageError: A field is unknown, or a date is none; then there is no story.
    """
    title = clean(title).strip()
    cleaned = _checked(fields)
    now = datetime.now(UTC)
    with store.editing(steps.STORY_ADDED, title=title) as editor:
        deeds = editor.deeds.by_keys(list(deed_keys))
        present = [key for key in dict.fromkeys(deed_keys) if key in deeds]
        story = Story(
            id=new_id(),
            title=title or (deeds[present[0]].title if len(present) == 1 else ""),
            project_key=project_key or _common_project([deeds[key] for key in present]),
            rank=1 + max((each.rank for each in editor.stories.all()), default=0),
            items=_items(present, featured=set(present[:MAX_FEATURED])),
            created_at=now,
            updated_at=now,
        )
        story = replace(_dated(story, deeds), **cleaned)  # type: ignore[arg-type]  # checked above
        _check_period(story)
        editor.save_story(story)
    return story


def change(store: Store, story_id: str, **fields: object) -> Story:
    """Change fields of a story (those of `CHANGEABLE`).

    Raises:
        NotFoundError: There is no such story.
        UsageError: A field is unknown, or a date is none.
    """
    cleaned = _checked(fields)
    _check_period(replace(_get(store, story_id), **cleaned))  # type: ignore[arg-type]  # as above
    title = str(cleaned.get("title", "")) or _get(store, story_id).title
    with store.editing(steps.STORY_CHANGED, title=title) as editor:
        story = replace(_found(editor, story_id), **cleaned)  # type: ignore[arg-type]  # checked above
        return _save(editor, story)


def _checked(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields cleaned.

    Raises:
        UsageError: A story has no such field.
    """
    unknown = set(fields) - CHANGEABLE
    if unknown:
        raise UsageError(f"A story has no field called {', '.join(sorted(unknown))}.")
    return {name: _cleaned(value) for name, value in fields.items()}


def add_works(store: Store, story_id: str, deed_keys: Sequence[str]) -> Story:
    """Put deeds behind a story; those that are there already stay as they are.

    Raises:
        NotFoundError: There is no such story, or none of the deeds is in the record.
    """
    with store.editing(steps.STORY_WORKS_ADDED, title=_get(store, story_id).title) as editor:
        story = _found(editor, story_id)
        known = [item.deed_key for item in story.items]
        deeds = editor.deeds.by_keys([*deed_keys, *known])
        new = [key for key in dict.fromkeys(deed_keys) if key in deeds and key not in known]
        if not new and not set(deed_keys) & set(known):
            raise NotFoundError("None of these works is in your record.")
        featured = {item.deed_key for item in story.items if item.featured}
        room = MAX_FEATURED - len(featured)
        featured |= set(new[: max(0, room)])
        story = replace(story, items=_items([*known, *new], featured=featured))
        if not story.project_key:
            story = replace(story, project_key=_common_project([deeds[key] for key in new]))
        return _save(editor, _dated(story, deeds))


def remove_works(store: Store, story_id: str, deed_keys: Sequence[str]) -> Story:
    """Take deeds out of a story; the deeds themselves stay in the record.

    Raises:
        NotFoundError: There is no such story.
    """
    with store.editing(steps.STORY_WORKS_REMOVED, title=_get(store, story_id).title) as editor:
        story = _found(editor, story_id)
        kept = [item for item in _ordered(story) if item.deed_key not in set(deed_keys)]
        featured = {item.deed_key for item in kept if item.featured}
        items = _items([item.deed_key for item in kept], featured=featured)
        return _save(editor, replace(story, items=items))


def star(store: Store, story_id: str, deed_key: str) -> Story:
    """Show a work in print; at most five are shown.

    Raises:
        NotFoundError: There is no such story, or the work is not behind it.
        UsageError: Five are shown already; the words name them.
    """
    story = _get(store, story_id)
    if deed_key not in {item.deed_key for item in story.items}:
        raise NotFoundError("This work is not behind the story.")
    featured = {item.deed_key for item in story.items if item.featured}
    if deed_key not in featured and len(featured) >= MAX_FEATURED:
        with store.reading() as reader:
            deeds = reader.deeds.by_keys(sorted(featured))
        names = ", ".join(f"“{deed.title}”" for deed in deeds.values())
        raise UsageError(
            f"Five works are shown already. Take the star from one of them first: {names}."
        )
    return _set_star(store, story, deed_key, featured=True)


def unstar(store: Store, story_id: str, deed_key: str) -> Story:
    """Keep a work behind the story without showing it in print.

    Raises:
        NotFoundError: There is no such story, or the work is not behind it.
    """
    return _set_star(store, _get(store, story_id), deed_key, featured=False)


def reorder(store: Store, story_id: str, deed_keys: Sequence[str]) -> Story:
    """Put the works of a story in this order; works not named keep their order at the end.

    Raises:
        NotFoundError: There is no such story.
    """
    with store.editing(steps.STORY_REORDERED, title=_get(store, story_id).title) as editor:
        story = _found(editor, story_id)
        known = [item.deed_key for item in _ordered(story)]
        order = [key for key in dict.fromkeys(deed_keys) if key in known]
        order += [key for key in known if key not in order]
        featured = {item.deed_key for item in story.items if item.featured}
        return _save(editor, replace(story, items=_items(order, featured=featured)))


def mark_ready(store: Store, story_id: str) -> Story:
    """Call a story finished.

    Raises:
        NotFoundError: There is no such story.
    """
    return _set_status(store, story_id, StoryStatus.READY, steps.STORY_READY)


def mark_draft(store: Store, story_id: str) -> Story:
    """Call a story a draft again.

    Raises:
        NotFoundError: There is no such story.
    """
    return _set_status(store, story_id, StoryStatus.DRAFT, steps.STORY_DRAFT)


def delete(store: Store, story_id: str) -> None:
    """Delete a story; its works stay in the record, and it can be undone.

    Raises:
        NotFoundError: There is no such story.
    """
    with store.editing(steps.STORY_REMOVED, title=_get(store, story_id).title) as editor:
        editor.remove_story(story_id)


def _set_star(store: Store, story: Story, deed_key: str, *, featured: bool) -> Story:
    if deed_key not in {item.deed_key for item in story.items}:
        raise NotFoundError("This work is not behind the story.")
    with store.reading() as reader:
        deed = reader.deeds.get(deed_key)
    label = steps.STORY_STARRED if featured else steps.STORY_UNSTARRED
    with store.editing(label, title=deed.title if deed else story.title) as editor:
        now = _found(editor, story.id)
        items = tuple(
            replace(item, featured=featured) if item.deed_key == deed_key else item
            for item in now.items
        )
        return _save(editor, replace(now, items=items))


def _set_status(store: Store, story_id: str, status: StoryStatus, label: str) -> Story:
    with store.editing(label, title=_get(store, story_id).title) as editor:
        return _save(editor, replace(_found(editor, story_id), status=status))


def _save(editor: Editor, story: Story) -> Story:
    before = editor.stories.get(story.id)
    if before is not None and replace(before, updated_at=story.updated_at) == story:
        return before
    story = replace(story, updated_at=datetime.now(UTC))
    editor.save_story(story)
    return story


def _get(store: Store, story_id: str) -> Story:
    with store.reading() as reader:
        story = reader.stories.get(story_id)
    if story is None:
        raise NotFoundError("There is no such story.")
    return story


def _found(editor: Editor, story_id: str) -> Story:
    story = editor.stories.get(story_id)
    if story is None:
        raise NotFoundError("There is no such story.")
    return story


def _check_period(story: Story) -> None:
    for each in (story.from_on, story.to_on):
        if each and not is_partial_date(each):
            raise UsageError(f"“{each}” is no date. Write a year, a month or a day: 2024-03.")
    if story.from_on and story.to_on and story.to_on < story.from_on[: len(story.to_on)]:
        raise UsageError("The story ends before it begins.")


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _ordered(story: Story) -> list[StoryItem]:
    return sorted(story.items, key=lambda item: item.rank)


def _items(keys: Sequence[str], *, featured: set[str]) -> tuple[StoryItem, ...]:
    return tuple(StoryItem(key, rank, key in featured) for rank, key in enumerate(keys))


def _common_project(deeds: Sequence[Deed]) -> str:
    keys = {deed.project_key for deed in deeds}
    return keys.pop() if len(keys) == 1 else ""


def _dated(story: Story, deeds: dict[str, Deed]) -> Story:
    """Fill in the period from the works while the holder has not said one."""
    if story.from_on or story.to_on:
        return story
    at = [deeds[i.deed_key].occurred_at for i in story.items if i.deed_key in deeds]
    if not at:
        return story
    return replace(story, from_on=f"{min(at):%Y-%m}", to_on=f"{max(at):%Y-%m}")
