"""The picture of a recommendation for link previews, drawn from its data."""
