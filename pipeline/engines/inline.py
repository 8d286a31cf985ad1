"""Inline: the shards in this process, one after another. For tests, debugging and a few articles."""

from __future__ import annotations

from typing import Iterable, Iterator

from pipeline.engines.shard import Outcome, Shard, process_shard


def run(shards: Iterable[Shard], workers: int) -> Iterator[Outcome]:
    """Process the shards here; ``workers`` is not used. A crash of the process ends the run."""
    return map(process_shard, shards)
