"""Which files of a folder are meant: what systems and office programs leave behind is not."""

import os
from pathlib import Path

_LEFT_BY_SYSTEMS = {"thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db"}


def files_below(folder: Path) -> list[Path]:
    """Every readable file in a folder and its folders, in the order of their names."""
    found: list[Path] = []
    for inside, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_meant(name))
        found += [Path(inside) / name for name in sorted(files) if _is_meant(name)]
    return [file for file in found if file.is_file() and os.access(file, os.R_OK)]


def _is_meant(name: str) -> bool:
    """Not hidden, and nothing that an operating system or an office program leaves behind."""
    return not name.startswith((".", "~$")) and name.casefold() not in _LEFT_BY_SYSTEMS
