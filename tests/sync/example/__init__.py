"""A small made-up service and its provider, as `docs/providers.md` explains them."""
