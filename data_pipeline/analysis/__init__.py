"""Pure functions on figures: no database, no screen. Each says its formula and where it is from."""
