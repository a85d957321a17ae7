"""Pages where editors add, change, merge and remove meetings, and undo these changes."""
