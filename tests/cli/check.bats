load helper

@test "check is silent about what is right" {
	maps_here
	printf '{"version":8,"sources":{},"layers":[]}' >s.json
	printf '{"type":"FeatureCollection","features":[]}' >f.geojson
	run "$SITMAP" check events.csv sitmap.yaml s.json f.geojson "$DATA"/shapes/*.shp
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "check finds the errors of all files at once" {
	printf 'id,date,place,lon,lat\n1,2020-13-01,A,1,2\n2,2020-01-01,B,1,91\n' >bad.csv
	printf '{"version": 8,\n "sources": {}, "layers": [{"id": "a", "type": "fil"},\n {"id": "a", "type": "background", "paint": {"background-colour": "red"}}]\n}\n' >bad.json
	printf 'maps:\n  - name: x\n    titel: y\n    outputs: [a.png]\n' >bad.yaml
	head -c 110 "$DATA/shapes/areas.shp" >bad.shp
	fails 1 "$SITMAP" check bad.csv bad.json bad.yaml bad.shp none.csv
	says 'bad.csv:2:'
	says 'bad.csv:3:'
	says 'bad.json:2:'
	says 'bad.json:3:'
	says 'bad.yaml:3:'
	says 'bad.shp'
	says 'none.csv'
}

@test "check names what is not drawn" {
	printf '{"version":8,"sources":{"a":{"type":"geojson","data":{"type":"FeatureCollection","features":[]}}},"layers":[{"id":"a","type":"heatmap","source":"a"}]}' >s.json
	"$SITMAP" check s.json 2>stderr
	says heatmap
	says 'not drawn'
}

@test "check --json speaks of one style" {
	printf '{"version":8,"sources":{},"layers":[{"id":"a","type":"fil"}]}' >s.json
	"$SITMAP" check --json s.json >found 2>stderr || true
	head -c 1 found | grep -q '[[{]'
	grep -q 'layers\[0\]' found
}

@test "check with wrong usage" {
	fails 2 "$SITMAP" check
	fails 2 "$SITMAP" check --nonsense x
	fails 1 "$SITMAP" check .
}

@test "bundled styles, events and maps are right" {
	"$SITMAP" check "$TREE"/styles/*.json "$TREE"/geodata/events/*.csv "$TREE/sitmap.yaml" 2>stderr
	[ ! -s stderr ] || { cat stderr; return 1; }
}

@test "check looks places up, and writes no lock" {
	gazetteer_here
	printf 'id,date,kind,place,country,lon,lat\n1,2020-01-01,strike,Northbase,IQ,,\n' >list.csv
	"$SITMAP" check list.csv --gazetteer places.sqlite 2>stderr
	[ ! -s stderr ] && [ ! -e list.csv.places.lock ]
	printf '2,2020-01-01,strike,Twinford,,,\n3,2020-01-01,strike,Qqqqq,,,\n' >>list.csv
	fails 3 "$SITMAP" check list.csv --gazetteer places.sqlite
	says 'list.csv:3:21: place: place "Twinford" is ambiguous'
	says 'list.csv:4:21: place: place "Qqqqq" is not known; correct the name'
	fails 1 "$SITMAP" check list.csv --gazetteer none.sqlite
	fails 1 "$SITMAP" check list.csv --data-dir none
}

@test "check tells of what is hardly meant" {
	printf 'id,date,kind,place,country,lon,lat\na,2020-01-01,handovr,A,IQ,36.19,44.01\na,2020-01-02,meeting,B,IQ,44.01,36.19\n' >list.csv
	"$SITMAP" check list.csv 2>stderr
	says 'list.csv:2:1: note: kind: "handovr" has no symbol of its own; did you mean "handover"?'
	says 'list.csv:3:1: warning: id: "a" stands twice'
	says 'lies outside IQ, and would lie there if lon and lat changed places'
	[ "$(wc -l <stderr)" -eq 3 ]
}

@test "check notes a kind once, however often the list has it" {
	{ echo place,kind,lon,lat; for i in 1 2 3; do echo "A,strik,4$i,33"; echo "B,protst,4$i,34"; done; } >list.csv
	"$SITMAP" check list.csv 2>stderr
	says 'list.csv:2:1: note: kind: "strik" has no symbol of its own; did you mean "strike"? (3 events)'
	says 'list.csv:3:1: note: kind: "protst" has no symbol of its own; did you mean "protest"? (3 events)'
	[ "$(wc -l <stderr)" -eq 2 ]
}

@test "check reads what a map file names" {
	gazetteer_here
	printf 'date,place\n2020-13-01,A\n' >bad.csv
	printf 'date,place\n2020-01-01,Twinford\n' >twin.csv
	printf '{"version":8,"sources":{},"layers":[{"id":"a","type":"fil"}]}' >s.json
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: a, events: bad.csv, style: s.json, outputs: a.png}
	  - {name: b, events: none.csv, style: papr, outputs: b.png}
	  - {name: c, events: twin.csv, gazetteer: places.sqlite, skip-unplaced: true, outputs: c.png}
	END
	fails 1 "$SITMAP" check sitmap.yaml
	says 'bad.csv:2:1: date'
	says 's.json:1:'
	says 'none.csv: cannot open'
	says 'sitmap.yaml:3:40: maps[1].style: no style "papr"; did you mean "paper"?'
	says 'twin.csv:2:12: warning: place: place "Twinford" is ambiguous'
}
