"""GSHHG out of GMT: shores and rivers are dumped bin by bin and joined again."""

import subprocess
import tempfile
from collections import defaultdict

RESOLUTION = "h"


def dump(what, *more):
    """Yields (level, points) for each piece that gmt coast writes."""
    command = ["gmt", "coast", "-Rd", "-D" + RESOLUTION, "-M", what,
               "--FORMAT_FLOAT_OUT=%.9f", *more]
    with (tempfile.TemporaryDirectory() as own,  # GMT leaves a history where it runs
          subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=own) as process):
        level, points = None, []
        for line in process.stdout:
            if line.startswith(">"):
                if len(points) > 1:
                    yield level, points
                level, points = int(line.split()[-1]), []
            else:
                x, y = line.split()[:2]
                points.append((float(x), float(y)))
        if len(points) > 1:
            yield level, points
    if process.returncode:
        raise SystemExit("gmt coast failed")


def node(point):
    """A point as a key: rounded to a ten-thousandth of a degree, one dateline."""
    x, y = round(point[0], 4), round(point[1], 4)
    return (-180.0 if x == 180.0 else x, y)


def shores(*more):
    """Rings by level (1 land, 2 lakes, 3 islands in lakes, 4 ponds on those).

    Pieces run in one direction, so the piece that begins where one ends is the next.
    A ring over the dateline jumps there; the one round Antarctica comes back to its
    first point a turn later.
    """
    rings = defaultdict(list)
    starts = defaultdict(lambda: defaultdict(list))
    for level, points in dump("-W", *more):
        if points[0] == points[-1]:
            rings[level].append(points)
        else:
            starts[level][node(points[0])].append(points)
    for level, at in starts.items():
        while at:
            first = min(at)
            ring = list(take(at, first))
            while node(ring[-1]) != first:
                ring.extend(take(at, node(ring[-1]))[1:])
            rings[level].append(ring)
    return {level: [r for r in of if len(r) > 3] for level, of in rings.items()}


def take(at, key):
    pieces = at[key]
    piece = pieces.pop()
    if not pieces:
        del at[key]
    return piece
