"""Tests of portfolio.store."""
