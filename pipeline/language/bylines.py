"""Lines that are a person's name and nothing else."""

from __future__ import annotations

import re

from pipeline.language import models

_WORD = r"(?:[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+|[А-ЯЁӘҒҚҢӨҰҮҺІ]{2,})(?:-[А-ЯЁӘҒҚҢӨҰҮҺІ][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+)?"
_INITIAL = r"[А-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?"
NAME = rf"(?:{_WORD}\s+{_WORD}(?:\s+{_WORD})?|(?:{_INITIAL}){{1,2}}{_WORD}|{_WORD}\s+(?:{_INITIAL}){{1,2}})"
_NAME = re.compile(NAME)
_PLACE = r"(?:г\.\s?)?[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+"
_FROM = re.compile(
    rf"(?:[A-Za-z][\w-]*(?:\.[\w-]+)*|[«\"][^»\"]{{2,40}}[»\"]"
    rf"|{_PLACE}(?:\s?[–—-]\s?{_PLACE}|\s{_PLACE}|\s(?:область|район))?"
    r"|(?:наш\s)?(?:соб|спец)кор(?:\sпо\s[^.,]{4,40})?|фото автора)"
)
_PATRONYMIC = re.compile(r"(?:вич|вна|улы|ұлы|кызы|қызы|угли)$", re.I)
_PERSONAL = ("Name", "Surn", "Patr")


def is_byline_name(line: str) -> bool:
    """Whether a line is two words (or initials and a surname) that name a person as a reporter signs."""
    if not _NAME.fullmatch(line):
        return False
    words = re.findall(r"[^\W\d_]{2,}", line)
    if len(line.split()) == 3 and any(_PATRONYMIC.search(word) for word in words):
        return False  # with a patronymic it is a person written about, or a signature under a document
    readings = [models.analyzer().parse(word) for word in words]
    personal = [
        not known[0].is_known or any(mark in reading.tag for reading in known for mark in _PERSONAL)
        for known in readings
    ]
    enough = all(personal) if len(personal) > 2 else any(personal)
    return enough and not all("Geox" in known[0].tag for known in readings)


def signed_name(line: str) -> str:
    """The name in a byline that may go on with a medium, towns or a post («Имя ФАМИЛИЯ, Атырау»); else empty."""
    name, comma, rest = line.rstrip(", ").partition(",")
    if not is_byline_name(name) or (comma and (not _FROM.fullmatch(rest.strip()) or is_byline_name(rest.strip()))):
        return ""
    return name


def proper_case(name: str) -> str:
    """«Лязат ЕСЕНГУЛОВА» -> «Лязат Есенгулова»; blanks made single."""
    return " ".join(
        "-".join(part.capitalize() if part.isupper() and len(part) > 2 else part for part in word.split("-"))
        for word in name.split()
    )
