"""The log of changes, as editors read and search it."""
