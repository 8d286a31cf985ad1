"""Sources: what the INPUT arguments name, as a sorted list of files."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator, Sequence

from pipeline.errors import Rejected

STANDARD_INPUT = "-"
IGNORED = ("readme", "license", "licence", "changelog", "thumbs.db", "desktop.ini")  # stand in folders, hold no article


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file to read; ``named`` if the user named it, not its folder."""

    path: str
    named: bool = True


def expand(inputs: Sequence[str]) -> tuple[list[Source], list[Rejected]]:
    """Files behind files, folders (recursively), globs, ``-`` and URLs, each once and sorted by path.

    An argument with nothing behind it becomes a Rejected of code missing-path or no-articles.
    """
    found: dict[str, Source] = {}
    rejected = []
    for argument in inputs:
        sources = list(_behind(argument))
        if not sources:
            code = "no-articles" if Path(argument).is_dir() else "missing-path"
            rejected.append(Rejected(argument, "", "reading", code))
        for source in sources:
            known = found.get(source.path)
            found[source.path] = Source(source.path, source.named or (known is not None and known.named))
    return sorted(found.values()), rejected


def _behind(argument: str) -> Iterator[Source]:
    if argument == STANDARD_INPUT:
        yield Source(argument)
    elif "://" in argument:
        yield from (Source(path) for path in _remote(argument))
    elif os.path.isdir(argument):
        yield from (Source(path, named=False) for path in _walk(argument))
    elif os.path.exists(argument):
        yield Source(os.path.normpath(argument))
    else:
        for path in sorted(glob.glob(argument, recursive=True)):
            if os.path.isdir(path):
                yield from (Source(inner, named=False) for inner in _walk(path))
            else:
                yield Source(os.path.normpath(path))


def _walk(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(os.path.normpath(folder)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(root, name) for name in sorted(files) if not ignored(name))


def ignored(name: str) -> bool:
    """Whether a file of this name is passed over in a folder or an archive."""
    return name.startswith((".", "~$")) or name.lower().startswith(IGNORED)


def _remote(address: str) -> Iterable[str]:
    """Files behind an fsspec address: a file, a folder or a pattern. Raises what the driver raises."""
    import fsspec

    system, path = fsspec.core.url_to_fs(address)
    if any(sign in path for sign in "*?["):
        paths = [found for found in system.glob(path) if not system.isdir(found)]
    elif system.isdir(path):
        paths = [found for found in system.find(path) if not ignored(found.rsplit("/", 1)[-1])]
    else:
        paths = [path] if system.exists(path) else []
    return sorted(system.unstrip_protocol(found) for found in paths)
