load helper

@test "info tells what a shapefile holds" {
	"$SITMAP" info "$DATA/shapes/areas.shp" >said
	grep -q 'shapefile, polygons' said
	grep -q 'features *1' said
	grep -q '40, 30, 47, 37' said
	grep -q '"block"' said
}

@test "info tells of several files" {
	printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}]}' >f.geojson
	printf 'name,lon,lat\nA,1,2\n' >t.csv
	"$SITMAP" info "$DATA/shapes/lines.shp" f.geojson t.csv >said
	grep -q 'shapefile, lines' said
	grep -q 'f.geojson' said
	grep -q 't.csv' said
}

@test "info of what is no data" {
	fails 2 "$SITMAP" info
	fails 1 "$SITMAP" info none.shp
	says none.shp
	printf '{"type":' >bad.geojson
	fails 1 "$SITMAP" info bad.geojson
	says 'bad.geojson:1:'
	fails 1 "$SITMAP" info .
}
