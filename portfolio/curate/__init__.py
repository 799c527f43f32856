"""Suggestions: pure rules over what was recorded; deciding is the holder's.

Nothing here reads the store, changes anything or says how much somebody did.
"""
