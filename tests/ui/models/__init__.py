"""Tests of the models behind the lists."""
