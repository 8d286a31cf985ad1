"""Settings: defaults, a TOML file, the environment, the command line; later ones win."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping, Sequence

from pipeline.errors import UsageError

PREFIX = "PIPELINE_"
MAPPED = ("text", "title", "published", "author", "outlet", "section", "id", "url")  # what --map may name


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """Everything a run can be told. ``meaning`` of each is in HELP."""

    output: Path = Path("outputs")
    workers: int = field(default_factory=cores)
    lexicon: Path | None = None
    engine: str = "local"
    shard_size: int = 64
    max_chars: int = 200_000
    max_bytes: int = 2_000_000_000
    time_limit: float = 60.0
    memory_limit: int = 320
    since: date | None = None
    force: bool = False
    map: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    log_format: str = "text"

    def changed(self, **values: Any) -> Settings:
        """A copy with the given settings; values are checked and converted. Raises UsageError."""
        merged = {f.name: getattr(self, f.name) for f in fields(self)}
        for name, value in values.items():
            known = _known(name, [f.name for f in fields(Settings)])
            merged[known] = _convert(known, value)
        return Settings(**merged)

    @property
    def shaping(self) -> str:
        """The settings that change what an article yields, as text for the fingerprint."""
        return f"max_chars={self.max_chars} time_limit={self.time_limit:g}"


HELP: Mapping[str, str] = {
    "output": "folder for tables and parts",
    "workers": "processes that work at once",
    "lexicon": "folder with lexicon tables that add to or replace the shipped ones",
    "engine": "local (processes on this machine) or inline (this process)",
    "shard_size": "articles worked on together",
    "max_chars": "longest article accepted, in characters",
    "max_bytes": "largest file or archive member accepted, in bytes after unpacking",
    "time_limit": "longest time for one article, in seconds",
    "memory_limit": "memory for writing the tables, in MiB",
    "since": "only articles published on this day or later (YYYY-MM-DD); undated ones stay in",
    "force": "process every article of the input again",
    "map": "field names of the dump: text=BODY",
    "log_format": "text or json",
}
_CHOICES = {"engine": ("local", "inline"), "log_format": ("text", "json")}
_POSITIVE = ("workers", "shard_size", "max_chars", "max_bytes", "memory_limit", "time_limit")


def load(config: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Defaults, then ``config`` (TOML), then PIPELINE_* variables. Raises UsageError on unknown keys or bad values."""
    settings = Settings()
    environment = os.environ if environment is None else environment
    if config is not None:
        settings = settings.changed(**_from_toml(config))
    found = {
        key[len(PREFIX) :].lower(): value
        for key, value in sorted(environment.items())
        if key.startswith(PREFIX) and key != PREFIX + "CONFIG"
    }
    return settings.changed(**found)


def _from_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the settings file {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings file {path} is no TOML: {error}") from error


def _known(name: str, names: Sequence[str]) -> str:
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(names)}"
    kind = "field" if names is MAPPED else "setting"
    raise UsageError(f"there is no {kind} {name!r}{hint}")


def _convert(name: str, value: Any) -> Any:
    """A value from TOML, the environment or the command line as the type of its setting."""
    kind = {f.name: f.type for f in fields(Settings)}[name]
    try:
        converted = _as_type(str(kind), value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"setting {name}: {value!r} is not allowed; it means: {HELP[name]}") from error
    if name in _POSITIVE and not converted > 0:
        raise UsageError(f"setting {name} must be greater than 0, not {value}")
    if name in _CHOICES and converted not in _CHOICES[name]:
        raise UsageError(f"setting {name} must be {' or '.join(_CHOICES[name])}, not {value!r}")
    return converted


def _as_type(kind: str, value: Any) -> Any:
    if kind.startswith("Path"):
        return None if value is None or value == "" else Path(value)
    if kind == "int":
        if isinstance(value, bool) or (isinstance(value, float) and value != int(value)):
            raise ValueError(value)
        return int(value)
    if kind == "float":
        return float(value)
    if kind == "bool":
        words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
        return value if isinstance(value, bool) else words.get(str(value).lower()) or _refuse_unless_false(value)
    if kind.startswith("date"):
        return value if value is None or isinstance(value, date) else date.fromisoformat(value)
    if kind.startswith("Mapping"):
        pairs = [f"{ours}={theirs}" for ours, theirs in value.items()] if isinstance(value, Mapping) else [value]
        return MappingProxyType(parse_map(",".join(pairs)))
    return str(value)


def _refuse_unless_false(value: Any) -> bool:
    if str(value).lower() in ("false", "0", "no", ""):
        return False
    raise ValueError(value)


def parse_map(text: str) -> dict[str, str]:
    """``"text=BODY,title=HEAD"`` -> ``{"text": "BODY", "title": "HEAD"}``. Raises ValueError."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not sign for _, sign, _ in pairs):
        raise ValueError(text)
    for ours, _, _ in pairs:
        _known(ours.strip(), MAPPED)
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
