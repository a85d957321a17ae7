"""Pure: words, phrases and sentences as the search sees them."""
