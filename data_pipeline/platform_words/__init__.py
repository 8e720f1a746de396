"""Headings that several exports of one platform share. A source is described with them."""
