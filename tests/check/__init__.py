"""Checking files of anybody."""
