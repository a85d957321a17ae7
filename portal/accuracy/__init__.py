"""The page that shows how accurately documents are read."""
