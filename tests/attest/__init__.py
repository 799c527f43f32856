"""Letters, badges and keys: tests with real programs and real keys."""
