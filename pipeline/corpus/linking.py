"""Linking: which names of all articles mean one person or one organisation, and why.

An id is a hash of the name it stands for (``identity.entity_id``), so it never changes its meaning;
linking only says that what one name means is what another, fuller name means. It is decided over the
set of names alone, whatever the order they came in. Where two fuller names fit, none is chosen: two
people of one surname stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Iterable, Iterator, Sequence

from pipeline.corpus.identity import fold

_KAZAKH = str.maketrans("әғқңөұүһіэй", "агкноуухиеи")
_LEGAL = frozenset(
    "тоо ао ооо зао пао оао нао кх ип ргп гкп кгу кгп гу рго оюл чл пк ргу гккп ргкп пхв на филиал".split()
)
_COUNTRY = re.compile(r"\s(?:рк|республики казахстан|казахстана)$")
_DOMINANT, _RIVALS = 20, 0.05  # a surname alone means the one who stands in so many articles and has so few rivals


@dataclass(frozen=True, slots=True)
class Known:
    """One distinct entity as articles name it; ``n_articles`` articles do."""

    entity_id: str
    type: str
    name: str
    surname: str = ""
    given_name: str = ""  # in full, or initials with dots
    patronymic: str = ""
    gender: str = ""
    kind: str = ""
    region_code: str = ""
    n_articles: int = 1


@dataclass(frozen=True, slots=True)
class Merge:
    """A row of merges.csv: what ``alias`` means is the entity ``name``."""

    entity_id: str
    name: str
    alias_id: str
    alias: str
    type: str
    reason: str


def link(entities: Iterable[Known]) -> tuple[dict[str, str], list[Merge]]:
    """Mapping of ids to the id of what they mean (ids that mean themselves are left out), and the merges, sorted."""
    people, bodies = _Groups(), _Groups()
    by_surname: dict[str, list[Known]] = defaultdict(list)
    by_body: dict[str, list[Known]] = defaultdict(list)
    nameless: list[Known] = []
    for entity in sorted(_distinct(entities), key=lambda e: e.entity_id):
        if entity.type == "person" and entity.surname:
            by_surname[_letters(entity.surname)].append(entity)
        elif entity.type == "person":
            nameless.append(entity)
        elif entity.type == "organization":
            by_body[_body(entity.name)].append(entity)
    for _, same in sorted(by_surname.items()):
        _people(same, people)
    _by_given_name(nameless, [e for _, same in sorted(by_surname.items()) for e in same], people)
    for _, same in sorted(by_body.items()):
        _organizations(same, bodies)
    merges = sorted([*people.merges(), *bodies.merges()], key=lambda m: (m.entity_id, m.alias_id))
    return {m.alias_id: m.entity_id for m in merges}, merges


def canonical_name(entity: Known) -> str:
    """The name tables show: a person's as «Имя Отчество Фамилия», whatever order the article chose."""
    if entity.type != "person" or not entity.surname:
        return entity.name
    return " ".join(word for word in (entity.given_name, entity.patronymic, entity.surname) if word)


def _distinct(entities: Iterable[Known]) -> Iterator[Known]:
    """One entity an id: of several spellings the one most articles use, then the first in the alphabet."""
    best: dict[str, Known] = {}
    for entity in entities:
        known = best.get(entity.entity_id)
        if known is None or (-entity.n_articles, entity.name) < (-known.n_articles, known.name):
            best[entity.entity_id] = entity
    return iter(best.values())


class _Groups:
    """Who means whom, with the reason; chains are followed to their end."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._means: dict[str, tuple[str, str]] = {}

    def join(self, alias: Known, entity: Known, reason: str) -> None:
        """``alias`` means ``entity``; the first reason given stays."""
        if alias.entity_id not in self._means and alias.entity_id != entity.entity_id:
            self._known[alias.entity_id], self._known[entity.entity_id] = alias, entity
            self._means[alias.entity_id] = (entity.entity_id, reason)

    def joined(self, entity: Known) -> bool:
        """Whether an entity already means another."""
        return entity.entity_id in self._means

    def merges(self) -> Iterator[Merge]:
        """A row for each joined name."""
        for alias_id, (target, reason) in self._means.items():
            while target in self._means:
                target = self._means[target][0]
            alias, entity = self._known[alias_id], self._known[target]
            yield Merge(target, canonical_name(entity), alias_id, alias.name, alias.type, reason)


def _letters(word: str) -> str:
    """Folded, Kazakh letters as their Russian neighbours, no hyphens or spaces: «Қасымов» is «Касымов»."""
    return re.sub(r"[\s-]+", "", fold(word).translate(_KAZAKH))


def _initials(entity: Known) -> list[str]:
    return (
        [_letters(part) for part in re.split(r"[.\s-]+", entity.given_name) if part] if "." in entity.given_name else []
    )


def _full(entity: Known) -> bool:
    return bool(entity.given_name) and "." not in entity.given_name


def _people(same: Sequence[Known], groups: _Groups) -> None:
    """Join people of one surname."""
    full: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
    for entity in same:
        if _full(entity):
            full[_letters(entity.given_name), _letters(entity.patronymic), entity.gender].append(entity)
    heads = [
        _head(spellings, groups, "the same name in other letters or order") for _, spellings in sorted(full.items())
    ]
    for head in heads:  # «Имя Фамилия» is the one «Имя Отчество Фамилия»
        if not head.patronymic:
            fuller = [
                h
                for h in heads
                if h.patronymic and _letters(h.given_name) == _letters(head.given_name) and _agree(h, head)
            ]
            _to_the_one(head, fuller, groups, "the only full name with this given name and surname")
    heads = [head for head in heads if not groups.joined(head)]
    short: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    alone: list[Known] = []
    for entity in same:
        marks = _initials(entity)
        if marks:
            short[(*marks, entity.gender)].append(entity)
        elif not entity.given_name:
            alone.append(entity)
    initials = [_head(spellings, groups, "the same initials and surname") for _, spellings in sorted(short.items())]
    for entity in initials:
        fitting = [h for h in heads if _initials_fit(_initials(entity), h) and _agree(h, entity)]
        _to_the_one(entity, fitting, groups, "the only full name with these initials and surname")
    for entity in initials:  # «К. Токаев» is the one «К.К. Токаев» where no full name is known
        if not groups.joined(entity) and len(_initials(entity)) == 1:
            longer = [
                o
                for o in initials
                if len(_initials(o)) > 1 and _initials(o)[0] == _initials(entity)[0] and _agree(o, entity)
            ]
            if not any(_initials_fit(_initials(entity), h) for h in heads):
                _to_the_one(entity, longer, groups, "the only fuller initials with this surname")
    open_heads = heads + [entity for entity in initials if not groups.joined(entity)]
    spelled = [_head(list(spellings), groups, "the same surname in other letters") for spellings in _by_gender(alone)]
    for entity in spelled:
        fitting = [h for h in open_heads if _agree(h, entity)]
        if len(fitting) > 1:
            fitting.sort(key=lambda h: (-h.n_articles, h.entity_id))
            rest = sum(h.n_articles for h in fitting[1:])
            if fitting[0].n_articles < _DOMINANT or rest > _RIVALS * fitting[0].n_articles:
                continue
            _to_the_one(entity, fitting[:1], groups, "by far the most frequent person of this surname")
        else:
            _to_the_one(entity, fitting, groups, "the only person of this surname")


def _by_gender(entities: Sequence[Known]) -> Iterator[list[Known]]:
    for gender in sorted({e.gender for e in entities}):
        yield [e for e in entities if e.gender == gender]


def _head(spellings: Sequence[Known], groups: _Groups, reason: str) -> Known:
    """The spelling that stands for the others: most articles, then the alphabet; the others are joined to it."""
    head, *others = sorted(spellings, key=lambda e: (-e.n_articles, e.name, e.entity_id))
    for other in others:
        groups.join(other, head, reason)
    return head


def _to_the_one(entity: Known, fitting: Sequence[Known], groups: _Groups, reason: str) -> None:
    if len(fitting) == 1:
        groups.join(entity, fitting[0], reason)


def _agree(one: Known, other: Known) -> bool:
    return not one.gender or not other.gender or one.gender == other.gender


def _initials_fit(marks: Sequence[str], full: Known) -> bool:
    """Whether initials may be those of a full name; the patronymic's only where it is known."""
    names = [_letters(part) for part in re.split(r"[\s-]+", full.given_name)]
    if not names[0].startswith(marks[0]):
        return False
    rest = [*names[1:], *([_letters(full.patronymic)] if full.patronymic else [])]
    return len(marks) == 1 or not rest or any(word.startswith(marks[-1]) for word in rest)


def _by_given_name(nameless: Sequence[Known], people: Sequence[Known], groups: _Groups) -> None:
    """«Нурсултан Абишевич» is the one person with this given name and patronymic."""
    by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for person in people:
        if _full(person) and person.patronymic and not groups.joined(person):
            by_name[_letters(person.given_name), _letters(person.patronymic)].append(person)
    for entity in nameless:
        if entity.patronymic:
            fitting = by_name.get((_letters(entity.given_name), _letters(entity.patronymic)), [])
            _to_the_one(entity, fitting, groups, "the only person with this given name and patronymic")


def _body(name: str) -> str:
    """What is left of an organisation's name without legal form and country: equal for its variants."""
    plain = _COUNTRY.sub("", fold(name).translate(_KAZAKH))
    words = [word for word in plain.split() if word not in _LEGAL]
    return re.sub(r"[\s-]+", "", "".join(words)) or plain


def _organizations(same: Sequence[Known], groups: _Groups) -> None:
    """Join variants of one organisation: letters, quotes, legal form. Different legal forms stay apart."""
    forms: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    for entity in same:
        forms[tuple(word for word in fold(entity.name).split() if word in _LEGAL)].append(entity)
    heads = {
        form: _head(spellings, groups, "the same name in other letters") for form, spellings in sorted(forms.items())
    }
    with_form = [head for form, head in sorted(heads.items()) if form]
    if () in heads:
        _to_the_one(heads[()], with_form, groups, "the only organisation of this name, without its legal form")
