load helper

# Wrong input and bad surroundings of tiles: one clear line each, and nothing lost.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	style_here
	sitmap=${SITMAP:-$BATS_TEST_DIRNAME/../../build/sitmap}
	for k in 1 2 3; do "$sitmap" tiles s.json -z 0-3 -q --shard $k/3 -o part$k.pmtiles; done
	"$sitmap" tiles s.json -z 0-3 -q -o whole.pmtiles
	"$sitmap" tiles s.json -z 0-3 -q -o whole.mbtiles
}

# here FILE...: copies of what setup_file made.
here() {
	for file in "$@"; do cp "$BATS_FILE_TMPDIR/$file" .; done
}

# refuses CODE COMMAND...: fails with one line.
refuses() {
	fails "$@"
	[ "$(wc -l < stderr)" -eq 1 ] || { cat stderr; return 1; }
}

@test "zooms out of range, boxes without extent, sizes that are none" {
	here s.json
	for z in -1 23 0-23 5-4 1-2-3 two 1.5 99999999999999999999; do
		refuses 2 "$SITMAP" tiles s.json --zoom=$z -o out
		says "$z"
	done
	for box in 10,20,10,30 10,20,30,20 10,30,20,20 0,86,1,87 10,20,30 a,b,c,d 0,nan,1,1; do
		"$SITMAP" tiles s.json -z 0-1 --bbox=$box -o out 2> stderr && return 1
		[ "$(wc -l < stderr)" -eq 1 ] || { echo "$box"; cat stderr; return 1; }
	done
	refuses 2 "$SITMAP" tiles s.json --tile-size 300 -o out
	refuses 2 "$SITMAP" tiles s.json --scale 0 -o out
	refuses 2 "$SITMAP" tiles s.json --scale 9 -o out
	nothing_left out
}

@test "a name of another kind of file is no folder" {
	here s.json part1.pmtiles
	for name in t.zip T.ZIP t.tar.gz t.gpkg x/t.png t.PMTiles; do
		refuses 2 "$SITMAP" tiles s.json -z 0 -o "$name"
		says "or a folder, not \"$name\""
		refuses 2 "$SITMAP" tiles merge part1.pmtiles -o "$name"
		nothing_left "$name" x
	done
	"$SITMAP" tiles s.json -z 0 -q -o t.zip/
	"$SITMAP" tiles s.json -z 0 -q -o v1.2
	[ -s t.zip/0/0/0.png ] && [ -s v1.2/0/0/0.png ]
}

@test "the deepest zoom" {
	here s.json
	timeout 20 "$SITMAP" tiles s.json -z 22 --bbox 0,0,0.0001,0.0001 -q -o one
	[ "$(find one -name '*.png' | wc -l)" -eq 4 ]
}

@test "the number of a part by Slurm and by Kubernetes" {
	here s.json part2.pmtiles
	unset JOB_COMPLETION_INDEX
	SLURM_ARRAY_TASK_ID=6 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_COUNT=3 \
		"$SITMAP" tiles s.json -z 0-3 -q --shard auto/3 -o a.pmtiles
	cmp a.pmtiles part2.pmtiles
	# By hand.
	SLURM_ARRAY_TASK_ID=2 "$SITMAP" tiles s.json -z 0-3 -q --shard auto/3 -o b.pmtiles
	cmp b.pmtiles part2.pmtiles
	JOB_COMPLETION_INDEX=1 "$SITMAP" tiles s.json -z 0-3 -q --shard auto/3 -o b.pmtiles
	cmp b.pmtiles part2.pmtiles
	refuses 2 "$SITMAP" tiles s.json --shard auto/3 -o c.pmtiles
	for index in -1 3 x ''; do
		JOB_COMPLETION_INDEX=$index refuses 2 "$SITMAP" tiles s.json --shard auto/3 -o c.pmtiles
	done
	export SLURM_ARRAY_TASK_MIN=17 SLURM_ARRAY_TASK_COUNT=1
	SLURM_ARRAY_TASK_ID=17 refuses 2 "$SITMAP" tiles s.json --shard auto/64 -o c.pmtiles
	says 'K/64'
	nothing_left c.pmtiles
}

@test "damaged parts are not merged, and what stood there stays" {
	here part1.pmtiles part2.pmtiles part3.pmtiles whole.pmtiles
	cp whole.pmtiles out.pmtiles
	size=$(stat -c %s part2.pmtiles)
	for keep in 0 7 126 127 300 $((size / 2)) $((size - 1)); do
		head -c "$keep" part2.pmtiles > bad.pmtiles
		refuses 1 "$SITMAP" tiles merge part1.pmtiles bad.pmtiles part3.pmtiles -o out.pmtiles
		says bad.pmtiles
		cmp out.pmtiles whole.pmtiles
	done
	# In the head, the directory, an image.
	for byte in 0 7 8 24 56 97 130 150 $((size - 60)) $((size - 200)); do
		cp part2.pmtiles bad.pmtiles
		printf '\377' | dd of=bad.pmtiles bs=1 seek=$byte conv=notrunc status=none
		refuses 1 "$SITMAP" tiles merge part1.pmtiles bad.pmtiles part3.pmtiles -o out.pmtiles
		says bad.pmtiles
		cmp out.pmtiles whole.pmtiles
	done
	nothing_left
}

@test "what is no part is not merged" {
	here part1.pmtiles part2.pmtiles part3.pmtiles whole.pmtiles whole.mbtiles
	refuses 1 "$SITMAP" tiles merge part1.pmtiles whole.mbtiles part3.pmtiles -o out.pmtiles
	says whole.mbtiles
	refuses 1 "$SITMAP" tiles merge part1.pmtiles whole.pmtiles part3.pmtiles -o out.pmtiles
	says whole.pmtiles
	refuses 1 "$SITMAP" tiles merge part1.pmtiles none.pmtiles part3.pmtiles -o out.pmtiles
	says none.pmtiles
	refuses 1 "$SITMAP" tiles merge part1.pmtiles . part3.pmtiles -o out.pmtiles
	refuses 1 "$SITMAP" tiles merge part1.pmtiles part3.pmtiles -o out.pmtiles
	says '3 parts'
	nothing_left out.pmtiles
}

@test "an output among the parts" {
	here part1.pmtiles part2.pmtiles part3.pmtiles whole.pmtiles
	"$SITMAP" tiles merge part1.pmtiles part2.pmtiles part3.pmtiles -o part1.pmtiles
	cmp part1.pmtiles whole.pmtiles
}

@test "a damaged archive at the destination is written anew" {
	here s.json whole.pmtiles whole.mbtiles
	for kind in pmtiles mbtiles; do
		head -c 1000 whole.$kind > a.$kind
		"$SITMAP" tiles s.json -z 0-3 -q -o a.$kind
		cmp a.$kind whole.$kind
		: > a.$kind
		"$SITMAP" tiles s.json -z 0-3 -q -o a.$kind
		cmp a.$kind whole.$kind
	done
	nothing_left
}

@test "a foreign file at the destination stays" {
	here s.json
	for kind in pmtiles mbtiles; do
		echo 'my diary' > a.$kind
		refuses 1 "$SITMAP" tiles s.json -z 0 -o a.$kind
		says "a.$kind"
		[ "$(cat a.$kind)" = 'my diary' ]
	done
	sqlite3 history.mbtiles 'CREATE TABLE visits (day, page); INSERT INTO visits VALUES (1, 2)'
	cp history.mbtiles kept
	refuses 1 "$SITMAP" tiles s.json -z 0 -o history.mbtiles
	says history.mbtiles
	cmp history.mbtiles kept
	# Those of other programs are tiles too.
	sqlite3 theirs.mbtiles 'CREATE TABLE metadata (name, value); CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)'
	"$SITMAP" tiles s.json -z 0 -q -o theirs.mbtiles
	[ "$(sqlite3 theirs.mbtiles 'SELECT count(*) FROM tiles')" = 1 ]
	# Hardly the head of a database.
	printf 'SQLite format 3' >short.mbtiles
	refuses 1 "$SITMAP" tiles s.json -z 0 -o short.mbtiles
	says 'short.mbtiles: a database that holds no tiles stands there'
	mkdir folder.pmtiles mine
	refuses 1 "$SITMAP" tiles s.json -z 0 -o folder.pmtiles
	echo x > mine/letter
	refuses 1 "$SITMAP" tiles s.json -z 0 -o mine
	says letter
	[ "$(cat mine/letter)" = x ]
	echo x > file
	refuses 1 "$SITMAP" tiles s.json -z 0 -o file
	[ "$(cat file)" = x ]
	nothing_left
}

@test "a folder keeps what is no tile, and loses the tiles of other runs" {
	here s.json
	"$SITMAP" tiles s.json -z 0-1 -q -o clean
	mkdir -p out/0/0 out/0/1 out/1/0 out/1/2 out/31/0 out/32/0 out/01 out/1x
	# Other scales, rows and columns that the zoom does not have, a zoom of an earlier run.
	touch out/0/0/0@2x.png out/0/0/1.png out/0/0/4294967295.png out/1/0/3.png out/31/0/7@4x.png
	# No tiles: a leading zero, no number, too large a number, another suffix, other columns.
	keep="0/0/00.png 0/0/x.png 0/0/.png 0/0/4294967296.png 0/0/1.jpg 0/0/1@5x.png
		0/1/0.png 1/2/0.png 0/x ./2 5/y 1/1x/0.png 0/0/42949672960.png"
	for file in $keep; do mkdir -p "out/${file%/*}"; echo mine > "out/$file"; done
	# With the list of an earlier run, other things may stand there.
	: > out/manifest.tsv
	"$SITMAP" tiles s.json -z 0-1 -q -o out//
	for file in $keep; do
		[ "$(cat "out/$file")" = mine ] || { echo "$file is gone"; return 1; }
		rm "out/$file"
	done
	[ ! -e out/31 ] && [ -d out/32/0 ] && [ -d out/01 ]
	find out -depth -type d -empty -delete
	diff -r clean out
	# Nothing of an earlier run's scale either.
	"$SITMAP" tiles s.json -z 0-1 -q --scale 2 -o out
	[ "$(find out -name '*.png' ! -name '*@2x.png' | wc -l)" -eq 0 ]
	[ "$(find out -name '*@2x.png' | wc -l)" -eq 5 ]
	grep -q '"{z}/{x}/{y}@2x.png"' out/tiles.json
}

@test "what a run that was cut short left is no other file" {
	here s.json whole.pmtiles whole.mbtiles
	mkdir out
	touch out/.sitmap-0123456789abcdef.tmp out/tiles.json
	"$SITMAP" tiles s.json -z 0-3 -q --wait -o out
	"$SITMAP" tiles s.json -z 0-3 -q -o clean
	diff -r clean out
	for kind in pmtiles mbtiles; do
		"$SITMAP" tiles s.json -z 0-3 -q --wait -o a.$kind
		cmp a.$kind whole.$kind
	done
	nothing_left
}

@test "a folder that cannot be written" {
	here s.json
	for out in none/a.pmtiles none/a.mbtiles none/such/folder /proc/a.pmtiles /proc/a.mbtiles /proc/folder /dev/null/folder; do
		refuses 1 "$SITMAP" tiles s.json -z 0 -o "$out"
		says "${out%/*}"
	done
	refuses 1 "$SITMAP" tiles s.json -z 0 -o /dev/full
	nothing_left none
}

@test "the viewer beside a folder and an archive, twice the pixels, tiles of 512" {
	here s.json
	mkdir leaflet
	touch leaflet/leaflet.js leaflet/leaflet.css
	export SITMAP_LEAFLET=$PWD/leaflet
	"$SITMAP" tiles s.json -z 0-1 -q --viewer --scale 2 --tile-size 512 -o out
	[ "$(size_of out/0/0/0@2x.png)" = 1024x1024 ]
	grep -qF '{z}/{column}/{y}@2x.png' out/index.html
	grep -qF 'tileSize:512,zoomOffset:-1' out/index.html
	[ -e out/viewer/leaflet.js ]
	"$SITMAP" tiles s.json -z 0-1 -q --viewer --scale 2 -o a.pmtiles
	grep -qF 'archive="a.pmtiles"' a.html
	[ -e a-viewer/leaflet.css ]
	# The next run without it takes nothing of the user's away, and none of ours is in its way.
	"$SITMAP" tiles s.json -z 0-1 -q --viewer -o out
	[ -e out/0/0/0.png ] && [ ! -e out/0/0/0@2x.png ]
	refuses 2 "$SITMAP" tiles s.json -z 0 --viewer -o a.mbtiles
	refuses 2 "$SITMAP" tiles s.json -z 0 --viewer --shard 1/2 -o b.pmtiles
	SITMAP_LEAFLET=$PWD/none refuses 1 "$SITMAP" tiles s.json -z 0 --viewer -o c
	says Leaflet
	nothing_left c b.pmtiles a.mbtiles
}

@test "what merge does not hear, one input too many, no name, a base without an overlay" {
	here s.json part1.pmtiles part2.pmtiles part3.pmtiles
	list_here
	refuses 2 "$SITMAP" tiles merge part1.pmtiles part2.pmtiles part3.pmtiles -o a.pmtiles -z 3
	says '--zoom: not beside'
	refuses 2 "$SITMAP" tiles s.json list.csv s.json -z 0 -o a.pmtiles
	says '"s.json" is too much'
	refuses 2 "$SITMAP" tiles list.csv list.csv -z 0 -o a.pmtiles
	says '"list.csv" is too much'
	for output in "tiles s.json" "tiles merge part1.pmtiles"; do
		# shellcheck disable=SC2086
		refuses 2 "$SITMAP" $output -o ''
		says 'no output'
	done
	refuses 2 "$SITMAP" tiles s.json -z 0 --tile-size 1024 -o a.pmtiles
	says '1024 is neither 256 nor 512'
	refuses 2 "$SITMAP" tiles list.csv -z 0 --overlay --base ../b -o a.pmtiles
	refuses 2 "$SITMAP" tiles list.csv -z 0 --viewer --base ../b -o a.pmtiles
	says '--overlay and --viewer'
	refuses 1 "$SITMAP" tiles s.json -z 0 -o no/such
	says 'no/such: cannot make the folder: the one that it would stand in does not exist'
	nothing_left a.pmtiles no
}
