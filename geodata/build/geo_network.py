"""River lines as a graph of their vertices, and cheapest ways along it."""

import heapq
import math
from collections import defaultdict

import geo_gshhg
import geo_names

CELL = 0.25
TOUCH = 0.09  # degrees within which a loose end is taken to meet another line
LEAP = 0.30  # degrees that may lie between two loose ends


def apart(a, b):
    """Distance in degrees of latitude."""
    return math.hypot((a[0] - b[0]) * geo_names.cosine((a[1] + b[1]) / 2), a[1] - b[1])


class Network:
    def __init__(self, pieces):
        self.links = defaultdict(dict)
        self.virtual = defaultdict(dict)
        self.level = {}
        for level, points in pieces:
            nodes = [geo_gshhg.node(p) for p in points]
            for a, b in zip(nodes, nodes[1:]):
                if a != b:
                    self.links[a][b] = self.links[b][a] = min(level, self.links[a].get(b, 99))
            for node in nodes:
                self.level[node] = min(level, self.level.get(node, 99))
        self.cells = defaultdict(list)
        for node in sorted(self.level):
            self.cells[self.cell(node)].append(node)
        self.loose = sorted(n for n, others in self.links.items() if len(others) == 1)
        self.link_loose_ends()

    @staticmethod
    def cell(node):
        return (math.floor(node[0] / CELL), math.floor(node[1] / CELL))

    def around(self, node, cells):
        x, y = self.cell(node)
        return (n for i in range(x - cells, x + cells + 1) for j in range(y - cells, y + cells + 1)
                for n in self.cells.get((i, j), ()))

    def link(self, a, b, cost):
        cost = min(cost, self.virtual[a].get(b, 1e9))
        self.virtual[a][b] = self.virtual[b][a] = cost

    def link_loose_ends(self):
        loose = set(self.loose)
        for end in self.loose:
            own = self.chain(end)
            near = sorted((apart(end, n), n) for n in self.around(end, 1) if n not in own)
            for gap, other in near[:1]:
                if gap < TOUCH:
                    self.link(end, other, 0.01 + 3 * gap)
            for gap, other in [g for g in near if g[1] in loose][:2]:
                if gap < LEAP:
                    self.link(end, other, 0.02 + 3 * gap)

    def chain(self, end, steps=12):
        """The vertices next to a loose end on its own line."""
        own, last = {end}, end
        for _ in range(steps):
            onward = [n for n in self.links[last] if n not in own]
            if len(onward) != 1:
                break
            last = onward[0]
            own.add(last)
        return own

    def link_over(self, ends):
        """Links the ends that touch one lake with each other."""
        for i, a in enumerate(ends):
            for b in ends[:i]:
                self.link(a, b, 0.01 + 1.3 * apart(a, b))

    def snap(self, point):
        """The nearest vertex, great rivers before small ones, and its distance."""
        return min(((apart(point, n) * (1 + 0.25 * self.level[n]), n)
                    for n in self.around(point, 2)), default=(9.0, None))

    def steps(self, node):
        for other, level in self.links[node].items():
            yield other, apart(node, other) * (1 + 0.15 * level), level
        for other, cost in self.virtual[node].items():
            yield other, cost, None

    def path(self, start, end):
        """Cheapest way as edges (a, b) with a < b, leaps left out, and its cost."""
        best = {start: 0.0}
        came = {}
        queue = [(apart(start, end), 0.0, start)]
        while queue:
            _, cost, node = heapq.heappop(queue)
            if node == end:
                break
            if cost > best[node]:
                continue
            for other, step, level in self.steps(node):
                total = cost + step
                if total < best.get(other, 1e9):
                    best[other] = total
                    came[other] = (node, level)
                    heapq.heappush(queue, (total + apart(other, end), total, other))
        if end not in came:
            return None, 0.0
        edges = []
        node = end
        while node != start:
            before, level = came[node]
            if level is not None:
                edges.append((min(before, node), max(before, node)))
            node = before
        return edges, best[end]
