"""Descriptions of their interfaces that services publish, for checking requests and parsers.

They come from npm packages, fetched once by npm itself into the user's cache: nothing of them is
in this repository, and tests that need them are skipped, with the reason, where they cannot be
had.
"""
