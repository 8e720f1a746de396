"""A function run in a process of its own, with bounds on its memory and time.

The process is forked from a small server that has our modules loaded, so that starting one costs a
few milliseconds, and a crash in it is an answer and not the end of the product.
"""

import multiprocessing
import os
import resource
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

MEMORY_BYTES = int(os.environ.get("SOWHAT_PARSE_MEMORY", 3_000_000_000))
Result = TypeVar("Result")
SECONDS = int(os.environ.get("SOWHAT_PARSE_SECONDS", 900))


def run_bounded(function: Callable[..., Result], *arguments: Any) -> Result | str:
    """The function's result; or, when it went past its bounds, what happened in a few words."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_pipeline.intake.preload"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(theirs, function, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            return f"it took longer than {SECONDS // 60} minutes"
        outcome, result = ours.recv()
    except EOFError:
        return "it needs more memory than one file may take"
    finally:
        ours.close()
        if child.is_alive():
            child.join(5)
        if child.is_alive():
            child.kill()
        child.join()
    if outcome == "error":
        raise AssertionError(result)
    return result


def _run(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        pipe.send(("result", function(*arguments)))
    except MemoryError:
        return
    except Exception:
        pipe.send(("error", traceback.format_exc()))
    finally:
        pipe.close()
