load helper

article() {
	printf '%s\n' 'BAGHDAD, April 7 (Agency) - French advisers handed over their compound at Abu Ghraib to Iraqi forces on Tuesday, the Defence Ministry said.' > a.txt
}

@test "mentions and events in every form" {
	article
	"$SITMAP" scan a.txt --json > mentions
	grep -q '"text":"Abu Ghraib"' mentions
	"$SITMAP" scan a.txt --csv --date 2020-04-07 --source Agency --output events.csv
	grep -q '^handover-1,2020-04-07,handover,Abu Ghraib,IQ' events.csv
	"$SITMAP" scan a.txt --geojson --date 2020-04-07 -o events.geojson
	grep -q '"type":"FeatureCollection"' events.geojson
	"$SITMAP" scan a.txt --events-json --date 2020-04-07 | grep -q 'Abu Ghraib'
	"$SITMAP" scan a.txt --review --date 2020-04-07 --data-dir "$BATS_TEST_DIRNAME/../.." | grep -q 'Abu Ghraib'
}

@test "what was found can be drawn" {
	article
	"$SITMAP" scan a.txt --csv --date 2020-04-07 | "$SITMAP" render - -o a.png --size 300x200
	[ -s a.png ]
}
