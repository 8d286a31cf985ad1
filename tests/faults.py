"""Faults for tests: articles that kill or hang their worker, and runs that are cut off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

from pipeline.document import Article, Document
from pipeline.engines import shard as engine
from pipeline.engines.shard import Outcome, Shard
from pipeline.errors import Rejected

ROOT = Path(__file__).resolve().parent.parent
KILLS, HANGS, FAILS = "убивает", "висит", "ломает"


def _strike(shard: Shard) -> None:
    """Do to this process what an article of the shard asks for."""
    for article in shard.articles:
        if KILLS in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in article.text:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})  # like native code that no signal reaches
            time.sleep(600)
        if FAILS in article.text:
            raise ValueError("broken")


def process_shard(shard: Shard) -> Outcome:
    """As the engine's, with faults."""
    _strike(shard)
    return engine.process_shard(shard)


def process(shard: Shard) -> tuple[list[Document], list[tuple[Article, Rejected]]]:
    """As the engine's, with faults."""
    _strike(shard)
    return engine.process(shard)


def start(source: Path, output: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A run of its own process, small shards."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "run_pipeline.py"), str(source), "--output", str(output)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PIPELINE_SHARD_SIZE": "10"} | environment,
    )


def kill_when(run: subprocess.Popen[bytes], ready: Callable[[], bool]) -> bool:
    """SIGKILL the run as soon as ``ready``; False if it ended before."""
    while run.poll() is None:
        if ready():
            run.kill()
            run.communicate()
            return True
        time.sleep(0.002)
    run.communicate()
    return False
