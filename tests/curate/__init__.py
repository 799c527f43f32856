"""Tests of portfolio.curate."""
