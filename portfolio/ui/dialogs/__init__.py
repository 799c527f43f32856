"""Dialogs (decisions only), the command palette, and the lists of Help."""
