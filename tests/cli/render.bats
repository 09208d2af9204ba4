load helper

@test "render draws png, svg and pdf from one list" {
	"$SITMAP" render "$DATA/events.csv" -o a.png -o a.svg -o a.pdf --size 500x400
	[ "$(head -c 4 a.png | tail -c 3)" = PNG ]
	xmllint --noout a.svg
	pdftotext a.pdf - | grep -q 'Abu Ghraib'
	nothing_left
}

@test "render is silent on success" {
	run "$SITMAP" render "$DATA/events.csv" -o a.png --size 300x200
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "quiet is silent on success, warnings included, and not on failure" {
	printf 'place,date\nXyzzyville,2020-01-01\nMosul,2020-01-02\n' >list.csv
	"$SITMAP" render list.csv --skip-unplaced -o a.png --size 300x200 2>said
	grep -q Xyzzyville said
	"$SITMAP" render list.csv --skip-unplaced --quiet -o b.png --size 300x200 2>said
	[ ! -s said ]
	cmp a.png b.png
	fails 3 "$SITMAP" render list.csv -q -o c.png
	says Xyzzyville
	fails 1 "$SITMAP" render list.csv --skip-unplaced --strict -q -o c.png
	says Xyzzyville
}

@test "two runs give the same bytes, wherever and whenever they run" {
	mkdir other
	"$SITMAP" render "$DATA/events.csv" -o a.png -o a.pdf -o a.svg --size 500x400
	(cd other && LC_ALL=C TZ=Asia/Tokyo "$SITMAP" render "$DATA/events.csv" -o a.png -o a.pdf -o a.svg --size 500x400)
	cmp a.png other/a.png
	cmp a.pdf other/a.pdf
	cmp a.svg other/a.svg
}

@test "the size is that of the picture" {
	"$SITMAP" render "$DATA/events.csv" -o a.png --size 320x240
	[ "$(identify -format '%wx%h' a.png)" = 320x240 ]
	"$SITMAP" render "$DATA/events.csv" -o b.png --size 320x240 --pixel-ratio 2
	[ "$(identify -format '%wx%h' b.png)" = 640x480 ]
}

@test "a page in millimetres" {
	"$SITMAP" render "$DATA/events.csv" -o a.pdf --size 210x297mm
	pdfinfo a.pdf | grep -q 'A4'
}

@test "events come through a pipe" {
	cat "$DATA/events.csv" | "$SITMAP" render - -o a.png --size 300x200
	[ -s a.png ]
}

@test "the picture goes to standard output" {
	"$SITMAP" render "$DATA/events.csv" -o png:- --size 300x200 > a.png
	[ "$(identify -format '%wx%h' a.png)" = 300x200 ]
}

@test "since and as-of leave events out" {
	"$SITMAP" render "$DATA/events.csv" -o a.pdf --size 600x500 --since 2020-03-20 --as-of 2020-03-31
	pdftotext a.pdf - > text
	grep -q 'Qayyarah' text
	! grep -q 'Abu Ghraib' text || false
}

@test "wrong usage is exit 2" {
	fails 2 "$SITMAP"
	fails 2 "$SITMAP" rendr
	says 'did you mean render?'
	fails 2 "$SITMAP" render "$DATA/events.csv"
	says 'no output'
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.gif
	says 'unknown format of "a.gif"'
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --zoom 5
	says '--center and --zoom belong together'
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --size 0x100
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --pixel-ratio nan
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --titel x
	says 'did you mean --title?'
}

@test "a picture over the limit is refused by name" {
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --size 10000000x100
	says 'over the limit of 16384 pixels a side'
	[ ! -e a.png ]
}

@test "a missing, a broken and an empty list are told apart" {
	fails 1 "$SITMAP" render none.csv -o a.png
	says 'none.csv: cannot open'
	printf 'id,date,place,lon,lat\n1,2020-13-01,A,1,2\n2,2020-01-01,B,1,91\n3,2020-01-01,C,x,2\n' > bad.csv
	fails 1 "$SITMAP" render bad.csv -o a.png
	says 'bad.csv:2:'
	says 'bad.csv:3:'
	says 'bad.csv:4:'
	printf 'a\xff,b\n' > utf8.csv
	fails 1 "$SITMAP" render utf8.csv -o a.png
	says 'UTF-8'
	: > empty.csv
	fails 1 "$SITMAP" render empty.csv -o a.png
	[ ! -e a.png ]
	nothing_left
}

@test "a folder or a device is not a list" {
	fails 1 "$SITMAP" render . -o a.png
	says 'not a regular file'
	fails 1 "$SITMAP" render /dev/zero -o a.png
	says 'not a regular file'
	mkfifo pipe
	fails 1 timeout 10 "$SITMAP" render pipe -o a.png
	says 'not a regular file'
}

@test "an unknown place is exit 3 and says what to type" {
	printf 'date,kind,place\n2020-01-01,handover,Xyzzyville\n' > list.csv
	fails 3 "$SITMAP" render list.csv -o a.png
	says 'Xyzzyville'
	[ ! -e a.png ]
}

@test "skip-unplaced draws the rest" {
	printf 'date,kind,place\n2020-01-01,handover,Xyzzyville\n2020-01-02,handover,Mosul\n' > list.csv
	"$SITMAP" render list.csv -o a.pdf --size 500x400 --skip-unplaced 2> said
	grep -q Xyzzyville said
	pdftotext a.pdf - | grep -q Mosul
}

@test "an unwritable output keeps the old file and leaves nothing" {
	fails 1 "$SITMAP" render "$DATA/events.csv" -o none/a.png --size 300x200
	says 'none/a.png'
	fails 1 "$SITMAP" render "$DATA/events.csv" -o png:/dev/full --size 300x200
}

@test "an unknown projection is told" {
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --projection EPSG:999999
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --projection '+proj=nonsense'
	says 'nonsense'
}

@test "an unknown style is told, a broken one with its place" {
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --style nope
	says 'no style "nope" (there are dark, light, mono, paper; '
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --style papr
	says 'no style "papr"; did you mean "paper"?'
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.svg --svg-dark drak
	says 'no style "drak"; did you mean "dark"?'
	printf '{"version": 8, "sources": {"a": {"type": "geojson", "data": "sitmap:rivrs"}},
	  "layers": [{"id": "a", "type": "line", "source": "a"}]}' > s.json
	fails 1 "$SITMAP" render --style s.json --bbox 40,30,45,35 -o a.png
	says 'no layer "rivrs" in the data folder; did you mean "rivers"?'
	printf '{"version": 8,\n "sources": {}, "layers": [{"id": "a", "type": "fil"}]\n}\n' > s.json
	fails 1 "$SITMAP" render "$DATA/events.csv" -o a.png --style s.json
	says 's.json:2:'
}

@test "a word that is no file, but nearly the name of a style or a map" {
	for command in 'render -o a.png' 'tiles -o out'; do
		# shellcheck disable=SC2086
		fails 1 "$SITMAP" $command papr
		says 'papr: no such file; did you mean "--style paper"?'
		# shellcheck disable=SC2086
		fails 1 "$SITMAP" $command Xyzzyland
		says 'Xyzzyland: cannot open'
	done
	fails 1 "$SITMAP" render -o a.png ovrview
	says 'ovrview: cannot open'
	printf 'maps:\n  - {name: overview, bbox: [40, 30, 45, 35], outputs: b.png}\n' >sitmap.yaml
	for command in 'render -o a.png' 'tiles -o out' build; do
		# shellcheck disable=SC2086
		fails 1 "$SITMAP" $command ovrview
		says 'ovrview: no such file; did you mean "sitmap build --only overview"?'
	done
	nothing_left a.png b.png out
}

@test "a style may not climb out of its folder" {
	mkdir in
	printf '{"type":"FeatureCollection","features":[]}' > x.geojson
	printf '{"version":8,"sources":{"x":{"type":"geojson","data":"../x.geojson"}},"layers":[{"id":"a","type":"line","source":"x"}]}' > in/s.json
	fails 1 "$SITMAP" render --style in/s.json --bbox 0,0,1,1 -o a.png
	says 'outside the style'
	"$SITMAP" render --style in/s.json --bbox 0,0,1,1 -o a.png --allow-path --size 200x200
}

@test "furniture is chosen by name" {
	"$SITMAP" render "$DATA/events.csv" -o a.pdf --size 500x400 --furniture none --title Hidden
	! pdftotext a.pdf - | grep -q Hidden || false
	fails 2 "$SITMAP" render "$DATA/events.csv" -o b.png --furniture titel
	says 'titel'
}

@test "a bare picture from centre and zoom" {
	"$SITMAP" render --style light --center 44.4,33.3 --zoom 6 --size 256x256 -o a.png
	[ "$(identify -format '%wx%h' a.png)" = 256x256 ]
}

@test "help and version" {
	"$SITMAP" --help | grep -q render
	"$SITMAP" render --help | grep -q -- --skip-unplaced
	"$SITMAP" --version | grep -q '^sitmap [0-9]'
	! "$SITMAP" --help > /dev/full || false
}

@test "a sheet whose key finds no free corner reads its basemap once" {
	command -v strace >/dev/null || skip "no strace"
	{
		echo 'date,place,lon,lat,title'
		for at in 38,37 49,37 38,29.2 49,29.2 43,33 41,36.5 46,36.7 41,29.8 45,29.7; do
			echo "2020-01-01,Somewhere,$at,Something happened that takes more than one line to be told"
		done
	} >list.csv
	# The search for leaks does not work under strace.
	ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=openat -o calls "$SITMAP" render list.csv -o a.trace
	# Outside the map: all of the key lies right of or below its frame.
	frame=$(sed -n 's/^group map clip=[^,]*,[^,]*,//p' a.trace)
	sed -n 's/^text key .* at=\([0-9.]*,[0-9.]*\).*/\1/p' a.trace >at
	[ -s at ]
	awk -F, -v right="${frame%,*}" -v bottom="${frame#*,}" \
		'$1 < right && $2 < bottom { bad = 1 } END { exit bad }' at
	[ "$(grep -c '/geodata/rivers.shp"' calls)" -eq 1 ]
}

@test "a box around the world is drawn as a world, without corners" {
	"$SITMAP" render "$TREE/geodata/events/world.csv" --bbox=-180,-60,180,85 --size 800x600 -o a.trace
	# An outline of many points, in the proportions of the box.
	frame=$(sed -n 's/^stroke frame .* box=\([^ ]*\) .*([0-9]* points)$/\1/p' a.trace)
	echo "$frame" | awk -F, '{ r = ($3 - $1) / ($4 - $2); exit !(r > 2.2 && r < 2.6) }'
	! grep -q '^text graticule' a.trace || false
	"$SITMAP" render "$TREE/geodata/events/world.csv" --bbox=0,-35,80,35 --size 800x600 -o b.trace
	! grep -q '^stroke frame .* points)' b.trace || false
}

@test "a stop that two routes have almost at one spot is named once" {
	cat >routes.geojson <<-'END'
		{"type": "FeatureCollection", "features": [
		{"type": "Feature", "properties": {"place": "Port", "to": "Mill", "kind": "convoy"},
		"geometry": {"type": "LineString", "coordinates": [[40, 33], [44, 33]]}},
		{"type": "Feature", "properties": {"place": "Port", "to": "Yard", "kind": "convoy"},
		"geometry": {"type": "LineString", "coordinates": [[40.01, 33.01], [43, 31]]}}]}
	END
	"$SITMAP" render routes.geojson --size 600x400 -o a.trace
	[ "$(grep -c '^.text stops "Port"' a.trace)" -eq 1 ]
}

@test "the key has no event that lies beyond the map" {
	"$SITMAP" render "$TREE/geodata/events/world.csv" --bbox=-30,-40,150,75 -o a.trace
	grep -q 'text key "Banda Aceh' a.trace
	! grep -q 'San José mine' a.trace || false
}

@test "events around a pole are drawn around it, not on a map of the world" {
	printf 'place,lon,lat\nNorilsk,88.2,69.3\nNuuk,-51.7,64.2\nBilibino,166.4,68.1\nAnchorage,-149.9,61.2\n' >pole.csv
	"$SITMAP" render pole.csv -o pole.trace
	grep -q 'azimuthal equal-area, centred on 90' pole.trace
	! grep -q 'Equal Earth' pole.trace || false
}

@test "a list with more events than a small sheet holds leaves the map its room" {
	{ echo place,lon,lat,date,title; for i in $(seq 40); do
		echo "Place $i,4$((i % 10)).$i,3$((i / 10)).5,2020-01-01,What happened there on that day"; done; } >many.csv
	"$SITMAP" render many.csv --size 300x240 -o many.trace
	! grep -q '+ [0-9]' many.trace || false
	clip=$(sed -n 's/^group map clip=//p' many.trace)
	echo "$clip" | awk -F, '{ exit !(($3 - $1) * ($4 - $2) > 0.4 * 300 * 240) }'
}

@test "a town on a border belongs to the country that the list says" {
	printf 'place,country,lon,lat\nRas al-Ayn,SY,40.071,36.86\n' >border.csv
	"$SITMAP" render border.csv -o border.trace
	grep -q 'text title "Event in Syria"' border.trace
	printf 'place,country,lon,lat\nOdesa,UA,30.73,46.48\nKherson,UA,32.61,46.64\n' >one.csv
	"$SITMAP" render one.csv -o one.trace
	grep -q 'text title "Events in Ukraine"' one.trace
}

@test "small sheets keep a map that can be read, whatever the key would need" {
	for size in 300x240 400x300 500x400 450x600; do
		"$SITMAP" render "$TREE/geodata/events/iraq-2020.csv" --language ar,en --size $size -o small.trace
		clip=$(sed -n 's/^group map clip=//p' small.trace)
		echo "$clip" | awk -F, '{ exit !($3 - $1 >= 150 && $4 - $2 >= 100) }' || { echo "$size: $clip"; return 1; }
	done
}

@test "a list too long for any key is drawn without one, in no time" {
	{ echo place,lon,lat,date,title; for i in $(seq 2000); do
		echo "Place $i,$((38 + i % 10)).$((i % 97)),$((29 + i % 8)).$((i % 89)),2020-01-01,What happened"; done; } >long.csv
	timeout 60 "$SITMAP" render long.csv --size 800x600 --cluster never -o long.trace
	[ "$(grep -c '^text key "1 January 2020"' long.trace)" -eq 0 ]
	[ "$(grep -c 'icon events' long.trace)" -eq 2000 ]
}
