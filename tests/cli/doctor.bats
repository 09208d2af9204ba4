load helper

@test "doctor finds what this tree has" {
	"$SITMAP" doctor >said
	grep -q '^sitmap [0-9]' said
	grep -q '^ok *data folder' said
	grep -q '^ok *style *paper: \([0-9]*\) of \1 layers' said
	grep -q '^ok *gazetteer .* [0-9]* places' said
	grep -q '^ok *font *Arabic' said
	grep -q '^ok *projections' said
	grep -q '^ok *library *libcairo\.so\.[0-9.]*$' said
}

@test "doctor says what is missing, exit 1" {
	mkdir -p data/styles
	printf '{"version":8,"sources":{"a":{"type":"geojson","data":"sitmap:rivers"}},"layers":[]}' >data/styles/paper.json
	status=0
	"$SITMAP" doctor --data-dir data >said 2>stderr || status=$?
	[ "$status" -eq 1 ]
	grep -q '^missing *style *paper: 0 of 1 layers, not found: rivers' said
	grep -q '^missing *style *dark' said
	grep -q '^missing *gazetteer' said
	status=0
	"$SITMAP" doctor --data-dir none >said 2>stderr || status=$?
	[ "$status" -eq 1 ]
	grep -q '^missing *data folder' said
	fails 2 "$SITMAP" doctor too much
}
