"""Logging in: passwords, second factors and an OpenID Connect provider."""
