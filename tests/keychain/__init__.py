"""The keyring."""
