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
