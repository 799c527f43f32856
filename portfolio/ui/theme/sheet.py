"""The short style sheet: what a palette cannot say.

Nothing here leans to one side (style sheets do not mirror): no ``border-left``, no one-sided
padding. Everything that does is painted by the widget.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from portfolio import resources
from portfolio.ui.theme.tokens import RADIUS_CARD, RADIUS_CONTROL, Tokens

if TYPE_CHECKING:
    from portfolio.ui.theme.metrics import Metrics

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $control; padding: 4px 8px; }
QMenu { background: $raised; color: $text; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; $menu_edge }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; }
QMenu::indicator:checked { image: url($marks/tick-$menu_tick.svg); }
QMenuBar { background: $sidebar; color: $text; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $selected; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit {
  background: $surface; color: $text; border: 1px solid $control; border-radius: ${radius}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $muted; }
QLineEdit, QComboBox, QSpinBox, QDateEdit { min-height: ${inner}px; padding: 0 9px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit[search="true"] { padding: 0 2px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
QDateEdit:focus { border: ${ring}px solid $accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
  min-height: ${inner_focus}px; padding: 0 ${pad_focus}px; }
QLineEdit[search="true"]:focus { padding: 0 1px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${text_v_focus}px ${text_h_focus}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled,
QSpinBox:disabled { color: $muted; border-color: $border; }
QLineEdit[frameless="true"], QTextEdit[frameless="true"], QPlainTextEdit[frameless="true"] {
  border: none; background: transparent; padding: 0; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $error; }
QAbstractSpinBox > QLineEdit, QAbstractSpinBox > QLineEdit:focus { border: none;
  min-height: 0; padding: 0 8px; background: transparent; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($marks/chevron-$name.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $control;
  padding: 4px; outline: none; selection-background-color: $selected; selection-color: $text; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 22px; }
QSpinBox::up-arrow { image: url($marks/chevron-up-$name.svg); width: 12px; height: 12px; }
QSpinBox::down-arrow { image: url($marks/chevron-$name.svg); width: 12px; height: 12px; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $control; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url($marks/tick-$name.svg); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url($marks/part-$name.svg); }
QRadioButton::indicator:checked { border-color: $accent; image: url($marks/dot-$name.svg); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus,
QCheckBox::indicator:unchecked:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; }

QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
  selection-background-color: $selected; selection-color: $text; }
QAbstractItemView[flat="true"] { background: transparent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 0 8px; min-height: ${column_head}px; }
QHeaderView::section:hover { background: $hover; color: $text; }
QHeaderView::down-arrow { image: url($marks/chevron-$name.svg); width: 14px; height: 14px; }
QHeaderView::up-arrow { image: url($marks/chevron-up-$name.svg); width: 14px; height: 14px; }

QTabBar { background: transparent; border: none; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 0 12px; min-height: ${tab}px;
  border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $selected; }
QTabWidget::pane { border: none; }

QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[pagebody="true"] { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $border; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QFrame[card="true"] { background: $surface; border: 1px solid $border;
  border-radius: ${radius_card}px; }
QFrame[notice="true"] { background: $bg; border: 1px solid $border; border-radius: ${radius}px; }
""")


def style_sheet(tokens: Tokens, measures: Metrics) -> str:
    """Return the application's style sheet for one set of tokens."""
    colours = {name: getattr(tokens, name) for name in Tokens.__slots__}
    ring = tokens.focus_ring
    return _SHEET.substitute(
        colours,
        marks=resources.path("icons", "marks").as_posix(),
        # A menu's tick stands on the ground, not on a filled box: black on light, white on dark.
        menu_tick=f"contrast-{'light' if tokens.is_dark else 'dark'}",
        menu_edge=f"border: 1px solid {tokens.text};" if tokens.is_high_contrast else "",
        radius=RADIUS_CONTROL,
        radius_card=RADIUS_CARD,
        ring=ring,
        inner=measures.control - 2,
        inner_focus=measures.control - 2 * ring,
        pad_focus=10 - ring,
        text_v_focus=7 - ring,
        text_h_focus=9 - ring,
        column_head=measures.column_head - 1,
        tab=measures.tab - 2,
    )
