"""What the HTML reader is made of: encoding, tree, styles, what is no text, lists, tables, notes, and their flow."""
