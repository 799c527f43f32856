"""Reading accounts: walks, marks, coverage, cuts."""
