"""Identity: the id an entity has by its name alone, the same in every article and on every machine."""

from __future__ import annotations

import hashlib
import re

from pipeline.document import Entity

_PREFIX = {"person": "per", "organization": "org", "region": "reg", "place": "loc", "country": "cty"}
_NOT_NAME = re.compile(r"[^\w\s-]+")


def fold(name: str) -> str:
    """A name for comparing: lower case, ё as е, quotes and other signs dropped, spaces joined."""
    return " ".join(_NOT_NAME.sub(" ", name.lower().replace("ё", "е")).split())


def entity_id(entity: Entity) -> str:
    """``reg_KZ-33`` for a region, ``cty_RU`` for a country, else a prefix and 12 hex digits of a hash.

    A place is told from its namesakes by its KATO code or the region it lies in.
    """
    prefix = _PREFIX[entity.type]
    if entity.type in ("region", "country") and entity.region_code:
        return f"{prefix}_{entity.region_code}"
    parts = [entity.type, fold(_usual_order(entity))]
    if entity.type == "place":
        parts.append(entity.kato or entity.region_code)
    return f"{prefix}_{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def _usual_order(entity: Entity) -> str:
    """«Имя Отчество Фамилия» of a person, whatever order the article chose; the name of anything else."""
    if entity.type != "person" or not entity.surname:
        return entity.name
    return " ".join(word for word in (entity.given_name, entity.patronymic, entity.surname) if word)
