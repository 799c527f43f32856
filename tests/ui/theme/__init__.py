"""Tests of portfolio.ui.theme."""
