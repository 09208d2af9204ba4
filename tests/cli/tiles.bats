load helper

# A small style of our own: an island, a line that is dashed, names over the dateline.
make_style() {
	cat > world.json <<'JSON'
{"version":8,"name":"World","metadata":{"sitmap:attribution":"Ours"},"sources":{
"land":{"type":"geojson","data":{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-60,-40],[70,-30],[60,55],[-20,70],[-60,-40]],[[0,0],[10,20],[20,5],[0,0]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[150,10],[180,5],[180,30],[150,10]]]}}]}},
"lines":{"type":"geojson","data":{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[-170,-50],[-20,40],[30,-20],[175,60]]}}},
"names":{"type":"geojson","data":{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Over the dateline"},"geometry":{"type":"Point","coordinates":[179,20]}},
{"type":"Feature","properties":{"name":"West of it"},"geometry":{"type":"Point","coordinates":[-178,19]}},
{"type":"Feature","properties":{"name":"In the middle"},"geometry":{"type":"Point","coordinates":[0,0]}}]}}},
"layers":[{"id":"sea","type":"background","paint":{"background-color":"#cde"}},
{"id":"land","type":"fill","source":"land","paint":{"fill-color":"#eed"}},
{"id":"coast","type":"line","source":"land","paint":{"line-color":"#864","line-width":1.5}},
{"id":"dashes","type":"line","source":"lines","paint":{"line-color":"#a00","line-width":3,"line-dasharray":[3,2]}},
{"id":"names","type":"symbol","source":"names","layout":{"text-field":["get","name"],"text-font":["Noto Sans Regular"],"text-size":14},"paint":{"text-color":"#000","text-halo-color":"#fff","text-halo-width":1.5}}]}
JSON
}

@test "MBTiles are whole" {
	make_style
	"$SITMAP" tiles world.json -z 0-3 -o a.mbtiles
	run sqlite3 a.mbtiles 'PRAGMA integrity_check; SELECT count(*) FROM tiles; SELECT value FROM metadata WHERE name = "format"'
	[ "${lines[0]}" = ok ]
	[ "${lines[1]}" = 85 ]
	[ "${lines[2]}" = png ]
}

@test "an overlay leaves out what is empty below an empty tile" {
	"$SITMAP" tiles "$DATA/events.csv" --overlay -z 4-7 -o out
	grep -q '"Feature"' out/events.geojson
	[ "$(convert "$(find out/7 -name '*.png' | head -1)" -format '%[channels]' info:)" != rgb ]
	full=$(wc -l < out/manifest.tsv)
	[ "$full" -gt 8 ] && [ "$full" -lt 200 ]
	for f in out/[567]/*/*.png; do
		IFS=/ read -r _ z x y <<< "$f"
		y=${y%.png}
		[ -e "out/$((z - 1))/$((x / 2))/$((y / 2)).png" ]
	done
}

@test "the next run of a folder leaves nothing of the last" {
	make_style
	"$SITMAP" tiles world.json -z 0-2 -o out
	"$SITMAP" tiles world.json -z 0-1 -o out
	[ ! -e out/2 ]
	[ "$(find out -name '*.png' | wc -l)" -eq 5 ]
	nothing_left
}

@test "tiles alike are one file in an empty folder, and files of their own in another" {
	make_style
	"$SITMAP" tiles world.json -z 0-4 -q -o new
	mkdir old
	touch old/tiles.json
	"$SITMAP" tiles world.json -z 0-4 -q -o old
	diff -r new old
	[ "$(find new -name '*.png' -links +1 | wc -l)" -gt 150 ]
	[ "$(find old -name '*.png' -links +1 | wc -l)" -eq 0 ]
	# Another map over it changes no tile but through its own name.
	cp -a new was
	sed -i 's/#cde/#abc/' world.json
	"$SITMAP" tiles world.json -z 0-1 --bbox 0,0,170,80 -q -o was
	"$SITMAP" tiles world.json -z 0-1 --bbox 0,0,170,80 -q -o part
	diff -r part was
}

@test "what another run wrote between a folder and its lock is swept" {
	command -v strace >/dev/null || skip "no strace"
	make_style
	# The first run stops when it has made the folder, and goes on after the second.  The search
	# for leaks does not work under strace.
	ASAN_OPTIONS=detect_leaks=0 strace -f -o calls -e trace=mkdir -e inject=mkdir:signal=STOP:when=1 \
		sh -c 'echo $$ > pid; exec "$@"' - "$SITMAP" tiles world.json -z 0-1 --wait -o out 3>&- &
	first=$!
	while [ ! -d out ]; do sleep 0.05; done
	"$SITMAP" tiles world.json -z 2 -o out
	kill -CONT "$(cat pid)"
	wait $first
	[ ! -e out/2 ]
	[ "$(find out -name '*.png' | wc -l)" -eq 5 ]
}

@test "killed at any moment the old archive stays, and the next run is right" {
	make_style
	"$SITMAP" tiles world.json -z 0-1 -o a.pmtiles
	cp a.pmtiles old.pmtiles
	"$SITMAP" tiles world.json -z 0-4 -o new.pmtiles
	for i in 1 2 3 4 5 6 7 8; do
		timeout -s KILL 0.0$((i * 11)) "$SITMAP" tiles world.json -z 0-4 -o a.pmtiles || true
		cmp -s a.pmtiles old.pmtiles || cmp a.pmtiles new.pmtiles
	done
	"$SITMAP" tiles world.json -z 0-4 -o a.pmtiles
	cmp a.pmtiles new.pmtiles
	nothing_left
}

@test "wrong usage of tiles is exit 2, bad surroundings are exit 1" {
	make_style
	fails 2 "$SITMAP" tiles world.json
	says 'no output'
	fails 2 "$SITMAP" tiles world.json -z 3-1 -o a.pmtiles
	says '3-1'
	fails 2 "$SITMAP" tiles world.json -z 0-99 -o a.pmtiles
	fails 2 "$SITMAP" tiles world.json --shard 8/7 -o a.pmtiles
	fails 2 "$SITMAP" tiles world.json --shard 1/7 -o a.mbtiles
	fails 2 "$SITMAP" tiles world.json --viewer -o a.mbtiles
	fails 2 "$SITMAP" tiles world.json --overlay -o out
	fails 1 "$SITMAP" tiles world.json --bbox 0,86,1,87 -o a.pmtiles
	says '85.05'
	echo diary > a.pmtiles
	fails 1 "$SITMAP" tiles world.json -z 0 -o a.pmtiles
	says 'another kind of file'
	[ "$(cat a.pmtiles)" = diary ]
	mkdir mine && echo x > mine/letter
	fails 1 "$SITMAP" tiles world.json -z 0 -o mine
	says 'letter'
	fails 1 "$SITMAP" tiles world.json -z 0 -o none/a.pmtiles
	"$SITMAP" tiles world.json -z 0-1 --shard 1/2 -o p.pmtiles
	fails 1 "$SITMAP" tiles merge p.pmtiles -o b.pmtiles
	says '2 parts'
	fails 1 "$SITMAP" tiles merge p.pmtiles p.pmtiles -o b.pmtiles
	says 'again'
	[ ! -e b.pmtiles ]
}
