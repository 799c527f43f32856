"""Tests of the guards in conftest.py, of start-up and of the repository itself."""
