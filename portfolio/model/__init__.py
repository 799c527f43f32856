"""What the program is about: frozen dataclasses, closed sets and pure rules.

Nothing here knows the store, the network, Qt or a file format. The words are those of
docs/architecture.md ("Words"); each has one meaning in code, store, screens and documents.
"""
