"""Alerts by e-mail: readers without an account follow a search, an article, a topic, a meeting or an addressee."""
