"""Tests of portfolio.model."""
