load helper

@test "an overlay is the same set of tiles in every container" {
	cp "$DATA/events.csv" .
	for o in folder a.mbtiles a.pmtiles; do "$SITMAP" tiles events.csv --overlay -z 4-6 -o $o -q; done
	cmp folder/events.geojson a.geojson
	for k in 1 2; do "$SITMAP" tiles events.csv --overlay -z 4-6 --shard $k/2 -o p$k.pmtiles -q; done
	for o in merged merged.mbtiles merged.pmtiles; do "$SITMAP" tiles merge p1.pmtiles p2.pmtiles -o $o; done
	for o in mbtiles pmtiles geojson; do cmp a.$o merged.$o; done
	diff -r folder merged
	rm p1.geojson
	"$SITMAP" tiles merge p1.pmtiles p2.pmtiles -o late.pmtiles 2>said
	grep -q 'p1.geojson: not there' said
	cmp a.pmtiles late.pmtiles
	[ ! -e late.geojson ]
}

@test "MBTiles of an overlay: an empty tile below a shown one, and nothing below that" {
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	cp "$DATA/events.csv" .
	"$SITMAP" tiles events.csv --overlay -z 4-8 -o a.mbtiles -q
	grep -q '"Feature"' a.geojson
	sqlite3 -separator ' ' a.mbtiles 'SELECT zoom_level, tile_column, tile_row, hex(tile_data) FROM tiles' >tiles
	# The picture that occurs most often below z4 is the empty one.
	empty=$(awk '$1 > 4 { n[$4]++ } END { for (i in n) if (n[i] > most) { most = n[i]; e = i } print e }' tiles)
	xxd -r -p <<<"$empty" >empty.png
	[ "$(convert empty.png -format '%[fx:maxima.a]' info:)" = 0 ]
	awk -v empty="$empty" '{
			has[$1 " " $2 " " $3] = $4
			if (!($1 in west) || $2 < west[$1]) west[$1] = $2
			if (!($1 in south) || $3 < south[$1]) south[$1] = $3
			if ($2 > east[$1]) east[$1] = $2
			if ($3 > north[$1]) north[$1] = $3
		}
		END {
			for (k in has) {
				split(k, t, " ")
				z = t[1] + 1
				up = t[1] - 1 " " int(t[2] / 2) " " int(t[3] / 2)
				if (has[k] == empty) {
					void++
					if (!(up in has) || has[up] == empty) below++
					continue
				}
				shown++
				for (i = 0; i < 4; i++) {
					x = 2 * t[2] + i % 2
					y = 2 * t[3] + int(i / 2)
					if (x >= west[z] && x <= east[z] && y >= south[z] && y <= north[z] && !(z " " x " " y in has)) missing++
				}
			}
			print shown + 0, void + 0, below + 0, missing + 0
		}' tiles >counts
	cat counts
	read -r shown void below missing <counts
	[ "$shown" -gt 5 ]
	[ "$void" -gt 5 ]
	[ "$below" -eq 0 ]
	[ "$missing" -eq 0 ]
}

# styles_here: whole.json, circles of events on an island; under.json, the island alone.
styles_here() {
	cat >whole.json <<-'END'
	{"version":8,"sources":{"land":{"type":"geojson","data":{"type":"Polygon","coordinates":[[[38,30],[44,31],[47,36],[41,38],[38,30]]]}},
	"events":{"type":"geojson","data":"sitmap:events"}},"layers":[
	{"id":"sea","type":"background","paint":{"background-color":"#ccddee"}},
	{"id":"land","type":"fill","source":"land","paint":{"fill-color":"#eeeedd"}},
	{"id":"events","type":"circle","source":"events","paint":{"circle-radius":5,"circle-color":"#aa0000","circle-stroke-width":1}}]}
	END
	sed '$s/,*$/ /; /"events","type":"circle"/d; s/"fill-color":"#eeeedd"}},/"fill-color":"#eeeedd"}}]}/' whole.json >under.json
	cp "$DATA/events.csv" .
}

@test "render --overlay is what a sheet of the same box shows of the events" {
	styles_here
	box='40,31,46,37'
	"$SITMAP" render events.csv --style whole.json --overlay --bbox $box -p auto --size 400x500 -o over.png -o over.svg -o over.trace
	for s in whole under; do
		"$SITMAP" render events.csv --style $s.json -p EPSG:3857 --bbox $box --size 400x500 --furniture none -o $s.png
	done
	if compare -metric AE whole.png under.png null:; then return 1; fi
	convert under.png over.png -composite laid.png
	[ "$(compare -metric AE -fuzz 1% whole.png laid.png null: 2>&1)" = 0 ]
	[ "$(convert over.png -format '%[fx:minima.a] %[fx:maxima.a]' info:)" = '0 1' ]
	# The vectors, too: nothing but the events.
	[ "$(grep -cE '^\s+(fill|stroke)' over.trace)" -eq "$(grep -cE '^\s+(fill|stroke) events' over.trace)" ]
	xmllint --noout over.svg
	if grep -qi '#eeeedd\|#ccddee' over.svg; then return 1; fi
}

@test "bounds and world file say where the picture lies" {
	styles_here
	"$SITMAP" render events.csv --style whole.json --overlay --size 300x400 --pixel-ratio 1.5 -o over.png -o over.svg
	[ "$(size_of over.png)" = 450x600 ]
	# The middle of the first event's circle by the world file.
	set -- $(awk 'NR == FNR { line[NR] = $1; next }
		{ pi = atan2(0, -1); r = 6378137; x = r * 41.13 * pi / 180
		y = r * log(sin(pi / 4 + 34.35 * pi / 360) / cos(pi / 4 + 34.35 * pi / 360))
		print int((x - line[5]) / line[1] + .5), int((y - line[6]) / line[4] + .5); exit }' over.pgw events.csv)
	[ "$(convert over.png -format "%[hex:u.p{$1,$2}]" info:)" = AA0000FF ]
	# The last pixel's far corner is that of the bounds.
	awk 'NR == FNR { line[NR] = $1; next }
		/"metres"/ { split($0, m, /[][,]/)
		dx = line[5] - line[1] / 2 + 450 * line[1] - m[4]; dy = line[6] - line[4] / 2 + 600 * line[4] - m[3]
		ok = dx < 1e-3 && dx > -1e-3 && dy < 1e-3 && dy > -1e-3 } END { exit !ok }' over.pgw over.bounds.json
	"$SITMAP" render events.csv --style whole.json --overlay --bbox=-180,-85.0511287,180,85.0511287 -o world.svg
	grep -q '^"leaflet":\[\[-85.05112878,-180\],\[85.05112878,180\]\]' world.bounds.json
	[ ! -e world.pgw ]
}

@test "without a size the picture is as its events lie, within the web's world" {
	styles_here
	"$SITMAP" render events.csv --style whole.json --overlay --bbox 40,31,46,32 -o wide.png
	[ "$(identify -format %w wide.png)" = 2400 ]
	[ "$(identify -format %h wide.png)" -lt 600 ]
	printf 'place,lon,lat\nA,-170,80\nB,20,-60\nC,100,10\nD,-90,0\n' >world.csv
	"$SITMAP" render world.csv --overlay -o world.png
	grep -q '"bounds":\[-180,-85.05112878,180,85.05112878\]' world.bounds.json
	"$SITMAP" render world.csv --overlay --center=-170,84 --zoom 2 --size 400x400 -o pole.png
	[ "$(identify -format %h pole.png)" -lt 400 ]
	"$SITMAP" render world.csv --overlay --center=-170,84 --zoom 2 --size 400x400 --svg-dark dark -o dark.svg 2>said
	[ ! -s said ]
	cmp pole.bounds.json dark.bounds.json
	[ "$(sed -n 's/^"bounds":.*,\(8[0-9]*\)[.].*/\1/p' pole.bounds.json)" -le 85 ]
}

@test "what an overlay cannot be is wrong usage, in one line" {
	styles_here
	for wrong in '-o a.pdf' '-o png:-' '-o a.png -p EPSG:4326' '-o a.png --bearing 10' '-o a.png --furniture key' '-o a.png --data under.json'; do
		fails 2 "$SITMAP" render events.csv --overlay $wrong
		[ "$(wc -l <stderr)" -eq 1 ]
	done
	fails 2 "$SITMAP" render --style whole.json --overlay --bbox 40,31,46,37 -o a.png
	says 'an overlay shows events'
	fails 2 "$SITMAP" tiles events.csv --overlay --data under.json -z 1 -o out
	says 'nothing but events'
	fails 1 "$SITMAP" render events.csv --overlay -o none/a.png
	mkdir a.pgw
	fails 1 "$SITMAP" render events.csv --overlay -o a.png
	says 'a.pgw'
	nothing_left a.png a.pdf out
}

@test "an overlay of a map file, with what lies beside it" {
	styles_here
	mkdir out
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: over, events: events.csv, style: whole.json, overlay: true, size: 300x200,
	     outputs: [out/over.png, out/over.svg], alt: out/over.txt}
	END
	"$SITMAP" check sitmap.yaml
	"$SITMAP" build -q
	"$SITMAP" render events.csv --style whole.json --overlay --size 300x200 -o r.png -o r.svg
	cmp out/over.png r.png
	cmp out/over.bounds.json r.bounds.json
	cmp out/over.pgw r.pgw
	cmp out/over.png.aux.xml r.png.aux.xml
	"$SITMAP" build --report json >report
	for name in out/over.png out/over.svg out/over.txt out/over.bounds.json out/over.pgw out/over.png.aux.xml; do
		grep -qF "\"$name\"" report
	done
	# What lies beside it is held as it is.
	for name in bounds.json pgw png.aux.xml; do
		cp out/over.$name kept
		rm out/over.$name
		"$SITMAP" build -n --explain >said
		grep -q "over: out/over.$name is missing" said
		"$SITMAP" build -q
		cmp out/over.$name kept
	done
	"$SITMAP" build -n >said
	[ ! -s said ]
	# And goes with it.
	sed -i 's/overlay: true, //' sitmap.yaml
	"$SITMAP" build -q --prune
	[ "$(cd out && echo *)" = 'index.html over.png over.svg over.txt' ]
	nothing_left
}

@test "picture, bounds and world file get their names together, or none does" {
	styles_here
	"$SITMAP" render events.csv --overlay -q -o a.png
	cp a.bounds.json before
	mkdir b.pgw
	fails 1 "$SITMAP" render events.csv --overlay --size 300x200 -o a.png -o b.png --alt b.html
	says b.pgw
	cmp a.bounds.json before
	nothing_left b.png b.bounds.json b.html
	rmdir b.pgw
	fails 1 "$SITMAP" render events.csv --size 300x200 -o b.svg -o none/b.svg
	nothing_left b.svg
	fails 2 "$SITMAP" render events.csv -o b.svg -o ./b.svg
	says '"./b.svg" is written a second time'
	# Two names of one file are one.
	ln -s b.svg c.svg
	"$SITMAP" render events.csv --size 300x200 -q -o b.svg -o c.svg
	cmp b.svg c.svg
	[ -L c.svg ]
	command -v strace >/dev/null || skip "no strace"
	ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=fsync,rename,renameat,renameat2 -o calls \
		"$SITMAP" render events.csv --overlay --size 300x200 -q -o b.png -o b.svg
	# Of the files five, then all names, then the folder.
	awk '/fsync/ { order = order "f" } /rename/ { order = order "r" } END { exit order != "fffffrrrrrf" }' calls
}

@test "a route over the dateline goes the short way, on tiles and in GeoJSON" {
	printf 'place,lon,lat,to,date,kind\nWest,170,10,Farend,2020-03-01,flight\n' >over.csv
	printf 'id,name,class,country,lon,lat\nt:f,Farend,town,US,-170,12\n' >far.csv
	"$SITMAP" gazetteer import far.csv -o far.sqlite
	"$SITMAP" tiles over.csv --gazetteer far.sqlite --overlay -z 4 -q -o there
	[ -n "$(find there/4/15 -name '*.png')" ] && [ -n "$(find there/4/0 -name '*.png')" ]
	grep -q '"type":"MultiLineString","coordinates":\[\[\[170,10\],.*\[180,1[0-9.]*\]\],\[\[-180,1.*\[-170,12\]\]\]' there/events.geojson
	# And not around the world.
	"$SITMAP" tiles over.csv --gazetteer far.sqlite --overlay -z 4 --bbox=-60,-20,60,40 -q -o elsewhere
	[ -z "$(find elsewhere -name '*.png')" ]
}
