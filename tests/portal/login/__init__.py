"""Tests of logging in with a second factor and through an OpenID Connect provider."""
