"""Lock: one run an output folder. The system frees it when its holder ends, killed or not."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Iterator

from pipeline.errors import Busy, UsageError

NAME = ".lock"
HOLDER = ".lock.json"


@contextmanager
def hold(output: Path) -> Iterator[None]:
    """Hold the lock of an output folder. Raises Busy, saying who holds it."""
    from filelock import FileLock, Timeout

    try:
        output.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{output} is a file, not a folder") from error
    lock = FileLock(output / NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy(f"another run holds {output / NAME}: {_holder(output / HOLDER)}") from error
    try:
        told = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now().isoformat(timespec="seconds")}
        (output / HOLDER).write_text(json.dumps(told), encoding="utf-8")
        yield
    finally:
        (output / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return f"process {told['pid']} on {told['host']} since {told['since']}"
    except (OSError, ValueError, KeyError):
        return "it has not told its name yet"
