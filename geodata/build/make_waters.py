"""lakes, rivers, seas, sea_lines: GSHHG's inland waters, the reservoirs that are younger
than it from Natural Earth, named through small tables."""

import csv
import math
import os
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict

from osgeo import ogr
from shapely import wkb
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import linemerge, nearest_points, polygonize, unary_union
from shapely.strtree import STRtree
from shapely.validation import make_valid

import geo_gshhg
import geo_names
import geo_network
import geo_shapefile
import geo_simplify
import geo_skeleton
import geo_sphere

NAMES = ["name", "name_ar", "name_fr", "name_de"]
CASPIAN = Point(51.0, 42.0)
WIDE = 0  # level of the middle lines of rivers that are polygons too
RIVER_RANK = {WIDE: 4, 1: 4, 2: 5, 3: 6, 4: 7, 5: 6, 6: 7, 7: 8, 8: 7}  # by GSHHG's level
RIVER_KIND = {5: "intermittent", 6: "intermittent", 7: "intermittent", 8: "canal"}
SHORTEST = {4: 0.0, 5: 0.15, 6: 0.4, 7: 0.8, 8: 1.2}  # degrees, by rank, if unnamed


def table(name):
    with open(os.path.join(geo_names.TABLES, name), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        row["rank"] = int(row["rank"])
        if "points" in row:
            row["points"] = [tuple(map(float, p.split())) for p in row["points"].split(";")]
    return rows


# Lakes


def in_focus(lon, lat):
    return 8 < lat < 48 and -12 < lon < 65


def least_lake(kind, lon, lat):
    """Square kilometres below which a lake is left out; a wide river's parts count on."""
    if kind == "river":
        return 0.5
    if abs(lat) > 58:
        return 80.0
    return 6.0 if in_focus(lon, lat) else 30.0


def lake_rank(area):
    """1 for the Great Lakes, 9 for the smallest here: one step for each factor of three."""
    return max(1, min(9, int(math.floor(11.5 - math.log(area, 3)))))


def lake_polygons(kind, shores):
    """Polygons of level 2 without their larger islands."""
    scale = 0.4 if kind == "river" else 1.0  # or a narrow one would fall to pieces
    islands = [Polygon(r) for r in shores.get(3, []) if abs(geo_sphere.ring_area_km2(r)) > 3]
    tree = STRtree(islands)
    for ring in shores[2]:
        ring = geo_sphere.unwrap(ring)
        area = abs(geo_sphere.ring_area_km2(ring))
        if area < least_lake(kind, *ring[0]):
            continue
        holes = []
        whole = make_valid(Polygon(ring))
        for island in tree.query(whole):
            if whole.contains(island.representative_point()):
                holes.append(geo_simplify.ring(list(island.exterior.coords), scale,
                                               geo_simplify.water_detail))
        simple = geo_simplify.ring(ring, scale, geo_simplify.water_detail)
        if len(simple) < 4:
            continue
        holes = [h for h in holes if len(h) > 3]
        shape = MultiPolygon(geo_sphere.polygon_of_rings([simple] + holes))
        if not shape.is_empty and not shape.intersects(CASPIAN):
            yield {"kind": kind, "geometry": shape, "area": round(geo_sphere.area_km2(shape), 1)}


def cut_apart(lakes):
    """Lakes that the source holds as one, cut where tables/lake_cuts.csv says."""
    cuts = [LineString(row["points"]) for row in table("lake_cuts.csv")]
    for lake in lakes:
        whole = lake["geometry"]
        crossed = [c for c in cuts if c.intersects(whole)]
        if not crossed:
            yield lake
            continue
        for part in polygonize(unary_union([p.boundary for p in whole.geoms] + crossed)):
            if whole.contains(part.representative_point()):
                yield {"kind": lake["kind"], "geometry": MultiPolygon([part]),
                       "area": round(geo_sphere.area_km2(part), 1)}


def shrunken(path):
    """Waters of Natural Earth that take the place of what GSHHG has: their size of about 2003."""
    return [g for name, kind, g in natural_earth(path) if name in ("Aral Sea", "Lake Chad")]


def natural_earth(path):
    """Name, kind and polygons of its lakes at 1:10 million, which Magics keeps with the ocean."""
    source = ogr.Open(path)
    for feature in source.GetLayer(0):
        kind = feature.GetField("featurec_2")
        if kind:
            whole = make_valid(wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())))
            parts = [p for p in getattr(whole, "geoms", [whole]) if p.geom_type == "Polygon"]
            yield feature.GetField("name"), kind, MultiPolygon(parts)


def lake_of(kind, geometry):
    return {"kind": kind, "geometry": geometry, "area": round(geo_sphere.area_km2(geometry), 1)}


def without_islets(geometry):
    """Simplified, islands of 3 square kilometres and more kept."""
    rings = []
    for part in geometry.geoms:
        holes = [r for r in part.interiors if geo_sphere.area_km2(MultiPolygon([Polygon(r)])) > 3]
        rings += [geo_simplify.ring(list(r.coords), 0.6, geo_simplify.water_detail)
                  for r in [part.exterior] + holes]
    return MultiPolygon(geo_sphere.polygon_of_rings([r for r in rings if len(r) > 3]))


def younger_lakes(path, lakes):
    """The lakes, brought up to date by Natural Earth: reservoirs where GSHHG has no water,
    and the lakes that have shrunk since."""
    old = STRtree([lake["geometry"] for lake in lakes])
    now = shrunken(path)
    tree = STRtree(now)
    gone = [lake for lake in lakes if lake["kind"] == "lake" and any(
        g.intersection(lake["geometry"]).area > 0.3 * min(g.area, lake["geometry"].area)
        for g in tree.query(lake["geometry"]))]
    yield from (lake for lake in lakes if lake not in gone)
    # What is left of the old lake's bays is dry too.
    yield from (lake_of("lake", without_islets(g)) for g in now)
    taken = []
    for _, kind, g in natural_earth(path):
        known = sum(g.intersection(o).area for o in old.query(g))
        lake = lake_of("reservoir", without_islets(g)) if kind == "Reservoir" else None
        if not lake or known > 0.1 * g.area or any(g.equals(t) for t in taken):
            continue
        inner = g.representative_point()
        if lake["area"] >= max(20.0, least_lake("lake", inner.x, inner.y)):
            taken.append(g)
            yield lake


def make_lakes(out, newer):
    lakes = list(cut_apart(lake_polygons("lake", geo_gshhg.shores("-A0/0/4+l"))))
    lakes += lake_polygons("river", geo_gshhg.shores("-A0/0/4+r"))
    lakes = list(younger_lakes(newer, lakes))
    for lake in lakes:
        lake.update({n: "" for n in NAMES}, rank=lake_rank(lake["area"]))
        inner = max(lake["geometry"].geoms, key=lambda p: p.area).representative_point()
        lake.update(lon=inner.x, lat=inner.y)
    tree = STRtree([lake["geometry"] for lake in lakes])
    of = {id(lake["geometry"]): lake for lake in lakes}
    for row in table("lakes.csv"):
        point = Point(float(row["lon"]), float(row["lat"]))
        near = [(g.distance(point), -of[id(g)]["area"], of[id(g)])
                for g in tree.query(point.buffer(0.3))]
        best = min(near, key=lambda n: n[:2], default=None)
        if best is None or best[2]["name"]:
            print("no lake at", row["name"], best and (best[0], best[1], best[2]["name"]))
            continue
        best[2].update({n: row[n] for n in NAMES}, rank=min(row["rank"], best[2]["rank"]))
        if best[0] == 0.0:
            best[2].update(lon=point.x, lat=point.y)
    lakes.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["area"]))
    shown = [r for r in lakes if r["area"] >= least_lake("lake", r["lon"], r["lat"])]
    fields = [(n, "text") for n in NAMES] + [
        ("kind", "text"), ("area", "real"), ("rank", "int"), ("lon", "real"), ("lat", "real")]
    geo_shapefile.write(out + "/lakes", "polygon", fields, shown)
    return lakes


# Rivers


def make_rivers(out, lakes):
    pieces = [(level, points) for level, points in geo_gshhg.dump("-Ia")
              if level != WIDE and level in RIVER_RANK]
    loose = loose_ends(pieces)
    rivers = [lake["geometry"] for lake in lakes if lake["kind"] == "river"]
    for river in rivers:
        ends = ends_near(loose, river) + list(meetings(river, rivers))
        pieces.extend((WIDE, points) for points in geo_skeleton.middle_lines(river, ends))
    network = geo_network.Network(pieces)
    for lake in lakes:
        if lake["kind"] == "lake":
            network.link_over(ends_near(network.loose, lake["geometry"]))
    named = name_rivers(network)
    groups = defaultdict(list)
    blank = dict.fromkeys(NAMES, "")
    for level, points in pieces:
        for river, run in runs_of(points, named, blank):
            groups[group_of(river, level)].append(run)
    write_rivers(groups, [r["geometry"] for r in lakes if r["kind"] == "reservoir"], out)


def meetings(river, rivers, reach=0.06):
    """Points half way to the other wide rivers that all but touch this one."""
    around = box(*river.bounds).buffer(reach)
    for other in rivers:
        if other is not river and around.intersects(box(*other.bounds)):
            if river.distance(other) < reach:
                a, b = nearest_points(*sorted((river, other), key=lambda g: g.bounds))
                yield geo_gshhg.node(((a.x + b.x) / 2, (a.y + b.y) / 2))


def loose_ends(pieces):
    ends = defaultdict(int)
    for _, points in pieces:
        ends[geo_gshhg.node(points[0])] += 1
        ends[geo_gshhg.node(points[-1])] += 1
    return sorted(e for e, n in ends.items() if n == 1)


def ends_near(ends, shape, reach=0.03):
    """Those of the sorted ends that lie on or next to a shape."""
    west, south, east, north = shape.buffer(reach).bounds
    first, last = bisect_left(ends, (west, -90.0)), bisect_right(ends, (east, 90.0))
    return [e for e in ends[first:last]
            if south <= e[1] <= north and shape.distance(Point(e)) < reach]


def runs_of(points, named, blank):
    """Pieces of a line, each with the river whose name it bears."""
    run, last = [points[0]], None
    for a, b in zip(points, points[1:]):
        edge = tuple(sorted((geo_gshhg.node(a), geo_gshhg.node(b))))
        river = named.get(edge, last or blank if edge[0] == edge[1] else blank)
        if last is not None and river is not last:
            yield last, run
            run = [a]
        run.append(b)
        last = river
    yield last, run


def name_rivers(network):
    """The river of each edge that one of the table runs over."""
    named = {}
    for river in table("rivers.csv"):
        snapped = [network.snap(p) for p in river["points"]]
        for (far, node), point in zip(snapped, river["points"]):
            if far > 0.2:
                print("%s: no river near %s (%.2f)" % (river["name"], point, far))
        nodes = [node for far, node in snapped if far <= 0.4]
        for a, b in zip(nodes, nodes[1:]):
            edges, cost = network.path(a, b)
            if edges is None or cost > 4.5 * geo_network.apart(a, b) + 0.3:
                print("%s: no way from %s to %s (%.1f)" % (river["name"], a, b, cost))
                continue
            for edge in edges:
                named.setdefault(edge, river)
    return named


def above_water(line, reservoirs):
    """The line without what lies in reservoirs younger than it."""
    for water in reservoirs.query(line):
        line = line.difference(water)
    return [p for p in geo_sphere.line_parts(line) if p.length > 0.005]


def write_rivers(groups, reservoirs, out):
    rows = []
    reservoirs = STRtree(reservoirs)
    for (rank, kind, wide, *names), runs in sorted(groups.items()):
        lines = [p for run in runs if len(set(run)) > 1
                 for p in geo_sphere.cut_line_at_dateline(run)]
        for line in geo_sphere.line_parts(linemerge(lines)):
            if not names[0] and line.length < shortest(rank, line):
                continue
            for part in above_water(line, reservoirs):
                simple = geo_simplify.line(list(part.coords), detail=geo_simplify.water_detail)
                rows.append(dict(zip(NAMES, names), rank=rank, kind=kind, wide=wide,
                                 geometry=LineString(simple)))
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["geometry"].wkb))
    fields = [(n, "text") for n in NAMES] + [("kind", "text"), ("rank", "int"), ("wide", "int")]
    geo_shapefile.write(out + "/rivers", "line", fields, rows)


def group_of(river, level):
    """Rank, kind and names of a piece; upper reaches of a named river rank one lower."""
    rank = RIVER_RANK[level]
    if river["name"]:
        rank = min(rank, river["rank"] + (1 if level > 2 else 0))
    kind = RIVER_KIND.get(level, "river")
    if river["name"].endswith("Canal"):
        kind = "canal"
    return (rank, kind, int(level == WIDE), *(river[n] for n in NAMES))


def shortest(rank, line):
    x, y = line.coords[0]
    return SHORTEST[rank] * (0.5 if in_focus(x, y) else 1.6 if y > 58 else 1.0)


# Seas


def smooth(points, steps=8):
    """A Catmull-Rom curve through the points, for a name to lie along."""
    ends = ([tuple(2 * a - b for a, b in zip(points[0], points[1]))] + points +
            [tuple(2 * a - b for a, b in zip(points[-1], points[-2]))])
    out = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:]):
        for k in range(steps):
            t = k / steps
            out.append(tuple(round(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
                       (3 * b - a - 3 * c + d) * t ** 3), 4)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    return out + [points[-1]]


def make_seas(out):
    points, lines = [], []
    for row in table("seas.csv"):
        course = row["points"]
        if len(course) > 1:
            curve = smooth(course)
            lines.append(dict(row, geometry=LineString(curve)))
            course = [curve[len(curve) // 2]]
        points.append(dict(row, curved=int(len(row["points"]) > 1), geometry=Point(course[0])))
    fields = [(n, "text") for n in NAMES] + [("kind", "text"), ("rank", "int")]
    order = lambda r: (r["rank"], geo_shapefile.hilbert_of(r["geometry"]))
    geo_shapefile.write(out + "/seas", "point", fields + [("curved", "int")],
                        sorted(points, key=order))
    geo_shapefile.write(out + "/sea_lines", "line", fields, sorted(lines, key=order))


if __name__ == "__main__":
    make_seas(sys.argv[2])
    make_rivers(sys.argv[2], make_lakes(sys.argv[2], sys.argv[1] + "/10m/ne_10m_ocean.shp"))
