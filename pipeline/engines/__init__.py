"""Engines: who runs the shards. Each runs the same ``process_shard``; none knows what a stage is."""

from __future__ import annotations

from typing import Iterable, Iterator

from pipeline.engines.shard import Outcome, Shard

__all__ = ["Outcome", "Shard", "run"]


def run(engine: str, shards: Iterable[Shard], workers: int) -> Iterator[Outcome]:
    """Outcomes of the shards, by the engine of that name. No process is started before there is a shard."""
    from pipeline.engines import local

    return local.run(shards, workers)
