"""The widget set of the window. Import from the modules; this page says what there is.

A page (``portfolio/ui/page.py``)::

    class StoriesPage(Page):                      # made with (session, navigator)
        page_id = "stories"
        title -> str                              # property, translated
        actions() -> Sequence[Command]            # commands while it is shown (ui/actions.py)
        refresh(change: Change | None)            # None: load all; see Change.touches("story")
        show_target(target) / focus_first() / focus_filter() / save_state() / restore_state()

    self.column        the page's QVBoxLayout, margins and spacing 0
    self.session       .read(ask, then) .read_now(ask) .edit(do, then, failed) .run(work, ...)
                       .run_reading(work, ...) .stop_reading() .undo() .redo() .is_open .state
                       .store .clock .workspace   signals: changed(Change) stepped failed ...
    self.navigator     .go(page_id, target) .say(words) .trigger(command_id) .commands_changed()

Targets: a page documents its own; ``page.NEW`` begins something new, ``page.ReadFolders(folders)``
goes to ``which-are-you`` (sent by the first-run tiles, a dropped folder, and "Bring up to date").
Settings: ``session.settings.value`` (frozen), ``session.settings.change("documents", folder=x)``.
Texts: ``self.tr`` or ``translate`` with the whole text written out; after adding one with %n run
``python packaging/translations.py`` (English plurals; a test compares).

A page joins the window by a `PageSpec` in ``portfolio/ui/pages/catalogue.py``.

Colours: ``tokens_of(widget | style option | palette)`` (``theme/palette.py``) gives the `Tokens`
in force; repaint follows Qt's PaletteChange by itself. Fonts: ``font(QApplication.font(),
TextSize.SMALL)``; heights: ``metrics(QApplication.font()).row`` (``theme/metrics.py``). Icons:
``icons.paint(painter, rect, name, colour)``, ``icons.icon(name, tokens)`` (``theme/icons.py``).
Margins: ``PAGE_MARGIN`` and ``SPACE_*`` of ``theme/tokens.py``.

==============  ==================================================================================
module          what is in it
==============  ==================================================================================
labels          `Text` (our words: size, tone), `DataText` (words from outside: plain, selectable,
                ``is_ltr`` for paths and links), `ElidedLabel` (``elide=painting.MIDDLE``),
                `IconLabel`, `mark_data(widget)` (text is data: no translation is due)
buttons         `Button(words, ButtonKind.PRIMARY | PLAIN | QUIET, icon=, icon_after=, is_small=)`
                with ``set_available(reason)``, `IconButton(icon, name)`
chip            `TrustChip(trust, words, opens=)`, `paint_chip`, `chip_size`, `chip_words`
segments        `Segments([(key, words)], name)`: ``choose``, ``choice``, signal ``chosen(key)``
filters         `SearchField(placeholder)`: signal ``words_changed`` (debounced); `FilterButton(
                any_words, name)`: ``set_choices``, ``choose``, ``chosen``, signal ``changed``
notices         `Banner(BannerKind, words, action)`, `EmptyState(icon, words, action)`,
                `ProgressLine` (``say(words, done, total)``, ``cancel_requested``), `CoverageLine`
page_head       `PageHead(title, subtitle, is_data=, has_line=)`: ``add_action``, ``add_bar``,
                ``set_crumbs``, ``set_title``, ``set_subtitle``
cards           `Card` (``.column``), `Tile(icon, title, body, small)`
rows            `RowDelegate` (ground, heads, focus; override ``paint_content``, ``row_height``),
                `OneLineDelegate`, `TwoLineDelegate`; roles are in ``ui/models/roles.py``
painting        `Line` (cut from the start and end side), `paint_text`, `paint_box`,
                `paint_tick_box`, `paint_focus`, `paint_row_ground`, `paint_hairline`
link            `Link(words)`: words one can follow; form_parts: `labelled(label, field)`
account_card    `AccountCard(AccountView)`: one account, its state and its kinds
flow            `FlowLayout`: side by side, then the next line
find_button     `FindButton`; side_bar: `SideBar`; status_line: `StatusLine` (the window's own)
key_hint        `KeyHint(keys)`, `paint_keys`
announce        `announce(widget, words)`: have a change read out
==============  ==================================================================================
"""
