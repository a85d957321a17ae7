"""The pages where administrators manage accounts."""
