"""Readers of sources: what was done, as the places where it was done say it."""
