"""geodata/gazetteer/countries.csv: codes, names in many languages, demonyms, boxes, capitals.

usage: make_countries.py GEODATA-FOLDER
Boxes come from countries.shp, capitals from towns.shp, names from CLDR and
iso-codes, points, demonyms and further spellings from tables/countries.csv.
"""

import csv
import os
import sys
from collections import defaultdict

from osgeo import ogr
from shapely import wkb
from shapely.geometry import box

import geo_names
import geo_sphere

LANGUAGES = [l for l in geo_names.MANY_LANGUAGES if l != "en"]
NEAR = 2.5        # degrees between a part and the main area that it still belongs to
LARGE = 0.25      # or this share of the largest part


def parts_by_country(path):
    parts = defaultdict(list)
    source = ogr.Open(path)
    for feature in source.GetLayer(0):
        geometry = wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
        parts[feature.GetField("iso_a2")].extend(geo_sphere.polygon_parts(geometry))
    return parts


def main_box(parts):
    """West, south, east, north of the largest part and all that lies near it; east is
    over 180 where the dateline is crossed."""
    parts = sorted(parts, key=geo_sphere.area_km2, reverse=True)
    largest = geo_sphere.area_km2(parts[0])
    west = parts[0].bounds[0] > 0
    boxes = []
    for part in parts:
        w, s, e, n = part.bounds
        if west and e < -90:
            w, e = w + 360, e + 360
        elif not west and parts[0].bounds[2] < -90 and w > 90:
            w, e = w - 360, e - 360
        boxes.append((w, s, e, n, geo_sphere.area_km2(part)))
    area = box(*boxes[0][:4])
    rest = boxes[1:]
    grown = True
    while grown:
        grown = False
        for b in list(rest):
            if b[4] > LARGE * largest or area.distance(box(*b[:4])) < NEAR:
                area = box(*area.union(box(*b[:4])).bounds)
                rest.remove(b)
                grown = True
    w, s, e, n = area.bounds
    if w < -180:
        w, e = w + 360, e + 360
    return [round(v, 2) for v in (w, s, e, n)]


def capitals(path):
    source = ogr.Open(path)
    layer = source.GetLayer(0)
    layer.SetAttributeFilter("capital = 1")
    found = sorted((f.GetField("iso_a2"), -f.GetField("population"), f.GetField("name"))
                   for f in layer)
    return {iso: name for iso, _, name in reversed(found)}


def main(folder):
    parts = parts_by_country(os.path.join(folder, "countries.shp"))
    seats = capitals(os.path.join(folder, "towns.shp"))
    names = geo_names.cldr()
    by_code = {e["alpha_2"]: e for e in geo_names.iso_3166()}
    by_code["XK"] = {"alpha_3": "XKX", "numeric": ""}
    with open(os.path.join(geo_names.TABLES, "countries.csv"), encoding="utf-8") as f:
        table = list(csv.DictReader(f))
    path = os.path.join(folder, "gazetteer", "countries.csv")
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["name", "class", "iso2", "iso3", "numeric", "lon", "lat", "west", "south",
                      "east", "north", "capital", "demonyms", "spellings"]
                     + ["name:" + language for language in LANGUAGES])
        for row in table:
            code = row["iso2"]
            entry = by_code[code]
            name = geo_names.name_in(code, "en")
            spellings = [s for s in row["spellings"].split(";") if s]
            for other in (geo_names.cldr()["en"][code], entry.get("name", ""),
                          entry.get("official_name", ""), entry.get("common_name", "")):
                if other and other != name and other not in spellings and "," not in other:
                    spellings.append(other)
            extent = main_box(parts[code]) if parts.get(code) else [""] * 4
            out.writerow([name, "country", code, entry["alpha_3"], entry["numeric"], row["lon"],
                          row["lat"], *extent, seats.get(code, ""), row["demonyms"],
                          ";".join(spellings)] + [names_of(code, l, names) for l in LANGUAGES])


def names_of(code, language, names):
    """CLDR's name, and the shorter one that maps show where it differs."""
    both = [names[language].get(code, "")]
    if language in geo_names.LANGUAGES:
        short = geo_names.name_in(code, language)
        if short not in both:
            both.insert(0, short)
    return ";".join(n for n in both if n and n != code)


main(sys.argv[1])
