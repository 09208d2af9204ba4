"""Reads TopoJSON: decoded arcs, and the rings of each geometry as arc numbers."""

import json


def load(path):
    with open(path, encoding="utf-8") as f:
        topology = json.load(f)
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x += dx
            y += dy
            points.append((round(x * sx + tx, 6), round(y * sy + ty, 6)))
        arcs.append(points)
    return topology, arcs


def ring(arcs, numbers):
    points = []
    for n in numbers:
        part = arcs[n] if n >= 0 else arcs[~n][::-1]
        points.extend(part[1:] if points else part)
    return points


def polygons(geometry):
    """Polygons of a geometry, each a list of rings, each a list of arc numbers."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    if geometry["type"] == "MultiPolygon":
        return geometry["arcs"]
    return []
