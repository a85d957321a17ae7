"""The accounts of people, as administrators make and change them."""
