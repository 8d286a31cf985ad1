"""Progress: a bar on a terminal, a log line every half minute elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

from pipeline.run import Summary

log = logging.getLogger("pipeline")
EVERY = 30.0  # seconds between log lines


class Progress:
    """Called with the summary of a run as articles are done."""

    def __init__(self, quiet: bool) -> None:
        self._begun = self._told = time.monotonic()
        self._bar: Any = None if quiet or not sys.stderr.isatty() else _bar()
        if self._bar is not None:
            self._bar.start()

    def __call__(self, summary: Summary) -> None:
        """Show how far the run is: articles, articles a second, time left."""
        now = time.monotonic()
        rate = summary.done / max(now - self._begun, 0.1)
        if self._bar is not None:
            told = f"{summary.done} articles, {rate:.1f}/s, {summary.facts} facts"
            self._bar.update(0, completed=summary.share or 0, told=told)
        elif now - self._told >= EVERY:
            self._told = now
            share = "" if summary.share is None else f", {summary.share:.0%} of the input read"
            line = f"{summary.done} articles done, {rate:.1f} a second, {summary.facts} facts{share}"
            log.info("%s", line, extra={"fields": counts(summary)})

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _bar() -> Any:
    from rich import progress
    from rich.console import Console

    bar = progress.Progress(
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[told]}, left"),
        progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("articles", total=1.0, told="")
    return bar


def counts(summary: Summary) -> dict[str, Any]:
    """The figures of a summary, for the JSON log."""
    names = ("found", "done", "unchanged", "repeated", "skipped", "facts")
    return {name: getattr(summary, name) for name in names} | {
        "rejected": len(summary.rejected),
        "rows": summary.rows,
        "seconds": {name: round(value, 2) for name, value in summary.seconds.items()},
    }
