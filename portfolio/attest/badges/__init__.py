"""Badges: recognised, read, judged, issued; their bytes are never written anew."""
