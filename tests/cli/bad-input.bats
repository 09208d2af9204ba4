load helper

# shapes NAME: the files of one shapefile of tests/data, as x.shp and so on.
shapes() {
	local suffix
	for suffix in shp shx dbf prj cpg; do
		cp "$DATA/shapes/$1.$suffix" "x.$suffix"
	done
}

# style_of FILE: a style that draws it.
style_of() {
	printf '{"version":8,"sources":{"x":{"type":"geojson","data":"%s"}},"layers":[{"id":"a","type":"line","source":"x"}]}' "$1" >s.json
}

# refused TEXT: drawing x.shp fails with a message that names the file and says TEXT.
refused() {
	style_of x.shp
	fails 1 timeout 20 "$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png
	says "$1"
	nothing_left a.png
}

@test "shapefile: the .shp is missing" {
	shapes areas
	rm x.shp
	refused x.shp
}

@test "shapefile: the .shp is cut at any byte" {
	shapes areas
	style_of x.shp
	for n in 0 1 50 99 100 101 107 108 120 200 319; do
		head -c $n "$DATA/shapes/areas.shp" >x.shp
		status=0
		timeout 20 "$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png 2>stderr || status=$?
		# What is whole may be drawn, with a warning; never in silence.
		[ "$status" -eq 1 ] || [ "$status" -eq 0 ]
		says x.shp
		[ "$status" -eq 0 ] || nothing_left a.png
		rm -f a.png
		fails 1 timeout 20 "$SITMAP" check x.shp
		says x.shp
	done
}

@test "shapefile: index and table missing or cut" {
	shapes areas
	style_of x.shp
	for suffix in shx dbf; do
		for n in none 0 10 60 90; do
			shapes areas
			if [ $n = none ]; then rm x.$suffix; else head -c $n "$DATA/shapes/areas.$suffix" >x.$suffix; fi
			status=0
			timeout 20 "$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png 2>stderr || status=$?
			[ "$status" -eq 1 ] || [ "$status" -eq 0 ]
			# A missing index can be made up for from the .shp in silence.
			[ "$status" -eq 0 ] && [ $suffix = shx ] || says "x." || { echo "$suffix $n"; return 1; }
			[ "$status" -eq 0 ] || nothing_left a.png
			rm -f a.png
		done
	done
}

# poke FILE OFFSET BYTES: overwrites bytes, in octal escapes.
poke() {
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

@test "shapefile: wrong magic, wrong kind, counts that lie" {
	shapes areas
	poke x.shp 0 '\000\000\000\001'
	refused x.shp
	shapes areas
	poke x.shp 32 '\143\000\000\000'
	refused x.shp
	# 2^31-1 points, parts, and bytes of the record.
	for offset in 144 148 104; do
		shapes areas
		poke x.shp $offset '\377\377\377\177'
		refused x.shp
	done
	# The same claim in the table's header costs no time.
	shapes areas
	poke x.dbf 4 '\377\377\377\177'
	style_of x.shp
	status=0
	timeout 5 "$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png 2>stderr || status=$?
	[ "$status" -le 1 ]
	says 'x.'
}

@test "shapefile: NaN and huge coordinates" {
	shapes points
	# The first point: behind the header, the record's and its kind.
	poke x.shp 112 '\000\000\000\000\000\000\370\177'
	skipped
	poke x.shp 112 '\000\000\000\000\000\000\360\177'
	skipped
	# 1e300
	poke x.shp 112 '\234\165\000\210\074\344\067\176'
	skipped
}

# The first record of x.shp is left out with a warning, the rest is there.
skipped() {
	"$SITMAP" check x.shp 2>stderr
	says 'x.shp: warning: record 1'
	"$SITMAP" info x.shp 2>stderr | grep -q 'features *1'
	style_of x.shp
	fails 1 "$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png --strict
	nothing_left a.png
}

@test "shapefile: a projection that nobody knows" {
	shapes areas
	printf 'PROJCS["nonsense"' >x.prj
	refused x.prj
}

@test "shapefile: an encoding that nobody knows" {
	shapes areas
	printf 'KLINGON-8' >x.cpg
	style_of x.shp
	status=0
	"$SITMAP" render s.json --bbox 39,29,48,38 --size 200x200 -o a.png 2>stderr || status=$?
	[ "$status" -le 1 ]
	says KLINGON-8
}

@test "geojson: every way of being wrong has its line" {
	while IFS= read -r text; do
		printf '%s' "$text" >x.geojson
		style_of x.geojson
		fails 1 timeout 20 "$SITMAP" render s.json --bbox 0,0,9,9 --size 100x100 -o a.png || { echo "$text"; return 1; }
		says x.geojson:1:
		nothing_left a.png
	done <<-'END'
	{"type":"FeatureCollection","features":[
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e400,2]}}]}
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["a",2]}}]}
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Pint","coordinates":[1,2]}}]}
	{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[NaN,2]}}]}
	{"type":"FeatureCollection","features":3}
	[1,2,3]
	END
}

@test "json nested a hundred thousand deep ends with a message, on a small stack" {
	head -c 100000 /dev/zero | tr '\0' '[' >deep.json
	fails 1 bash -c "ulimit -s 256; exec \"$SITMAP\" check deep.json"
	says 512
}

@test "csv: wrong columns, bad dates, broken UTF-8, all errors of the file" {
	printf 'what,where\n1,2\n' >cols.csv
	fails 1 "$SITMAP" render cols.csv -o a.png
	says 'cols.csv'
	says 'place'
	printf 'date,place,lon,lat\n2020-02-30,A,1,2\n2020-01-01,B,1e9,2\n2020-01-01,C,nan,2\n2020-01-01,D,0x10,2\n2020-01-01,E,"7,44",2\n2020-01-01,F,7.44abc,2\n' >bad.csv
	fails 1 "$SITMAP" render bad.csv -o a.png
	for line in 2 3 4 5 6 7; do
		says "bad.csv:$line:"
	done
	printf 'date,place,lon,lat\n2020-01-01,A\xff,1,2\n' >utf8.csv
	fails 1 "$SITMAP" render utf8.csv -o a.png
	says 'utf8.csv:2:'
	printf 'date,place,lon,lat\n2020-01-01,"A,1,2\n' >quote.csv
	fails 1 "$SITMAP" render quote.csv -o a.png
	says 'quote.csv:2:'
	printf 'date,place,lon,lat\n2020-01-01,A,1,2,3,4\n' >wide.csv
	fails 1 "$SITMAP" render wide.csv -o a.png
	says 'wide.csv:2:'
	printf 'date,place,confidence,lon,lat\n2020-01-01,A,perhaps,1,2\n' >word.csv
	fails 1 "$SITMAP" render word.csv -o a.png
	says 'word.csv:2:'
	nothing_left a.png
}

@test "unknown places: all of them, with what is near" {
	printf 'date,kind,place\n2020-01-01,handover,Xyzzyville\n2020-01-02,handover,Qqqqq\n' >list.csv
	fails 3 "$SITMAP" render list.csv -o a.png
	says list.csv:2:
	says list.csv:3:
	nothing_left a.png
	[ ! -e list.csv.places.lock ]
}

@test "style: all errors at once, each with its path" {
	cat >s.json <<-'END'
	{"version": 7, "sources": {"a": {"type": "geojsn"}},
	 "layers": [{"id": "x", "type": "line", "source": "nowhere"},
	  {"id": "y", "type": "fill", "source": "a", "paint": {"fill-color": "nocolour", "fill-opacity": 2}},
	  {"id": "y", "type": "symbol", "source": "a", "filter": ["=", 1]}]}
	END
	fails 1 "$SITMAP" render s.json --bbox 0,0,1,1 -o a.png
	says 's.json:1:'
	says 'layers[1].paint.fill-color'
	says 'layers[1].paint.fill-opacity'
	says 'layers[2]'
	[ "$(grep -c '^sitmap: s.json' stderr)" -ge 6 ]
	nothing_left a.png
}

@test "unknown projections" {
	for crs in EPSG:999999 EPSG:abc '+proj=nonsense' '+proj=lcc +lat_1=95' '' 'nonsense' foo; do
		fails 1 "$SITMAP" render "$DATA/events.csv" --projection "$crs" -o a.png || fails 2 "$SITMAP" render "$DATA/events.csv" --projection "$crs" -o a.png
		nothing_left a.png
	done
}

@test "sizes of nothing and of millions" {
	fails 2 "$SITMAP" render "$DATA/events.csv" --size 0x0 -o a.png
	fails 2 "$SITMAP" render "$DATA/events.csv" --size -5x5 -o a.png
	for size in 10000000x10 10x10000000 16385x10 1e300x1e300 0.1x0.1; do
		fails 1 timeout 20 "$SITMAP" render "$DATA/events.csv" --size $size -o a.png
		nothing_left a.png
	done
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 2000x2000 --pixel-ratio 16 -o a.png
	says 16384
}

@test "outputs that cannot be written" {
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 200x150 -o none/a.png
	says none/a.png
	mkdir folder.png
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 200x150 -o folder.png
	says folder.png
	ln -s nowhere/there.png link.png
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 200x150 -o link.png
	long=$(head -c 300 /dev/zero | tr '\0' x).png
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 200x150 -o "$long"
	nothing_left
}

@test "outputs one after the other: those before a failure are whole" {
	printf old >old.svg
	fails 1 "$SITMAP" render "$DATA/events.csv" --size 200x150 -o a.png -o none/b.png -o old.svg
	[ "$(cat old.svg)" = old ]
	[ ! -e a.png ] || [ "$(size_of a.png)" = 200x150 ]
	nothing_left
}

@test "standard output that is full or closed" {
	status=0
	"$SITMAP" render "$DATA/events.csv" --size 200x150 -o png:- >/dev/full 2>stderr || status=$?
	[ "$status" -eq 1 ]
	[ -s stderr ]
	status=0
	"$SITMAP" render "$DATA/events.csv" --size 200x150 -o png:- >&- 2>stderr || status=$?
	[ "$status" -eq 1 ] || [ "$status" -eq 0 ]
	"$SITMAP" render "$DATA/events.csv" --size 2000x1500 -o png:- 2>stderr | head -c 10 >/dev/null
	[ "${PIPESTATUS[0]}" -eq 1 ]
	[ -s stderr ]
}

@test "a file limit is an error, not a signal" {
	status=0
	bash -c "ulimit -f 1; exec \"$SITMAP\" render \"$DATA/events.csv\" --size 900x900 -o a.png" 2>stderr || status=$?
	[ "$status" -eq 1 ]
	says a.png
	nothing_left a.png
}

@test "what is in messages cannot steer a terminal" {
	printf 'date,kind,place\n2020-01-01,handover,"\033]0;owned\007\033[31mX"\n' >list.csv
	fails 3 "$SITMAP" render list.csv -o a.png
	! grep -q "$(printf '\033')" stderr || false
}

# stop_while_writing: a run that writes a.png and has been stopped; its id is in $run.
stop_while_writing() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"$SITMAP" render "$DATA/events.csv" -o a.png --size 5000x4000 2>/dev/null 3>&- &
		run=$!
		while kill -0 $run 2>/dev/null; do
			for t in .sitmap-*.tmp; do
				[ -e "$t" ] || continue
				kill -STOP $run
				while kill -0 $run 2>/dev/null && ! grep -q '^State:.T' /proc/$run/status; do :; done
				# It may have been stopped before it locked the file, or after all.
				[ -e "$t" ] && ! flock -n "$t" true && return
				kill -CONT $run
			done
		done
		wait $run || true
		rm -f a.png
	done
	return 1
}

@test "another run holds the output: exit 75, and the first one ends well" {
	stop_while_writing
	fails 75 "$SITMAP" render "$DATA/events.csv" -o a.png --size 200x150
	says 'a.png'
	[ ! -e a.png ]
	kill -CONT $run
	wait $run
	[ "$(size_of a.png)" = 5000x4000 ]
	nothing_left
}

@test "what a killed run left is taken over" {
	stop_while_writing
	kill -KILL $run
	wait $run || true
	[ -e "$(echo .sitmap-*.tmp)" ]
	"$SITMAP" render "$DATA/events.csv" -o a.png --size 200x150
	[ "$(size_of a.png)" = 200x150 ]
	nothing_left
}

@test "kill at any moment: the old file or the new one, and nothing beside" {
	"$SITMAP" render "$DATA/events.csv" -o a.png --size 400x300
	cp a.png new.png
	printf old >a.png
	for ms in 01 02 03 05 08 12 20; do
		timeout -s TERM 0.$ms "$SITMAP" render "$DATA/events.csv" -o a.png --size 400x300 2>/dev/null || true
		[ "$(cat a.png)" = old ] || cmp a.png new.png
		nothing_left
	done
}

@test "what nobody means: no input, no format, no language, no word of furniture" {
	fails 2 "$SITMAP" render -o a.png
	says 'which events?'
	fails 2 "$SITMAP" render "$DATA/events.csv" -o -
	says 'say png:-, svg:- or pdf:-'
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --language arabic
	says '"arabic" is not a list of codes of languages'
	fails 2 "$SITMAP" tiles "$DATA/events.csv" -o a --language arabic
	fails 2 "$SITMAP" tiles "$DATA/events.csv" -z 1 -o -
	says 'cannot go to standard output'
	[ ! -e ./- ]
	gazetteer_here
	fails 3 "$SITMAP" geocode --gazetteer places.sqlite --within Nowhereland Southtown
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --furniture titel
	fails 2 "$SITMAP" render "$DATA/events.csv" -o a.png --alt a.doc
	nothing_left a.png a a.doc
}

@test "a map file says where its wrong outputs stand, before anything is drawn" {
	cp "$DATA/events.csv" .
	printf 'maps:\n  - {name: a, events: events.csv, outputs: a.jpg}\n  - {name: b, events: events.csv, outputs: [b.svg, b.svg]}\n' >sitmap.yaml
	for command in check build; do
		fails 1 "$SITMAP" "$command" sitmap.yaml
		says 'sitmap.yaml:2:44: maps[0].outputs: unknown format of "a.jpg"'
		says 'sitmap.yaml:3:5: maps[1]: "b.svg" is written a second time'
		nothing_left a.jpg b.svg
	done
}

@test "suffixes may be capitals" {
	"$SITMAP" render "$DATA/events.csv" --size 200x150 -o A.PNG -o A.SVG --alt A.HTML
	head -c 4 A.PNG | grep -q PNG
	grep -q '<svg' A.SVG
	grep -q '<table>' A.HTML
}
