"""Where workspaces lie on this machine, and which folder a workspace's name means."""

import os
import re
import sys
from pathlib import Path

OWN = "my-business"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def default_home() -> Path:
    """The folder of everything kept: `SOWHAT_HOME`, else where this system keeps such data."""
    if chosen := os.environ.get("SOWHAT_HOME"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        places = os.environ.get("LOCALAPPDATA"), Path.home() / "AppData" / "Local"
    else:
        places = os.environ.get("XDG_DATA_HOME"), Path.home() / ".local" / "share"
    return Path(places[0] or places[1]) / "so-what"


def workspace_folder(home: Path, named: str) -> Path:
    """A bare name lies under the home; whatever else is written is a folder's path."""
    if _NAME.fullmatch(named):
        return home / "workspaces" / named
    return Path(named).expanduser()


def is_workspace(folder: Path) -> bool:
    """Whether something has been kept there."""
    return (folder / "ledger.sqlite").is_file()
