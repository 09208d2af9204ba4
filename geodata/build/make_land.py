"""land, coast, countries, country_points, borders: one set of lines, so all agree.

GSHHG's coasts and Natural Earth's land borders are laid over each other; each face that
results goes to the unit of Natural Earth that covers most of it, or the nearest. Countries
are the union of their faces, borders the edges between faces of different units, coasts
the edges with no face on one side.
"""

import csv
import math
import os
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict

from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.ops import linemerge, nearest_points, polygonize, polylabel, unary_union, voronoi_diagram
from shapely.affinity import scale as stretch
from shapely.prepared import prep
from shapely.strtree import STRtree
from shapely.validation import make_valid

import geo_gshhg
import geo_names
import geo_shapefile
import geo_simplify
import geo_sphere
import geo_topology

CASPIAN = Point(51.0, 42.0)
SMALL_UNITS_KM2 = 600  # a unit smaller than this keeps its islets
BORDER_SCALE = 0.6  # borders are simplified less than coasts: they are few


def least_island(lon, lat):
    """Square kilometres below which an island is left out."""
    if abs(lat) > 70:
        return 20.0
    if lat > 58 or lat < -40:
        return 10.0
    if 8 < lat < 48 and -12 < lon < 65:
        return 1.0
    return 3.0


def sea_rings(rings):
    """Rings of level 1, and the Caspian with its islands as if it were a sea."""
    caspian = [r for r in rings[2] if Polygon(r).contains(CASPIAN)]
    assert len(caspian) == 1
    sea = Polygon(caspian[0])
    islands = [r for r in rings[3] if sea.contains(Point(r[0]))]
    return rings[1] + islands, caspian[0]


def gshhg_land(rings, keep_small, detail):
    """Valid land polygons within -180..180, simplified; small islands left out."""
    outer, caspian = sea_rings(rings)
    pieces = []
    for ring in outer:
        ring = geo_sphere.unwrap(ring)
        around = abs(ring[-1][0] - ring[0][0]) > 1
        area = abs(geo_sphere.ring_area_km2(ring))
        lon, lat = ring[0]
        if not around and area < least_island((lon + 180) % 360 - 180, lat):
            if area < 0.15 or not keep_small(Point((lon + 180) % 360 - 180, lat)):
                continue
        simplify = geo_simplify.line if around else geo_simplify.ring
        simple = simplify(ring, detail=detail)
        if len(simple) < 4:
            simple = ring
        pieces.extend(geo_sphere.polygon_of_rings([simple]))
    sea = make_valid(Polygon(geo_simplify.ring(caspian, detail=detail)))
    land = geo_sphere.polygon_parts(unary_union(pieces))
    return [q for p in land
            for q in (geo_sphere.polygon_parts(p.difference(sea)) if p.intersects(sea) else [p])
            if geo_sphere.area_km2(q) > 0.1]


def read_units(path):
    """Natural Earth's units after the changes of tables/units.csv, and the border arcs."""
    topology, arcs = geo_topology.load(path)
    with open(os.path.join(geo_names.TABLES, "units.csv"), encoding="utf-8", newline="") as f:
        changes = list(csv.DictReader(f))
    merged = {c["unit"]: c["into"] for c in changes if c["into"] and not c["within"]}
    cut = [(c["unit"], c["into"], c["how"], box(*map(float, c["within"].split())))
           for c in changes if c["within"]]
    parts = defaultdict(list)
    users = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        name = merged.get(name, name)
        for polygon in geo_topology.polygons(geometry):
            pieces = geo_sphere.polygon_of_rings([geo_topology.ring(arcs, r) for r in polygon])
            parts[name].extend(pieces)
            for ring in polygon:
                for n in ring:
                    users[n if n >= 0 else ~n].append(name)
    lines = [arcs[n] for n, names in sorted(users.items())
             if len({name for name in names if parts[name]}) > 1]
    for old, new, how, window in cut:
        whole = parts[old]
        if how == "whole":
            moved = [p for p in whole if window.contains(p.representative_point())]
            parts[new] += moved
            parts[old] = [p for p in whole if p not in moved]
            continue
        parts[old] = [q for p in whole for q in geo_sphere.polygon_parts(p.difference(window))]
        parts[new] += [q for p in whole for q in geo_sphere.polygon_parts(p.intersection(window))]
        edges = unary_union([p.intersection(window.boundary) for p in whole])
        lines.extend(overshot(list(g.coords)) for g in geo_sphere.line_parts(edges))
    return {name: p for name, p in parts.items() if p}, lines


def overshot(points, degrees=0.006):
    """The line led on a little at both ends, so that it surely meets what it ended at."""
    for _ in range(2):
        points = points[::-1]
        (x0, y0), (x1, y1) = points[-2], points[-1]
        step = degrees / math.hypot(x1 - x0, y1 - y0)
        points.append((x1 + (x1 - x0) * step, y1 + (y1 - y0) * step))
    return points


class Units:
    """Which unit a point or polygon belongs to."""

    def __init__(self, units):
        self.parts = []
        self.name_of = {}
        self.ready = {}
        self.small = set()
        for name in sorted(units):
            if sum(map(geo_sphere.area_km2, units[name])) < SMALL_UNITS_KM2:
                self.small.add(name)
            for part in units[name]:
                self.parts.append(part)
                self.name_of[id(part)] = name
                self.ready[id(part)] = prep(part)
        self.tree = STRtree(self.parts)

    def nearest(self, geometry, reach=0.2):
        """The unit nearest to a geometry, and how far off it is in degrees."""
        around = box(*geometry.bounds).buffer(reach)
        best = min(((p.distance(geometry), self.name_of[id(p)]) for p in self.tree.query(around)),
                   default=(math.inf, None))
        if best[0] <= reach or reach > 30:
            return best[1], best[0]
        return self.nearest(geometry, reach * 4)

    def of(self, polygon):
        """The unit that covers most of a polygon; the nearest if none does."""
        if polygon.area < 0.01:
            point = polygon.representative_point()
            for part in self.tree.query(point):
                if self.ready[id(part)].contains(point):
                    return self.name_of[id(part)]
        shares = defaultdict(float)
        for part in self.tree.query(polygon):
            shares[self.name_of[id(part)]] += part.intersection(polygon).area
        name, share = max(sorted(shares.items()), key=lambda s: s[1], default=(None, 0.0))
        if share > 0.0:
            return name
        return self.nearest(polygon)[0]

    def is_small(self, point):
        return self.nearest(point)[0] in self.small


def border_lines(lines, land, where):
    """Border chains, each loose end inside the land led on to the coast."""
    pieces = [p for points in lines for p in geo_sphere.cut_line_at_dateline(points)]
    chains = geo_sphere.line_parts(linemerge(unary_union(pieces)))
    chains = [LineString(geo_simplify.line(list(c.coords), BORDER_SCALE)) for c in chains
              if c.length > 0]
    ends = defaultdict(int)
    for chain in chains:
        ends[chain.coords[0]] += 1
        ends[chain.coords[-1]] += 1
    chains = [c for c in chains if not is_stub(c, ends)]
    tree = STRtree(land)
    joints = []
    for end, count in sorted(ends.items()):
        point = Point(end)
        if count > 1 or not any(end in (c.coords[0], c.coords[-1]) for c in chains):
            continue
        home = [p for p in tree.query(point) if p.contains(point)]
        if home:
            joints.extend(lead_to_coast(point, home[0], where))
    return chains + joints


def is_stub(chain, ends):
    """What overshot() left beyond a line that it crosses."""
    few, many = sorted((ends[chain.coords[0]], ends[chain.coords[-1]]))
    return few == 1 and many >= 3 and chain.length < 0.01


def lead_to_coast(end, home, where):
    """Lines from the loose end of a border to the sea: straight when it is near, else the
    middle line of the river mouth that Natural Earth holds for sea."""
    other = nearest_points(home.boundary, end)[0]
    if end.distance(other) < 0.04:
        goal = other.coords[0]
        if not any(goal in ring.coords[:] for ring in [home.exterior, *home.interiors]):
            goal = (other.x + (other.x - end.x) * 0.01, other.y + (other.y - end.y) * 0.01)
        return [LineString([end, goal])]
    around = box(*end.buffer(1.2).bounds)
    near = where.tree.query(around)
    gap = home.intersection(around).difference(unary_union(near))
    gap = min(geo_sphere.polygon_parts(gap), key=lambda p: p.distance(end))
    names = sorted({where.name_of[id(p)] for p in near if p.distance(end) < 0.01})
    print("border end %.3f %.3f of %s led through a river mouth" % (end.x, end.y, names))
    if len(names) != 2 or gap.distance(end) > 0.01:
        raise SystemExit("a border end that no river mouth explains")
    return middle_line(end, gap, [[p for p in near if where.name_of[id(p)] == n]
                                  for n in names])


def middle_line(end, gap, banks, step=0.004):
    """The line of equal distance from two banks within a gap, led on to a point."""
    sides = []
    for bank in banks:
        shore = unary_union([p.boundary for p in bank]).intersection(gap.buffer(0.02))
        sides.append({(round(q.x, 6), round(q.y, 6)) for g in geo_sphere.line_parts(shore)
                      for q in (g.interpolate(d * step) for d in range(int(g.length / step) + 2))})
    sites = sorted(sides[0] ^ sides[1])
    cells = voronoi_diagram(MultiPoint(sites)).geoms
    halves = [[], []]
    for cell in cells:
        inside = [s for s in sites_in(cell, sites)]
        halves[0 if inside[0] in sides[0] else 1].append(cell)
    middle = unary_union(halves[0]).boundary.intersection(unary_union(halves[1]).boundary)
    middle = linemerge(geo_sphere.line_parts(middle.intersection(gap.buffer(0.03))))
    lines = [g for g in geo_sphere.line_parts(middle) if g.length > 0.01]
    first = min(lines, key=lambda g: g.distance(end))
    touch = nearest_points(first, end)[0]
    return [LineString(geo_simplify.line(list(g.coords), BORDER_SCALE)) for g in lines] + [
        LineString([end, touch, (2 * touch.x - end.x, 2 * touch.y - end.y)])]


def sites_in(cell, sites):
    """The sites (sorted by longitude) that lie in a cell."""
    west, _, east, _ = cell.bounds
    first, last = bisect_left(sites, (west, -90.0)), bisect_right(sites, (east, 90.0))
    return [s for s in sites[first:last] if cell.contains(Point(s))]


def faces_of(land, lines):
    tree = STRtree(lines)
    faces = []
    for polygon in land:
        whole = prep(polygon)
        near = [line for line in tree.query(polygon) if whole.intersects(line)]
        if not near:
            faces.append(polygon)
            continue
        net = unary_union([polygon.boundary] + near)
        inside = prep(polygon.buffer(1e-9))
        faces.extend(f for f in polygonize(net)
                     if f.area > 1e-9 and inside.contains(f.representative_point()))
    return faces


def edges_of(labelled):
    """Each edge of the faces with the units on its two sides."""
    sides = defaultdict(set)
    for name, face in labelled:
        for ring in [face.exterior, *face.interiors]:
            points = list(ring.coords)
            for a, b in zip(points, points[1:]):
                sides[(a, b) if a < b else (b, a)].add((name, id(face)))
    coast, borders = [], defaultdict(list)
    for (a, b), users in sides.items():
        names = sorted({name for name, _ in users})
        if len(names) == 2:
            borders[tuple(names)].append((a, b))
        elif len(users) == 1 and not on_sheet_edge(a, b):
            coast.append((a, b))
    return coast, borders


def on_sheet_edge(a, b):
    return abs(a[0]) == 180.0 and abs(b[0]) == 180.0 or a[1] <= -90.0 and b[1] <= -90.0


def joined(edges):
    return geo_sphere.line_parts(linemerge([LineString(e) for e in sorted(edges)]))


def in_pieces(line, most=600):
    """A long line cut, so that who needs a window of it reads little more."""
    points = list(line.coords)
    for first in range(0, len(points) - 1, most):
        yield LineString(points[first:first + most + 1])


def disputed_rules():
    with open(os.path.join(geo_names.TABLES, "disputed.csv"), encoding="utf-8", newline="") as f:
        rules = list(csv.DictReader(f))
    for rule in rules:
        rule["window"] = box(*map(float, rule["within"].split())) if rule["within"] else None
    return rules


def split_by_dispute(names, line, rules):
    """Pieces of a border with 1 where it is disputed."""
    for rule in rules:
        pair = {rule["a"], rule["b"]}
        if pair != set(names) and not (rule["b"] == "*" and rule["a"] in names):
            continue
        if rule["window"] is None:
            return [(line, 1)]
        inside = geo_sphere.line_parts(line.intersection(rule["window"]))
        if inside:
            outside = geo_sphere.line_parts(line.difference(rule["window"]))
            rest = [r for r in rules if r is not rule]
            return [(p, 1) for p in inside] + [
                q for p in outside for q in split_by_dispute(names, p, rest)]
    return [(line, 0)]


def label_point(polygon):
    """The middle of the widest part, measured about as a map shows it."""
    south, north = polygon.bounds[1], polygon.bounds[3]
    squash = max(0.1, geo_names.cosine((max(south, -80) + min(north, 80)) / 2))
    flat = stretch(polygon.simplify(0.01), squash, 1.0, origin=(0, 0))
    if not flat.is_valid:
        flat = max(geo_sphere.polygon_parts(make_valid(flat)), key=lambda p: p.area)
    size = max(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1])
    point = polylabel(flat, max(1e-4, size / 100))
    return point.x / squash, point.y, flat.exterior.distance(point)


def large_towns(path):
    """Of GeoNames' table: capitals and towns of 250,000 people, on whose coasts maps go close."""
    with open(path, encoding="utf-8") as f:
        for row in (line.split("\t") for line in f):
            if row[7] == "PPLC" or int(row[14] or 0) >= 250000:
                yield float(row[5]), float(row[4])


def main(world_atlas, cities, out):
    units, lines = read_units(os.path.join(world_atlas, "countries-10m.json"))
    where = Units(units)
    land = gshhg_land(geo_gshhg.shores(), where.is_small,
                      geo_simplify.finer_near(large_towns(cities)))
    covered = STRtree(land)
    for name in sorted(units):
        parts = units[name]
        if not any(p.intersects(q) for p in parts for q in covered.query(p)):
            print("no GSHHG land for", name)
            if geo_names.identity(name)["iso_a2"]:
                land.extend(parts)
    faces = faces_of(land, border_lines(lines, land, where))
    labelled = [(where.of(face), face) for face in faces]
    for name, face in labelled:
        if name is None:
            print("no unit near", face.representative_point().coords[0], face.area)
    labelled = [(name, face) for name, face in labelled if name]
    by_unit = defaultdict(list)
    for name, face in labelled:
        by_unit[name].append(face)
    compare_areas(units, by_unit)
    write_countries(by_unit, out)
    whole = geo_sphere.polygon_parts(unary_union([f for _, f in labelled]))
    rows = [{"area": round(geo_sphere.area_km2(p), 1), "geometry": p} for p in whole]
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["area"]))
    geo_shapefile.write(out + "/land", "polygon", [("area", "real")], rows)
    coast, borders = edges_of(labelled)
    rows = [{"length": round(g.length, 3), "geometry": g}
            for line in joined(coast) for g in in_pieces(line)]
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["length"]))
    geo_shapefile.write(out + "/coast", "line", [("length", "real")], rows)
    write_borders(borders, out)


def compare_areas(units, by_unit):
    """Stops when a border leaks: a unit's area must be about that of Natural Earth."""
    leaks = []
    for name, parts in sorted(units.items()):
        before = sum(map(geo_sphere.area_km2, parts))
        after = sum(map(geo_sphere.area_km2, by_unit.get(name, [])))
        if before > 50 and not 0.8 < after / before < 1.25:
            print("area of %s: %.0f in Natural Earth, %.0f here" % (name, before, after))
        if before > 3000 and not 0.8 < after / before < 1.25:
            leaks.append(name)
    if leaks:
        raise SystemExit("borders leak: " + ", ".join(leaks))


def write_countries(by_unit, out):
    rows = []
    for name, faces in sorted(by_unit.items()):
        shape = MultiPolygon(sorted(geo_sphere.polygon_parts(unary_union(faces)),
                                    key=lambda p: -p.area))
        lon, lat, room = label_point(max(shape.geoms, key=geo_sphere.area_km2))
        row = geo_names.country(name)
        row.update(area=round(geo_sphere.area_km2(shape)), geometry=shape, lon=lon, lat=lat)
        row.update(geo_names.label_room(row, room))
        rows.append(row)
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["name"]))
    geo_shapefile.write(out + "/countries", "polygon", geo_names.COUNTRY_FIELDS, rows)
    points = [dict(r, geometry=Point(r["lon"], r["lat"])) for r in rows]
    points.sort(key=lambda r: (r["rank"], -r["area"], r["name"]))
    geo_shapefile.write(out + "/country_points", "point", geo_names.COUNTRY_FIELDS, points)


def write_borders(borders, out):
    rules = disputed_rules()
    rows = []
    for names, edges in sorted(borders.items()):
        for line in joined(edges):
            for piece, disputed in split_by_dispute(names, line, rules):
                a, b = (geo_names.identity(n) for n in names)
                rows.append({"a": a["iso_a2"], "b": b["iso_a2"], "name_a": names[0],
                             "name_b": names[1], "disputed": disputed, "geometry": piece})
    rows.sort(key=lambda r: (geo_shapefile.hilbert_of(r["geometry"]), r["name_a"], r["name_b"]))
    geo_shapefile.write(out + "/borders", "line", [
        ("a", "text"), ("b", "text"), ("name_a", "text"), ("name_b", "text"),
        ("disputed", "int")], rows)


if __name__ == "__main__":
    main(*sys.argv[1:4])
