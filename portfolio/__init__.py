"""Portfolio: keep, curate and show the record of your work in open communities."""

__version__ = "0.1.0"
