"""One file at a time: what it is, what is in it, what keeping it would change."""
