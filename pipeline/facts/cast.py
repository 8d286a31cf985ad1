"""The people of an article, and whom a name, a title or a pronoun at some place means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.document import Document, Entity, Mention
from pipeline.facts.cues import listed
from pipeline.lexicon import Lexicon

_FEMALE = re.compile(r"(?:ова|ева|ёва|ина|ына|ская|цкая|ая|қызы|кызы|гызы|вна|чна)$", re.IGNORECASE)
_MALE = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|ұлы|улы|оглы|вич|ич)$", re.IGNORECASE)
_LEVELS = {"область", "район", "город", "округ", "село"}
GENDERS = {"Masc": "m", "Fem": "f"}


@lru_cache(maxsize=4)
def _titles(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon["positions"])


@lru_cache(maxsize=4)
def _given(lexicon: Lexicon) -> Mapping[str, str]:
    """Given names in lower case and their gender."""
    return {row["name"].lower(): row["gender"] for row in lexicon["given_names"]}


@lru_cache(maxsize=4)
def _synonyms(lexicon: Lexicon) -> Sequence[tuple[frozenset[str], Sequence[str]]]:
    """Other words for a post, and the posts they may mean."""
    return [(frozenset(row["alias"].split()), row["holder"].split()) for row in lexicon["position_synonyms"]]


class Cast:
    """The people of a document, and whom a name, title or pronoun at some place means."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.people: dict[str, Entity] = {e.key: e for e in document.entities if e.type == "person"}
        self.mentions: list[Mention] = sorted(
            (m for m in document.mentions if m.entity in self.people), key=lambda m: m.start
        )
        self.speakers = listed(lexicon, "speaker")
        self.reporters = listed(lexicon, "reporter")
        self.title_words = _titles(lexicon) | self.speakers
        self.synonyms = _synonyms(lexicon)
        self.single = listed(lexicon, "post")
        self.given = _given(lexicon)
        self.tagged: dict[str, str] = {}
        for mention in self.mentions:
            tokens = document.sentences[mention.sentence].tokens
            named = next((t for t in tokens if t.start >= mention.start and t.feat("Gender")), None)
            if named and named.start < mention.end and len(named.text) > 2:
                self.tagged.setdefault(mention.entity, GENDERS.get(named.feat("Gender"), ""))
        self.titles: dict[str, set[str]] = {key: set() for key in self.people}
        for mention in self.mentions:
            self.titles[mention.entity] |= set(_words(mention.role)) | self._beside(mention)
        for role in document.roles:
            if role.person in self.titles:
                self.titles[role.person] |= set(_words(role.position))
        for words in self.titles.values():
            words |= self._posts(words)

    def _posts(self, words: set[str]) -> set[str]:
        """The posts that words are another name of: «глава региона» of an аким."""
        return {post for alias, posts in self.synonyms if alias <= words for post in posts}

    def _beside(self, mention: Mention) -> set[str]:
        """Words of a post standing before the name, or after it between commas, if a title word is among them."""
        tokens = self.document.sentences[mention.sentence].tokens
        before: list[str] = []
        for token in reversed([t for t in tokens if t.end <= mention.start][-12:]):
            if token.text in ",.:;–—" or token.pos == "VERB":
                break
            before.append(token.lemma)
        after: list[str] = []
        rest = [t for t in tokens if t.start >= mention.end][:9]
        if rest and rest[0].text in (",", "–", "—"):
            for token in rest[1:]:
                if token.text in ",.:;–—" or token.pos == "VERB":
                    break
                after.append(token.lemma)
        return {w for words in (before, after) if self.title_words & set(words) for w in words}

    def gender(self, key: str) -> str:
        """``m``, ``f`` or empty where the name does not tell."""
        person = self.people[key]
        for part in (person.patronymic, person.surname):
            if part and _FEMALE.search(part):
                return "f"
            if part and _MALE.search(part):
                return "m"
        mark = self.given.get((person.given_name or person.name.split()[0]).lower(), "")
        return mark if mark in ("m", "f") else self.tagged.get(key, "")

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions of people inside a stretch, in order."""
        return [m for m in self.mentions if start <= m.start < end]

    def last(self, before: int, gender: str = "") -> str:
        """The person mentioned last before a place, of the gender if given."""
        for mention in reversed([m for m in self.mentions if m.start < before]):
            if not self.fits(mention.entity, gender):
                continue
            return mention.entity
        return ""

    def holder(self, title: str, phrase: Sequence[str], before: int, gender: str = "") -> str:
        """Whom a title means: of its holders the one whose stated post shares most words with ``phrase``.

        Between equals the last named before; a person of the paragraph whose post is not stated goes
        before holders named elsewhere; where nobody is known to hold it, the last person named, if such a post
        may be anybody's: «заместитель» is not. «Спикер» and «чиновник», where nobody is called so, are whoever
        of those with a post was named last before; «корреспондент» is then nobody of the article.
        """
        if title in self.speakers | self.reporters and not any(title in words for words in self.titles.values()):
            return "" if title in self.reporters else self._official(before, gender) or self.last(before, gender)
        posts = {title} | self._posts({title, *phrase})
        level = _level(title, phrase)
        holders = [
            m for m in self.mentions
            if posts & self.titles[m.entity] and self.fits(m.entity, gender)
            and not (level and self.titles[m.entity] & _LEVELS and level not in self.titles[m.entity])
        ]
        opening = self.document.text.rfind("\n", 0, before) + 1
        near = [m for m in self.mentions if opening <= m.start < before and self.fits(m.entity, gender)]
        free = [m for m in near if not self.titles[m.entity] & self.title_words]
        if free and not any(opening <= m.start < before for m in holders):
            return free[-1].entity
        if holders:
            words = set(phrase)
            return max(holders, key=lambda m: (len(words & self.titles[m.entity]), *_nearness(m.start, before))).entity
        last = self.last(before, gender)
        return "" if last and title in self.single and self.titles[last] & self.title_words else last

    def _official(self, before: int, gender: str) -> str:
        """The person with a post named last before a place, of the gender if given; empty if there is none."""
        found = (m.entity for m in reversed(self.mentions) if m.start < before and self.fits(m.entity, gender))
        return next((key for key in found if self.titles[key] & self.title_words), "")

    def fits(self, key: str, gender: str) -> bool:
        return not gender or self.gender(key) in ("", gender)


def _level(title: str, phrase: Sequence[str]) -> str:
    """What kind of place a post is of, «аким района», where that stands right after it."""
    after = next((two for one, two in zip(phrase, phrase[1:]) if one == title), "")
    return after if after in _LEVELS else ""


def _words(text: str) -> list[str]:
    return [word.strip("«»,.").lower() for word in text.split()]


def _nearness(start: int, before: int) -> tuple[bool, int]:
    """Order of places as antecedents of one at ``before``: earlier ones first, the nearest of them best."""
    return start < before, start if start < before else -start
