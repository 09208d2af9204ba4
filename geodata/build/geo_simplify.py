"""Douglas-Peucker with a tolerance in metres that may differ from point to point."""

import numpy as np

METRES_PER_DEGREE = 111195.0


def keep(xy, tolerance):
    """Indices of the points that stay; both ends always do."""
    stays = np.zeros(len(xy), dtype=bool)
    stays[0] = stays[-1] = True
    stack = [(0, len(xy) - 1)]
    while stack:
        i, j = stack.pop()
        if j <= i + 1:
            continue
        middle = (xy[i, 1] + xy[j, 1]) / 2
        d = xy[i:j + 1] - xy[i]
        d[:, 0] *= METRES_PER_DEGREE * max(0.01, np.cos(np.radians(middle)))
        d[:, 1] *= METRES_PER_DEGREE
        chord = d[-1]
        length2 = chord @ chord
        if length2 == 0.0:
            off = np.hypot(d[:, 0], d[:, 1])
        else:
            t = np.clip(d @ chord / length2, 0.0, 1.0)
            off = np.hypot(d[:, 0] - t * chord[0], d[:, 1] - t * chord[1])
        off /= tolerance[i:j + 1]
        k = int(off.argmax())
        if off[k] > 1.0:
            stays[i + k] = True
            stack.append((i, i + k))
            stack.append((i + k, j))
    return np.flatnonzero(stays)


def detail(points):
    """Metres that may be lost at each point: least where the news of the Middle East and
    Europe happens, most in the far north and south, whose coasts are all fjords."""
    xy = np.asarray(points)
    lon, lat = (xy[:, 0] + 180.0) % 360.0 - 180.0, xy[:, 1]
    metres = np.where(np.abs(lat) > 60, 1400.0, 750.0)
    metres = np.where((lat > 48) & (lat < 60) & (lon > -12) & (lon < 40), 600.0, metres)
    metres = np.where(np.abs(lat) > 70, 2200.0, metres)
    metres = np.where((lat < -50) | (lat < -40) & (lon < -70), 1400.0, metres)
    metres = np.where((lat > 8) & (lat < 48) & (lon > -12) & (lon < 65), 400.0, metres)
    return np.where((lat > 22) & (lat < 42) & (lon > 25) & (lon < 60), 330.0, metres)


def water_detail(points):
    """The same for lakes and rivers: all that the source has where maps go closest."""
    xy = np.asarray(points)
    lon, lat = xy[:, 0], xy[:, 1]
    return np.where((lat > 29) & (lat < 38) & (lon > 35) & (lon < 49), 80.0, detail(points))


def finer_near(towns, cells=10, reach=1):
    """A detail for coasts that loses at most 120 m within about 15 km of towns, (lon, lat),
    where maps go close: cells of a tenth of a degree, and their neighbours."""
    near = np.zeros((360 * cells, 180 * cells), dtype=bool)
    for lon, lat in towns:
        x, y = int((lon + 180) * cells), min(int((lat + 90) * cells), 180 * cells - 1)
        wide = int(np.ceil(reach / max(0.2, np.cos(np.radians(lat)))))
        for i in range(x - wide, x + wide + 1):
            near[i % (360 * cells), max(0, y - reach):y + reach + 1] = True

    def finer(points):
        xy = np.asarray(points, dtype=float)
        x = (np.floor((xy[:, 0] + 180) * cells).astype(int)) % (360 * cells)
        y = np.clip(np.floor((xy[:, 1] + 90) * cells).astype(int), 0, 180 * cells - 1)
        return np.where(near[x, y], 120.0, detail(points))

    return finer


def line(points, scale=1.0, detail=detail):
    if len(points) < 3:
        return list(points)
    stays = keep(np.asarray(points, dtype=float), detail(points) * scale)
    return [points[i] for i in stays]


def ring(points, scale=1.0, detail=detail):
    """A closed ring, turned to begin at the point farthest from its first."""
    xy = np.asarray(points)
    far = int(((xy - xy[0]) ** 2).sum(axis=1).argmax())
    turned = points[far:-1] + points[:far + 1]
    middle = len(points) - 1 - far
    return line(turned[:middle + 1], scale, detail)[:-1] + line(turned[middle:], scale, detail)
