"""The product as people meet it: in a browser, wide and on a phone."""
