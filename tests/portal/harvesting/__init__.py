"""Tests of OAI-PMH."""
