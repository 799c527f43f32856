"""Tests of portfolio.ui.widgets."""
