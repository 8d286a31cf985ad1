"""Run: from the INPUT arguments to tables in the output folder, doing only what is not done yet."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import time
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from itertools import islice
from typing import Callable, Iterator, Sequence

from pipeline import reading
from pipeline.document import Article
from pipeline.engines.shard import Outcome, Shard
from pipeline.errors import Rejected, UsageError
from pipeline.lexicon import Lexicon, LexiconError
from pipeline.settings import Settings
from pipeline.storing import export, fingerprint, parts, rows, tidy
from pipeline.storing.lock import hold
from pipeline.storing.state import Seen, State, key
from pipeline.version import VERSION

log = logging.getLogger(__name__)
PARTS = "parts"


@dataclass
class Summary:
    """What a run did."""

    found: int = 0  # articles in the input
    share: float | None = None  # of the input, read so far
    done: int = 0  # articles processed now
    unchanged: int = 0  # articles done by an earlier run
    repeated: int = 0  # records that say the same as one before them
    skipped: int = 0  # articles before --since
    facts: int = 0
    rejected: list[Rejected] = field(default_factory=list)  # by this run for the first time
    rejected_before: int = 0  # records of the input that an earlier run rejected, still the same
    why: Counter[str] = field(default_factory=Counter)  # reason an article was processed -> articles
    rows: dict[str, int] = field(default_factory=dict)  # table -> rows in the whole store
    stale: int = 0  # articles of the store made under other code, lexicons or settings, not in this input
    exported: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    fingerprint: str = ""


Report = Callable[[Summary], None]


def run(inputs: Sequence[str], settings: Settings, progress: Report = lambda summary: None) -> Summary:
    """Process what is new in ``inputs`` and bring the tables up to date. ``progress`` is called as articles are done.

    Raises UsageError (nothing to read, bad lexicon), Busy (another run holds the output folder).
    """
    started = time.perf_counter()
    sources, missing = reading.expand(inputs)
    if not sources:
        raise UsageError("; ".join(f"{r.source}: {r.message}" for r in missing) or "no input is given")
    lexicon = _lexicon(settings)
    with hold(settings.output):
        work = _Work(settings, lexicon, progress)
        work.summary.rejected += missing
        work.process(sources)
        work.tables({source.path for source in sources} | {r.source for r in missing})
        work.summary.seconds["all"] = time.perf_counter() - started
        work.record(inputs)
        return work.summary


def _lexicon(settings: Settings) -> Lexicon:
    if settings.lexicon is not None and not settings.lexicon.is_dir():
        raise UsageError(f"there is no lexicon folder {settings.lexicon}")
    try:
        lexicon = Lexicon(settings.lexicon)
        lexicon.tables  # noqa: B018 - loading validates
        return lexicon
    except LexiconError as error:
        raise UsageError(f"the lexicon cannot be used: {error}") from error


class _Work:
    """One run under the lock."""

    def __init__(self, settings: Settings, lexicon: Lexicon, progress: Report) -> None:
        self.settings = settings
        self.lexicon = lexicon
        self.progress = progress
        self.folder = settings.output / PARTS
        self.folder.mkdir(parents=True, exist_ok=True)
        left = parts.clean(self.folder)
        if left:
            log.info("%d unfinished parts of a run that was cut off removed", left)
        self.state = State(self.folder)
        self.made_by = fingerprint.current(lexicon.fingerprint, settings.shaping)
        self.summary = Summary(fingerprint=str(self.made_by))
        self.generation = self.state.generation + 1
        self.seen = Seen()

    def process(self, sources: Sequence[reading.Source]) -> None:
        """Read every source and process the articles that are new or changed."""
        from pipeline import engines

        before = time.perf_counter()
        for outcome in engines.run(self.settings.engine, self._shards(sources), self.settings.workers):
            self._add(outcome)
        self.summary.seconds["articles"] = time.perf_counter() - before

    def tables(self, read: set[str]) -> None:
        """Drop what was replaced and write the tables, if anything changed."""
        before = time.perf_counter()
        known = self.state.reading_rejects.keys()
        rejects = {rows.of_rejected(r)[:6]: r for r in self.summary.rejected if r.stage == "reading"}
        fresh = sorted(rejects.keys() - known)
        before_too = {r for row, r in rejects.items() if row in known and r.code not in ("missing-path", "no-articles")}
        self.summary.rejected = [r for r in self.summary.rejected if r not in before_too]
        self.summary.rejected_before = len(before_too)
        if fresh:
            made = {"rejected": [(*row, "", "", "") for row in fresh]}
            parts.write(self.folder, parts.part_name(self.generation, "reading"), made)
        state = State(self.folder)
        dropped = tidy.drop_replaced(self.folder, state, read, set(rejects))
        if dropped:
            log.info("%d parts cleared of what this run replaced", dropped)
        joined = tidy.join_small(self.folder)
        if joined:
            log.info("%d small parts joined", joined)
        view = export.view_id(self.folder, self.lexicon.fingerprint)
        if not export.is_current(self.settings.output, view):
            export.export(self.settings.output, self.folder, view, self.settings.memory_limit)
            self.summary.exported = True
        self.summary.rows = export.counts(self.folder)
        self.summary.stale = sum(n for made, n in state.made_under().items() if made != str(self.made_by))
        self.summary.seconds["tables"] = time.perf_counter() - before

    def record(self, inputs: Sequence[str]) -> None:
        """Write run.json."""
        s = self.summary
        told = {
            "version": VERSION,
            "finished": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "inputs": list(inputs),
            "articles": {
                "found": s.found, "processed": s.done, "unchanged": s.unchanged, "repeated": s.repeated,
                "skipped": s.skipped,
            },
            "why": dict(sorted(s.why.items())),
            "rejected": dict(sorted(Counter(r.code for r in s.rejected).items())),
            "rows": s.rows,
            "made_by_other_code": s.stale,
            "seconds": {name: round(value, 3) for name, value in s.seconds.items()},
            "fingerprint": asdict(self.made_by),
            "versions": fingerprint.versions() | {"python": platform.python_version()},
        }  # fmt: skip
        path = self.settings.output / "run.json"
        aside = path.with_name("run.json.new")
        with aside.open("w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=2)
            file.write("\n")
            parts.sync(file)
        os.replace(aside, path)

    def _shards(self, sources: Sequence[reading.Source]) -> Iterator[Shard]:
        """Shards of what is to be done. The whole input is cut, done or not, so that a resumed run cuts alike."""
        found = self._articles(sources)
        number = 0
        while some := list(islice(found, self.settings.shard_size)):
            todo = tuple(article for article, wanted in some if wanted)
            if todo:
                yield Shard(
                    name=parts.part_name(self.generation, number),
                    folder=self.folder.absolute(),
                    articles=todo,
                    made_by=str(self.made_by),
                    lexicon=self.settings.lexicon,
                    time_limit=self.settings.time_limit,
                )
                number += 1
            self.progress(self.summary)

    def _articles(self, sources: Sequence[reading.Source]) -> Iterator[tuple[Article, bool]]:
        """Each different article of the input and whether it is to be done."""
        s, since = self.summary, self.settings.since
        meter = reading.Meter(sources)
        options = reading.Options(self.settings.max_chars, self.settings.max_bytes, self.settings.map)
        for item in reading.read(sources, options, meter):
            if isinstance(item, Rejected):
                s.rejected.append(item)
                continue
            s.found += 1
            s.share = meter.share
            if since and item.published and item.published < since:
                s.skipped += 1
                continue
            content = key(item.text)
            article = self._named(item, content)
            if article is None:
                s.repeated += 1
                continue
            reason = self._reason(article, content)
            if reason:
                s.why[reason] += 1
            else:
                s.unchanged += 1
            yield article, bool(reason)

    def _named(self, article: Article, content: int) -> Article | None:
        """The article under an id no other article has; None if it was in this input already.

        Files of one name in several folders hold different articles; so do records that share an id.
        """
        before = self.seen.get(key(article.id))
        known = self.state.get(article.id)
        clash = before is not None and before != content
        if before == content:
            return None
        if before is None and known and known.content != content and _named_after_file(article):
            clash = known.source != key(article.source_path)
        if clash:
            other = article.source_path if _named_after_file(article) else article.text
            mark = hashlib.sha256(other.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            article = replace(article, id=f"{article.id}-{mark}")
            if self.seen.get(key(article.id)) is not None:
                return None
        self.seen.add(key(article.id), content)
        return article

    def _reason(self, article: Article, content: int) -> str:
        """Why the article is to be done: new, changed, code, lexicon, settings or force; empty if it is not."""
        known = self.state.get(article.id)
        if known is None:
            return "new"
        if known.content != content:
            return "changed"
        if self.settings.force:
            return "forced"
        return ", ".join(f"{what} changed" for what in self.made_by.changed_since(known.made_by))

    def _add(self, outcome: Outcome) -> None:
        self.summary.done += outcome.articles + len(outcome.rejected)
        self.summary.facts += outcome.facts
        self.summary.rejected += outcome.rejected
        self.progress(self.summary)


def _named_after_file(article: Article) -> bool:
    """Whether the article's id is its file's name, not its own."""
    name = os.path.basename(article.source_path.rpartition("#")[2] or article.source_path)
    return name.startswith(f"{article.id}.") or name == article.id
