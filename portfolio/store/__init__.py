"""The record on disk: the only room with SQL.

One SQLite file holds three layers: recorded (what sources said), curated (what the holder
decided) and derived (lists, search and counts, rebuilt from the other two). Repositories return
model objects, never rows. Nothing is imported here, so that ``portfolio.store.glance`` can be
used before SQLModel is.
"""
