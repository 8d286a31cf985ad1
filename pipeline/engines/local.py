"""Local: a pool of processes on this machine. A worker that dies or hangs costs one article, not the run."""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
from collections import deque
from concurrent.futures import TimeoutError as Late
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Iterable, Iterator

from pebble import ProcessExpired, ProcessPool

from pipeline.document import Article
from pipeline.engines.shard import SECONDS_EACH, Outcome, Shard, process, process_shard, why

log = logging.getLogger(__name__)
START = 120.0  # seconds a worker may take to load the models
RECYCLE = 200  # shards after which a worker starts afresh, so that a leak in a library stays small
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def run(shards: Iterable[Shard], workers: int) -> Iterator[Outcome]:
    """Process the shards in ``workers`` processes, or fewer if they are fewer, and yield what became of each, in order.

    Only a few shards are held at once, however many there are.
    """
    rest = iter(shards)
    first = list(islice(rest, workers))
    if not first:
        return
    rest, workers = chain(first, rest), len(first)
    for name in THREADS:
        os.environ[name] = "1"  # before the workers load numpy: more threads than processes make it slower
    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(
        max_workers=workers, max_tasks=RECYCLE, initializer=_prepare, initargs=[os.getpid()], context=context
    )
    waiting: deque[tuple[Shard, Any]] = deque()
    try:
        while True:
            for shard in islice(rest, 2 * workers - len(waiting)):
                waiting.append((shard, pool.schedule(process_shard, args=[shard], timeout=_seconds(shard))))
            if not waiting:
                break
            shard, future = waiting.popleft()
            try:
                outcome = future.result()
            except (ProcessExpired, Late) as error:
                outcome = _taken_apart(pool, shard, error)
            yield outcome
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _seconds(shard: Shard) -> float:
    """The time after which a worker is killed: past every time limit inside it, for code that no signal reaches."""
    return START + (shard.time_limit + SECONDS_EACH) * (len(shard.articles) + 1)


def _taken_apart(pool: ProcessPool, shard: Shard, error: Exception) -> Outcome:
    """A shard whose worker died or hung: tried again, then each article alone, the guilty rejected."""
    log.warning("part %s: %s; trying again", shard.name, _said(error))
    if isinstance(error, ProcessExpired):
        try:
            return pool.schedule(process_shard, args=[shard], timeout=_seconds(shard)).result()
        except (ProcessExpired, Late) as again:
            log.warning("part %s: %s; trying each article alone", shard.name, _said(again))
    sound: list[Article] = []
    failed = list(shard.rejected)
    for article in shard.articles:
        alone = replace(shard, articles=(article,), rejected=())
        try:
            pool.schedule(process, args=[alone], timeout=START + shard.time_limit).result()
            sound.append(article)
        except ProcessExpired:
            failed.append((article, why(article, "", "worker-died")))
        except Late:
            failed.append((article, why(article, "", "too-slow", f"{shard.time_limit:g}")))
    rest = replace(shard, articles=tuple(sound), rejected=tuple(failed))
    return pool.schedule(process_shard, args=[rest], timeout=_seconds(rest)).result()


def _said(error: Exception) -> str:
    return f"a worker ended ({error})" if isinstance(error, ProcessExpired) else "a worker hung"


def _prepare(parent: int) -> None:
    """In a new worker: leave stopping to the run, and end with it even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # documents hold no cycles, and each look for some costs
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
