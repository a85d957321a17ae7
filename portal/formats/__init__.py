"""Date formats for templates that specify none, such as those of the admin site."""
