"""The sample business: invented, told in the platforms' real formats."""
