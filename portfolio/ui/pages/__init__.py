"""The pages of the window; `catalogue` lists them, the window imports each when first shown."""
