"""The command line: arguments, log and progress, the summary and the exit status."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, Sequence

from pipeline import settings
from pipeline.errors import Busy, UsageError
from pipeline.settings import HELP, Settings
from pipeline.version import VERSION

DONE, INTERNAL, USAGE, WITH_REJECTS, BUSY = 0, 1, 2, 3, 75
EXAMPLES = """
examples:
  python run_pipeline.py                                    the articles in seeds/, tables in outputs/
  python run_pipeline.py news/ --output tables --workers 2  a folder of text files
  python run_pipeline.py 'dump/*.jsonl' --since 2024-01-01  what was published since
  python run_pipeline.py dump.csv --map text=BODY           a dump whose text field has its own name
  python run_pipeline.py news/ --lexicon my_words           with your own measures and units
  python run_pipeline.py explain 'Построено 6 школ.'        why the figures of a text come out as they do

settings come from --config FILE (TOML), then PIPELINE_NAME variables, then these options.
exit status: 0 done, 1 internal error, 2 usage or settings, 3 done with rejects (see rejected.csv),
75 another run holds the output folder.
"""

log = logging.getLogger("pipeline")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["explain"]:
        return _explain(words[1:])
    parser = _parser()
    given = parser.parse_args(words)
    try:
        chosen = _settings(given)
    except UsageError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return USAGE
    _log_to_stderr(chosen, given)
    try:
        return _run(given, chosen)
    except UsageError as error:
        log.error("%s", error)
        return USAGE
    except Busy as error:
        log.error("%s", error)
        return BUSY
    except KeyboardInterrupt:
        log.error("stopped; what was done is kept, the same command goes on from there")
        return 130
    except OSError as error:
        log.error("%s; what was done is kept, the same command goes on from there", error, exc_info=given.verbose)
        return INTERNAL
    except Exception:
        log.exception("internal error; what was done is kept, please report this")
        return INTERNAL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run_pipeline.py",
        description="People, organisations, regions and numeric facts from Russian-language news, as tables.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("input", nargs="*", metavar="INPUT", help="files, folders, globs, - or URLs (default: seeds/)")
    add("--output", metavar="DIR", help=f"{HELP['output']} (default: outputs/)")
    add("--workers", metavar="N", help=f"{HELP['workers']} (default: as many as there are processors)")
    add("--config", metavar="FILE", help="settings as TOML")
    add("--lexicon", metavar="DIR", help=HELP["lexicon"])
    add("--map", metavar="text=BODY", action="append", help=HELP["map"])
    add("--since", metavar="DATE", help=HELP["since"])
    add("--force", action="store_true", default=None, help=HELP["force"])
    add("--engine", metavar="NAME", help=HELP["engine"])
    add("--time-limit", metavar="SECONDS", help=HELP["time_limit"])
    add("--max-chars", metavar="N", help=HELP["max_chars"])
    add("--log-format", metavar="FORMAT", help=HELP["log_format"])
    add("--quiet", action="store_true", help="only errors")
    add("--verbose", action="store_true", help="more of what is going on")
    add("--version", action="version", version=VERSION)
    return parser


def _settings(given: argparse.Namespace) -> Settings:
    config = given.config or os.environ.get("PIPELINE_CONFIG")
    loaded = settings.load(Path(config) if config else None)
    names = ("output", "workers", "lexicon", "since", "force", "engine", "time_limit", "max_chars", "log_format")
    changes = {name: value for name in names if (value := getattr(given, name)) is not None}
    if given.map:
        changes["map"] = ",".join(given.map)
    return loaded.changed(**changes)


def _explain(words: Sequence[str]) -> int:
    """The subcommand ``explain``: print what was read of each figure of a text and why."""
    parser = argparse.ArgumentParser(
        prog="run_pipeline.py explain",
        description="What was read of each figure of a text, and why every attribute came out as it did.",
        epilog="A folder or file of that name is ./explain.",
    )
    parser.add_argument("text", metavar="TEXT", help="the text, or - for standard input")
    parser.add_argument("--published", metavar="DATE", type=date.fromisoformat, help="what «this year» is counted from")
    parser.add_argument("--lexicon", metavar="DIR", type=Path, help=HELP["lexicon"])
    given = parser.parse_args(words)
    from pipeline.document import Article, Document
    from pipeline.facts import explain
    from pipeline.lexicon import Lexicon, LexiconError
    from pipeline.stages import STAGES

    text = sys.stdin.read() if given.text == "-" else given.text
    try:
        lexicon = Lexicon(given.lexicon)
        batch = [Document(Article("text", "", text, published=given.published))]
        for _, stage in STAGES[:-1]:  # the last one turns offsets back to the text as read
            batch = stage(batch, lexicon)
    except LexiconError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return USAGE
    try:
        print(explain.text(batch[0], lexicon), flush=True)
    except BrokenPipeError:  # «explain … | head»: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


class _JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """time, level, logger, message; the traceback if there is one."""
        told: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _log_to_stderr(chosen: Settings, given: argparse.Namespace) -> None:
    handler = logging.StreamHandler()
    text = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")
    handler.setFormatter(_JsonLines() if chosen.log_format == "json" else text)
    logging.basicConfig(handlers=[handler], force=True)
    logging.getLogger().setLevel(logging.WARNING)
    log.setLevel(logging.DEBUG if given.verbose else logging.ERROR if given.quiet else logging.INFO)


def _run(given: argparse.Namespace, chosen: Settings) -> int:
    from pipeline.progress import Progress, counts
    from pipeline.run import Summary, run

    show = Progress(quiet=given.quiet or chosen.log_format == "json")
    inputs = given.input or ["seeds"]
    try:
        summary: Summary = run(inputs, chosen, show)
    finally:
        show.end()
    for rejected in summary.rejected[:10]:
        place = f"{rejected.source}, {rejected.record}" if rejected.record else rejected.source
        log.warning("%s: %s (%s): %s", place, rejected.message, rejected.code, rejected.advice)
    if len(summary.rejected) > 10:
        log.warning("… and %d more, all in rejected.csv", len(summary.rejected) - 10)
    if chosen.log_format == "json":
        log.info("done", extra={"fields": counts(summary)})
    elif not given.quiet:
        print(_told(summary, chosen))
    return WITH_REJECTS if summary.rejected else DONE


def _told(summary: Any, chosen: Settings) -> str:
    """The summary a person reads."""
    why = ", ".join(f"{n} {reason}" for reason, n in sorted(summary.why.items()))
    lines = [
        ("articles", f"{summary.found} in the input: {summary.done} processed" + (f" ({why})" if why else "")),
        ("", f"{summary.unchanged} done before" if summary.unchanged else ""),
        ("", f"{summary.repeated} repeated" if summary.repeated else ""),
        ("", f"{summary.skipped} before {chosen.since}" if summary.skipped else ""),
        ("facts", f"{summary.rows['facts']} from {summary.rows['articles']} articles in the tables"),
        ("mentions", f"{summary.rows['mentions']}"),
        ("rejected", _rejected(summary)),
        ("older", f"{summary.stale} articles made by other code, lexicons or settings" if summary.stale else ""),
        ("seconds", f"{summary.seconds['all']:.1f}"),
        ("tables", f"{chosen.output}/*.csv" + ("" if summary.exported else " (unchanged)")),
    ]
    return "\n".join(f"{label:>9}  {text}" for label, text in lines if text)


def _rejected(summary: Any) -> str:
    codes = Counter(rejected.code for rejected in summary.rejected)
    new = ", ".join(f"{n} {code}" for code, n in sorted(codes.items())) or "none"
    return f"{new}; {summary.rejected_before} known from before" if summary.rejected_before else new
