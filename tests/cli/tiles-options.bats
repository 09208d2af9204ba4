load helper

@test "zooms, a title, quiet, jobs: a folder with TileJSON" {
	style_here
	"$SITMAP" tiles --style s.json --zoom 0-1 --output out --title Small --jobs 2 --quiet
	[ "$(find out -name '*.png' | wc -l)" -eq 5 ]
	grep -q '"name":"Small"' out/*.json
	"$SITMAP" tiles -s s.json -z 0-1 -o out2 -t Small -j 1 -q --wait
	diff -r out out2
}

@test "scale and tile size make larger pictures" {
	style_here
	"$SITMAP" tiles -s s.json -z 0-0 -o two --scale 2 -q
	[ "$(identify -format '%w' "$(find two -name '*.png')")" = 512 ]
	"$SITMAP" tiles -s s.json -z 0-0 -o large --tile-size 512 -q
	[ "$(identify -format '%w' "$(find large -name '*.png')")" = 512 ]
}

@test "blocks of any size give the same bytes" {
	style_here
	"$SITMAP" tiles -s s.json -z 0-3 -o a.pmtiles -q --block 1
	"$SITMAP" tiles -s s.json -z 0-3 -o b.pmtiles -q --block 5
	cmp a.pmtiles b.pmtiles
}

@test "fit draws the tiles of a country only" {
	style_here
	"$SITMAP" tiles -s s.json -z 4-4 -o out --fit IQ -q
	[ -s out/4/9/6.png ]
	[ ! -e out/4/0/0.png ]
}

@test "events between two dates, in a language, with places of a gazetteer" {
	"$SITMAP" gazetteer info "${GAZETTEER:-$BATS_TEST_DIRNAME/../../build/gazetteer.sqlite}" > info
	"$SITMAP" tiles "$DATA/events.csv" --overlay -z 5-5 -o a --since 2020-03-20 --as-of 2020-03-31 -q
	"$SITMAP" tiles "$DATA/events.csv" --overlay -z 5-5 -o b -q --language ar --gazetteer "${GAZETTEER:-$BATS_TEST_DIRNAME/../../build/gazetteer.sqlite}"
	"$SITMAP" tiles "$DATA/events.csv" --overlay -z 5-5 -o c -q -l en --data-dir "$BATS_TEST_DIRNAME/../.."
	[ "$(find a -name '*.png' | wc -l)" -le "$(find b -name '*.png' | wc -l)" ]
	[ "$(find c -name '*.png' | wc -l)" -gt 0 ]
}

@test "an unplaced event stops the set unless it may be skipped" {
	printf 'place,date\nXyzzyville,2020-01-01\nMosul,2020-01-02\n' > list.csv
	fails 3 "$SITMAP" tiles list.csv --overlay -z 4-4 -o out -q
	"$SITMAP" tiles list.csv --overlay -z 4-4 -o out --skip-unplaced 2> said
	grep -q Xyzzyville said
	"$SITMAP" tiles list.csv --overlay -z 4-4 -o out -q --skip-unplaced 2> said
	[ ! -s said ]
	fails 1 "$SITMAP" tiles list.csv --overlay -z 4-4 -o strict -q --skip-unplaced --strict
}

@test "data of the user's own, and a style that looks outside its folder" {
	style_here
	printf '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[10,10]}}' > p.geojson
	"$SITMAP" tiles -s s.json -z 0-0 -o plain -q
	"$SITMAP" tiles -s s.json -z 0-0 -o dotted -q --data p.geojson
	if cmp -s plain/0/0/0.png dotted/0/0/0.png; then return 1; fi
	mkdir in
	printf '{"version":8,"sources":{"x":{"type":"geojson","data":"../p.geojson"}},"layers":[{"id":"a","type":"circle","source":"x"}]}' > in/s.json
	fails 1 "$SITMAP" tiles -s in/s.json -z 0-0 -o out -q
	"$SITMAP" tiles -s in/s.json -z 0-0 -o out -q --allow-path
}

@test "a place nobody knows is exit 3, as for render" {
	style_here
	fails 3 "$SITMAP" tiles -s s.json -z 1 -o out --fit Xyzzyland
	says Xyzzyland
	[ ! -e out/1 ]
}

@test "a set over the dateline: its bounds in TileJSON, MBTiles, PMTiles and on the page" {
	style_here
	mkdir leaflet && touch leaflet/leaflet.js leaflet/leaflet.css
	SITMAP_LEAFLET=$PWD/leaflet "$SITMAP" tiles -s s.json -z 3 --bbox 170,10,-170,20 --viewer -q -o out
	[ "$(ls out/3 | tr "\n" " ")" = "0 7 " ]
	grep -qF '"bounds":[-180,10,180,20],"center":[180,15,3]' out/tiles.json
	grep -qF 'set.bounds=[170,10,190,20]' out/index.html
	"$SITMAP" tiles -s s.json -z 3 --bbox 170,10,-170,20 -q -o a.mbtiles
	[ "$(sqlite3 a.mbtiles "SELECT value FROM metadata WHERE name = 'bounds'")" = -180,10,180,20 ]
	# Degrees times ten million, west before east; the centre stays where it is.
	"$SITMAP" tiles -s s.json -z 3 --bbox 170,10,-170,20 -q -o a.pmtiles
	[ "$(od -An -td4 -j102 -N16 a.pmtiles | tr -s ' ')" = ' -1800000000 100000000 1800000000 200000000' ]
	[ "$(od -An -td4 -j119 -N8 a.pmtiles | tr -s ' ')" = ' 1800000000 150000000' ]
	for k in 1 2; do "$SITMAP" tiles -s s.json -z 3 --bbox 170,10,-170,20 -q --shard $k/2 -o p$k.pmtiles; done
	for to in merged.pmtiles merged.mbtiles; do "$SITMAP" tiles merge p1.pmtiles p2.pmtiles -o $to; done
	cmp merged.pmtiles a.pmtiles
	cmp merged.mbtiles a.mbtiles
}

@test "a position written a turn further west stands where it belongs" {
	for lon in 183 -177 -537; do
		printf '{"version":8,"sources":{"a":{"type":"geojson","data":{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[%s,15]}}}},"layers":[{"id":"a","type":"circle","source":"a"}]}' "$lon" > "$lon.json"
		"$SITMAP" tiles -s "$lon.json" -z 3 --bbox 170,10,-170,20 -q -o "at$lon"
		cmp "at$lon/3/0/3.png" at183/3/0/3.png
	done
	[ "$(stat -c %s at183/3/0/3.png)" -gt "$(stat -c %s at183/3/7/3.png)" ]
}

@test "a viewer whose Leaflet cannot be read is an error with its name" {
	style_here
	mkdir -p leaflet/leaflet.js
	SITMAP_LEAFLET=leaflet fails 1 "$SITMAP" tiles -s s.json -z 0 -o out --viewer -q
	says 'leaflet/leaflet.js: '
}
