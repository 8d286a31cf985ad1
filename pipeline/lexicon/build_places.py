"""Rebuild the generated place tables: ``python -m pipeline.lexicon.build_places --reference DIR``.

DIR holds ``kz_regions.tsv`` (the first-level regions) and the KATO classifier as CSV with the columns
kato, level, type_code and name_ru. Country names are CLDR's, read through Babel (``pip install babel``);
without Babel countries.tsv and foreign_cities.tsv are left as they are. Names that no register holds (former names,
abbreviations, derived adjectives) are kept by hand in ``place_variants.tsv``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
KATO_SOURCE = (
    "# Source: KATO classifier NK RK 11-2025 of the Bureau of National Statistics (stat.gov.kz), Russian names;\n"
    "# compilation by siaarzh/kz-tax-rates, MIT licence. Rebuild: python -m pipeline.lexicon.build_places\n"
)
CLDR_SOURCE = (
    "# Source: ISO 3166-1 codes with Russian names of Unicode CLDR (Unicode License v3), read through Babel.\n"
    "# Rebuild: python -m pipeline.lexicon.build_places\n"
)
CITY = re.compile(r"г\.\s*(?P<name>[^.]+)")
NAMED_DISTRICT = re.compile(r"[Рр]айон\s+(?P<name>.+)")
RURAL = re.compile(r"(?P<name>\S+ий) с\.\s?о\.|с\.\s?о\.\s?(?P<noun>\S+)")
VILLAGE = re.compile(r"(?:с|п|а|ст|рзд)\.\s*(?P<name>[А-ЯЁӘҒҚҢӨҰҮҺІ][\w -]+)")
NOT_COUNTRIES = "AC AQ BV CP DG EA EU EZ HM IC IO QO TA TF UM UN XA XB ZZ".split()


def read_units(reference: Path) -> list[dict[str, str]]:
    """Return the rows of the KATO file found in the folder."""
    (path,) = sorted(reference.glob("kato*.csv"))
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def region_rows(reference: Path) -> list[tuple[str, ...]]:
    """Return code, KATO number, name and adjective of every first-level region."""
    with (reference / "kz_regions.tsv").open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle, delimiter="\t")
        return [(r["iso"], r["kato"], r["name_ru"].removeprefix("город "), r["adj_ru"], r["centre_ru"]) for r in rows]


def place_rows(units: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Return KATO number, kind and name of cities and districts; «район Х» is stored as Х of kind named_district.

    A city stands with its Kazakh name, if that differs, after the Russian one.
    """
    found: dict[tuple[str, str, str], str] = {}
    for unit in units:
        name, kato, level = unit["name_ru"].strip(), unit["kato"], unit["level"]
        inner = "city_" if kato[2:4] in ("10", "11") or kato.startswith(("71", "75", "79")) else ""
        named = NAMED_DISTRICT.fullmatch(name)
        city = CITY.fullmatch(name)
        if level == "oblast":
            continue
        if named and (level == "district" or inner):
            short = re.sub(r"^им\.\s*", "", named["name"])
            found.setdefault((kato[:2], f"named_{inner}district", short), kato)
        elif name.endswith("ский район") and (level == "district" or inner):
            found.setdefault((kato[:2], f"{inner}district", name), kato)
        elif city:
            found.setdefault((kato[:2], "city", city["name"]), kato)
            kazakh = re.sub(r"\s*(қ\.?|қаласы)$", "", unit["name_kk"].strip())
            if kazakh != city["name"]:  # «Екібастұз» in a Russian text
                found.setdefault((kato[:2], "kazakh_city", kazakh), kato)
    rows = sorted((kato, kind.startswith("kazakh_"), kind, name) for (_, kind, name), kato in found.items())
    return [(kato, kind.removeprefix("kazakh_"), name) for kato, _, kind, name in rows]  # the Russian name first


def village_rows(units: list[dict[str, str]], cities: set[str]) -> list[tuple[str, str]]:
    """Return the names of villages and rural districts with the KATO numbers that bear them."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        name, kato = unit["name_ru"].strip(), unit["kato"]
        village, rural = VILLAGE.fullmatch(name), RURAL.fullmatch(name)
        if village and kato not in cities:
            numbers[village["name"]].add(kato)
        elif rural:
            numbers[rural["name"] or rural["noun"]].add(kato)
    return sorted((name, ";".join(sorted(katos))) for name, katos in numbers.items())


def country_rows() -> list[tuple[str, str]]:
    """Return ISO 3166-1 code and Russian name of every country."""
    from babel import Locale

    names = Locale("ru").territories
    rows = []
    for code in sorted(names):
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
            name = re.sub(r"\s*\(.*\)", "", names[code]).replace("о-ва ", "острова ").replace("о-в ", "остров ")
            rows.append((code, re.sub(r"\bо-ва$", "острова", name)))
    return rows


def foreign_rows() -> list[tuple[str, str]]:
    """Return ISO 3166-1 code and Russian name of the cities that time zones are named after."""
    from babel import Locale
    from babel.core import get_global

    countries = {name for _, name in country_rows()}
    zones, where = Locale("ru").time_zones, get_global("zone_territories")
    named = ((where[zone], names["city"]) for zone, names in zones.items() if "city" in names and zone in where)
    rows = {(str(code), str(name)) for code, name in named}
    plain = (row for row in rows if re.fullmatch(r"[А-ЯЁ][\w’-]+(?: [А-ЯЁ]\w+)*", row[1]))
    return sorted(row for row in plain if row[0].isalpha() and row[0] not in ("KZ", "AQ") and row[1] not in countries)


def write(name: str, source: str, header: str, rows: list[tuple[str, ...]]) -> None:
    """Write one table with its source above the header."""
    lines = ["\t".join(row) for row in [tuple(header.split()), *rows]]
    (HERE / name).write_text(source + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Write regions.tsv, places.tsv, villages.tsv and, where Babel is at hand, the two tables of CLDR's names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", type=Path, required=True, metavar="DIR", help="folder of the reference tables")
    units = read_units(parser.parse_args().reference)
    reference = parser.parse_args().reference
    places = place_rows(units)
    write("regions.tsv", "# The first-level regions of Kazakhstan: ISO 3166-2 and KATO; facts.\n"
          "# Rebuild: python -m pipeline.lexicon.build_places\n", "code kato name adjective centre",
          region_rows(reference))
    write("places.tsv", KATO_SOURCE, "id kind name", places)
    write("villages.tsv", KATO_SOURCE, "name ids", list(village_rows(units, {row[0] for row in places})))
    try:
        write("countries.tsv", CLDR_SOURCE, "code name", list(country_rows()))
        write("foreign_cities.tsv", CLDR_SOURCE, "code name", list(foreign_rows()))
    except ImportError:
        print("Babel is not installed: countries.tsv and foreign_cities.tsv are left as they are")


if __name__ == "__main__":
    main()
