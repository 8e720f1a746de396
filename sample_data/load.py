"""Brings the sample business's exports into a workspace, as its manager would have."""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import File, Preview, as_incoming, discard, preview_one
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.records import Upload

EXPORTS = Path(__file__).parent / "exports"
LOADED = "sample_loaded"
TIKTOK = frozenset({"Overview.csv", "FollowerHistory.csv"})
NO_CURRENCY = ("Sales by Customer Detail", "hubspot-crm-exports", "channel_costs")
AT_A_TIME = 16
Progress = Callable[[int, int, str], None]


def load(warehouse: Warehouse, progress: Progress) -> list[str]:
    """Bring in what is not there yet. Returns what was not taken, and why: our own mistakes.

    All files become visible in one write, so a start that is cut short leaves none; the next one
    begins again.
    """
    previews = _previews(warehouse, progress)
    # Nobody asks what hundreds of files would change in an empty workspace: kept at once.
    warehouse.keep([as_incoming(one) for one in previews if one.may_be_kept()])
    for one in previews:
        discard(warehouse, one)
    warehouse.keep_setting(LOADED, edition())
    return [
        f"{one.file.path.parent.name}/{one.file.name}: {_why(one.receipt)}"
        for one in previews
        if not one.may_be_kept() and not one.already
    ]


def is_loaded(warehouse: Warehouse) -> bool:
    """Whether these very exports have been brought in; what was undone since stays undone."""
    return warehouse.setting(LOADED) == edition()


def _previews(warehouse: Warehouse, progress: Progress) -> list[Preview]:
    """Staged by as many processes as there are cores: each file costs little but its start."""
    files = [File(path, path.name, answers(path)) for path in exports()]
    batches = [files[start : start + AT_A_TIME] for start in range(0, len(files), AT_A_TIME)]
    incoming, secret = warehouse.folder / "incoming", warehouse.secret()
    live = {upload.sha256: upload for upload in warehouse.uploads()}
    stage = partial(staged_together, incoming=incoming, secret=secret, live=live)
    staged: list[Preview] = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_pipeline.intake.preload"])
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        for previews in pool.map(stage, batches):
            staged += previews
            progress(len(staged), len(files), previews[-1].file.name)
    return staged


def staged_together(
    files: Sequence[File], incoming: Path, secret: bytes, live: Mapping[str, Upload]
) -> list[Preview]:
    """In one process, which nobody else's files may share."""
    return [preview_one(incoming, file, secret, live, _here) for file in files]


def _here(function: Callable[..., Receipt], *arguments: Any) -> Receipt:
    return function(*arguments)


def answers(path: Path) -> dict[str, str]:
    """What only the manager knows: TikTok's days have no year, some amounts no currency."""
    if path.name in TIKTOK:
        return {"year": path.parent.name[:4]}
    return {"currency": "GBP"} if any(sign in path.name for sign in NO_CURRENCY) else {}


def _why(receipt: Receipt) -> str:
    return " ".join([*map(str, receipt.problems), *(need.question for need in receipt.needs)])


def exports() -> list[Path]:
    """Every file of the sample business, in order of its months."""
    return sorted(path for path in EXPORTS.glob("*/*") if path.is_file())


@cache
def edition() -> str:
    """Which exports these are: another edition is loaded beside what is there."""
    listed = [f"{path.parent.name}/{path.name} {path.stat().st_size}" for path in exports()]
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()
