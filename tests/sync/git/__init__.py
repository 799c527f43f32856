"""Tests of the git reader, on real repositories made in a temporary folder."""
