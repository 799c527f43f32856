"""Tests of portfolio.sync."""
