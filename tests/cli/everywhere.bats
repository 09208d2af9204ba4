load helper

# What holds for every command: the rules of docs/reliability.md.

prepare() {
	gazetteer_here
	printf 'date,kind,place\n2020-01-01,handover,Northbase\n2020-01-02,convoy,Southtown\n' >list.csv
	printf 'BAGHDAD, April 7 2020 (Reuters) - Troops handed over the base at Northbase on April 5.\n' >article.txt
	cat >style.json <<-'END'
	{"version":8,"sources":{"a":{"type":"geojson","data":{"type":"Feature","properties":{"n":1.5},
	"geometry":{"type":"Polygon","coordinates":[[[1,1],[40,1],[30,40],[1,1]]]}}}},
	"layers":[{"id":"back","type":"background","paint":{"background-color":"#eee"}},
	{"id":"a","type":"fill","source":"a","paint":{"fill-color":"#c22"}}]}
	END
	cat >sitmap.yaml <<-'END'
	gallery: false
	maps:
	  - {name: one, style: style.json, bbox: [0, 0, 50, 40], size: 64x48, furniture: none, outputs: out/built.png}
	tilesets:
	  - {name: two, style: style.json, zooms: 0-1, output: out/built.pmtiles}
	END
	echo '{"type":"Feature","properties":{"n":1.5},"geometry":null}' >data.geojson
	printf '{"expression":["number-format",["get","n"],{"min-fraction-digits":2}],"propertySpec":{"type":"string","expression":{"interpolated":false,"parameters":["zoom","feature"]}},"inputs":[[{},{"properties":{"n":1234.5}}]]}' >test.json
	export SITMAP_LEAFLET=$PWD/leaflet SOURCE_DATE_EPOCH=86400
	mkdir -p leaflet
	touch leaflet/leaflet.js leaflet/leaflet.css
}

# writing FOLDER COMMAND...: every command that writes files, with COMMAND in front.
writing() {
	local to=$1 picture="--style style.json --bbox 0,0,50,40 --size 64x48 --furniture none"
	shift
	# shellcheck disable=SC2086
	echo "render style.json --bbox 0,0,50,40 --size 64x48 --furniture none -o $to/a.png -o $to/a.svg -o $to/a.pdf
	render list.csv $picture --gazetteer places.sqlite -o $to/b.svg --alt $to/b.html
	tiles style.json -z 0-1 -q -o $to/tiles --viewer
	tiles style.json -z 0-1 -q -o $to/a.pmtiles
	tiles style.json -z 0-1 -q -o $to/a.mbtiles
	tiles list.csv --overlay -z 0-1 -q --gazetteer places.sqlite -o $to/overlay
	gazetteer import places.csv -o $to/g.sqlite
	scan article.txt --gazetteer places.sqlite -o $to/found.csv"
}

# printing: every command that prints.
printing() {
	echo 'geocode Northbase --gazetteer places.sqlite --json
	geocode Northbase --gazetteer places.sqlite
	scan article.txt --gazetteer places.sqlite
	scan article.txt --gazetteer places.sqlite --json
	gazetteer info places.sqlite
	info data.geojson places.csv
	check style.json --json
	expr --json
	build --dry-run --force --explain
	help render
	help --man
	help --completion bash
	render style.json --bbox 0,0,50,40 --size 64x48 -o svg:-
	--version'
}

# all OUT COMMAND...: everything once, with COMMAND in front; what it writes and says in OUT.
all() {
	local folder=$1 n=0 line
	shift
	rm -rf out sitmap.yaml.state
	mkdir out
	while read -r line; do
		# shellcheck disable=SC2086
		"$@" "$SITMAP" $line 2>said || { echo "$line: exit $?"; cat said; return 1; }
	done < <(writing out; echo 'build -q sitmap.yaml'; echo 'init out/new')
	while read -r line; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		"$@" "$SITMAP" $line <test.json >out/printed-$n 2>said || { echo "$line: exit $?"; cat said; return 1; }
	done < <(printing)
	[ -z "$(find . -name '.sitmap*')" ]
	rm -rf "$folder"
	mv out "$folder"
}

same() {
	all other "$@"
	diff -r first other
}

@test "every command writes and prints the same bytes in twenty surroundings" {
	prepare
	all first
	same env LC_ALL=C
	same env LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8
	same env LC_ALL=ar_IQ.UTF-8 LANGUAGE=ar
	same env LC_ALL=tr_TR.UTF-8
	same env LC_ALL=nonsense LANG=
	same env -u LC_ALL -u LANG
	same env TZ=Asia/Tokyo
	same env TZ=:/etc/passwd
	same env -u HOME
	same env HOME=/nonexistent XDG_CACHE_HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent XDG_DATA_HOME=/nonexistent
	same env -i SITMAP_LEAFLET="$SITMAP_LEAFLET" SOURCE_DATE_EPOCH=86400
	same env PATH= TMPDIR=/nonexistent
	same env TERM=xterm-256color COLUMNS=20 NO_COLOR=1
	same env PROJ_LIB= PROJ_DATA=/nonexistent PROJ_NETWORK=ON FONTCONFIG_FILE=/nonexistent
	same env A1="$(head -c 100000 /dev/zero | tr '\0' x)" A2="$(head -c 100000 /dev/zero | tr '\0' y)"
	same env MALLOC_PERTURB_=85 OMP_NUM_THREADS=1
	same bash -c 'ulimit -s 256; exec "$@"' --
	same bash -c 'ulimit -n 20; exec "$@"' --
	same bash -c 'umask 077; exec "$@"' --
	same bash -c 'exec "$@" 2>&-' --
	same nice -n 5
}

@test "closed descriptors: every command does its work" {
	prepare
	all first
	same bash -c 'exec "$@" 2>&-' --
	rm -rf out sitmap.yaml.state
	mkdir out
	while read -r line; do
		# shellcheck disable=SC2086
		"$SITMAP" $line <&- >&- 2>&-
	done < <(writing out; echo 'build -q sitmap.yaml'; echo 'init out/new')
	rm first/printed-*
	diff -r first out
}

@test "standard output that is full: every command that prints fails with a line" {
	[ -c /dev/full ] || skip "no /dev/full"
	prepare
	while read -r line; do
		status=0
		# shellcheck disable=SC2086
		"$SITMAP" $line <test.json >/dev/full 2>stderr || status=$?
		[ $status -eq 1 ] || { echo "$line: exit $status"; return 1; }
		[ "$(wc -l <stderr)" -eq 1 ]
		says 'standard output: '
	done < <(printing)
}

# refused FOLDER: nothing can be written there; every command says so, and leaves nothing.
refused() {
	while read -r line; do
		# shellcheck disable=SC2086
		fails 1 "$SITMAP" $line || { echo "$line"; return 1; }
		says "$1"
	done < <(writing "$1"; echo "init $1/new")
	[ -z "$(find . -name '.sitmap*')" ]
}

@test "a folder that cannot be written, is missing, or is none" {
	prepare
	rm -f list.csv.places.lock
	: >file
	refused file
	refused missing/folder
	if [ "$(id -u)" -ne 0 ]; then
		mkdir locked
		chmod 555 locked
		refused "$PWD/locked"
		[ -z "$(ls -A locked)" ]
	elif [ -d /sys/kernel ]; then
		refused /sys/kernel
	fi
}

@test "two runs at once: one may be told to come back, and the output is whole" {
	prepare
	all first
	while read -r line; do
		for round in 1 2 3; do
			one=0 two=0
			rm -rf out
			mkdir out
			# shellcheck disable=SC2086
			"$SITMAP" $line 2>said1 &
			# shellcheck disable=SC2086
			"$SITMAP" $line 2>said2 || two=$?
			wait $! || one=$?
			[ $one -eq 0 ] || [ $two -eq 0 ] || { echo "$line: $one and $two"; cat said1 said2; return 1; }
			case $one:$two in 0:0) ;; 0:75) grep -q 'another run' said2 ;; 75:0) grep -q 'another run' said1 ;; *) echo "$line: $one and $two"; return 1 ;; esac
			for file in $(cd out && find . -type f); do cmp "first/$file" "out/$file"; done
			[ -z "$(find . -name '.sitmap*')" ]
		done
	done < <(writing out)
}
