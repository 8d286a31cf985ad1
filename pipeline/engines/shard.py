"""Shard: the unit of work. Some articles in, one part out; every engine runs this and nothing else."""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Iterator

from pipeline.document import Article, Document
from pipeline.errors import Rejected
from pipeline.lexicon import Lexicon
from pipeline.storing import parts, rows

log = logging.getLogger(__name__)
SECONDS_EACH = 2.0  # what an article of a batch may take on average before the batch is taken apart


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles to work on together and the part to write. ``rejected`` holds (article, why) known to fail."""

    name: str
    folder: Path
    articles: tuple[Article, ...]
    made_by: str
    lexicon: Path | None = None
    time_limit: float = 60.0
    rejected: tuple[tuple[Article, Rejected], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard."""

    name: str
    articles: int = 0
    facts: int = 0
    rejected: tuple[Rejected, ...] = field(default=())


class TooSlow(Exception):
    """The time limit passed."""


@cache
def lexicon_of(folder: Path | None) -> Lexicon:
    """The lexicon with the overlay of ``folder``, loaded once a process."""
    return Lexicon(folder)


def process_shard(shard: Shard) -> Outcome:
    """Take the shard's articles through the stages and write its part.

    An article that a stage fails on, or that takes too long, is rejected; the others go on.
    """
    documents, failed = process(shard)
    failed = [*shard.rejected, *failed]
    made = rows.of_documents(documents, shard.made_by)
    made["rejected"] = [
        rows.of_rejected(why, article.id, rows.content_hash(article.text), shard.made_by) for article, why in failed
    ]
    parts.write(shard.folder, shard.name, made)
    return Outcome(shard.name, len(documents), len(made["facts"]), tuple(why for _, why in failed))


def process(shard: Shard) -> tuple[list[Document], list[tuple[Article, Rejected]]]:
    """Documents of the shard's articles, together if that goes well, else one by one."""
    import pipeline.stages  # noqa: F401 - a module that cannot be loaded ends the run, it rejects no article

    lexicon = lexicon_of(shard.lexicon)
    try:
        return _together(shard.articles, lexicon, shard.time_limit + SECONDS_EACH * len(shard.articles)), []
    except Exception as error:
        log.warning("part %s: taken apart after %s: %s", shard.name, type(error).__name__, error)
    documents: list[Document] = []
    failed: list[tuple[Article, Rejected]] = []
    for article in shard.articles:
        try:
            documents += _together((article,), lexicon, shard.time_limit)
        except TooSlow:
            failed.append((article, why(article, "", "too-slow", f"{shard.time_limit:g}")))
        except Exception as error:
            log.exception("article %s of %s failed", article.id, article.source_path)
            stage = getattr(error, "stage", "")
            failed.append((article, why(article, stage, "stage-failed", f"{type(error).__name__}: {error}"[:300])))
    return documents, failed


def why(article: Article, stage: str, code: str, detail: str = "") -> Rejected:
    """A Rejected for a whole article."""
    return Rejected(article.source_path, article.id, stage, code, detail)


def _together(articles: tuple[Article, ...], lexicon: Lexicon, seconds: float) -> list[Document]:
    from pipeline.stages import STAGES

    batch = [Document(article) for article in articles]
    with _time_limit(seconds):
        for name, stage in STAGES:
            try:
                batch = stage(batch, lexicon)
            except TooSlow:
                raise
            except Exception as error:
                error.stage = name  # type: ignore[attr-defined]
                raise
    return batch


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow in this thread after ``seconds``; only where signals can be had (main thread, not Windows)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(signum: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
