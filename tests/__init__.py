"""What the product promises, shown by using it."""
