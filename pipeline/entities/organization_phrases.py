"""How far the name of a body goes on after its head noun: genitives, «по …», territories, «имени …»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping, Sequence

from pipeline.document import Sentence, Token
from pipeline.entities import nominative, quotes
from pipeline.entities.name_words import is_strange
from pipeline.entities.organization_words import Vocabulary
from pipeline.entities.toponyms import fold

MARKS = frozenset("«»“”„\"'‹›")
QUOTED_WORDS = 9  # a longer quotation is speech
NAME_ADJECTIVE = re.compile(r"(ск|цк)(ий|ая|ое|ие)$")
BODIES = frozenset(("alone", "territory", "tail", "minor", "whole"))  # uses of heads that begin a body's name
LINKS = {"контроль": ("за",), "надзор": ("за",), "работа": ("с", "со"), "связь": ("с", "со")}  # lemma -> preposition
TERRITORIES = ("области", "района", "региона", "города")
BY_TERRITORIES = frozenset("району округу региону областям районам".split())  # after «по»
SETTLEMENTS = frozenset("г города городу села поселка аула станции".split())
MINISTRY = "министерство"  # it has no territory of its own
MISSIONS = frozenset("посольство консульство генконсульство представительство".split())  # «… Литвы в Казахстане»
COUNTRY_TAIL = ("рк", "республики", "казахстана", "казахстан", "рф", "россии")


@dataclass
class Phrases:
    """One sentence, asked how far a phrase goes; the rest are offsets of what the name model found."""

    sentence: Sentence
    words: Vocabulary
    people: Sequence[tuple[int, int]] = ()
    places: Sequence[tuple[int, int]] = ()
    bodies: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self.folded = [fold(token.text) for token in self.tokens]
        self.opening = next((i for i, token in enumerate(self.tokens) if token.text[0].isalnum()), 0)  # after «•»
        self.quotations = [(first, last) for first, last in quotes.spans(self.sentence) if self._is_title(first, last)]
        self.opens = {first: last for first, last in reversed(self.quotations)}
        self.titled: set[int] = set()  # tokens in quotations that are taken for no organisation

    def _is_title(self, first: int, last: int) -> bool:
        words = [token for token in self.tokens[first + 1 : last] if token.text[0].isalnum()]
        finite = any(token.feat("VerbForm") == "Fin" for token in words)
        if not 0 < len(words) <= QUOTED_WORDS or finite:
            return False
        return words[0].text[0].isupper() or words[0].text[0].isdigit()

    def uses(self, i: int) -> Mapping[str, str]:
        """How the head noun at a token is used (see organization_heads), with the kind; empty for other words."""
        token = self.tokens[i]
        word = self.words.forms.get(self.folded[i])
        if word is None or (token.pos in ("VERB", "ADP", "ADV") and "-" not in token.text):
            return {}  # the tagger takes «школы-лицея» for a verb
        return self.words.heads[word]

    def lemma(self, i: int) -> str:
        """The folded lemma of a token."""
        return fold(self.tokens[i].lemma)

    def is_plural(self, i: int) -> bool:
        """Whether a noun is plural, be it tagged a genitive: «Школы области готовят …»."""
        token = self.tokens[i]
        subject = token.feat("Case") == "Gen" and token.rel.startswith("nsubj") and token.head >= 0
        return "Plur" in (token.feat("Number"), subject and self.tokens[token.head].feat("Number"))

    def official(self, i: int) -> bool:
        """Whether an adjective is one of those that names of bodies begin with."""
        nominal = fold(nominative.adjective(self.tokens[i].text, "Masc"))  # the tagger's lemma of высшая is высокий
        words = (self.lemma(i), nominal)
        return any(word in self.words.modifiers or NAME_ADJECTIVE.search(word) for word in words)

    def tail(self, head: int, use: str, kind: str) -> int:
        """Index of the last token of the genitives (and «по …») that follow a head."""
        last = j = head
        case = "Gen"
        quoted = joined = False
        while j + 1 < len(self.tokens):
            j += 1
            token, word = self.tokens[j], self.folded[j]
            if j in self.opens and j == last + 1:
                last = j = self.opens[j]
                quoted = True
                continue
            if last == j - 1 and (word in TERRITORIES or (word in BY_TERRITORIES and "по" in self.folded[head:j])):
                last = j
                continue
            if quoted and case == "Gen" and not (word == "по" and self.territory(j + 1)):
                break  # after the quoted name only «по Атырауской области»
            if word in ("имени", "им"):
                return self.bearer(j) if use == "proper" else last
            if word == "№" and use != "territory" and j + 1 < len(self.tokens) and self.tokens[j + 1].text.isdigit():
                j += 1
                last = j
                continue
            if self.words.heads.get(token.text, {}).get("form"):
                break
            told = use == "territory" or self.folded[j - 1] in TERRITORIES
            if self._in_person(token) and not (told and self.place(j)):
                break
            if self.place(j) or (self.folded[j - 1] in SETTLEMENTS and token.text[0].isupper()):
                if self._is_whose(j):
                    break
                j = last = self._and_others(j)
                case = "Gen"
                continue
            if word in SETTLEMENTS or (word == "." and self.folded[j - 1] == "г"):
                continue
            if use == "proper" and self.lemma(j) == "областной":
                break  # «Парк областной станции»: another's
            if use == "territory" and not (word == "по" and self.territory(j + 1)):
                break
            if use == "proper" and kind == "government" and word != "по" and case == "Gen":
                break
            if word in LINKS.get(self.lemma(last), ()) and j == last + 1:
                case = "Ins"
                continue
            if word == "по" and j == last + 1 and not self.territory(j + 1):
                noun = next((k for k in range(j + 1, len(self.tokens)) if self.tokens[k].pos != "ADJ"), None)
                adverb = noun is not None and self.lemma(noun) in self.words.stops["after"]
                if adverb or "по" in self.folded[head:j]:
                    break
            if word == "по" and self.words.forms[self.folded[head]] == MINISTRY and self.territory(j + 1):
                break  # the department's before it: «департамент министерства труда по Абайской области»
            anywhere = quoted or (kind != "education" and not (use == "proper" and head == self.opening))
            if word == "по" and j == last + 1 and anywhere:
                case = "Dat"
                continue
            if word in ("и", ",") and j == last + 1:
                whose = self.place(last) or (self.folded[last] in TERRITORIES and not self.territory(j + 1))
                if last == head or whose or joined or not self._goes_on(j, case):
                    break  # a territory ends the name, and so does a second «и»
                joined = word == "и"
                continue
            if token.text in self.words.acronyms and j == last + 1:
                return last if self.ends_territory(last) else self.country(j)
            if token.pos not in ("NOUN", "ADJ", "PROPN") and token.feat("VerbForm") != "Part":
                break
            if last == j - 1 and last > head and self.folded[last] in TERRITORIES and token.text.islower():
                break  # «управление культуры области цифр не скрывает»
            if token.feat("Case") not in (case, "Gen"):
                break
            if token.pos in ("NOUN", "PROPN"):
                direct = all(self.tokens[k].pos == "ADJ" for k in range(head + 1, j))
                if self._stops(j, use == "whole" or direct or case != "Gen"):
                    break
                last = j
        abroad = self.words.forms.get(self.folded[head]) in MISSIONS and self.folded[last + 1 : last + 2] == ["в"]
        if abroad and last > head and last + 2 < len(self.tokens) and self.place(last + 2):
            return last + 2
        # An office is no organisation of its own: «Академия государственного управления при Президенте РК».
        return self.country(last + 2) if self.folded[last + 1 : last + 3] == ["при", "президенте"] else last

    def _and_others(self, j: int) -> int:
        """Last adjective of «Абайской и Жетысуской областям», given the first; else the token itself."""
        k = j
        while self.folded[k + 1 : k + 2] in (["и"], [","]) and k + 2 < len(self.tokens) and self.place(k + 2):
            k += 2
        return k if self.folded[k + 1 : k + 2] in (["областям"], ["районам"]) else j

    def _is_whose(self, j: int) -> bool:
        """Whether an oblast's adjective belongs to a body after it: «отдел труда Абайской городской администрации»."""
        known = self.words.places
        if self.folded[j] not in known.oblasts and self.folded[j] not in known.districts:
            return False
        k = j + 1
        while k < len(self.tokens) and self.tokens[k].pos == "ADJ":
            k += 1
        return k < len(self.tokens) and bool(self.uses(k).keys() & BODIES)

    def territory(self, j: int) -> bool:
        """Whether a place, or «городу», «области» and a place, begins at a token."""
        if j < len(self.tokens) and self.folded[j] in ("г", "городу", "району", "области"):
            return True
        return j < len(self.tokens) and self.place(j)

    def ends_territory(self, j: int) -> bool:
        """Whether a token ends the name of a territory: a body right after it is another, «по Абайской области УО»."""
        return self.place(j) or self.folded[j] in TERRITORIES or self.folded[j] in BY_TERRITORIES

    def _stops(self, j: int, whole: bool) -> bool:
        """Whether a noun in a tail begins another organisation or is no part of any name."""
        token, lemma = self.tokens[j], self.lemma(j)
        if self.uses(j).keys() & BODIES:
            return not whole
        if lemma in self.words.stops["tail"]:
            return True
        if lemma in self.words.stops["office"]:
            return not whole
        return token.pos == "PROPN" and token.text[0].isupper() and not nominative.is_common(token.text)

    def _goes_on(self, j: int, case: str) -> bool:
        """Whether after «и» or a comma the list of genitives goes on; after a comma «и» must come still."""
        k = j + 1
        while k < len(self.tokens) and (self.tokens[k].pos == "ADJ" or self.tokens[k].feat("VerbForm") == "Part"):
            if self.uses(k).keys() & BODIES:
                return False
            if self.tokens[k].feat("Case") not in (case, "Gen"):
                return False
            k += 1
        if k >= len(self.tokens):
            return False
        noun = self.tokens[k]
        if noun.text.isupper() and len(noun.text) > 1:
            return self.folded[j] == "и" and k == j + 1
        if noun.pos != "NOUN" or noun.text[0].isupper() or noun.feat("Case") not in (case, "Gen"):
            return False
        if self.uses(k).keys() & BODIES or self.lemma(k) in self.words.stops["tail"]:
            return False
        if self.uses(k) and (self.tokens[k - 1].text[0].isupper() or k + 1 in self.opens):
            return False  # «Всемирного банка и Азиатского банка развития», «… и завода «X»»
        if self.folded[j] == ",":
            rest = self.folded[k + 1 : k + 8]
            return "и" in rest and not any(mark in rest[: rest.index("и")] for mark in (".", ";", ":", "("))
        return True

    def place(self, j: int) -> bool:
        """Whether a token names a place: by the gazetteer, or by the model if it is a genitive."""
        token, word, known = self.tokens[j], self.folded[j], self.words.places
        if not token.text[0].isupper():
            return False
        if word in COUNTRY_TAIL or word in known.oblasts or word in known.districts or word in known.names:
            return True
        if token.feat("Case") != "Gen" or self.uses(j).keys() & BODIES:
            return False
        return any(start <= token.start < end for start, end in self.places)

    def in_town(self, i: int) -> bool:
        """Whether a token says in which town something is: «в Костанае завод …»."""
        if not i or self.folded[i - 1] not in ("в", "во"):
            return False
        entries = self.words.places.names.get(self.folded[i], ())
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after is not None and self.tokens[i].feat("Case") == "Loc" and after.text.islower():
            return after.pos == "NOUN" and after.feat("Case") == "Nom"  # «в Аксае школа своя»
        return any(entry.declined and len(entry.words) == 1 for entry in entries)

    def country(self, i: int) -> int:
        """«Сенат Парламента РК», «Конгресса США»: the parent and the country after a body belong to it."""
        last = i
        for j in range(i + 1, min(i + 5, len(self.tokens))):
            genitive = self.tokens[j].feat("Case") == "Gen" or self.tokens[j].text.isupper()
            genitive = genitive or self.folded[j - 1 : j + 1] == ["республики", "казахстан"]
            if self.folded[j] == "парламента" or (genitive and self.place(j)):
                last = j
            elif self.folded[j] in TERRITORIES and last == j - 1 > i:
                last = j
            elif self.folded[j] not in ("республики", "российской"):
                break
        return last

    def bearer(self, j: int) -> int:
        """Last token of «имени Е. Букетова», given the index of «имени»."""
        last = j
        for k in range(j + 1, min(j + 8, len(self.tokens))):
            token = self.tokens[k]
            if self.folded[k] in self.words.places.districts and self.folded[k + 1 : k + 2] == ["района"]:
                break  # «имени Абая Майского района»
            if last > j and self._is_next_person(k):
                break  # «директор школы имени Абая Марат Серов»
            if token.text == "." and len(self.tokens[k - 1].text) <= 2:
                last = k
            elif any(letter.isupper() for letter in token.text):
                last = k
            elif token.pos in ("ADJ", "NOUN") and token.feat("Case") == "Gen" and last == j:
                last = k  # «имени академика К. Сатпаева»
            elif self.folded[k] in self.words.honours and last == k - 1:
                last = k  # «имени Кабанбай батыра»
            else:
                break
        return last

    def _is_next_person(self, k: int) -> bool:
        """Whether two names in the nominative stand at a token, after a name in the genitive or with initials."""
        before, both = self.tokens[k - 1], self.tokens[k : k + 2]
        genitive = before.feat("Case") == "Gen" and not is_strange(before.text)
        initial = self.tokens[k - 2].text == "." and len(self.tokens[k - 3].text) == 1
        whole = genitive or initial or before.text.islower()
        nominatives = all(token.feat("Case") == "Nom" and token.text.istitle() for token in both)
        return len(both) == 2 and before.text != "." and whole and nominatives

    def in_body(self, i: int) -> bool:
        """Whether the name model takes a token for a part of an organisation."""
        return any(start <= self.tokens[i].start < end for start, end in self.bodies)

    def _in_person(self, token: Token) -> bool:
        return any(start <= token.start < end for start, end in self.people)
