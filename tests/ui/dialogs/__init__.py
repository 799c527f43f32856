"""Tests of portfolio.ui.dialogs."""
