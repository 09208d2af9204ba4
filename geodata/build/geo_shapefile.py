"""Writes shapefiles that are the same, byte for byte, on every run."""

import os

from osgeo import ogr, osr

ogr.UseExceptions()

DBF_DATE = "2020-03-18"
FORMS = {"point": ogr.wkbPoint, "line": ogr.wkbLineString, "polygon": ogr.wkbPolygon}


def hilbert(lon, lat, bits=16):
    """Place of a point along a Hilbert curve over the whole world."""
    side = 1 << bits
    x = min(side - 1, max(0, int((lon + 180.0) / 360.0 * side)))
    y = min(side - 1, max(0, int((lat + 90.0) / 180.0 * side)))
    d = 0
    s = side >> 1
    while s:
        rx = 1 if x & s else 0
        ry = 1 if y & s else 0
        d += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        s >>= 1
    return d


def hilbert_of(geometry):
    west, south, east, north = geometry.bounds
    return hilbert((west + east) / 2, (south + north) / 2)


def remove(path):
    for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)


def text_width(rows, name):
    return max([1] + [len(row[name].encode("utf-8")) for row in rows])


def write(path, form, fields, rows, decimals=5):
    """Writes rows (dicts with a shapely "geometry") to path.shp and its companions.

    fields: list of (name, type), type one of "text", "int", "real" (4 decimals).
    """
    remove(path)
    driver = ogr.GetDriverByName("ESRI Shapefile")
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = driver.CreateDataSource(path + ".shp")
    layer = source.CreateLayer(
        os.path.basename(path), crs, FORMS[form],
        ["ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=" + DBF_DATE])
    for name, kind in fields:
        assert len(name) <= 10, name
        if kind == "text":
            field = ogr.FieldDefn(name, ogr.OFTString)
            field.SetWidth(text_width(rows, name))
        elif kind == "int":
            field = ogr.FieldDefn(name, ogr.OFTInteger)
            field.SetWidth(max([1] + [len(str(row[name])) for row in rows]))
        else:
            field = ogr.FieldDefn(name, ogr.OFTReal)
            field.SetWidth(max([6] + [len("%.4f" % row[name]) for row in rows]))
            field.SetPrecision(4)
        layer.CreateField(field)
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, kind in fields:
            feature.SetField(name, row[name])
        feature.SetGeometry(ogr.CreateGeometryFromWkb(row["geometry"].wkb))
        layer.CreateFeature(feature)
    source = None
    print("%-16s %6d records %9d bytes" % (
        os.path.basename(path), len(rows),
        sum(os.path.getsize(path + s) for s in (".shp", ".shx", ".dbf"))))
