"""tables/cldr_names.csv: CLDR's names of countries in many languages, as Node holds them.

usage: make_names.py
Run by hand when newer names are wanted: the table is kept, so that what is built from it
does not depend on the Node that happens to be installed.
"""

import csv
import json
import os
import subprocess

import geo_names

SCRIPT = """const [languages, codes] = JSON.parse(process.argv[1]);
const rows = codes.map(code => [code].concat(languages.map(language =>
    new Intl.DisplayNames([language], {type: "region", fallback: "none"}).of(code) || "")));
console.log(JSON.stringify([process.versions.cldr, rows]));"""

codes = sorted(e["alpha_2"] for e in geo_names.iso_3166()) + ["XK"]
run = subprocess.run(["node", "-e", SCRIPT, json.dumps([geo_names.MANY_LANGUAGES, codes])],
                     stdout=subprocess.PIPE, check=True)
version, rows = json.loads(run.stdout)
with open(os.path.join(geo_names.TABLES, "cldr_names.csv"), "w", encoding="utf-8",
          newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["iso_a2"] + geo_names.MANY_LANGUAGES)
    out.writerows(rows)
print("CLDR", version, len(rows), "codes")
