"""Names and codes of countries: ISO 3166 from iso-codes, names from CLDR."""

import csv
import json
import math
import os
from functools import lru_cache

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(HERE, "tables")
ISO_3166 = "/usr/share/iso-codes/json/iso_3166-1.json"
LANGUAGES = ["en", "fr", "ar", "de", "es", "ru", "zh"]  # of the maps
MANY_LANGUAGES = LANGUAGES + (  # of the gazetteer
    "ckb ku fa he tr it pt nl sv pl cs ro hu el uk sr bg hy ka az kk uz ur hi bn ja ko vi th id "
    "sw am").split()

# Units of Natural Earth that ISO 3166 does not know; iso_a2 is that of the state they are
# usually shown with, so that a map can colour a state as a whole.
UNITS = {
    "Kosovo": ("XK", "XKX", "country"),
    "Crimea": ("UA", "", "disputed"),
    "Western Sahara (west)": ("EH", "", "disputed"),
    "Somaliland": ("SO", "", "disputed"),
    "N. Cyprus": ("CY", "", "disputed"),
    "Cyprus U.N. Buffer Zone": ("CY", "", "disputed"),
    "Siachen Glacier": ("", "", "disputed"),
    "Akrotiri": ("GB", "", "area"),
    "Dhekelia": ("GB", "", "area"),
}

UNIT_NAMES = {
    "Crimea": ["Crimea", "Crimée", "القرم", "Krim", "Crimea", "Крым", "克里米亚"],
    "Somaliland": ["Somaliland", "Somaliland", "أرض الصومال", "Somaliland", "Somalilandia",
                   "Сомалиленд", "索马里兰"],
    "N. Cyprus": ["Northern Cyprus", "Chypre du Nord", "شمال قبرص", "Nordzypern",
                  "Chipre del Norte", "Северный Кипр", "北塞浦路斯"],
    "Cyprus U.N. Buffer Zone": ["UN Buffer Zone"] + [""] * 6,
    "Siachen Glacier": ["Siachen Glacier"] + [""] * 6,
    "Akrotiri": ["Akrotiri"] + [""] * 6,
    "Dhekelia": ["Dhekelia"] + [""] * 6,
    "Western Sahara (west)": [""] * 7,
}

COUNTRY_FIELDS = (
    [("iso_a2", "text"), ("iso_a3", "text"), ("iso_n3", "text"), ("kind", "text"),
     ("name", "text")] + [("name_" + l, "text") for l in LANGUAGES] +
    [("area", "int"), ("rank", "int"), ("minzoom", "real"), ("lon", "real"), ("lat", "real")])

DEPENDENT = set(
    "AS AW AI AX BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GU HK HM IM IO JE KY MF MO MP MQ MS NC "
    "NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT GS BL".split())


def cosine(degrees):
    return math.cos(math.radians(degrees))


@lru_cache(None)
def iso_3166():
    with open(ISO_3166, encoding="utf-8") as f:
        return json.load(f)["3166-1"]


@lru_cache(None)
def cldr():
    """CLDR's names of all regions: {language: {code: name}}."""
    with open(os.path.join(TABLES, "cldr_names.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {language: {row["iso_a2"]: row[language] for row in rows}
            for language in MANY_LANGUAGES}


@lru_cache(None)
def shorter_names():
    """Names for labels where CLDR's are long or official: {(code, language): name}."""
    with open(os.path.join(TABLES, "country_names.csv"), encoding="utf-8", newline="") as f:
        return {(row["iso_a2"], language): row[language]
                for row in csv.DictReader(f) for language in LANGUAGES if row[language]}


def name_in(code, language):
    short = shorter_names().get((code, language))
    return short or cldr()[language][code].replace(" & ", " and ")


@lru_cache(None)
def codes_by_unit():
    """Natural Earth's unit names to ISO entries, by the numeric ids of world-atlas."""
    with open(os.path.join(HERE, "tables", "unit_codes.csv"), encoding="utf-8", newline="") as f:
        ids = {row["unit"]: row["iso_n3"] for row in csv.DictReader(f)}
    by_number = {e["numeric"]: e for e in iso_3166()}
    return {unit: by_number[n] for unit, n in ids.items()}


def identity(unit):
    """Codes and kind (country, dependency, disputed, area) of a unit."""
    entry = codes_by_unit().get(unit)
    if entry:
        a2 = entry["alpha_2"]
        kind = "dependency" if a2 in DEPENDENT else "disputed" if a2 == "EH" else "country"
        return {"iso_a2": a2, "iso_a3": entry["alpha_3"], "iso_n3": entry["numeric"],
                "kind": kind}
    a2, a3, kind = UNITS.get(unit, ("", "", "area"))
    return {"iso_a2": a2, "iso_a3": a3, "iso_n3": "", "kind": kind}


def country(unit):
    """Codes and names of a unit, ready as attributes."""
    row = identity(unit)
    if unit in UNIT_NAMES:
        names = UNIT_NAMES[unit]
    elif row["iso_a2"]:
        names = [name_in(row["iso_a2"], language) for language in LANGUAGES]
    else:
        names = [unit] + [""] * (len(LANGUAGES) - 1)
    row["name"] = names[0]
    for language, name in zip(LANGUAGES, names):
        row["name_" + language] = name
    return row


def label_room(row, room_degrees):
    """From which zoom (512-pixel tiles) the name fits, and a rank from that."""
    width = max(40.0, 9.0 * len(row["name"]))
    pixels_at_zero = 512.0 / 360.0 * 2.6 * max(room_degrees, 0.01)
    minzoom = max(0.0, math.log2(width / pixels_at_zero))
    if row["kind"] != "country":
        minzoom += 0.7
    minzoom = min(minzoom, 9.0)
    return {"minzoom": round(minzoom, 2), "rank": 1 + min(9, int(minzoom * 1.4))}
