"""Tests of portfolio.sync.signin."""
