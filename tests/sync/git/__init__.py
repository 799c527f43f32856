"""Tests of portfolio.sync.git."""
