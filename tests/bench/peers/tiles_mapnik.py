# World tiles by Mapnik in metatiles of 8 by 8, as tests/bench/peers/tiles.json looks.
# tiles_mapnik.py OUTPUT-FOLDER SHAPEFILES FONTS LOW HIGH users|tuned
# users: shapefiles in degrees, each tile encoded.  tuned: shapefiles in Web Mercator, tiles
# of one colour encoded once, the fastest compression.
import os
import sys

import mapnik

out, shapes, fonts, low, high, way = sys.argv[1:]
WGS84 = "+proj=longlat +datum=WGS84 +no_defs"
MERCATOR = ("+proj=merc +a=6378137 +b=6378137 +lat_ts=0.0 +lon_0=0.0 +x_0=0.0 +y_0=0 +k=1.0"
            " +units=m +nadgrids=@null +wktext +no_defs +over")
HALF = 20037508.342789244
META = 8
STYLE = """<Map background-color="#c6d8e6" srs="%s">
<Style name="land"><Rule><PolygonSymbolizer fill="#f2efe6"/></Rule></Style>
<Style name="rivers"><Rule><LineSymbolizer stroke="#8fb4d0" stroke-width="0.8"/></Rule></Style>
<Style name="borders"><Rule><LineSymbolizer stroke="#9a8f80" stroke-width="1"/></Rule></Style>
<Style name="towns"><Rule><Filter>[population] &gt;= 500000</Filter>
<TextSymbolizer face-name="Noto Sans Regular" size="10" fill="#222222" halo-fill="#ffffff"
halo-radius="1.2">[name]</TextSymbolizer></Rule></Style>
%s</Map>"""


def layer(name):
    return ('<Layer name="%s" srs="%s"><StyleName>%s</StyleName><Datasource>'
            '<Parameter name="type">shape</Parameter><Parameter name="file">%s/%s</Parameter>'
            '<Parameter name="encoding">utf-8</Parameter></Datasource></Layer>'
            % (name, WGS84 if way == "users" else MERCATOR, name, shapes, name))


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def tiles(image, z, x0, y0, k):
    for x in range(k):
        folder = "%s/%d/%d" % (out, z, x0 + x)
        os.makedirs(folder, exist_ok=True)
        for y in range(k):
            view = image.view(x * 256, y * 256, 256, 256)
            path = "%s/%d.png" % (folder, y0 + y)
            if way == "users":
                write(path, view.tostring("png"))
            elif view.is_solid():
                color = image.get_pixel(x * 256, y * 256)
                if color not in solid:
                    solid[color] = view.tostring("png:z=1")
                write(path, solid[color])
            else:
                write(path, view.tostring("png:z=1"))


solid = {}
mapnik.register_fonts(fonts)
for z in range(int(low), int(high) + 1):
    n = 2 ** z
    k = min(META, n)
    size = 2 * HALF / n
    m = mapnik.Map(256 * k, 256 * k)
    m.buffer_size = 128
    names = ["land", "rivers", "borders", "towns"]
    mapnik.load_map_from_string(m, STYLE % (MERCATOR, "".join(layer(i) for i in names)), False,
                                ".")
    for x0 in range(0, n, k):
        for y0 in range(0, n, k):
            m.zoom_to_box(mapnik.Box2d(-HALF + x0 * size, HALF - (y0 + k) * size,
                                       -HALF + (x0 + k) * size, HALF - y0 * size))
            image = mapnik.Image(256 * k, 256 * k)
            mapnik.render(m, image)
            tiles(image, z, x0, y0, k)
