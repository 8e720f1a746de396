"""Who may see what, and what goes out."""
