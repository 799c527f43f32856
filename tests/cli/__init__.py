"""Tests of portfolio.cli."""
