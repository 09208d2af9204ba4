load helper

tilesets_here() {
	cp "$DATA/events.csv" .
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: sheet, events: events.csv, size: 300x200, outputs: [sheet.png]}
	tilesets:
	  - {name: base, style: light, bbox: [38, 29, 49, 38], zooms: 3-4, output: out/base.pmtiles}
	  - {name: over, events: events.csv, overlay: true, zooms: 4-6, output: out/over.mbtiles}
	END
	mkdir out
}

@test "tiles of a map file are the tilesets that it lists, as build draws them" {
	tilesets_here
	"$SITMAP" tiles sitmap.yaml --quiet >said 2>&1
	[ ! -s said ]
	[ ! -e sheet.png ]
	[ ! -e sitmap.yaml.state ]
	mv out drawn
	mkdir out
	"$SITMAP" build --quiet
	for f in base.pmtiles over.mbtiles over.geojson; do cmp "drawn/$f" "out/$f"; done
}

@test "paths of a map file are seen from its folder" {
	tilesets_here
	mkdir elsewhere
	cd elsewhere
	"$SITMAP" tiles ../sitmap.yaml --only over -j 2 -q
	[ -s ../out/over.mbtiles ]
	[ ! -e ../out/base.pmtiles ]
}

@test "only some of the tilesets, and an unknown one" {
	tilesets_here
	fails 2 "$SITMAP" tiles sitmap.yaml --only base,ovre
	says 'no tileset is named "ovre"; did you mean "over"?'
	fails 2 "$SITMAP" tiles sitmap.yaml --only sheet
	says 'no tileset is named "sheet"'
	[ -z "$(ls out)" ]
	fails 2 "$SITMAP" tiles events.csv --overlay --only over -o out/x
	says '--only'
}

@test "what a map file says itself is not for the command line" {
	tilesets_here
	fails 2 "$SITMAP" tiles sitmap.yaml -o out/x.pmtiles
	says '--output: not beside "sitmap.yaml"'
	fails 2 "$SITMAP" tiles sitmap.yaml -z 3
	says '--zoom'
	fails 2 "$SITMAP" tiles sitmap.yaml --overlay
	says '--overlay'
	fails 1 "$SITMAP" tiles events.csv sitmap.yaml -o out/x.pmtiles
	says 'sitmap.yaml: a map file stands alone'
	fails 2 "$SITMAP" render sitmap.yaml --title Other
	says '--title: not beside "sitmap.yaml"'
	[ -z "$(ls out)" ]
}

@test "render takes the one map of a file that lists tilesets too" {
	tilesets_here
	"$SITMAP" render sitmap.yaml --data-dir "$TREE" -o other.png
	[ "$(size_of other.png)" = 300x200 ]
	[ ! -e sheet.png ]
	sed -i '/maps:/,/sheet/d' sitmap.yaml
	fails 1 "$SITMAP" render sitmap.yaml -o other.png
	says 'lists 0 maps'
}

@test "a map file without tilesets, with a viewer that cannot be, with a broken list" {
	tilesets_here
	sed '/tilesets/,$d' sitmap.yaml >none.yaml
	fails 1 "$SITMAP" tiles none.yaml
	says 'none.yaml: lists no tilesets'
	sed 's/overlay: true/viewer: true/' sitmap.yaml >viewer.yaml
	fails 2 "$SITMAP" tiles viewer.yaml --only over
	says 'a page cannot read .mbtiles'
	sed 's/events.csv/none.csv/' sitmap.yaml >broken.yaml
	fails 1 "$SITMAP" tiles broken.yaml
	says 'none.csv'
	[ -s out/base.pmtiles ]
	[ ! -e out/over.mbtiles ]
	nothing_left
}

@test "warnings of a set are those of no other, and strict makes them errors" {
	tilesets_here
	printf 'place,date\nXyzzyville,2020-01-01\nMosul,2020-01-02\n' >list.csv
	cat >two.yaml <<-'END'
	tilesets:
	  - {name: loose, events: list.csv, overlay: true, zooms: 4, skip-unplaced: true, output: out/a}
	  - {name: strict, events: events.csv, overlay: true, zooms: 4, strict: true, output: out/b}
	END
	"$SITMAP" tiles two.yaml 2>said
	grep -q Xyzzyville said
	[ -s out/b/events.geojson ]
	fails 1 "$SITMAP" tiles two.yaml --strict
	says Xyzzyville
}
