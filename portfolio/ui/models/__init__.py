"""What the views show: table and list models over the store, and the words for its codes."""
