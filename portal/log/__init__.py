"""The audit log, as editors search it."""
