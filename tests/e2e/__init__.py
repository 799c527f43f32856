"""Whole journeys through the program."""
