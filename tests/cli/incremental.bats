load helper

# Tilesets that are built again: only what changed is painted, and the set is what a clean
# build writes, byte for byte.

# sets: the same tiles in each container, and an overlay.
sets() {
	list_here
	# The long name ends beyond the edge of its tile (45 degrees east at zoom 7).
	cat >style.json <<-'END'
	{"version":8,"sources":{
	"events":{"type":"geojson","data":"sitmap:events"},
	"long":{"type":"geojson","data":{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[44.5,31]}}},
	"land":{"type":"geojson","data":{"type":"Feature","properties":{},"geometry":{"type":"Polygon",
	"coordinates":[[[36,30],[41,38],[47,36.5],[46,29],[41,31],[36,30]]]}}}},
	"layers":[
	{"id":"sea","type":"background","paint":{"background-color":"#dce4e9"}},
	{"id":"land","type":"fill","source":"land","paint":{"fill-color":"#f3f3f1"}},
	{"id":"border","type":"line","source":"land","paint":{"line-color":"#556677","line-width":1.5,"line-dasharray":[4,2]}},
	{"id":"long","type":"symbol","source":"long","layout":{"text-field":"A name that is long","text-size":14,"text-anchor":"left"}},
	{"id":"names","type":"symbol","source":"events","layout":{"text-field":["get","place"],"text-size":11,"text-offset":[0,1.4]}},
	{"id":"spots","type":"circle","source":"events","paint":{"circle-radius":5,"circle-color":"#b2182b","circle-opacity":0.8}}]}
	END
	for set in a.pmtiles b.mbtiles c; do
		printf -- '  - {name: %s, style: style.json, events: list.csv, bbox: [37,29,49,38], zooms: 0-7, output: out/%s}\n' \
			"$set" "$set"
	done >rows
	{
		echo tilesets:
		cat rows
		echo '  - {name: over, style: style.json, events: list.csv, overlay: true, zooms: 2-8, output: out/over}'
	} >sitmap.yaml
	mkdir -p out
}

# clean: the same, built where nothing was before, in clean/out.
clean() {
	rm -rf clean
	mkdir -p clean/out
	cp list.csv style.json sitmap.yaml clean/
	(cd clean && "$SITMAP" build -q -j 1)
}

# tiles_of FOLDER: "z/x/y digest" of every tile.
tiles_of() {
	(cd "$1" && find . -name '*.png' -exec md5sum {} + | sed 's,^\(.*\)  ./\(.*\)\.png,\2 \1,' | sort)
}

# differ OLD NEW: tiles that are others, new or gone.
differ() {
	comm -3 "$1" "$2" | tr -d '\t' | cut -d' ' -f1 | sort -u
}

# listed OUTPUT: what the changed list says of its tiles.
listed() {
	awk -F'\t' -v of="$1" '$1 == of && NF == 2 { print $2 }' changed | sort
}

# rebuild WHY: builds again; the sets are those of a clean build, the list is what differs,
# and "N of M tiles" is its length.
rebuild() {
	tiles_of out/c >c-then
	tiles_of out/over >over-then
	"$SITMAP" build --explain --changed-list changed 2>said || { cat said; return 1; }
	clean
	for set in a.pmtiles b.mbtiles c over; do
		diff -r "out/$set" "clean/out/$set" || { echo "$1: $set is not a clean build's"; return 1; }
	done
	tiles_of out/c >c-now
	tiles_of out/over >over-now
	differ c-then c-now >c-differ
	differ over-then over-now >over-differ
	local set n
	n=$(wc -l <c-differ)
	for set in a.pmtiles b.mbtiles c; do
		listed out/$set | cmp - c-differ || { echo "$1: $set"; diff <(listed out/$set) c-differ; return 1; }
		grep -q "^sitmap: $set: drawn: .*; $n of $(wc -l <c-now) tiles$" said || { cat said; return 1; }
	done
	listed out/over | cmp - over-differ || { echo "$1: over"; return 1; }
}

# few: some tiles changed, most did not.
few() {
	[ "$(wc -l <c-differ)" -gt 2 ] && [ "$(wc -l <c-differ)" -lt $(($(wc -l <c-now) / 2)) ]
}

@test "one event moved, added, removed: few tiles, and a clean build's bytes" {
	sets
	"$SITMAP" build -q
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	rebuild moved && few
	[ "$(grep -c ^7/ c-differ)" -eq 1 ]
	echo 'd,2020-04-08,convoy,Mosul,43.13,36.34,fourth' >>list.csv
	rebuild added && few
	sed -i /^d,/d list.csv
	rebuild removed && few
	# In the way of the long name: that goes from the next tile too, where nothing else is.
	echo 'e,2020-04-08,convoy,Town,44.7,31,fifth' >>list.csv
	rebuild displaced && few
	[ "$(grep ^7/ c-differ | tr '\n' ' ')" = '7/79/52 7/80/52 ' ]
	touch list.csv
	"$SITMAP" build --explain 2>said
	[ "$(grep -c 'up to date' said)" -eq 4 ]
}

@test "the same with a bundled style" {
	sets
	cp "$TREE/styles/light.json" style.json
	"$SITMAP" build -q
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	rebuild moved && few
}

@test "an overlay that grows and shrinks" {
	sets
	"$SITMAP" build -q
	echo 'd,2020-04-08,convoy,Far,20,10,far' >>list.csv
	rebuild grown
	[ -n "$(cat over-differ)" ]
	sed -i /^d,/d list.csv
	rebuild shrunk
	[ -n "$(cat over-differ)" ]
}

@test "a colour of the style, a zoom more and less, another box, and back" {
	sets
	"$SITMAP" build -q
	sed -i 's/#dce4e9/#ccddee/' style.json
	rebuild coloured
	cp sitmap.yaml before.yaml
	sed -i 's/zooms: 0-7/zooms: 1-8/' sitmap.yaml
	rebuild zooms
	[ "$(listed out/a.pmtiles | head -1)" = 0/0/0 ]
	[ -z "$(grep '^[1-7]/' c-differ)" ] && grep -q '^8/' c-differ
	sed -i 's/37,29,49,38/37,29,52,38/' sitmap.yaml
	rebuild box
	cp before.yaml sitmap.yaml
	rebuild back
}

@test "tiles of 512 pixels and of double size" {
	sets
	sed -i 's/zooms: 0-7/zooms: 0-6, scale: 2, tile-size: 512/; s/zooms: 2-8/zooms: 2-6, scale: 2/' sitmap.yaml
	tiles_of() { (cd "$1" && find . -name '*.png' -exec md5sum {} + | sed 's,^\(.*\)  ./\(.*\)@2x\.png,\2 \1,' | sort); }
	"$SITMAP" build -q
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	rebuild moved
	[ "$(wc -l <c-differ)" -lt "$(wc -l <c-now)" ]
}

@test "the first build lists every tile; one with the same images none" {
	sets
	"$SITMAP" build -q --changed-list changed
	[ "$(listed out/c | wc -l)" -eq "$(find out/c -name '*.png' | wc -l)" ]
	[ "$(grep -cx out/a.pmtiles changed)" -eq 1 ]
	listed out/a.pmtiles | cmp - <(listed out/c)
	# Painted again, and the same came out.
	"$SITMAP" build -q --force --changed-list changed --report json >report
	[ ! -s changed ]
	total=$(find out/c -name '*.png' | wc -l)
	grep -q "\"name\":\"c\",\"status\":\"drawn\",.*\"tiles\":{\"total\":$total,\"changed\":0}" report
	"$SITMAP" build -q --report json >report
	grep -q "\"name\":\"c\",.*\"tiles\":{\"total\":$total,\"changed\":0}" report
}

@test "nothing is carried over from what somebody else wrote, or without a record" {
	sets
	"$SITMAP" build -q
	total=$(find out/c -name '*.png' | wc -l)
	# painted REASON...: what the next build says of the three.
	all() {
		"$SITMAP" build --explain 2>said
		[ "$(grep -c "[^0-9]$total of $total tiles" said)" -eq "$1" ] || { cat said; return 1; }
		clean
		for set in a.pmtiles b.mbtiles c over; do diff -r "out/$set" "clean/out/$set"; done
	}
	# Another picture of the same length, in each container.
	tile=$(find out/c/7 -name '*.png' | head -1)
	printf X | dd of="$tile" bs=1 seek=60 conv=notrunc 2>/dev/null
	printf X | dd of=out/a.pmtiles bs=1 seek=20000 conv=notrunc 2>/dev/null
	all 2
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	rm sitmap.yaml.state-*
	all 3
	# A damaged one, a cut one, one of another version.
	sed -i 's/43.23,35.7/43.13,35.77/' list.csv
	for record in sitmap.yaml.state-*; do printf X | dd of="$record" bs=1 seek=100 conv=notrunc; done
	all 3
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	for record in sitmap.yaml.state-*; do truncate -s 90 "$record"; done
	all 3
	sed -i 's/43.23,35.7/43.13,35.77/' list.csv
	for record in sitmap.yaml.state-*; do printf 'sitmap record 0' | dd of="$record" bs=1 conv=notrunc; done
	all 3
}

@test "a run that ended between the archive and its record, or its state" {
	sets
	"$SITMAP" build -q
	mkdir records
	cp sitmap.yaml.state-* records/
	cp sitmap.yaml.state state
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	"$SITMAP" build -q
	# The archives are new, what is known of them is old.
	cp records/* .
	sed -i 's/44.06,33.29/44.16,33.29/' list.csv
	"$SITMAP" build -q
	clean
	for set in a.pmtiles b.mbtiles c over; do diff -r "out/$set" "clean/out/$set"; done
	# Archives and records are new, the state is old: everything is due, no tile is painted.
	cp state sitmap.yaml.state
	"$SITMAP" build --explain --changed-list changed 2>said
	[ "$(grep -c 'is not what was written.* 0 of [0-9]* tiles' said)" -eq 4 ] || { cat said; return 1; }
	for set in a.pmtiles b.mbtiles c over; do diff -r "out/$set" "clean/out/$set"; done
}

@test "killed at any moment, the next run ends at a clean build's bytes" {
	sets
	"$SITMAP" build -q
	clean
	cp -r clean/out old
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	clean
	for pause in 0.02 0.05 0.1 0.15 0.2 0.3 0.4 0.5 0.7 0.9; do
		sed -i 's/43.23,35.7/43.13,35.77/' list.csv
		"$SITMAP" build -q
		for set in a.pmtiles b.mbtiles c over; do diff -r "out/$set" "old/$set"; done
		sed -i 's/43.13,35.77/43.23,35.7/' list.csv
		timeout -s KILL $pause "$SITMAP" build -q -j 4 || true
		# A process that it started may take a moment to see that it is alone.
		"$SITMAP" build -q --wait 60s
		for set in a.pmtiles b.mbtiles c over; do diff -r "out/$set" "clean/out/$set"; done
		nothing_left
	done
}

@test "unchanged files of a folder are not touched" {
	sets
	"$SITMAP" build -q
	find out/c -name '*.png' -printf '%p %i %T@\n' | sort >before
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	"$SITMAP" build -q --changed-list changed
	find out/c -name '*.png' -printf '%p %i %T@\n' | sort >after
	differ <(sed 's,out/c/\(.*\)\.png \(.*\) \(.*\),\1 \2-\3,' before) \
		<(sed 's,out/c/\(.*\)\.png \(.*\) \(.*\),\1 \2-\3,' after) | cmp - <(listed out/c)
}

@test "one event edited redraws just what shows it: maps and tilesets" {
	sets
	cat >>sitmap.yaml <<-'END'
	maps:
	  - {name: march, events: list.csv, as-of: 2020-03-31, size: 300x200, outputs: [out/march.png, out/march.svg]}
	  - {name: april, events: list.csv, since: 2020-04-01, size: 300x200, outputs: out/april.png}
	  - {name: all, events: list.csv, size: 300x200, outputs: out/all.pdf}
	END
	sed -i '/name: b.mbtiles/d; s/\(name: over.*\)overlay/\1since: 2020-04-01, overlay/' sitmap.yaml
	export SOURCE_DATE_EPOCH=1
	"$SITMAP" build -q
	cp -r out before
	sed -i 's/43.13,35.77,second/43.23,35.7,second/' list.csv
	"$SITMAP" build -q --changed-list changed --report json >report
	[ "$(grep -o '"name":"[^"]*","status":"drawn"' report | cut -d'"' -f4 | tr '\n' ' ')" = 'march all a.pmtiles c ' ]
	[ "$(cut -f1 changed | sort -u | tr '\n' ' ')" = 'out/a.pmtiles out/all.pdf out/c out/march.png out/march.svg ' ]
	clean
	for output in march.png march.svg april.png all.pdf a.pmtiles c over; do
		diff -r out/$output clean/out/$output
	done
	tiles_of before/c >c-then
	tiles_of out/c >c-now
	differ c-then c-now | cmp - <(listed out/c)
	"$SITMAP" build -q --report json >report
	grep -q '"drawn":0,"current":6' report
}

@test "a tileset that goes takes its record along, and its folder" {
	sets
	"$SITMAP" build -q
	[ "$(find . -maxdepth 1 -name 'sitmap.yaml.state-*' | wc -l)" -eq 4 ]
	echo mine >out/mine.txt
	sed -i '/name: c,/d; /name: a.pmtiles/d' sitmap.yaml
	"$SITMAP" build -q --prune
	[ "$(find . -maxdepth 1 -name 'sitmap.yaml.state-*' | wc -l)" -eq 2 ]
	[ ! -e out/c ] && [ ! -e out/a.pmtiles ] && [ -e out/b.mbtiles ] && [ -e out/mine.txt ]
	"$SITMAP" build -q --prune
	nothing_left
}

# no_time SET: builds it with hardly any time until it is done, at most so often as it has blocks
# of tiles; parts says how many runs left it.
no_time() {
	parts=0
	while ! "$SITMAP" build --only "$1" -j 1 --duration 0.002s --changed-list "list-$1-$parts" 2>said; do
		parts=$((parts + 1))
		[ "$parts" -lt 200 ]
		[ "$(tail -n 1 said)" = 'sitmap: stopped after 0.002s: 1 map is left for the next run' ]
	done
	"$SITMAP" build --only "$1" --explain 2>&1 | grep -q "$1: up to date"
}

@test "a tileset that has no time to end goes on in the next run" {
	sets
	sed -i 's/zooms: [02]-[78]/zooms: 4-7/' sitmap.yaml
	# At first there is nothing, then there is a set before.
	for moved in 43.13,35.77 43.23,35.7; do
		sed -i "s/43.13,35.77/$moved/" list.csv
		cp -r out before
		clean
		for set in a.pmtiles b.mbtiles c over; do
			no_time $set
			[ "$parts" -gt 0 ]
			diff -r out/$set clean/out/$set
			# It was whole all the time.
			case $set in *.*)
				grep -q "^sitmap: $set: drawn" said
				[ -z "$(cat $(ls -d list-"$set"-* | sort -V | head -n -1))" ]
			esac
		done
		nothing_left
		find out/c -name '*.png' | sed 's,out/c/,,; s,.png,,' | sort >c-now
		if [ -e before/c ]; then
			tiles_of before/c >then
			tiles_of out/c >now
			differ then now >c-now
		fi
		# Of a folder each run tells what it wrote, of an archive the last one.
		cat list-c-* | awk -F'\t' 'NF == 2 { print $2 }' | sort | cmp - c-now
		cat list-a.pmtiles-* | awk -F'\t' 'NF == 2 { print $2 }' | sort | cmp - c-now
		rm -rf before list-*
	done
}

# step SET [OPTION...]: a run without time, once more where it had not even that to begin.
step() {
	for _ in $(seq 20); do
		"$SITMAP" build --only "$@" -j 1 --duration 0.002s --report json >report 2>said || [ $? -eq 1 ]
		grep -q '"stopped at' report && return
	done
	return 1
}

@test "what changes between two such runs is drawn; a part of no use goes" {
	sets
	sed -i 's/zooms: [02]-[78]/zooms: 4-9/' sitmap.yaml
	for set in a.pmtiles b.mbtiles c over; do
		step $set
		step $set
	done
	# The tiles that show the same are taken from the part, the others are not.
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	"$SITMAP" build -q
	clean
	for set in a.pmtiles b.mbtiles c over; do diff -r out/$set clean/out/$set; done
	nothing_left
	# Damaged: it is as if it were not there.
	sed -i 's/#dce4e9/#ccddee/' style.json
	for set in a.pmtiles b.mbtiles; do
		step $set
		step $set
		printf X | dd of="$(echo out/.sitmap-*.part."${set#*.}")" bs=1 seek=20000 conv=notrunc 2>/dev/null
	done
	"$SITMAP" build -q
	clean
	for set in a.pmtiles b.mbtiles c over; do diff -r out/$set clean/out/$set; done
	nothing_left
	# The old colour is back before the set is done: its archive is right, the part goes.
	sed -i 's/#ccddee/#dce4e9/' style.json
	step a.pmtiles
	[ -e out/.sitmap-*.part.pmtiles ]
	sed -i 's/#dce4e9/#ccddee/' style.json
	rm -r out/c
	"$SITMAP" build -q
	nothing_left
	# What was to be another file goes, whether there is time or not.
	sed -i 's/#ccddee/#dce4e9/' style.json
	step b.mbtiles
	sed -i 's,out/b.mbtiles,out/d.mbtiles,' sitmap.yaml
	step b.mbtiles
	[ "$(find out -name '.sitmap-*.part.*' | wc -l)" -eq 1 ]
	sed -i 's,out/d.mbtiles,out/b.mbtiles,' sitmap.yaml
	sed -i 's/#dce4e9/#ccddee/' style.json
	"$SITMAP" build -q
	nothing_left
	# And with the set, when that is not wanted any more.
	sed -i 's/#ccddee/#dce4e9/' style.json
	step a.pmtiles
	step c
	sed -i '/name: [ac]/d' sitmap.yaml
	"$SITMAP" build -q --prune
	nothing_left out/a.pmtiles out/c
	[ "$(find . -maxdepth 1 -name 'sitmap.yaml.state-*' | wc -l)" -eq 2 ]
}

@test "a part that cannot be removed is remembered until it can" {
	sets
	sed -i 's/zooms: [02]-[78]/zooms: 4-7/' sitmap.yaml
	step b.mbtiles
	part=$(echo out/.sitmap-*.part.mbtiles)
	rm "$part"
	mkdir "$part"
	sed -i 's,out/b.mbtiles,out/d.mbtiles,' sitmap.yaml
	fails 1 "$SITMAP" build --only b.mbtiles -q
	says 'cannot remove it'
	[ "$(grep -c 'cannot remove it' stderr)" -eq 1 ]
	[ -e out/d.mbtiles ]
	fails 1 "$SITMAP" build --only b.mbtiles -q
	rmdir "$part"
	touch "$part"
	"$SITMAP" build --only b.mbtiles -q
	nothing_left
}

@test "a set that grows beyond what can go on leaves no older part" {
	sets
	sed -i 's/zooms: [02]-[78]/zooms: 4-7/' sitmap.yaml
	for set in a.pmtiles b.mbtiles c; do step $set; done
	sed -i 's/bbox: .*, zooms: 4-7/zooms: 1-14/' sitmap.yaml
	for set in a.pmtiles b.mbtiles c; do
		step $set
		grep -q 'stopped at [0-9]* of 357913940 tiles' report
	done
	nothing_left
	[ -z "$(find . -name 'sitmap.yaml.state-*.part')" ]
	# The folder is known as it stands, and goes with the set.
	sed -i '/name: c,/d' sitmap.yaml
	"$SITMAP" build --only over --prune -q
	[ ! -e out/c ]
}

@test "a folder that is not done in one run: every tile that goes is told of" {
	sets
	sed -i '/name: [abo]/d; s/zooms: 0-7/zooms: 4-7/' sitmap.yaml
	"$SITMAP" build -q
	cp sitmap.yaml wide.yaml
	tiles_of out/c >before
	# Two other boxes, and no time for either; then a third.
	sed -i 's/37,29,49,38/37,29,43,34/' sitmap.yaml
	step c --changed-list list-1
	sed -i 's/37,29,43,34/40,29,70,34/' sitmap.yaml
	step c --changed-list list-2
	step c --changed-list list-3
	sed -i 's/40,29,70,34/43,31,46,34/' sitmap.yaml
	"$SITMAP" build -q --changed-list list-4
	clean
	diff -r out/c clean/out/c
	tiles_of out/c >after
	differ before after >differ
	# Those that came and went are told of, too.
	awk -F'\t' 'NF == 2 { print $2 }' list-* | sort -u >told
	[ -z "$(comm -13 told differ)" ]
	[ "$(grep -hc "	4/11/6$" list-[1-4] | tr '\n' ' ')" = '0 1 0 1 ' ]
	# The box from before: what another one wrote meanwhile is told of.
	sed -i 's/43,31,46,34/37,29,49,38/; s/style.json/other.json/' sitmap.yaml
	sed 's/#dce4e9/#ccddee/' style.json >other.json
	"$SITMAP" build -q --changed-list list-4
	cp wide.yaml sitmap.yaml
	step c --changed-list changed
	[ -n "$(listed out/c)" ]
	cp changed list
	sed -i 's/style.json/other.json/' sitmap.yaml
	"$SITMAP" build -q --changed-list changed
	[ "$(listed out/c)" = "$(awk -F'\t' 'NF == 2 { print $2 }' list | sort)" ]
}

# moved SET: one more short run, with an event where it was not yet; counts those that began.
moved() {
	sed -i "s/43\.[0-9]*,35.77/43.$((100 + (n += 1))),35.77/" list.csv
	if "$SITMAP" build --only "$1" -j 1 --duration 0.002s 2>said; then return 0; fi
	if grep "$1: left: .*stopped at" said; then parts=$((parts + 1)); fi
	return 1
}

@test "a tileset is done over several short runs although an event moves before each" {
	sets
	sed -i 's/zooms: [02]-[78]/zooms: 4-7/' sitmap.yaml
	n=0
	for set in a.pmtiles b.mbtiles c over; do
		parts=0
		until moved $set; do [ "$parts" -lt 40 ]; done
		[ "$parts" -gt 0 ]
		clean
		diff -r out/$set clean/out/$set
	done
}

@test "where every tile changed a short run is over when its time is" {
	sets
	sed -i 's/zooms: 0-7/zooms: 4-10/' sitmap.yaml
	stopped() { grep -o 'stopped at [0-9]*' report | cut -c12-; }
	for set in a.pmtiles c; do
		step $set
		until [ "$(stopped)" -gt 600 ]; do step $set; done
		sed -i 's/#f3f3f1/#f3f3f2/; s/#dce4e9/#ccddee/' style.json
		step $set
		[ "$(stopped)" -le 500 ]
		sed -i 's/#f3f3f2/#f3f3f1/; s/#ccddee/#dce4e9/' style.json
	done
}

@test "what lies beside an archive is one of its outputs" {
	sets
	sed -i '/name: [abc]/d; s,output: out/over,viewer: true\, output: out/over.pmtiles,' sitmap.yaml
	mkdir leaflet
	echo 'var L;' >leaflet/leaflet.js
	echo '#map{}' >leaflet/leaflet.css
	export SITMAP_LEAFLET=$PWD/leaflet
	"$SITMAP" build -q
	cp -r out clean
	for beside in over.geojson over.html over-viewer over-viewer/leaflet.js over.pmtiles; do
		rm -r "out/$beside"
		"$SITMAP" build --explain --changed-list changed 2>said
		grep -q "over: drawn: out/over.* \(is missing\|is not what was written\); " said
		diff -r -x index.html out clean
		"$SITMAP" build --explain 2>&1 | grep -q 'up to date'
	done
	sed -i 's/43.13,35.77/43.23,35.7/' list.csv
	"$SITMAP" build -q --changed-list changed
	[ "$(grep -v '	' changed | tr '\n' ' ')" = 'out/over.pmtiles out/over.geojson out/over.html ' ]
	[ "$(grep '	' changed | cut -f1 | sort -u)" = out/over.pmtiles ]
	grep -q '>PMTiles, ' out/index.html
	[ "$(grep -o '>Viewer<' out/index.html | wc -l)" -eq 1 ]
	# They go with it.
	echo 'maps: [{name: m, events: list.csv, size: 300x200, outputs: out/m.png}]' >sitmap.yaml
	"$SITMAP" build -q --prune
	[ "$(ls out | tr '\n' ' ')" = 'index.html m.png ' ]
	cat >two.yaml <<-'END'
	tilesets:
	  - {name: a, events: list.csv, overlay: true, zooms: 4-5, output: out/a.pmtiles}
	  - {name: b, events: list.csv, overlay: true, zooms: 4-5, output: out/a.mbtiles}
	END
	fails 1 "$SITMAP" build two.yaml
	says '"out/a.geojson" is written a second time'
}
