"""Date formats for templates that name none, such as those of the admin site."""
