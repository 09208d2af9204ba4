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

@test "info of an event list whose places are names" {
	printf 'date;kind;place\n2020-03-17;strike;Alpha\n2020-04;;Beta\n2019;strike;Gamma\n' >list.csv
	"$SITMAP" info list.csv "$DATA/shapes/lines.shp" >said 2>stderr
	[ ! -s stderr ]
	grep -q '^  events    3$' said
	grep -q '^  dates     2019 to 2020-04$' said
	grep -q '^  kinds     strike 2, none 1$' said
	grep -q '^  places    3 to be looked up$' said
	grep -q 'shapefile, lines' said
	printf 'date,kind\n2020,x\n' >none.csv
	fails 1 "$SITMAP" info none.csv
	says 'none.csv:1:1: no column of longitudes'
}

@test "info of archives says that they are no geodata" {
	echo x >a.pmtiles
	echo x >a.sqlite
	fails 1 "$SITMAP" info a.pmtiles a.sqlite
	says 'a.pmtiles: an archive of tiles, not geodata'
	says 'a.sqlite: not geodata; "sitmap gazetteer info" tells of gazetteers'
}
