"""Tests of portfolio.export.pdf."""
