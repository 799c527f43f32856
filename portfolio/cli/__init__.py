"""The command line: one module per group of commands, the same operations as the window.

``portfolio.cli.main.main`` is called from ``portfolio.__main__``; typer and rich are imported
only then. What it promises to scripts stands in docs/cli.md.
"""
