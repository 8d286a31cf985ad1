"""Pages: the article in an HTML page, by trafilatura. Nothing a page names is fetched."""

from __future__ import annotations

import json
import re
from typing import Any, TextIO

from pipeline.errors import Problem
from pipeline.reading.decoding import check

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[.*?\])?[^>]*>|<!ENTITY[^>]*>", re.IGNORECASE | re.DOTALL)


def record(stream: TextIO, longest: int) -> dict[str, Any]:
    """The page's article with its fields. Raises Problem: bad-html, bad-encoding, too-long.

    The text of an article read from a page is what trafilatura makes of it; offsets count in that.
    """
    from trafilatura import extract

    markup = stream.read(longest + 1)
    if len(markup) > longest:
        raise Problem("too-long", f"over {longest}")
    markup = _DOCTYPE.sub("", check(markup))
    try:
        told = extract(
            markup, output_format="json", with_metadata=True, include_comments=False, favor_recall=True, fast=True
        )
    except Exception as error:  # the parsers below it raise many kinds over a damaged page
        raise Problem("bad-html") from error
    if not told:
        raise Problem("bad-html")
    found = json.loads(told)
    return {
        "text": found.get("text") or "",
        "title": found.get("title"),
        "date": found.get("date"),
        "author": found.get("author"),
        "outlet": found.get("sitename") or found.get("source-hostname"),
        "section": found.get("categories"),
        "url": None,
    }
