"""Zones: what in an article is not body, and what the article says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Document, Head, Zone, ZoneKind
from pipeline.language.cues import Cues, cues_of
from pipeline.language.head import HeadReader
from pipeline.language.lines import Line, lines_of
from pipeline.language.tongue import common_words, language_of
from pipeline.lexicon import Lexicon

LONG = 300  # characters; a longer line holds text, whatever it begins with


def mark(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add zones (sorted, never overlapping) and head; fields of the dump win over what is read."""
    return [_mark(document, lexicon) for document in batch]


def _mark(document: Document, lexicon: Lexicon) -> Document:
    cues, article = cues_of(lexicon), document.article
    lines = lines_of(document.text)
    marked = _marked_lines(lines, cues)
    tails = {i: found for i, line in enumerate(lines) if (found := list(cues.of_tail(line.text)))}
    reader = HeadReader(document.text, lines, cues, marked, tails)
    reader.read()
    whole = [Zone(lines[i].start, lines[i].end, kind) for i, kind in marked.items()]
    parts = [
        Zone(lines[i].start + a, lines[i].start + b, cue.kind) for i, found in tails.items() for a, b, cue in found
    ]
    zones = reader.zones + whole + parts
    head = Head(
        title=article.title or reader.title,
        published=article.published or reader.published,
        author=article.author or reader.author,
        outlet=article.outlet or reader.outlet,
        section=article.section or reader.section,
        language=language_of((line.text for line in lines), common_words(lexicon)),
    )
    return replace(document, zones=_apart(zones), head=head)


def _marked_lines(lines: Sequence[Line], cues: Cues) -> dict[int, ZoneKind]:
    """Lines that a cue claims whole; a list cue claims the lines after it up to an empty one."""
    marked: dict[int, ZoneKind] = {}
    going: ZoneKind | None = None
    for i, line in enumerate(lines):
        if line.gap:
            going = None
        cue = cues.of_line(line.text) if len(line.text) <= LONG else None
        if cue:
            marked[i] = cue.kind
            going = cue.kind if cue.place == "list" else None
            if cue.kind == "caption" and i and _picture_text(lines[i - 1], marked, i - 1):
                marked[i - 1] = "caption"
        elif going and not line.text.endswith("."):
            marked[i] = going
        else:
            going = None
    return marked


def _picture_text(line: Line, marked: dict[int, ZoneKind], i: int) -> bool:
    """Whether the line over «Фото: …» is the alternative text of the picture: a few words, no capital."""
    return i not in marked and i > 0 and len(line.text.split()) <= 4 and line.text.islower()


def _apart(zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """Zones in order of place; of two that overlap the earlier, then the one marked first, keeps its ground."""
    kept: list[Zone] = []
    for zone in sorted(zones, key=lambda zone: zone.start):
        start = max(zone.start, kept[-1].end if kept else 0)
        if start < zone.end:
            kept.append(replace(zone, start=start))
    return tuple(kept)
