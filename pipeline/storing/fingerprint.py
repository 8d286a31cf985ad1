"""Fingerprint: of the code, lexicons and settings that decide what an article yields."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHAPING = (  # packages and modules whose change changes what an article yields
    "document.py", "tables.py", "stages.py", "language", "entities", "facts", "corpus/identity.py",
    "corpus/duplicates.py", "storing/rows.py", "storing/schema.py",
)  # fmt: skip
VIEWING = ("tables.py", "corpus", "storing", "lexicon")  # what changes the tables made from the same parts
SUFFIXES = (".py", ".tsv", ".npz")  # of code and of what it was taught
LIBRARIES = ("natasha", "slovnet", "navec", "razdel", "pymorphy3", "pymorphy3-dicts-ru", "rensa", "yargy")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article is made under; two runs with equal fingerprints make equal parts."""

    code: str
    lexicon: str
    settings: str

    def __str__(self) -> str:
        return f"{self.code} {self.lexicon} {self.settings}"

    def changed_since(self, made_by: str) -> list[str]:
        """Which of code, lexicon and settings differ from those an article was made under."""
        before = made_by.split(" ")
        now = (self.code, self.lexicon, self.settings)
        names = ("code", "lexicon", "settings")
        return [name for name, a, b in zip(names, before, now, strict=False) if a != b]


@cache
def of_files(names: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """16 hex digits over the source files under the package and the versions of libraries."""
    digest = hashlib.sha256()
    for name in names:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in SUFFIXES:
                digest.update(f"{file.relative_to(ROOT).as_posix()}\x1f".encode() + file.read_bytes() + b"\x1e")
    for library in libraries:
        digest.update(f"{library}={metadata.version(library)}\x1e".encode())
    return digest.hexdigest()[:16]


def current(lexicon: str, settings: str) -> Fingerprint:
    """The fingerprint of this program with a lexicon's fingerprint and the shaping settings."""
    return Fingerprint(of_files(SHAPING, LIBRARIES), lexicon, hashlib.sha256(settings.encode()).hexdigest()[:16])


def versions() -> dict[str, str]:
    """Versions of the libraries that shape results."""
    return {library: metadata.version(library) for library in LIBRARIES}
