"""A function run in a process of its own, with bounds on its memory and time.

Where the system can fork, the process is forked from a small server that has our modules loaded:
starting one costs a few milliseconds, and a crash in it is an answer, not the product's end.
"""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar

MEMORY_BYTES = int(os.environ.get("SOWHAT_PARSE_MEMORY", "3000000000"))
SECONDS = int(os.environ.get("SOWHAT_PARSE_SECONDS", "900"))
WAY = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"

Result = TypeVar("Result")
_STARTING = Lock()


def run_bounded(function: Callable[..., Result], *arguments: Any) -> Result | str:
    """The function's result; or, when it went past its bounds, what happened in a few words."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = _process(_run, (theirs, function, arguments))
    with _no_main_module():
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
        child.join(5)
        if child.is_alive():
            child.kill()
            child.join()
    if outcome == "error":
        raise AssertionError(result)
    return result


def _process(target: Callable[..., None], arguments: tuple[Any, ...]) -> BaseProcess:
    if WAY == "spawn":
        return multiprocessing.get_context("spawn").Process(
            target=target, args=arguments, daemon=True
        )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["data_pipeline.intake.preload"])
    return context.Process(target=target, args=arguments, daemon=True)


@contextmanager
def _no_main_module() -> Generator[None]:
    """Else the child would run the program's main script again, the whole dashboard even."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _run(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    _bound_memory()
    try:
        pipe.send(("result", function(*arguments)))
    except MemoryError:
        return
    except Exception:
        pipe.send(("error", traceback.format_exc()))
    finally:
        pipe.close()


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
