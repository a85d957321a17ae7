"""The page of failed background jobs."""
