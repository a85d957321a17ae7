"""The page for administrators about the running portal: warnings and failed background jobs."""
