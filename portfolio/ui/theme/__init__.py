"""How the window looks: tokens, palette, style sheet, measures and icons.

Nothing here is a global: a widget or a delegate finds the tokens in force from its own palette
(`tokens_of`), so a change of theme reaches it with Qt's own ``PaletteChange``.
"""
