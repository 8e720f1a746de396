"""What goes out: the same figures, words and charts as on screen."""
