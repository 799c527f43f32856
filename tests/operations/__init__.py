"""Tests of portfolio.operations."""
