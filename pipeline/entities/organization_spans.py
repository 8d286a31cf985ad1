"""Where organisations are named in a sentence: head nouns with their tails, quoted names, known names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.entities import nominative
from pipeline.entities.organization_phrases import BODIES, MARKS, NAME_ADJECTIVE, Phrases
from pipeline.entities.toponyms import fold, name_forms

OBLIQUE = "ого|его|ому|ему|ым|им|ом|ем"
ADJECTIVES = {  # endings of an adjective in the singular, by the gender of its noun
    "Masc": re.compile(rf"(ый|ий|ой|{OBLIQUE})$"),
    "Neut": re.compile(rf"(ое|ее|{OBLIQUE})$"),
    "Fem": re.compile(r"(ая|яя|ой|ей|ую|юю|ою|ею)$"),
}
RELATIONAL = re.compile(r"-?(ск|цк)(ий|ого|ому|им|ом|ая|ой|ую|ое)$")
UNIVERSITY = re.compile(r"[А-Я][а-я]{1,5}[А-Я]{1,4}У")  # КазНУ, КарТУ
STATION = re.compile(r"(?:ТЭЦ|ГРЭС|ГЭС|ТЭС|АЭС)-\d+")
ZONES = ("kz", "ru", "com", "org", "info", "net", "uz", "by")
DOMAIN = re.compile(rf"\b[A-Za-z0-9][A-Za-z0-9-]*\.(?:{'|'.join(ZONES)})\b(?![/\w])")
SITE = re.compile(rf"\S\.|(?<!\S)(?:{'|'.join(ZONES)})")  # without one of these no token is a part of a domain
TOPICS = frozenset("инспекция служба казначейство".split())  # «департамент инспекции труда»: what it does
LEGAL = ("предпр", "учрежд", "обществ")  # with one of the next before it a legal form, written out
OWNERS = ("государственн", "коммунальн", "акционерн")
VAGUE = frozenset("местный иной данный первый второй третий другой частный отечественный".split())
LOCAL = frozenset(("областной", "городской", "районный"))
BARE = name_forms("палата")  # a chamber of the Parliament, told by the article


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens of one sentence that name an organisation."""

    first: int
    last: int  # inclusive
    kind: str
    rule: str
    name: str = ""  # the nominative, where the lexicon gives it
    use: str = ""  # of its head noun, see organization_heads
    head: int = -1  # token of its head noun
    nests: bool = False  # the parent named inside its unit
    of: Span | None = None  # of a name in brackets: the span before them


class Reader(Phrases):
    """Finds the names in one sentence."""

    def spans(self) -> list[Span]:
        """Every span any rule finds; overlaps are settled later."""
        quoted = self._quoted()
        taken = {i for span in quoted for i in range(span.first, span.last + 1)}
        self.titled = {i for first, last in self.quotations for i in range(first, last)} - taken
        found = [*quoted, *self._known()]
        for i, word in enumerate(self.folded):
            if word in self.words.forms and word[0].isalpha():
                found += self._headed(i)
        return self._parents(found)

    # Quoted names

    def _quoted(self) -> list[Span]:
        found: list[Span] = []
        reach = -1  # end of the last quotation taken, nested ones included
        for first, last in self.quotations:
            if first < reach:
                continue
            span = self._form(first, last) or self._common(first, last)
            joined = found and found[-1].last in (first - 2, first - 3) and self.folded[first - 1] in (",", "и")
            if span is None and joined and found[-1].rule == "quoted":
                span = Span(first, last, found[-1].kind, "quoted")
            if span:
                found.append(span)
                reach = last
        return found

    def _form(self, first: int, last: int) -> Span | None:
        """«ТОО «X»», «ГКП на ПХВ «X»», «АО НК «X»»: from the first legal form before the quotation."""
        start, kind = first, ""
        i = first - 1
        while i >= 0:
            form = self.words.heads.get(self.tokens[i].text, {}).get("form")
            if form:
                start, kind = i, form
            elif self.folded[i] not in ("на", "пхв", "«") and not self._abbreviates(i):
                break
            i -= 1
        return Span(start, last, kind, "legal form") if kind else None

    def _abbreviates(self, i: int) -> bool:
        return self.tokens[i].text.isupper() and i > 0 and self.folded[i] not in ("рк", "рф")

    def _common(self, first: int, last: int) -> Span | None:
        """«предприятие «X»»: the common noun is no part of the name, unless the table keeps it."""
        if not first:
            return None
        uses = self.uses(first - 1)
        start = first - 1
        while start and self._agrees(start - 1, first - 1) and self._describes(start - 1):
            start -= 1
        owned = any(word.startswith(OWNERS) for word in self.folded[start : first - 1])
        if owned and "drop" in uses and self.folded[first - 1].startswith(LEGAL):
            return Span(start, last, uses["drop"], "named")
        if "drop" in uses and not ({"proper"} & set(uses) and self._starts_with_capital(first - 1)):
            return Span(first, last, uses["drop"], "quoted")
        if "keep" in uses:
            return Span(start, last, uses["keep"], "named")
        kind = "" if uses else self._made_there(first - 1)
        return Span(first, last, kind, "quoted") if kind else None

    def _made_there(self, i: int) -> str:
        """Kind of the common noun whose genitives end at a token: «завод стальных труб «X»»; else empty."""
        while i > 0 and self.tokens[i].text.islower() and self.tokens[i].feat("Case") == "Gen" and not self.uses(i):
            i -= 1
        return self.uses(i).get("drop", "") if self.tokens[i + 1].feat("Case") == "Gen" else ""

    def _describes(self, i: int) -> bool:
        """Whether an adjective before a quoted name says of what kind its bearer is: «народный хор «X»»."""
        lemma = self.lemma(i)
        noun = next(token for token in self.tokens[i + 1 :] if token.pos != "ADJ")
        cases = {self.tokens[i].feat("Case"), noun.feat("Case")}
        apart = len(cases) > 1 and "" not in cases and cases != {"Nom", "Acc"}
        if apart or nominative.is_animate(self.tokens[i].text):
            return False  # «рабочим совхоза «X»»
        if NAME_ADJECTIVE.search(lemma) or lemma in self.words.modifiers:
            return True
        common = self.tokens[i].text.islower() or i == self.opening
        return lemma not in VAGUE and common and nominative.is_relational(self.tokens[i].text)

    # Head nouns

    def _headed(self, i: int) -> list[Span]:
        uses = self.uses(i)
        token = self.tokens[i]
        plural = token.pos in ("NOUN", "PROPN") and self.is_plural(i)
        if not uses or plural or i in self.titled:
            return []
        left = self._left(i)
        if any(self.lemma(k) in self.words.stops["adjective"] for k in range(max(0, left - 1), i)):
            return []
        if "alone" in uses:
            last = self.country(i)
            name = nominative.like(self.words.forms[self.folded[i]], token.text)
            rest = nominative.plain(self.tokens[i + 1 : last + 1])
            return [Span(i, last, uses["alone"], "body", f"{name} {rest}".strip())]
        use = next((use for use in ("territory", "tail", "minor", "whole", "proper", "local") if use in uses), None)
        if use is None:
            return []
        last = self.tail(i, use, uses[use])
        after = self.tokens[last + 1].text if last + 1 < len(self.tokens) else ""
        unit = self.words.forms[self.folded[i]] == "филиал" or (use == "tail" and not self.ends_territory(last))
        if self.is_thing(left) or (unit and "form" in self.words.heads.get(after, {})):
            return []  # a project of that name; a unit inside a company
        if use == "proper" and "drop" in uses and self._is_common(i, last) and not self._starts_with_capital(i):
            return []
        capital = self.tokens[left].text[0].isupper()
        numbered = last > i and self.folded[i + 1] in ("№", "имени", "им")
        local = self._local_left(i) if "local" in uses else i
        if local < i:
            left = local
            return [Span(left, last, uses[use], "head", self._named(left, i, last), use, i)]
        if use == "local":
            return []
        if use == "proper" and not numbered and not (last == i and self.folded[i] in BARE):
            if not capital or (left == self.opening and not self._stands_first(left, i, last)):
                return []
        vague = all(self.lemma(k) in LOCAL for k in range(left, i))  # «областной департамент комитета»
        if use == "tail" and vague and self._is_nameless(i, last):
            return []
        if use in ("tail", "minor") and last == i and not (capital and left < i):
            if use == "tail" or left == i:
                return []
        if use == "minor" and not capital and left == i:
            tail = range(i + 1, last + 1)
            if not any(self.place(j) or self.lemma(j) in self.words.stops["office"] for j in tail):
                return []
        if left == i == last and (use == "territory" or (self.folded[i] in BARE and capital and i)):
            return [Span(i, i, uses[use], "bare", self.words.forms[self.folded[i]])]
        if uses.get("proper") == "education" and left == i and self._is_brand(i):
            left = i - 1
        if numbered:
            while left and self._agrees(left - 1, i):
                left -= 1
        return [Span(left, last, uses[use], "head", self._named(left, i, last), use, i)] if left < i or last > i else []

    def _is_common(self, head: int, last: int) -> bool:
        """Whether nothing but genitives in small letters stands between a head and a quoted name: «завод труб «X»»."""
        opening = next((i for i in range(head + 1, last + 1) if i in self.opens), None)
        return opening is not None and all(token.text.islower() for token in self.tokens[head + 1 : opening])

    def _local_left(self, head: int) -> int:
        """Index of the first word of «(Абайская) областная филармония», «областной детский центр»; else the head."""
        i = head - 1
        while i >= 0 and self._agrees(i, head) and self.lemma(i) != "областной":
            i -= 1
        named = i >= 0 and self.lemma(i) == "областной" and self._agrees(i, head)
        if named and (i < head - 1 or self.words.forms[self.folded[head]] != "центр"):
            whose = i and self.folded[i - 1] in self.words.places.oblasts and self._agrees(i - 1, head)
            return i - 1 if whose else i
        return head  # «областной центр» is a town

    def _is_nameless(self, head: int, last: int) -> bool:
        """Whether nothing but its parent follows a unit: «отдел министерства»; a territory names it."""
        parent = next((j for j in range(head + 1, last + 1) if self.tokens[j].pos != "ADJ"), None)
        if parent is None or not self.uses(parent).keys() & BODIES or self.lemma(parent) in TOPICS:
            return False
        return not any(self.folded[j] == "по" and self.territory(j + 1) for j in range(head + 1, last))

    def _is_brand(self, i: int) -> bool:
        """Whether a school with a capital stands after a name in the nominative: «в Туран Университете»."""
        before = self.tokens[i - 1] if i else None
        if before is None or not self.tokens[i].text[0].isupper() or before.pos not in ("PROPN", "NOUN", "X"):
            return False
        return before.text[0].isupper() and len(before.text) > 2 and not nominative.is_common(before.text)

    def _stands_first(self, left: int, head: int, last: int) -> bool:
        """Whether a phrase that begins its sentence, where every word has a capital, is a name nevertheless."""
        if last > head:
            more = any(token.text[0].isupper() for token in self.tokens[head + 1 : last + 1])
            return left < head or more or self.in_body(head)
        return head - left > 1 or self.folded[left] in self.words.places.oblasts

    def _parents(self, spans: list[Span]) -> list[Span]:
        """Mark the parents inside their units: «департамент Комитета связи по СКО» names the Комитет связи too."""
        units = [span for span in spans if span.use == "tail"]
        made = []
        for span in spans:
            unit = next((u for u in units if span.first == u.head + 1 and span.last <= u.last), None)
            if unit is None or span.use not in ("tail", "minor"):
                made.append(span)
                continue
            if self.lemma(span.head) in TOPICS:
                continue
            by = [i for i in range(span.first, span.last) if self.folded[i] == "по" and self.territory(i + 1)]
            cut = by[0] if by else 0
            last = cut - 1 if cut and span.last == unit.last else span.last
            name = span.name if last == span.last else span.name.rpartition(" по ")[0]
            made.append(replace(span, last=last, name=name, nests=True))
        return made

    def _named(self, left: int, head: int, last: int) -> str:
        """The nominative of a phrase whose head the table knows: its adjectives agree, what follows stays."""
        word = self.words.forms[self.folded[head]]
        gender = nominative.gender_of(word)
        before = [nominative.adjective(token.text, gender) for token in self.tokens[left:head]]
        rest = [token for token in self.tokens[head + 1 : last + 1] if token.text not in MARKS]
        parts = (*before, nominative.like(word, self.tokens[head].text), nominative.plain(rest))
        return " ".join(part for part in parts if part)

    def is_thing(self, first: int) -> bool:
        """Whether a quoted or foreign name that begins at a token is of a plan, an event, a thing: «проект «X»»."""
        i = first - 1
        if i < 0 or not (self.tokens[i].text in MARKS or self.tokens[first].text[0].isascii()):
            return False
        while i > 0 and self.tokens[i].text in MARKS:
            i -= 1
            if self.tokens[i].text in (",", "и") and self.tokens[i - 1].text in MARKS:  # «проекты «X», «Y»»
                i = next((a for a, b in self.quotations if b == i - 1), 0)
        if self.tokens[i].text == "." and i:
            i -= 1
        return fold(self.tokens[i].lemma) in self.words.stops["noun"] or self.folded[i] in self.words.stops["noun"]

    def _starts_with_capital(self, i: int) -> bool:
        """Whether a capital that is no matter of the sentence's start begins the phrase before a noun."""
        left = self._left(i)
        if left == i or not self.tokens[left].text[0].isupper():
            return False
        return left > self.opening or self.lemma(left) in self.words.modifiers

    def _left(self, head: int) -> int:
        """Index of the first adjective that belongs to the name before its head."""
        i = head
        while i > 0:
            token = self.tokens[i - 1]
            lemma = fold(token.lemma)
            if not self._agrees(i - 1, head):
                break
            sure = i - 1 > self.opening or self.official(self.opening) or nominative.is_relational(token.text)
            capital = token.text[0].isupper() and sure
            whose = "tail" in self.uses(head) and RELATIONAL.search(self.folded[i - 1])  # «японское министерство»
            if not (capital or whose or lemma in self.words.modifiers or self._has_capital(i - 2)):
                break
            i -= 1
        return i

    def _has_capital(self, i: int) -> bool:
        """Whether an adjective with a capital stands at a token or, over adjectives, before it."""
        while i >= 0 and (self.tokens[i].pos == "ADJ" or RELATIONAL.search(self.folded[i])):
            if self.tokens[i].text[0].isupper() and (i > self.opening or self.official(i)):
                return True
            i -= 1
        return False

    def _agrees(self, i: int, head: int) -> bool:
        """Whether the adjective at a token can go with a head noun; by endings, for the tagger knows no акимат."""
        gender = nominative.gender_of(self.words.forms.get(self.folded[head], ""))
        adjective = self.tokens[i].pos == "ADJ" or RELATIONAL.search(self.folded[i])
        return bool(adjective) and bool(ADJECTIVES[gender].search(self.folded[i])) and not self.in_town(i)

    def bracketed(self, span: Span) -> Span | None:
        """The abbreviation or foreign name in brackets right after a span: «Комитет защиты журналистов (КЗЖ)»."""
        first = span.last + 1
        while first < len(self.tokens) and self.tokens[first].text in MARKS:
            first += 1
        if first >= len(self.tokens) or self.tokens[first].text != "(":
            return None
        inside: list[int] = []
        for i in range(first + 1, len(self.tokens)):
            text = self.tokens[i].text
            if text in (")", ","):
                break
            if not (text.isalpha() and len(text) > 1 and (text.isupper() or text.isascii())):
                return None
            inside.append(i)
        if not inside or not self.tokens[inside[0]].text[0].isupper():
            return None
        return Span(inside[0], inside[-1], span.kind, "brackets", of=span.of or span)

    # Known names

    def _local(self, i: int, kind: str) -> Span:
        """An abbreviation with what is said of whose it is: «областной ДЧС», «Жанинская ГРЭС-2»."""
        last, first = self.country(i), i
        token = self.tokens[i - 1] if i else None
        if token is not None and first == last:
            of_place = STATION.fullmatch(self.tokens[i].text) and token.text[0].isupper()
            if self.lemma(i - 1) in LOCAL or (of_place and RELATIONAL.search(self.folded[i - 1])):
                first -= 1
        if first == i or token is None:
            return Span(i, last, kind, "acronym")
        station = STATION.fullmatch(self.tokens[i].text) is not None
        gender = "Fem" if station or token.feat("Gender") == "Fem" else "Masc"
        name = f"{nominative.adjective(token.text, gender)} {nominative.abbreviation(self.tokens[i].text)}"
        return Span(first, last, kind, "acronym", name)

    def _known(self) -> list[Span]:
        found = []
        for i, token in enumerate(self.tokens):
            if token.text.islower():
                continue
            kind = self.words.acronyms.get(nominative.abbreviation(token.text))
            if token.text[-1] == "У" and UNIVERSITY.fullmatch(token.text):
                kind = "education"
            elif token.text[-1].isdigit() and STATION.fullmatch(token.text):
                ahead = self.tokens[i + 1 : i + 4]  # «ТЭЦ-2, ТЭЦ-3 АО «X»»: parts of a company
                kind = None if any("form" in self.words.heads.get(t.text, {}) for t in ahead) else "company"
            if kind:
                found.append(self._local(i, kind))
            if token.text[0].isupper():
                for form, kind, name in self.words.names.get(self.folded[i], ()):
                    if tuple(self.folded[i : i + len(form)]) == form:
                        found.append(Span(i, i + len(form) - 1, kind, "known name", name))
        if not SITE.search(" ".join(self.folded)):
            return found
        after = [*self.tokens[1:], self.tokens[-1]]
        text = "".join(token.text + " " * (n.start - token.end) for token, n in zip(self.tokens, after))
        for match in DOMAIN.finditer(text):
            start, end = (self.sentence.start + offset for offset in match.span())
            inside = [i for i, token in enumerate(self.tokens) if start <= token.start < end]
            if inside and (start == 0 or text[match.start() - 1 : match.start()] not in ("@", "/", ".")):
                found.append(Span(inside[0], inside[-1], "media", "site"))
        return found
