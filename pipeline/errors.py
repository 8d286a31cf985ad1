"""Coded problems with input, and the errors that end a run.

A problem with one record is a row of rejected.csv: a code, a sentence, and what to do. A problem
with the call itself (a missing path, a bad setting) raises UsageError. A bug is neither: it propagates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

# code -> (what is wrong, what to do)
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "missing-path": ("there is no such file or folder", "correct the path"),
    "no-articles": ("the folder holds no articles", "name another folder, or put articles there"),
    "empty-file": ("the file is empty", "remove it or write it again"),
    "binary-file": ("the file is not text: {detail}", "give text, or a format listed by --help"),
    "bad-encoding": ("the text is in no encoding that could be recognised: {detail}", "save the file as UTF-8"),
    "bad-json": ("this is no JSON: {detail}", "correct the line; each line must be one whole JSON object"),
    "not-a-record": ("a {detail} stands where a record with fields should be", "make each record a JSON object"),
    "bad-table": ("the table cannot be read: {detail}", "check that the file is whole and its header names columns"),
    "bad-archive": ("the archive cannot be read: {detail}", "write the archive again"),
    "bad-file": ("the file cannot be read: {detail}", "check that it exists, is whole and may be read"),
    "bad-html": ("no article was found in the page", "give the text itself, or a page with an article"),
    "unknown-format": ("nothing here reads {detail} files", "convert the file to one of the formats listed by --help"),
    "no-text": ("the record has no text; its fields are: {detail}", "name the text field: --map text=FIELD"),
    "too-long": ("the text has {detail} characters, more than the limit", "split the text, or raise max_chars"),
    "too-large": ("unpacked it is larger than the limit of {detail} bytes", "unpack it yourself, or raise max_bytes"),
    "unsafe-member": ("the archive member's name leads out of the archive: {detail}", "write the archive again"),
    "too-slow": ("the article took longer than {detail} seconds", "raise time_limit, or report the text as a bug"),
    "worker-died": ("the process died while working on the article", "report the text as a bug"),
    "stage-failed": ("the program failed on this article: {detail}", "report the text and this message as a bug"),
}


class UsageError(Exception):
    """The call or the settings are wrong; the message tells what to change. Exit status 2."""


class Busy(Exception):
    """Another run holds the lock; the message tells who. Exit status 75."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One record that could not be processed: a row of rejected.csv."""

    source: str
    record: str  # line, member or row in the source; empty for the whole file
    stage: str
    code: str
    detail: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return PROBLEMS[self.code][0].format(detail=self.detail)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return PROBLEMS[self.code][1]


class Problem(Exception):
    """Raised inside a reader for the record at hand; becomes a Rejected."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = str(detail)[:300]
