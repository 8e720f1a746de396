"""The folder that holds everything: one workspace a folder, and the control store beside them."""

import os
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from data_pipeline.home import OWN, workspace_folder
from data_pipeline.warehouse import Warehouse, open_warehouse
from sharing.control import Control

VARIABLE = "SOWHAT_HOME"
SAMPLE = "sample"
LABELS = {SAMPLE: "Sample: Harbour & Pine Joinery", OWN: "My business"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_HIDDEN = "sample_hidden"


@dataclass(frozen=True)
class Home:
    """Where a So What keeps its workspaces. A workspace is looked up here, never a path."""

    folder: Path

    @cached_property
    def control(self) -> Control:
        """Links, and what is remembered across workspaces."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return Control(self.folder / "control.sqlite")

    def workspaces(self) -> list[str]:
        """Those to choose from: the manager's own first, the sample last or hidden."""
        found = [path.name for path in (self.folder / "workspaces").glob("*/") if path.is_dir()]
        own = sorted(name for name in found if name != SAMPLE and _ID.fullmatch(name))
        sample = [] if own and self.control.setting(_HIDDEN) else [SAMPLE]
        return [*own, *sample]

    def folder_of(self, workspace: str) -> Path:
        """Where a workspace lies, or will."""
        assert _ID.fullmatch(workspace), f"not a workspace's name: {workspace!r}"
        return workspace_folder(self.folder, workspace)

    def warehouse(self, workspace: str) -> Warehouse:
        """A workspace's store, made when it is not there yet."""
        return _warehouse(self.folder_of(workspace))

    def label(self, workspace: str) -> str:
        """What a workspace is called on screen: as its owner named it, if they did."""
        named = self.warehouse(workspace).setting("business_name")
        if isinstance(named, str) and named.strip():
            return named
        return LABELS.get(workspace, workspace.replace("-", " ").capitalize())

    def hide_sample(self, hidden: bool) -> None:
        """The sample stays on disk; it is no longer offered beside own workspaces."""
        self.control.keep_setting(_HIDDEN, hidden)


def this_home() -> Home:
    """The home this process serves: its launcher named it."""
    return _home(Path(os.environ[VARIABLE]))


def home_of(workspace: Path) -> Home:
    """The home a workspace's folder lies in."""
    return _home(workspace.parents[1])


@cache
def _home(folder: Path) -> Home:
    return Home(folder)


@cache
def _warehouse(folder: Path) -> Warehouse:
    return open_warehouse(folder)
