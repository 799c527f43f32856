"""Documents: the gate that makes them and the renderers that write them.

Everything that leaves the record goes through `portfolio.export.document.build`. Renderers take
the finished `portfolio.model.document.Document` and return bytes.
"""
