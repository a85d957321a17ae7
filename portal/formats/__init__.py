"""Date formats for templates that specify none, such as the templates of the admin site."""
