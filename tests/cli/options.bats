load helper

# What each option of render does, where no other file shows it.

@test "--output, several times, and long and short" {
	"$SITMAP" render "$DATA/events.csv" --output a.png -o b.svg --size 300x200
	[ -s a.png ] && [ -s b.svg ]
	"$SITMAP" render "$DATA/events.csv" -o svg:- --size 300x200 | head -c 200 | grep -q '<svg'
	"$SITMAP" render "$DATA/events.csv" -o pdf:- --size 300x200 | head -c 4 | grep -q '%PDF'
}

@test "--style by name: four looks, four pictures" {
	for style in paper light dark mono; do
		"$SITMAP" render "$DATA/events.csv" -s $style -o $style.png --size 300x200
	done
	"$SITMAP" render "$DATA/events.csv" -o default.png --size 300x200
	cmp default.png paper.png
	[ "$(cksum <paper.png)" != "$(cksum <light.png)" ]
	[ "$(cksum <light.png)" != "$(cksum <dark.png)" ]
	[ "$(cksum <dark.png)" != "$(cksum <mono.png)" ]
}

@test "--bbox and --fit choose what is shown" {
	"$SITMAP" render "$DATA/events.csv" --bbox 40,30,48,38 -o box.trace --size 300x200 --furniture none
	"$SITMAP" render "$DATA/events.csv" --bbox=-10,30,48,60 -o wide.trace --size 300x200 --furniture none
	! cmp -s box.trace wide.trace || false
	"$SITMAP" render "$DATA/events.csv" --fit IQ -o iraq.trace --size 300x200 --furniture none
	"$SITMAP" render "$DATA/events.csv" --fit Iraq -o name.trace --size 300x200 --furniture none
	cmp iraq.trace name.trace
	"$SITMAP" render "$DATA/events.csv" --fit IQ,SY -o both.trace --size 300x200 --furniture none
	! cmp -s iraq.trace both.trace || false
	fails 3 "$SITMAP" render "$DATA/events.csv" --fit Xyzzyland -o a.png
	says Xyzzyland
	for box in 1,2,3 1,2,3,4,5 1,2,1,4 1,5,2,4 1,-91,2,0 a,b,c,d nan,0,1,1 "1 2 3 4"; do
		fails 2 "$SITMAP" render "$DATA/events.csv" --bbox "$box" -o a.png
		says "--bbox"
	done
}

@test "a map of a part tells of that part's events" {
	printf 'date,kind,place,lon,lat,to,source\n2020-01-01,strike,Alpha,44,33,,First\n2020-01-02,strike,Beta,20,10,,Second\n2020-01-03,strike,Gamma,44.2,33.1,,Third\n' >list.csv
	"$SITMAP" render list.csv --bbox 43,32,45,34 -o a.svg --alt a.txt 2>stderr
	[ ! -s stderr ]
	grep -q 'Sources: First; Third' a.svg
	! grep -q 'Beta\|Second' a.svg a.txt || false
	# Numbered as the key tells them.
	grep -q '^2\. Gamma' a.txt
	fails 1 "$SITMAP" render list.csv --bbox 1,1,2,2 --strict -o b.svg
	says 'list.csv: none of its 3 events lies on the map'
	"$SITMAP" render list.csv -o c.svg
	grep -q Beta c.svg
}

@test "a map without events says why" {
	printf 'date,place,lon,lat\n' >none.csv
	"$SITMAP" render none.csv -o a.png --size 200x150 2>stderr
	says 'warning: none.csv: an event list without events'
	"$SITMAP" render "$DATA/events.csv" --since 2030 -o a.png --size 200x150 2>stderr
	says 'all its events are earlier or later than asked for'
	fails 1 "$SITMAP" render none.csv -o b.png --strict
}

@test "--fit and --within say which place they took where the name is only like it" {
	gazetteer_here
	printf 'id,name,country,lon,lat,population\na,Johannesberg,DE,9.1,50,3900\nb,Johannesburg,ZA,28,-26.2,5600000\n' >own.csv
	"$SITMAP" gazetteer import own.csv --add places.sqlite
	fit() { "$SITMAP" render --gazetteer places.sqlite --size 90x60 --furniture none -o a.svg "$@" 2>stderr; }
	fit --fit Soutthown
	says 'sitmap: note: "Soutthown" is taken for Southtown, IQ: '
	[ "$(wc -l <stderr)" -eq 1 ]
	fit --fit Johannesberg
	says 'sitmap: warning: "Johannesberg" is taken for Johannesberg, DE; did you mean "Johannesburg, ZA"?'
	fit --fit Southtown
	[ ! -s stderr ]
	fit --fit Soutthown --quiet
	[ ! -s stderr ]
	"$SITMAP" geocode --gazetteer places.sqlite --within Soutthown Southtown >found 2>stderr
	says 'sitmap: note: "Soutthown" is taken for Southtown, IQ: '
}

@test "--fit shows a town with what is around it" {
	gazetteer_here
	"$SITMAP" render --gazetteer places.sqlite --fit Southtown -o a.svg --size 300x200
	grep -q '>[2-9] km<' a.svg
	"$SITMAP" tiles --gazetteer places.sqlite --fit Southtown -z 3-5 -q -o out
	[ "$(find out -name '*.png' | wc -l)" -ge 3 ]
}

@test "--bbox over the dateline" {
	"$SITMAP" render --style light --bbox 170,-20,-170,20 -o a.png --size 200x200
	[ "$(size_of a.png)" = 200x200 ]
}

@test "--center and --zoom: a bare picture; with furniture a sheet" {
	"$SITMAP" render --style light --center 44.4,33.3 --zoom 6.5 --size 256x256 -o a.trace
	"$SITMAP" render --style light --center 44.4,33.3 --zoom 6.5 --size 256x256 -o b.trace --furniture scale
	! cmp -s a.trace b.trace || false
	fails 2 "$SITMAP" render --style light --center 44.4,33.3 -o a.png
	fails 2 "$SITMAP" render --style light --center 44.4 --zoom 3 -o a.png
	fails 2 "$SITMAP" render --style light --center 44.4,91 --zoom 3 -o a.png
	fails 2 "$SITMAP" render --style light --center 44.4,33 --zoom 25 -o a.png
	fails 2 "$SITMAP" render --style light --center 44.4,33 --zoom 3 --bbox 1,2,3,4 -o a.png
}

@test "--projection" {
	"$SITMAP" render "$DATA/events.csv" -p EPSG:3857 -o a.trace --size 400x300
	grep -qi mercator a.trace
	"$SITMAP" render "$DATA/events.csv" --projection '+proj=laea +lat_0=33 +lon_0=44' -o b.trace --size 400x300
	grep -qi azimuthal b.trace
	"$SITMAP" render "$DATA/events.csv" --projection auto -o c.trace --size 400x300
	"$SITMAP" render "$DATA/events.csv" -o d.trace --size 400x300
	cmp c.trace d.trace
}

@test "--size in every unit" {
	for size in 96x48 96x48px 1x0.5in 72x36pt 25.4x12.7mm 2.54x1.27cm; do
		"$SITMAP" render --style light --center 0,0 --zoom 2 --size $size -o a.png
		[ "$(size_of a.png)" = 96x48 ] || { echo "$size: $(size_of a.png)"; return 1; }
	done
	for size in 0x100 100x0 -1x5 100 x 100x 1e9999x2 nanx5 0x10x5 100x100km; do
		fails 2 "$SITMAP" render --style light --center 0,0 --zoom 2 --size "$size" -o a.png
		says "--size"
	done
}

@test "--bearing turns the map" {
	"$SITMAP" render --style light --center 10,45 --zoom 4 --size 200x200 -o a.trace
	"$SITMAP" render --style light --center 10,45 --zoom 4 --size 200x200 --bearing 45 -o b.trace
	! cmp -s a.trace b.trace || false
	fails 2 "$SITMAP" render --style light --center 10,45 --zoom 4 --size 200x200 --bearing 405 -o b.trace
}

@test "--pixel-ratio and --dpi" {
	"$SITMAP" render --style light --center 0,0 --zoom 2 --size 100x50 --pixel-ratio 3 -o a.png
	[ "$(size_of a.png)" = 300x150 ]
	"$SITMAP" render --style light --center 0,0 --zoom 2 --size 100x50 --dpi 300 -o b.png
	[ "$(identify -units PixelsPerInch -format '%x' b.png | cut -d. -f1)" -eq 300 ]
	fails 2 "$SITMAP" render --style light --center 0,0 --zoom 2 --pixel-ratio 0 -o a.png
	fails 2 "$SITMAP" render --style light --center 0,0 --zoom 2 --dpi 0 -o a.png
	fails 2 "$SITMAP" render --style light --center 0,0 --zoom 2 --pixel-ratio 2,5 -o a.png
}

@test "--title, --subtitle" {
	"$SITMAP" render "$DATA/events.csv" -t 'A title' --subtitle 'A second line' -o a.pdf --size 500x400
	pdftotext a.pdf - >text
	grep -q 'A title' text
	grep -q 'A second line' text
	"$SITMAP" render "$DATA/events.csv" --title 'Long form' -o a.pdf --size 500x400
	pdftotext a.pdf - | grep -q 'Long form'
}

@test "--language" {
	gazetteer_here
	printf 'date,kind,place\n2020-01-01,handover,Northbase\n' >list.csv
	"$SITMAP" render list.csv --gazetteer places.sqlite -l ar -o ar.trace --size 500x400
	grep -q 'القاعدة الشمالية' ar.trace
	"$SITMAP" render list.csv --gazetteer places.sqlite --language en,ar -o both.trace --size 500x400
	grep -q 'Northbase' both.trace
}

@test "--data adds a layer" {
	"$SITMAP" render "$DATA/events.csv" -o a.trace --size 400x300
	"$SITMAP" render "$DATA/events.csv" --data "$DATA/shapes/areas.shp" --data "$DATA/shapes/lines.shp" -o b.trace --size 400x300
	! cmp -s a.trace b.trace || false
	fails 1 "$SITMAP" render "$DATA/events.csv" --data none.shp -o a.png
	says none.shp
}

@test "--furniture" {
	for list in none all title key scale graticule inset sources title,key,scale; do
		"$SITMAP" render "$DATA/events.csv" --furniture $list -o a.png --size 400x300
	done
}

@test "--data-dir and SITMAP_DATA" {
	mkdir -p data/styles data/geodata
	cp -r "$TREE/styles/icons" data/styles
	printf '{"version":8,"sources":{"x":{"type":"geojson","data":"sitmap:areas"}},"layers":[{"id":"mine","type":"fill","source":"x"}]}' >data/styles/paper.json
	cp "$DATA"/shapes/areas.* data/geodata
	"$SITMAP" render --bbox 39,29,48,38 --data-dir data -o a.trace --size 200x200
	grep -q 'fill mine' a.trace
	SITMAP_DATA=data "$SITMAP" render --bbox 39,29,48,38 -o b.trace --size 200x200
	cmp a.trace b.trace
	fails 1 "$SITMAP" render --bbox 39,29,48,38 --data-dir none -o a.png
	says 'none: no such data folder'
	fails 1 env SITMAP_DATA=none "$SITMAP" render --bbox 39,29,48,38 -o a.png
	rm data/geodata/areas.shp
	fails 1 "$SITMAP" render --bbox 39,29,48,38 --data-dir data -o c.png
	says areas
	nothing_left c.png
}

@test "--gazetteer and the lock" {
	gazetteer_here
	printf 'date,kind,place\n2020-01-01,handover,Northbase\n' >list.csv
	"$SITMAP" render list.csv --gazetteer places.sqlite -o a.png --size 300x200
	grep -q 'Northbase.*42.*36' list.csv.places.lock
	fails 1 "$SITMAP" render list.csv --gazetteer none.sqlite -o b.png
	nothing_left b.png
}

@test "--skip-unplaced and --strict" {
	gazetteer_here
	printf 'date,kind,place\n2020-01-01,handover,Northbase\n2020-01-02,handover,Twinford\n2020-01-03,handover,Zzyzx\n' >list.csv
	fails 3 "$SITMAP" render list.csv --gazetteer places.sqlite -o a.png
	says Twinford
	says Zzyzx
	nothing_left a.png
	"$SITMAP" render list.csv --gazetteer places.sqlite --skip-unplaced -o a.png --size 300x200 2>stderr
	says Zzyzx
	[ -s a.png ]
	fails 1 "$SITMAP" render list.csv --gazetteer places.sqlite --skip-unplaced --strict -o b.png
	nothing_left b.png
}

@test "--since and --as-of take years and months" {
	"$SITMAP" render "$DATA/events.csv" --since 2020 --as-of 2020-04 -o a.png --size 300x200
	fails 2 "$SITMAP" render "$DATA/events.csv" --since 2020-02-30 -o a.png
	fails 2 "$SITMAP" render "$DATA/events.csv" --as-of yesterday -o a.png
}

@test "--alt: the map in words" {
	"$SITMAP" render "$DATA/events.csv" -o a.png --alt a.html --size 300x200
	xmllint --html --noout a.html 2>/dev/null || grep -q '<table' a.html
	grep -q 'Abu Ghraib' a.html
	"$SITMAP" render "$DATA/events.csv" -o a.png --alt a.txt --size 300x200
	grep -q 'Abu Ghraib' a.txt
}

@test "options of SVG" {
	for o in "--svg-text text" "--svg-text paths" "--svg-text both" "--svg-fonts names" \
		"--svg-fonts embed" "--svg-size fixed" "--svg-size fluid" "--svg-precision 0" \
		"--svg-precision 6" "--svg-writer sitmap" "--svg-writer cairo" "--id-prefix map1-"; do
		# shellcheck disable=SC2086
		"$SITMAP" render "$DATA/events.csv" -o a.svg --size 300x200 $o
		xmllint --noout a.svg
	done
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 300x200 --id-prefix map1-
	grep -q 'id="map1-' a.svg
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 300x200 --svg-text paths
	! grep -q '<text' a.svg || false
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 300x200 --svg-fonts embed
	grep -q '@font-face' a.svg
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 300x200 --svg-size fluid
	! grep -qE '<svg[^>]* width="300' a.svg || false
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-text nonsense
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-fonts nonsense
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-size nonsense
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-writer nonsense
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-precision 7
}

@test "--allow-path" {
	mkdir in
	cp "$DATA"/shapes/lines.* .
	printf '{"version":8,"sources":{"x":{"type":"geojson","data":"../lines.shp"}},"layers":[{"id":"a","type":"line","source":"x"}]}' >in/s.json
	fails 1 "$SITMAP" render in/s.json --bbox 39,29,48,38 -o a.trace --size 200x200
	says 'outside the style'
	"$SITMAP" render in/s.json --allow-path --bbox 39,29,48,38 -o a.trace --size 200x200
	grep -q 'stroke a' a.trace
}

@test "a map file, a style and GeoJSON as input" {
	maps_here
	printf '{"version":8,"sources":{},"layers":[{"id":"a","type":"background"}]}' >s.json
	"$SITMAP" render s.json --bbox 0,0,10,10 -o a.trace --size 200x200
	printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"place":"Here","date":"2020-01-01"},"geometry":{"type":"Point","coordinates":[44,33]}}]}' >f.geojson
	"$SITMAP" render f.geojson -o b.trace --size 300x200
	grep -q Here b.trace
	"$SITMAP" render - -o c.trace --size 300x200 <f.geojson
	cmp b.trace c.trace
	sed -i '/name: second/,$d' sitmap.yaml
	"$SITMAP" render sitmap.yaml -o d.png
	[ "$(size_of d.png)" = 300x200 ]
}

@test "-- ends the options" {
	cp "$DATA/events.csv" ./--odd.csv
	"$SITMAP" render -o a.png --size 300x200 -- --odd.csv
	[ -s a.png ]
}
