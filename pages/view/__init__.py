"""Pieces that several pages and the reports use. Not pages."""
