"""Decoding: bytes to text. Strict UTF-8 first; then the encodings Russian dumps are met in."""

from __future__ import annotations

import codecs
import io
import re
from typing import Any, BinaryIO, TextIO

from pipeline.errors import Problem

SAMPLE = 1 << 16  # bytes read at once, and looked at to tell the encoding
# Single-byte Cyrillic encodings, told apart by how often the commonest Russian letters come out.
CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic")
COMMON = frozenset("оеаинтсрвлкмдпу ")
MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"RIFF")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 256  # a text damaged in one place has most blocks sound, a binary file none
_LOST = re.compile("[\udc80-\udcff]")


def open_text(stream: BinaryIO) -> TextIO:
    """The stream as text, line ends untouched. Raises Problem: empty-file, binary-file, bad-encoding.

    Bytes that the encoding cannot hold come out as lone surrogates; ``check`` finds them, so that one
    broken line does not cost the file.
    """
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, SAMPLE)
    sample = _peek(buffered)
    encoding = detect(sample)
    errors = "surrogateescape" if encoding in ("utf-8", "utf-8-sig") else "replace"
    return io.TextIOWrapper(buffered, encoding=encoding, errors=errors, newline="")


def check(text: str) -> str:
    """The text itself. Raises Problem bad-encoding where bytes could not be decoded."""
    lost = _LOST.search(text)
    if lost:
        byte = ord(lost.group()) - 0xDC00
        raise Problem("bad-encoding", f"byte 0x{byte:02x} at character {lost.start()} is no UTF-8")
    return text


def detect(sample: bytes) -> str:
    """The encoding of a file from its beginning. Raises Problem: empty-file, binary-file, bad-encoding."""
    if not sample.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Problem("empty-file" if not sample.strip() or sample in (b"\xef\xbb\xbf", b"\xff\xfe") else "binary-file")
    for mark, name in _BOMS:
        if sample.startswith(mark) and (name in ("utf-8-sig", "utf-32") or _bare_utf16(sample)):
            return name
    if sample.startswith(MAGIC) and _controls(sample):
        raise Problem("binary-file", "it begins like " + sample[:4].decode("latin-1").strip().strip("%\x89\x7f"))
    wide = _bare_utf16(sample)
    if wide:
        return wide
    blocks = [sample[at : at + _BLOCK] for at in range(0, len(sample), _BLOCK)]
    if _controls(sample) > 0.02 and sum(map(bool, map(_controls, blocks))) > 0.8 * len(blocks):
        raise Problem("binary-file", "it holds control characters")
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
        return "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    if _nearly_utf8(sample):
        return "utf-8"
    best = max(CYRILLIC, key=lambda name: _russian(sample.decode(name, "replace")))
    if _russian(sample.decode(best, "replace")) < 0.6:
        raise Problem("bad-encoding", f"{broken.reason} at byte {broken.start}")
    return best


def _peek(stream: Any) -> bytes:
    """Up to SAMPLE bytes from the front, left in the stream."""
    found: bytes = stream.peek(SAMPLE)
    return found[:SAMPLE]


def _controls(sample: bytes) -> float:
    """Share of control characters other than tab, line ends and form feed."""
    odd = sum(sample.count(bytes((code,))) for code in range(32) if code not in (9, 10, 11, 12, 13, 27))
    return odd / len(sample)


def _bare_utf16(sample: bytes) -> str:
    """utf-16-le or utf-16-be where every other byte says Cyrillic or ASCII, else empty."""
    even, odd = sample[0:4096:2], sample[1:4096:2]
    for name, high in (("utf-16-le", odd), ("utf-16-be", even)):
        if (
            len(high) >= 4
            and sum(byte in (0x00, 0x04, 0x20) for byte in high) / len(high) > 0.95
            and any(byte in (0x00, 0x04) for byte in high)
        ):
            return name
    return ""


def _nearly_utf8(sample: bytes) -> bool:
    """UTF-8 with some broken bytes: most of what is not ASCII decodes, or a good part of the lines that hold such."""
    lines = [line for line in sample.split(b"\n")[:-1] if not line.isascii()]
    if sum(map(_is_utf8, lines)) > 0.3 * len(lines):
        return True
    text = sample.decode("utf-8", "replace")
    wide = sum(char > "\x7f" for char in text)
    return wide > 0 and text.count("\ufffd") / wide < 0.5


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _russian(text: str) -> float:
    """Share of the commonest Russian lower-case letters and spaces among letters beyond ASCII and spaces."""
    counted = [char for char in text[:20_000] if char > "\x7f" or char == " "]
    return sum(char in COMMON for char in counted) / len(counted) if counted else 0.0
