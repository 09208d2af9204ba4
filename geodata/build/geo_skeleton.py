"""Middle lines of rivers that the source draws by their two banks."""

import heapq
from collections import defaultdict

from shapely.affinity import scale as stretch
from shapely.geometry import MultiPoint, Point
from shapely.ops import voronoi_diagram
from shapely.prepared import prep

import geo_names
import geo_sphere


def middle_lines(shape, ends):
    """Lines through a river polygon that join the ends of the rivers next to it."""
    squash = geo_names.cosine((shape.bounds[1] + shape.bounds[3]) / 2)
    lines = []
    for polygon in geo_sphere.polygon_parts(shape):
        flat = stretch(polygon, squash, 1.0, origin=(0, 0))
        own = [(x * squash, y) for x, y in ends if polygon.distance(Point(x, y)) < 0.04]
        for line in through(flat, own):
            lines.append([(round(x / squash, 6), round(y, 6)) for x, y in line])
    return lines


def through(polygon, ends):
    graph = skeleton(polygon)
    if not graph:
        return []
    nodes = sorted(graph)
    gates = {}
    for end in ends:
        gates[min(nodes, key=lambda n: (n[0] - end[0]) ** 2 + (n[1] - end[1]) ** 2)] = end
    start = min(gates, default=None) or farthest(graph, nodes[0])[0]
    tip, came = farthest(graph, start)
    goals = set(gates) - {start} | {tip}
    used, lines = {start}, []
    for goal in sorted(goals):
        line = [goal]
        while line[-1] not in used and line[-1] in came:
            line.append(came[line[-1]])
        used.update(line)
        if goal in gates:
            line.insert(0, gates[goal])
        lines.append(line)
    if start in gates and lines:
        lines.append([gates[start], start])
    return [line for line in lines if len(line) > 1]


def skeleton(polygon):
    """Voronoi edges of the shore that lie inside, as {node: {node: length}}."""
    width = max(0.0008, min(0.02, 0.4 * polygon.area / polygon.length))
    shore = [r.interpolate(k * width) for r in [polygon.exterior, *polygon.interiors]
             for k in range(int(r.length / width) + 1)]
    inside = prep(polygon)
    graph = defaultdict(dict)
    edges = voronoi_diagram(MultiPoint(shore), edges=True)
    for line in geo_sphere.line_parts(edges):
        points = [(round(x, 7), round(y, 7)) for x, y in line.coords]
        for a, b in zip(points, points[1:]):
            if a != b and inside.contains(Point(a)) and inside.contains(Point(b)):
                length = ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
                graph[a][b] = graph[b][a] = length
    return largest_part(graph)


def largest_part(graph):
    seen, best = set(), []
    for node in sorted(graph):
        if node in seen:
            continue
        part, stack = {node}, [node]
        while stack:
            for other in graph[stack.pop()]:
                if other not in part:
                    part.add(other)
                    stack.append(other)
        seen |= part
        if len(part) > len(best):
            best = part
    return {n: graph[n] for n in best}


def farthest(graph, start):
    """The node farthest from start, and from which node each was reached."""
    best, came = {start: 0.0}, {}
    queue = [(0.0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > best[node]:
            continue
        for other, length in graph[node].items():
            if cost + length < best.get(other, 1e9):
                best[other] = cost + length
                came[other] = node
                heapq.heappush(queue, (cost + length, other))
    return max(best, key=lambda n: (best[n], n)), came
