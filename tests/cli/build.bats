load helper

# A folder with three maps: two of one list, apart by date, and one of another list.
folder() {
	mkdir -p out
	list_here
	printf 'id,place,lon,lat\nx,Erbil,44.01,36.19\n' >other.csv
	cat >sitmap.yaml <<-'END'
	maps:
	  - name: march
	    title: March & "more"
	    events: list.csv
	    as-of: 2020-03-31
	    size: 300x200
	    outputs: [out/march.png, out/march.svg]
	  - name: april
	    events: list.csv
	    since: 2020-04-01
	    size: 300x200
	    outputs: out/april.png
	  - name: other
	    events: other.csv
	    size: 300x200
	    outputs: out/other.png
	END
}

# A failing "! command" does not end a test; this does.
not() {
	if "$@"; then
		return 1
	fi
}

# drawn NAME...: what a run draws now, and nothing else.
drawn() {
	"$SITMAP" build --log-format json 2>log || { cat log; return 1; }
	local got
	got=$(sed -n 's/.*"map":"\([^"]*\)","message":"drawn".*/\1/p' log | tr '\n' ' ')
	[ "${got% }" = "$*" ] || { echo "drawn: $got"; cat log; return 1; }
}

# because NAME TEXT: what --explain says of a map.
because() {
	"$SITMAP" build -n --explain >said
	grep -qF -- "$1: $2" said || { cat said; return 1; }
}

@test "build draws what is listed, then nothing" {
	folder
	drawn march april other
	[ -s out/march.png ] && [ -s out/march.svg ] && [ -s out/april.png ] && [ -s out/other.png ]
	drawn
	nothing_left
}

@test "a build with nothing to do writes nothing and says nothing" {
	mkdir maps
	cd maps
	folder
	"$SITMAP" build -q
	find . -printf '%p %T@ %C@ %i\n' | sort >../before
	# The search for leaks does not work under strace.
	ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=%file,write,pwrite64,writev,ftruncate -o ../trace \
		"$SITMAP" build --quiet >../said 2>&1
	[ ! -s ../said ]
	# The calls, not what the folders that they name are called.
	grep -E 'O_(WRONLY|RDWR|CREAT)|^[0-9]+ +[a-z]*(rename|unlink|mkdir|write|truncate)' ../trace |
		grep -v '"/dev/null", O_RDWR' >../writes || true
	[ ! -s ../writes ] || { cat ../writes; return 1; }
	find . -printf '%p %T@ %C@ %i\n' | sort | cmp - ../before
}

@test "touched files are the same files" {
	folder
	"$SITMAP" build -q
	touch list.csv other.csv sitmap.yaml out/*
	cp list.csv copy && mv copy list.csv
	drawn
}

@test "one event redraws the maps that show it, and the reason is said" {
	folder
	"$SITMAP" build -q
	sed -i 's/,first$/,changed/' list.csv
	because march '1 event changed'
	because april 'up to date'
	drawn march
	echo 'd,2020-04-08,convoy,Mosul,43.13,36.34,new' >>list.csv
	echo 'e,2020-04-09,convoy,Erbil,44.01,36.19,new' >>list.csv
	because april '2 events added'
	drawn april
	sed -i '/^[bd],/d' list.csv
	because march '1 event removed'
	because april '1 event removed'
	drawn march april
	drawn
}

@test "what changed in the map file is named" {
	folder
	"$SITMAP" build -q
	sed -i 's/title: March.*/title: Spring/; s/^maps:/# a comment\nmaps:/' sitmap.yaml
	because march 'setting "title" changed'
	because other 'up to date'
	drawn march
	sed -i 's/name: other/name: else/' sitmap.yaml
	because else 'never drawn'
}

@test "a changed style, an icon, a layer and a missing output are reasons" {
	folder
	root=$BATS_TEST_DIRNAME/../..
	mkdir -p data/geodata data/styles
	cp -r "$root/styles/icons" "$root"/styles/paper.json data/styles/
	ln -s "$root"/geodata/*.shp "$root"/geodata/*.shx "$root"/geodata/*.dbf "$root"/geodata/*.prj data/geodata/
	ln -s "$root/build" data/build
	export SITMAP_DATA=$PWD/data
	"$SITMAP" build -q
	drawn
	sed -i 's/#[0-9a-f]\{6\}/#123456/' data/styles/paper.json
	because march 'style changed (paper.json)'
	drawn march april other
	printf '{}' >data/styles/icons/zz.json
	because other 'icons changed'
	rm data/styles/icons/zz.json
	rm data/geodata/rivers.shp
	cp "$root/geodata/rivers.shp" data/geodata/rivers.shp
	drawn
	printf 'x' >>out/other.png
	rm out/april.png
	because other 'out/other.png is not what was written'
	because april 'out/april.png is missing'
	drawn april other
}

@test "an incremental build equals a clean one in every byte" {
	folder
	SOURCE_DATE_EPOCH=1 "$SITMAP" build -q
	sed -i 's/,first$/,changed/' list.csv
	SOURCE_DATE_EPOCH=1 "$SITMAP" build -q
	cp -r out incremental
	rm -rf out sitmap.yaml.state
	mkdir out
	SOURCE_DATE_EPOCH=1 "$SITMAP" build -q --jobs 3
	for f in march.png march.svg april.png other.png; do cmp out/$f incremental/$f; done
}

@test "the state does not depend on where a run starts" {
	folder
	"$SITMAP" build -q
	mkdir -p deep
	cd deep
	"$SITMAP" build --dry-run ../sitmap.yaml >said
	[ ! -s said ]
	"$SITMAP" build -n "$PWD/../sitmap.yaml" >said
	[ ! -s said ]
}

@test "dry run changes nothing" {
	folder
	"$SITMAP" build --dry-run >said
	[ "$(tr '\n' ' ' <said)" = 'march april other ' ]
	[ -z "$(ls out)" ] && [ ! -e sitmap.yaml.state ]
}

@test "only, force, and a name that is not there" {
	folder
	"$SITMAP" build -q --only march,other
	[ -e out/march.png ] && [ ! -e out/april.png ]
	drawn april
	"$SITMAP" build -f --only other --log-format json 2>log
	[ "$(grep -c '"message":"drawn"' log)" -eq 1 ]
	fails 2 "$SITMAP" build --only mai
	says 'no map is named "mai"'
}

@test "a failing map stops the rest, with keep-going it does not; it is tried again" {
	folder
	echo 'id,place' >list.csv
	echo 'a,Xyzzyville' >>list.csv
	fails 3 "$SITMAP" build --jobs 1
	[ ! -e out/other.png ]
	fails 3 "$SITMAP" build --jobs 2 --keep-going
	says Xyzzyville
	[ -e out/other.png ] && [ ! -e out/march.png ]
	grep -q 'The last attempt failed' out/index.html
	fails 3 "$SITMAP" build -k
	because other 'up to date'
	folder
	drawn march april
	not grep -q 'The last attempt failed' out/index.html
	# What was never drawn has no map before it.
	printf 'maps:\n  - {name: a, events: none.csv, outputs: new/a.png}\n' >new.yaml
	mkdir new
	fails 1 "$SITMAP" build new.yaml
	grep -q '<p>The last attempt failed.</p>' new/index.html
}

@test "a map that fails later keeps its last good output" {
	folder
	"$SITMAP" build -q
	cp out/other.png good.png
	printf 'id,place,lon,lat\nx,Erbil,444,36.19\n' >other.csv
	fails 1 "$SITMAP" build
	says 'other.csv:2:'
	cmp out/other.png good.png
	nothing_left
}

@test "messages stand in the order of the map file with any number of jobs" {
	folder
	for jobs in 1 2 3; do
		"$SITMAP" build --force --jobs $jobs 2>said-$jobs
	done
	cmp said-1 said-2
	cmp said-1 said-3
	[ "$(sed 's/sitmap: \(.*\): drawn/\1/' said-1 | tr '\n' ' ')" = 'march april other ' ]
}

@test "prune removes what no map writes any more, and nothing else" {
	folder
	"$SITMAP" build -q
	echo mine >out/mine.txt
	sed -i 's/out\/march.png, //; /name: other/,$d' sitmap.yaml
	"$SITMAP" build -q
	[ -e out/march.png ] && [ -e out/other.png ]
	"$SITMAP" build -q --prune
	[ ! -e out/march.png ] && [ ! -e out/other.png ] && [ -e out/march.svg ] && [ -e out/mine.txt ]
	"$SITMAP" build -q --prune
}

@test "prune leaves what somebody changed" {
	folder
	"$SITMAP" build -q
	sed -i '/name: other/,$d' sitmap.yaml
	echo mine >out/other.png
	"$SITMAP" build --prune 2>stderr
	says 'not removed'
	[ "$(cat out/other.png)" = mine ]
}

@test "duration stops between maps and the next run goes on" {
	folder
	fails 1 "$SITMAP" build --duration 0s
	says '3 maps are left for the next run'
	[ ! -e out/march.png ]
	"$SITMAP" build -q --duration 2h
	[ -e out/other.png ]
	fails 2 "$SITMAP" build --duration soon
}

@test "a second run ends with 75 and one line, or waits" {
	folder
	"$SITMAP" build -q
	touch sitmap.yaml.lock-probe
	# The lock is a temporary of sitmap.yaml.lock: held here by a run that is stopped.
	rm -f out/*.png
	"$SITMAP" build -q -j 1 &
	first=$!
	# Made and locked: another run would take over what is not locked yet.
	for _ in $(seq 2000); do
		for t in .sitmap-*.tmp; do
			[ ! -e "$t" ] || flock -n "$t" true || break 2
		done
	done
	kill -STOP $first
	fails 75 "$SITMAP" build
	[ "$(wc -l <stderr)" -eq 1 ]
	says 'another run builds it'
	(sleep 0.3; kill -CONT $first) &
	"$SITMAP" build -q --wait 60s
	wait $first
	[ -e out/march.png ]
	nothing_left
}

@test "json: a report, and messages as lines of JSON" {
	folder
	echo 'a,2020-03-19,handover,Nowhere,,,' >>list.csv
	fails 3 "$SITMAP" build -k --log-format json || true
	"$SITMAP" build -k --log-format json --report json >report 2>log || true
	grep -q '"exit":3' report
	grep -q '"name":"other","status":"current".*"bytes":[0-9]\{4,\}' report
	grep -q '"name":"march","status":"failed".*"errors":\["' report
	grep -q '"level":"error","map":"march","file":"list.csv","line":5' log
	[ -z "$(grep -v '^{"level":.*}$' log)" ]
}

# json_lines FILE: every line is one flat object of JSON with a level.
json_lines() {
	[ -s "$1" ]
	[ -z "$(grep -vE '^\{"level":"(error|warning|note|info)"(,"[a-z]+":("([^"\\]|\\.)*"|[0-9]+))*\}$' "$1")" ] ||
		{ cat "$1"; return 1; }
}

@test "json: every message is a line of its own, the same whenever it is said" {
	folder
	"$SITMAP" build --log-format json 2>log
	json_lines log
	printf '{"level":"info","map":"%s","message":"drawn","why":"never drawn"}\n' march april other | cmp - log
	"$SITMAP" build --log-format json 2>log
	[ ! -s log ]
	"$SITMAP" build --log-format json --explain 2>log
	printf '{"level":"info","map":"%s","message":"up to date"}\n' march april other | cmp - log
	sed -i 's/,first$/,"a ""quoted"" \\ name"/' list.csv
	printf 'id,place,lon,lat\nx,Erbil,444,36.19\n' >other.csv
	[ "$("$SITMAP" build -k --log-format json --explain 2>log; echo $?)" -eq 1 ]
	json_lines log
	grep -qx '{"level":"info","map":"march","message":"drawn","why":"1 event changed"}' log
	grep -qx '{"level":"info","map":"april","message":"up to date"}' log
	grep -q '^{"level":"error","map":"other","file":"other.csv","line":2,"column":[0-9]*,"path":"lon","message":"' log
	grep -qx '{"level":"error","map":"other","message":"failed","why":"the event list cannot be read"}' log
	# What ends a run before a map is drawn is said in JSON too.
	for wrong in '--only nothing' '--wait soon' none.yaml; do
		"$SITMAP" build --log-format json $wrong 2>log || true
		json_lines log
	done
	printf 'maps:\n  - {name: a, outputs: a.png, titel: x}\n' >wrong.yaml
	"$SITMAP" build --log-format json wrong.yaml 2>log || true
	json_lines log
	grep -q '"file":"wrong.yaml","line":2,' log
	echo 'id,place' >list.csv
	echo 'x,"A \b<>&"' >>list.csv
	"$SITMAP" build -k --quiet --log-format json 2>log || true
	json_lines log
	not grep -q '"level":"info"' log
}

@test "dry run as a report" {
	folder
	"$SITMAP" build -q --only march
	"$SITMAP" build --dry-run --report json >report
	grep -q '"drawn":0,"current":1,' report
	grep -q '"name":"april","status":"due","why":\["never drawn"\]' report
	[ ! -e out/april.png ]
}

@test "the changed list names the outputs whose bytes changed" {
	folder
	"$SITMAP" build -q --changed-list changed
	[ "$(sort changed | tr '\n' ' ')" = 'out/april.png out/march.png out/march.svg out/other.png ' ]
	"$SITMAP" build -q --force --changed-list changed
	[ ! -s changed ]
	sed -i 's/44.01/44.11/' other.csv
	"$SITMAP" build -q --changed-list changed
	[ "$(cat changed)" = out/other.png ]
}

@test "the gallery shows every map, is sound HTML, and is not written in vain" {
	folder
	"$SITMAP" build -q
	xmllint --html --noout out/index.html 2>problems || true
	[ -z "$(grep -v 'Tag \(header\|main\|article\|time\) invalid' problems | grep 'error :')" ]
	grep -q 'alt="Map: March &amp; &quot;more&quot;"' out/index.html
	grep -q 'href="./march.svg"' out/index.html
	not grep -qi 'script\|http' out/index.html
	echo broken >out/index.html
	fails 1 "$SITMAP" build
	says 'is no gallery of sitmap'
	rm out/index.html
	"$SITMAP" build -q
	grep -q april out/index.html
	sed -i '1i gallery: false' sitmap.yaml
	rm out/index.html
	"$SITMAP" build -q
	[ ! -e out/index.html ]
}

@test "the gallery says what a tileset is, and escapes what is written" {
	mkdir out
	printf '{"version":8,"sources":{},"layers":[{"id":"b","type":"background"}]}' >style.json
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: m, style: style.json, center: [44, 33], zoom: 3, size: 60x40, outputs: "png:out/<i>.a&b"}
	tilesets:
	  - {name: a, title: "A <b>", style: style.json, zooms: 0-1, output: out/a.pmtiles}
	  - {name: b, style: style.json, zooms: 0-1, output: out/b}
	END
	"$SITMAP" build -q
	grep -q '<p>1 map, 2 tilesets</p>' out/index.html
	grep -q '<a href="./a.pmtiles">PMTiles, ' out/index.html
	grep -q '<a href="./b">Folder of tiles, ' out/index.html
	[ "$(grep -c '<span>5 tiles</span>' out/index.html)" -eq 2 ]
	grep -q 'A &lt;b&gt;' out/index.html
	grep -q '<a href="./%3Ci%3E.a%26b">A&amp;B, ' out/index.html
}

@test "a state that cannot be read is told, and everything is drawn anew" {
	folder
	"$SITMAP" build -q
	echo '{"sitmap-state":1,"entries":[{}]}' >sitmap.yaml.state
	"$SITMAP" build 2>stderr
	says 'not a state that this version reads'
	[ "$(grep -c ': drawn' stderr)" -eq 3 ]
	drawn
}

@test "places found in the gazetteer are kept; the lock's other lines do not matter" {
	folder
	printf 'id,date,place,country\na,2020-01-01,Mosul,IQ\n' >other.csv
	drawn march april other
	drawn
	printf 'Elsewhere\tIQ\tx\t40\t33\tby hand\n' >>other.csv.places.lock
	drawn
	sed -i 's/^\(Mosul\t[^\t]*\t[^\t]*\t\)[^\t]*/\143.5/' other.csv.places.lock
	because other 'places lock changed'
	drawn other
}

@test "without a terminal and without an environment there is no escape byte" {
	folder
	env -i "$SITMAP" build >said 2>&1 </dev/null
	not grep -q "$(printf '\033')" said
	not grep -q "$(printf '\r')" said
	env -i "$SITMAP" build --force --quiet >said 2>&1 </dev/null
	[ ! -s said ]
}

@test "a map file that is wrong is told with its line" {
	printf 'maps:\n  - name: a\n    outputs: a.png\n    titel: x\n' >sitmap.yaml
	fails 1 "$SITMAP" build
	says 'sitmap.yaml:4:'
	fails 1 "$SITMAP" build none.yaml
	says 'none.yaml: cannot open'
}

@test "paths of a map file are seen from its folder" {
	mkdir maps
	(cd maps && maps_here)
	"$SITMAP" build maps/sitmap.yaml
	[ -s maps/first.png ] && [ ! -e first.png ]
}

@test "build --data-dir" {
	maps_here
	"$SITMAP" build --data-dir "$TREE" --only first
	fails 1 "$SITMAP" build --data-dir none --only first
	says 'none: no such data folder'
}

@test "two maps may not write one file" {
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: a, style: light, outputs: [a.svg, "png:x.html"]}
	  - {name: b, style: light, outputs: b.svg, alt: x.html}
	  - {name: c, style: light, outputs: ["svg:c", "svg:-", "png:/dev/null"]}
	  - {name: d, style: light, outputs: ["svg:-", "png:/dev/null"]}
	tilesets:
	  - {name: t, style: light, output: ./c}
	END
	fails 1 "$SITMAP" check sitmap.yaml
	says 'sitmap.yaml:3:5: maps[1]: "x.html" is written a second time'
	says 'sitmap.yaml:7:5: tilesets[0]: "./c" is written a second time'
	[ "$(wc -l <stderr)" -eq 2 ]
}

@test "all errors of a map file at once, with lines" {
	cat >sitmap.yaml <<-'END'
	maps:
	  - name: one
	    titel: x
	    zoom: many
	    since: 2020-13-01
	    outputs: [a.png]
	  - title: two
	    outputs: [b.png]
	END
	fails 1 "$SITMAP" build
	says 'sitmap.yaml:3:'
	says 'title'
	says 'sitmap.yaml:4:'
	says 'sitmap.yaml:5:'
	says 'sitmap.yaml:7:'
	nothing_left a.png b.png
}

@test "a place that is unknown is exit 3, in a map file too" {
	maps_here
	printf 'date,kind,place\n2020-01-01,handover,Xyzzyville\n' >events.csv
	fails 3 "$SITMAP" build
	says Xyzzyville
}

@test "build with wrong usage" {
	fails 2 "$SITMAP" build a.yaml b.yaml
	fails 2 "$SITMAP" build --nonsense
	fails 1 "$SITMAP" build
	says 'sitmap.yaml: cannot open'
	fails 1 "$SITMAP" build none.yaml
}

@test "one map's end is not the others'" {
	maps_here
	sed -i '0,/300x200/s/300x200/99999x200/' sitmap.yaml
	fails 1 "$SITMAP" build -k
	says 'over the limit'
	[ -s second.png ]
}

@test "maps of one list find its places once, with any number of jobs" {
	mkdir out
	cat >list.csv <<-'END'
	id,date,place
	a,2020-03-19,Mosul
	b,2020-03-20,Erbil
	c,2020-04-01,Abu Ghraib
	d,2020-04-02,Mosul
	END
	for i in 1 2 3 4; do
		printf -- '  - {name: m%d, events: list.csv, size: 300x200, outputs: out/m%d.png%s}\n' \
			$i $i "$([ $((i % 2)) -eq 0 ] && echo ', since: 2020-04-01')"
	done | { echo maps:; cat; } >sitmap.yaml
	"$SITMAP" build -q -j 4
	[ "$(grep -c '^Mosul' list.csv.places.lock)" -eq 1 ]
	[ "$(grep -vc '^#' list.csv.places.lock)" -eq 3 ]
	drawn
	cp -r out four
	rm -rf out/* list.csv.places.lock sitmap.yaml.state
	"$SITMAP" build -q -j 1
	for i in 1 2 3 4; do cmp out/m$i.png four/m$i.png; done
	drawn
}

@test "the map in words and outputs named by format are watched over like the others" {
	folder
	sed -i 's/outputs: out\/other.png/outputs: png:out\/other.picture\n    alt: out\/other.txt/' sitmap.yaml
	"$SITMAP" build -q --data-dir "$TREE" --wait 1m --prune
	[ -s out/other.picture ] && [ -s out/other.txt ]
	rm out/other.txt
	because other 'out/other.txt is missing'
	drawn other
}

@test "tilesets are built, found up to date, and drawn again like maps" {
	folder
	cat >style.json <<-'END'
	{"version":8,"sources":{},"layers":[{"id":"b","type":"background","paint":{"background-color":"#abcdef"}}]}
	END
	cat >>sitmap.yaml <<-'END'
	tilesets:
	  - {name: base, style: style.json, zooms: 0-2, output: out/base.pmtiles}
	  - {name: over, style: light, events: list.csv, overlay: true, zooms: 3-4, output: out/over}
	END
	drawn march april other base over
	[ -s out/base.pmtiles ] && [ -d out/over/3 ]
	drawn
	sed -i 's/abcdef/fedcba/' style.json
	because base 'style changed (style.json)'
	drawn base
	rm "$(find out/over -name '*.png' | head -1)"
	because over 'out/over is not what was written'
	drawn over
	sed -i 's/,first$/,changed/' list.csv
	drawn march over
	cp -r out first
	rm -rf out sitmap.yaml.state
	mkdir out
	"$SITMAP" build -q
	cmp out/base.pmtiles first/base.pmtiles
	diff -r out/over first/over
	sed -i 's/zooms: 3-4/zooms: 4-3/' sitmap.yaml
	fails 1 "$SITMAP" build
	says 'sitmap.yaml:19:'
}

@test "what is wrong with a map that no file shows names the map" {
	gazetteer_here
	printf 'maps:\n  - {name: a, style: light, fit: Nowhereland, gazetteer: places.sqlite, outputs: a.png}\n  - {name: b, style: papr, outputs: b.png}\n' >sitmap.yaml
	fails 1 "$SITMAP" build --keep-going
	says 'sitmap: a: "Nowhereland" is no country, region or place'
	says 'sitmap: b: no style "papr"'
}
