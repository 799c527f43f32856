"""The bars accounts have to pass: each through a real provider, transport, engine and store."""
