"""How each platform writes its exports: rows in, the bytes of a file out."""
