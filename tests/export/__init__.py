"""Tests of portfolio.export."""
