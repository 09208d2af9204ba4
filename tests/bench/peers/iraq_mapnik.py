# The Iraq-Syria map by Mapnik: the same layers of the same shapefiles.
import sys

import mapnik

WGS84 = "+proj=longlat +datum=WGS84 +no_defs"
CONIC = "+proj=lcc +lat_1=31.5 +lat_2=36.5 +lat_0=34 +lon_0=43 +ellps=WGS84 +no_defs"
STYLE = """<Map background-color="#d9e6ec" srs="%s">
<Style name="land"><Rule><PolygonSymbolizer fill="#f4f0e6"/></Rule></Style>
<Style name="lakes"><Rule><PolygonSymbolizer fill="#d9e6ec"/><LineSymbolizer stroke="#a9c3cf" stroke-width="0.5"/></Rule></Style>
<Style name="rivers"><Rule><LineSymbolizer stroke="#a3bfcc" stroke-width="0.8"/></Rule></Style>
<Style name="coast"><Rule><LineSymbolizer stroke="#a9c3cf" stroke-width="0.6"/></Rule></Style>
<Style name="borders"><Rule><LineSymbolizer stroke="#e3dccb" stroke-width="4"/><LineSymbolizer stroke="#8c8678" stroke-width="0.9"/></Rule></Style>
<Style name="towns"><Rule><Filter>[population] &gt; 60000</Filter>
<TextSymbolizer face-name="Noto Sans Regular" size="9.5" fill="#3d3a34" halo-fill="#f8f5ec" halo-radius="1.4" dy="-6">[name]</TextSymbolizer></Rule></Style>
%s</Map>"""


def layer(name):
    return ('<Layer name="%s" srs="%s"><StyleName>%s</StyleName><Datasource>'
            '<Parameter name="type">shape</Parameter><Parameter name="file">geodata/%s</Parameter>'
            '<Parameter name="encoding">utf-8</Parameter></Datasource></Layer>'
            % (name, WGS84, name, name))


names = ["land", "lakes", "rivers", "coast", "borders", "towns"]
mapnik.register_fonts("/usr/share/fonts/truetype/noto")
m = mapnik.Map(1600, 1200)
mapnik.load_map_from_string(m, STYLE % (CONIC, "".join(layer(n) for n in names)), False, ".")
m.zoom_to_box(mapnik.Box2d(-620000, -420000, 620000, 510000))
mapnik.render_to_file(m, sys.argv[1])
