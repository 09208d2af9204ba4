"""Rings on the globe: unwrapping over the dateline, cutting at it, areas."""

import math

from shapely.affinity import translate
from shapely.geometry import GeometryCollection, LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.ops import unary_union
from shapely.validation import make_valid

RADIUS_KM = 6371.0088


def unwrap(points):
    """The same line with longitudes that never jump by more than half a turn."""
    out = [points[0]]
    turn = 0.0
    for (x0, _), (x1, y1) in zip(points, points[1:]):
        if x1 - x0 > 180.0:
            turn -= 360.0
        elif x1 - x0 < -180.0:
            turn += 360.0
        out.append((x1 + turn, y1))
    return out


def ring_area_km2(points):
    """Signed area of a ring on the sphere (cylindrical equal-area shoelace)."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        total += math.radians(x1 - x0) * (
            math.sin(math.radians(y0)) + math.sin(math.radians(y1))) / 2
    return total * RADIUS_KM * RADIUS_KM


def area_km2(geometry):
    total = 0.0
    for polygon in polygon_parts(geometry):
        total += abs(ring_area_km2(list(polygon.exterior.coords)))
        total -= sum(abs(ring_area_km2(list(r.coords))) for r in polygon.interiors)
    return total


def polygon_parts(geometry):
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, (MultiPolygon, GeometryCollection)):
        return [p for g in geometry.geoms for p in polygon_parts(g)]
    return []


def line_parts(geometry):
    if isinstance(geometry, LineString):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, (MultiLineString, GeometryCollection)):
        return [p for g in geometry.geoms for p in line_parts(g)]
    return []


def close_over_pole(points):
    """A ring that goes once round the globe, closed along the pole it encloses."""
    pole = -90.0 if sum(y for _, y in points) < 0 else 90.0
    (x0, y0), (x1, y1) = points[0], points[-1]
    return points + [(x1, pole), (x0, pole), (x0, y0)]


def cut_at_dateline(polygon):
    """The polygon, given in unwrapped degrees, as pieces within -180..180."""
    west, _, east, _ = polygon.bounds
    pieces = []
    for turn in range(math.floor((west + 180) / 360), math.floor((east + 180) / 360) + 1):
        window = box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
        part = polygon if window.contains(polygon) else polygon.intersection(window)
        pieces.extend(polygon_parts(translate(part, -360.0 * turn)))
    return pieces


def polygon_of_rings(rings):
    """Valid pieces within -180..180 of one polygon: its outer ring, then holes."""
    outer = unwrap(rings[0])
    if len(outer) < 4:
        return []
    if abs(outer[-1][0] - outer[0][0]) > 1:
        west = min(x for x, _ in outer)
        turn = 360.0 * round((west + 180) / 360)
        outer = close_over_pole([(x - turn, y) for x, y in outer])
    middle = (min(x for x, _ in outer) + max(x for x, _ in outer)) / 2
    holes = []
    for hole in rings[1:]:
        hole = unwrap(hole)
        if len(hole) >= 4:
            turn = 360.0 * round((middle - hole[0][0]) / 360)
            holes.append([(x + turn, y) for x, y in hole])
    shape = make_valid(Polygon(outer, holes))
    return [q for p in polygon_parts(shape) for q in cut_at_dateline(p)]


def cut_line_at_dateline(points):
    """Pieces within -180..180 of a line that may jump over the dateline."""
    line = LineString(unwrap(points))
    west, _, east, _ = line.bounds
    if west >= -180 and east <= 180:
        return [line]
    pieces = []
    for turn in range(math.floor((west + 180) / 360), math.floor((east + 180) / 360) + 1):
        window = box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
        pieces.extend(line_parts(translate(line.intersection(window), -360.0 * turn)))
    return pieces
