"""Bodies: the organisation a position belongs to, named in the position, beside it or before it."""

from __future__ import annotations

from pipeline.document import Document, Entity, Mention
from pipeline.entities.names import fold
from pipeline.entities.positions import Position, Positions

_CHAMBERS = (("мажилис", "Мажилис"), ("сенат", "Сенат"), ("маслихат", "маслихат"))
_ALONE = frozenset(("директор", "гендиректор", "хозяин", "хозяйка", "глава"))  # with no complement, of the body at hand
_PUBLIC = frozenset("аким вице-аким министр вице-министр премьер-министр премьер губернатор мэр".split())
_PLACES = ("республик", "стран", "государств", "казахстан", "област", "район", "город", "регион", "округ")
_WORKS = ("завод", "предприят", "компан", "хозяйст", "фабрик", "комбинат", "холдинг")
_STEM = 6  # letters two words share when they are one: «завод», «завода»
_NEAR = 25  # characters before a name where its common noun may stand: «завод ТОО «Береке»»


class Bodies:
    """Answers for one document."""

    def __init__(self, document: Document, positions: Positions) -> None:
        self.document = document
        self.entities = {
            e.key: e
            for e in document.entities
            if e.type == "organization" and positions.form(e.name.split()[0]) is None
        }
        self.mentions = [m for m in document.mentions if m.entity in self.entities]

    def of_position(self, position: Position, text: str, start: int, end: int) -> str:
        """Name of the body of a position whose nominative is ``text``, stated at ``start:end``; empty if none."""
        inside = [m for m in self.mentions if start <= m.start and m.end <= end]
        if inside:
            return self._name(max(inside, key=lambda m: (m.end - m.start, -m.start)))
        if position.organization:
            return position.organization
        if position.word in ("депутат", "спикер"):
            return self._chamber(text)
        rest = [word for word in fold(text).split() if word not in position.word]
        if position.word in _PUBLIC or len(rest) > 1 or (rest and (len(rest[0]) < 4 or rest[0].startswith(_PLACES))):
            return ""
        if rest:
            called = [m for m in self._before(start) if self._is_called(m, rest[0][:_STEM])]
            if called:
                return self._name(called[-1])
        if position.word in _ALONE and (not rest or rest[0].startswith(_WORKS)):
            line = self.document.text.rfind("\n", 0, start) + 1
            here = [m for m in self._before(start) if m.start >= line and self.entities[m.entity].kind == "company"]
            return self._name(here[-1]) if here else ""
        return ""

    def last(self, start: int) -> Entity | None:
        """The organisation named last before an offset."""
        before = self._before(start)
        return self.entities[before[-1].entity] if before else None

    def _before(self, start: int) -> list[Mention]:
        return [m for m in self.mentions if m.end <= start]

    def _name(self, mention: Mention) -> str:
        return self.entities[mention.entity].name

    def _is_called(self, mention: Mention, stem: str) -> bool:
        """Whether a common noun is part of a body's name or stands right before it."""
        near = fold(self.document.text[max(0, mention.start - _NEAR) : mention.start])
        return any(word.startswith(stem.rstrip("аиыуея")) for word in (fold(self._name(mention)) + " " + near).split())

    def _chamber(self, position: str) -> str:
        """Мажилис, Сенат or маслихат by the position itself, else by the word the article uses most."""
        own, text = fold(position), fold(self.document.text)
        count = {name: text.count(stem) + (text.count("сенатор") if name == "Сенат" else 0) for stem, name in _CHAMBERS}
        chamber = next((name for stem, name in _CHAMBERS if stem in own), max(count, key=lambda name: count[name]))
        if not count[chamber]:
            return ""
        if chamber == "маслихат":  # there are many: the one the article names
            named = [self._name(m) for m in self.mentions if "маслихат" in fold(self._name(m))]
            return max(named, key=len) if named else chamber
        return chamber
