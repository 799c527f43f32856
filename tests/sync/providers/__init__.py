"""Each provider against its scripted service."""
