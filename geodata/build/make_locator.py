"""countries_110m.shp, the whole world for the locator, from world-atlas.

usage: make_locator.py countries-110m.json OUTPUT-FOLDER
"""

import os
import sys

from shapely.geometry import MultiPolygon, Polygon

import geo_shapefile
import geo_topology

topology, arcs = geo_topology.load(sys.argv[1])
rows = []
for geometry in topology["objects"]["countries"]["geometries"]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for rings in polygons:
        shape = Polygon(geo_topology.ring(arcs, rings[0]),
                        [geo_topology.ring(arcs, r) for r in rings[1:]]).buffer(0)
        parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
        rows.extend({"geometry": p, "id": 0} for p in parts if not p.is_empty)
rows.sort(key=lambda r: geo_shapefile.hilbert_of(r["geometry"]))
for i, row in enumerate(rows):
    row["id"] = i + 1
geo_shapefile.write(os.path.join(sys.argv[2], "countries_110m"), "polygon", [("id", "int")], rows)
