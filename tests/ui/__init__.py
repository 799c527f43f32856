"""Tests of portfolio.ui."""
