"""Engines: who runs the shards. Each runs the same ``process_shard``; none knows what a stage is."""

from __future__ import annotations

import importlib
from typing import Iterable, Iterator

from pipeline.engines.shard import Outcome, Shard

__all__ = ["Outcome", "Shard", "run"]


def run(engine: str, shards: Iterable[Shard], workers: int) -> Iterator[Outcome]:
    """Outcomes of the shards, by the engine of that name (local, inline or ray). It is loaded when asked for."""
    module = importlib.import_module(f"pipeline.engines.{engine}")
    outcomes: Iterator[Outcome] = module.run(shards, workers)
    return outcomes
