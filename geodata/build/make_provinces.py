"""provinces: lines between first-level divisions, from Natural Earth 1:10 million.

They are cut at the borders and coasts of our countries, which lie a little elsewhere.
"""

import sys
from collections import defaultdict

from osgeo import ogr
from shapely import wkb
from shapely.geometry import LineString
from shapely.ops import linemerge, unary_union
from shapely.prepared import prep

import geo_shapefile
import geo_simplify
import geo_sphere

SCALE = 1.5  # of what coasts may lose
MOST_ZOOM = 8.0  # of Natural Earth; lines for larger scales divide cities and communes
REACH = 0.01  # degrees beyond a border, so that a line meets it


def countries(path):
    """ISO code and area, by the code with three letters."""
    code, parts = {}, defaultdict(list)
    source = ogr.Open(path)
    for feature in source.GetLayer(0):
        three = feature.GetField("iso_a3")
        if three:
            code[three] = feature.GetField("iso_a2")
            parts[three].append(wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())))
    return code, {three: unary_union(p).buffer(REACH) for three, p in parts.items()}


def divisions(path):
    """Country, zoom and line of each."""
    source = ogr.Open(path)
    for feature in source.GetLayer(0):
        zoom = feature.GetField("min_zoom") or MOST_ZOOM
        if feature.GetField("featurecla") == "Admin-1 boundary" and zoom <= MOST_ZOOM:
            line = wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
            yield feature.GetField("adm0_a3"), zoom, line


def main(source, out):
    code, area = countries(out + "/countries.shp")
    prepared = {three: prep(g) for three, g in area.items()}
    lines = defaultdict(list)
    for three, zoom, line in divisions(source):
        if three not in code:
            continue
        inside = line if prepared[three].contains(line) else line.intersection(area[three])
        # In pixels of 512 units a zoom less.
        lines[code[three], round(zoom - 1, 1)] += [
            p for p in geo_sphere.line_parts(inside) if p.length > 0.03]
    rows = []
    for (iso, zoom), pieces in sorted(lines.items()):
        for piece in geo_sphere.line_parts(linemerge(pieces)):
            simple = LineString(geo_simplify.line(list(piece.coords), SCALE))
            rows.append({"iso_a2": iso, "minzoom": zoom, "geometry": simple})
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["geometry"].wkb))
    geo_shapefile.write(out + "/provinces", "line", [("iso_a2", "text"), ("minzoom", "real")],
                        rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
