"""Parts of the HTML reader: encoding, tree, styles, page furniture, lists, tables, notes and flow."""
