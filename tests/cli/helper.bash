# Common to all command-line tests: a folder of their own, no surroundings.
setup() {
	SITMAP=${SITMAP:-$BATS_TEST_DIRNAME/../../build/sitmap}
	TREE=$BATS_TEST_DIRNAME/../..
	DATA=$BATS_TEST_DIRNAME/../data
	cd "$BATS_TEST_TMPDIR" || return 1
	unset SITMAP_DATA SOURCE_DATE_EPOCH
}

# fails CODE COMMAND...: exits with CODE, says something on stderr, nothing on stdout.
fails() {
	local code=$1 status=0
	shift
	"$@" >stdout 2>stderr || status=$?
	[ "$status" -eq "$code" ] || { echo "exit $status, not $code:"; cat stderr; return 1; }
	[ ! -s stdout ] || { echo "on standard output:"; head stdout; return 1; }
	[ -s stderr ] || { echo "not a word on stderr"; return 1; }
	# Every line is a message of ours or part of one.
	! grep -vE '^(sitmap: |  )' stderr || { echo "a line that is no message"; return 1; }
}

# says TEXT: the last failure's message has a line with this text.
says() {
	grep -qF -- "$1" stderr || { echo "not said: $1"; cat stderr; return 1; }
}

# No temporary file is left behind, and none of the outputs that are named.
nothing_left() {
	[ -z "$(find . -name '.*' -type f)" ] || { find . -name '.*' -type f; return 1; }
	for file in "$@"; do
		[ ! -e "$file" ] || { echo "$file was written"; return 1; }
	done
}

# size_of FILE.png: "WIDTHxHEIGHT", from its header.
size_of() {
	# shellcheck disable=SC2046
	printf '%dx%d\n' $(od -An -tu1 -j16 -N8 "$1" |
		awk '{print (($1*256+$2)*256+$3)*256+$4, (($5*256+$6)*256+$7)*256+$8}')
}

# gazetteer_here: a small gazetteer, places.sqlite.
gazetteer_here() {
	cat >places.csv <<-'END'
	id,name,class,country,lon,lat,name:ar
	t:n,Northbase,base,IQ,42,36,القاعدة الشمالية
	t:s,Southtown,town,IQ,44,32.5,بلدة الجنوب
	t:a,Twinford,town,IQ,43,33,
	t:b,Twinford,town,SY,38,35,
	END
	"$SITMAP" gazetteer import places.csv -o places.sqlite
}

# map_here: sitmap.yaml with two small maps, of events.csv.
maps_here() {
	cp "$DATA/events.csv" .
	cat >sitmap.yaml <<-'END'
	maps:
	  - name: first
	    events: events.csv
	    size: 300x200
	    outputs: [first.png]
	  - name: second
	    events: events.csv
	    size: 300x200
	    outputs: [second.png, second.svg]
	END
}

# style_here: s.json, land on a sea, which needs nothing of the basemap.
style_here() {
	cat >s.json <<'JSON'
{"version":8,"name":"Small","sources":{"a":{"type":"geojson","data":{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-60,-40],[70,-30],[60,55],[-60,-40]]]}}]}}},
"layers":[{"id":"sea","type":"background","paint":{"background-color":"#ccddee"}},
{"id":"land","type":"fill","source":"a","paint":{"fill-color":"#eeeedd"}}]}
JSON
}

# list_here: list.csv, three events.
list_here() {
	cat >list.csv <<-'END'
	id,date,kind,place,lon,lat,title
	a,2020-03-19,handover,Al-Qaim,41.09,34.37,first
	b,2020-03-26,handover,Qayyarah,43.13,35.77,second
	c,2020-04-07,handover,Abu Ghraib,44.06,33.29,third
	END
}
