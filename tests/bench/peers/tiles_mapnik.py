# World tiles by Mapnik in metatiles of 8 by 8: OUTPUT-FOLDER SHAPEFILES MAXZOOM.
import sys, mapnik
WGS84 = "+proj=longlat +datum=WGS84 +no_defs"
MERC = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0.0 +lon_0=0.0 +x_0=0.0 +y_0=0 +k=1.0 +units=m +nadgrids=@null +wktext +no_defs +over"
STYLE = """<Map background-color="#c6d8e6" srs="%s">
<Style name="land"><Rule><PolygonSymbolizer fill="#f2efe6"/></Rule></Style>
<Style name="rivers"><Rule><LineSymbolizer stroke="#8fb4d0" stroke-width="0.8"/></Rule></Style>
<Style name="borders"><Rule><LineSymbolizer stroke="#9a8f80" stroke-width="1"/></Rule></Style>
<Style name="towns"><Rule><Filter>[population] &gt;= 500000</Filter>
<TextSymbolizer face-name="Noto Sans Regular" size="8" fill="#222222" halo-fill="#ffffff" halo-radius="1.2">[name]</TextSymbolizer></Rule></Style>
%s</Map>"""
def layer(name):
    return ('<Layer name="%s" srs="%s"><StyleName>%s</StyleName><Datasource>'
            '<Parameter name="type">shape</Parameter><Parameter name="file">%s/%s</Parameter>'
            '<Parameter name="encoding">utf-8</Parameter></Datasource></Layer>' % (name, WGS84, name, sys.argv[2], name))
mapnik.register_fonts("/usr/share/fonts/truetype/noto")
names = ["land", "rivers", "borders", "towns"]
H = 20037508.342789244
import os
out = sys.argv[1]
zmax=int(sys.argv[3])
for z in range(0, zmax+1):
    n = 2**z; k = min(8, n); size = 2*H/n
    m = mapnik.Map(256*k, 256*k)
    m.buffer_size = 128
    mapnik.load_map_from_string(m, STYLE % (MERC, "".join(layer(n_) for n_ in names)), False, ".")
    for bx in range(0, n, k):
        for by in range(0, n, k):
            m.zoom_to_box(mapnik.Box2d(-H+bx*size, H-(by+k)*size, -H+(bx+k)*size, H-by*size))
            im = mapnik.Image(256*k, 256*k)
            mapnik.render(m, im)
            for x in range(k):
                d = "%s/%d/%d" % (out, z, bx+x)
                os.makedirs(d, exist_ok=True)
                for y in range(k):
                    with open("%s/%d.png" % (d, by+y), "wb") as f:
                        f.write(im.view(x*256, y*256, 256, 256).tostring("png"))
