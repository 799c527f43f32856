"""Reads files that were made and says what is in them."""
