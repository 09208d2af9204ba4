# The Iraq-Syria map by Mapnik: what tests/bench/peers/iraq.json says, from the same
# shapefiles.  iraq_mapnik.py GEODATA FONTS OUT.png
import sys

import mapnik

WGS84 = "+proj=longlat +datum=WGS84 +no_defs"
CONIC = "+proj=lcc +lat_1=31.5 +lat_2=36.5 +lat_0=34 +lon_0=43 +ellps=WGS84 +no_defs"
TEXT = 'face-name="Noto Sans Regular" halo-fill="#f8f5ec" halo-radius="1.4"'
STYLE = """<Map background-color="#d9e6ec" srs="%s">
<Style name="land"><Rule><PolygonSymbolizer fill="#f4f0e6"/></Rule></Style>
<Style name="countries"><Rule><Filter>[iso_a2] = 'IQ' or [iso_a2] = 'SY'</Filter>
<PolygonSymbolizer fill="#fbf9f3"/></Rule></Style>
<Style name="lakes"><Rule><PolygonSymbolizer fill="#d9e6ec"/>
<LineSymbolizer stroke="#a9c3cf" stroke-width="0.5"/></Rule></Style>
<Style name="band"><Rule><LineSymbolizer stroke="#e3dccb" stroke-width="4"/></Rule></Style>
<Style name="rivers"><Rule><LineSymbolizer stroke="#a3bfcc" stroke-width="0.8"/>
<TextSymbolizer %s size="9" fill="#50788c" placement="line">[name]</TextSymbolizer></Rule></Style>
<Style name="coast"><Rule><LineSymbolizer stroke="#a9c3cf" stroke-width="0.6"/></Rule></Style>
<Style name="borders"><Rule><LineSymbolizer stroke="#8c8678" stroke-width="0.9"/></Rule></Style>
<Style name="names"><Rule>
<TextSymbolizer %s size="13" fill="#6e685c">[name]</TextSymbolizer></Rule></Style>
<Style name="towns"><Rule><Filter>[population] &gt; 60000</Filter>
<DotSymbolizer fill="#5b5750" width="4" height="4"/>
<TextSymbolizer %s size="9.5" fill="#3d3a34" dy="-6">[name]</TextSymbolizer></Rule></Style>
%s</Map>"""


def layer(style, name, geodata):
    return ('<Layer name="%s" srs="%s"><StyleName>%s</StyleName><Datasource>'
            '<Parameter name="type">shape</Parameter><Parameter name="file">%s/%s</Parameter>'
            '<Parameter name="encoding">utf-8</Parameter></Datasource></Layer>'
            % (style, WGS84, style, geodata, name))


geodata, fonts, out = sys.argv[1:]
layers = [("land", "land"), ("countries", "countries"), ("lakes", "lakes"), ("band", "borders"),
          ("rivers", "rivers"), ("coast", "coast"), ("borders", "borders"),
          ("names", "country_points"), ("towns", "towns")]
mapnik.register_fonts(fonts)
m = mapnik.Map(1600, 1200)
mapnik.load_map_from_string(
    m, STYLE % (CONIC, TEXT, TEXT, TEXT, "".join(layer(s, n, geodata) for s, n in layers)),
    False, ".")
m.zoom_to_box(mapnik.Box2d(-620000, -465000, 620000, 465000))
mapnik.render_to_file(m, out)
