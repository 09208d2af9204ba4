load helper

# Every command with every long option, one a line: "render --size".
documented() {
	for c in $("$SITMAP" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
		"$SITMAP" "$c" --help | grep -oE '^  (-[a-z],|   ) --[a-z-]+' |
			tr -d ',' | tr ' ' '\n' | sed -n "s/^-/$c -/p"
	done
}

@test "every option of --help, short ones too, is used in these tests" {
	documented >options
	[ "$(wc -l <options)" -gt 40 ]
	while read -r command option; do
		grep -qE "\"\\\$SITMAP\" $command\b.* $option([ =\"0-9]|\$)" "$BATS_TEST_DIRNAME"/*.bats ||
			grep -qsE "^[^#]* $option([ =\"0-9]|\$)" "$BATS_TEST_DIRNAME/$command"*.bats ||
			echo "$command $option"
	done <options >untested
	[ ! -s untested ] || { echo "no test uses:"; cat untested; return 1; }
}

@test "every option of a map file that render has too is documented" {
	[ -f "$TREE/docs/mapfile.md" ]
	# The keys are in quotes at the beginning of the rows of the table.
	sed -n '/schema_row rows/,/^};/p' "$TREE/src/app/mapfile.c" |
		grep -oE 'key = "[a-z-]+"|CUSTOM\("[a-z-]+"' | grep -oE '"[a-z-]+"' | tr -d '"' >keys
	[ "$(wc -l <keys)" -gt 15 ]
	while read -r key; do
		grep -q "^| \`$key\`" "$TREE/docs/mapfile.md" || echo "$key"
	done <keys >missing
	[ ! -s missing ] || { echo "not in docs/mapfile.md:"; cat missing; return 1; }
}

@test "every limit is documented with its value" {
	grep -oE 'LIMIT_[A-Z_]+' "$TREE/src/base/limits.h" | sort -u >limits
	[ "$(wc -l <limits)" -gt 8 ]
	while read -r limit; do
		grep -q "$limit" "$TREE/docs/limits.md" || echo "$limit"
	done <limits >missing
	[ ! -s missing ] || { echo "not in docs/limits.md:"; cat missing; return 1; }
}

@test "an unknown option is wrong usage for every command, with a suggestion" {
	for c in $("$SITMAP" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
		fails 2 "$SITMAP" "$c" --no-such-option
		says "unknown option \"--no-such-option\""
		fails 2 "$SITMAP" "$c" -Z
	done
}

@test "an option that needs a value says which" {
	for o in output style bbox center zoom fit size title since data; do
		fails 2 "$SITMAP" render --$o
		says "--$o needs a value"
	done
	fails 2 "$SITMAP" render --strict=yes
	says 'takes no value'
}

@test "no negation in these tests goes unnoticed" {
	# bats stops at a command that fails, not at one behind "!".
	grep -hE '^[[:space:]]*! ' "$BATS_TEST_DIRNAME"/*.bats "$BATS_TEST_DIRNAME"/*.bash |
		grep -vE '([|][|] (false|[{].*return 1; [}])|[|])$' >unnoticed || true
	[ ! -s unnoticed ] || { cat unnoticed; return 1; }
}

@test "every column of an event list is documented" {
	sed -n '/field_names\[NFIELDS\]/,/^};/p' "$TREE/src/event/fields.c" |
		grep -oE '"[a-z_]+"' | tr -d '"' >columns
	[ "$(wc -l <columns)" -gt 15 ]
	while read -r column; do
		grep -q "^|.*\`$column\`.*|" "$TREE/docs/events.md" || echo "$column"
	done <columns >missing
	[ ! -s missing ] || { echo "not in docs/events.md:"; cat missing; return 1; }
}

@test "every metadata key and layer of the bundled styles is documented" {
	grep -ohE '"sitmap:[a-z-]+"' "$TREE"/styles/*.json | tr -d '"' | sort -u >keys
	[ "$(wc -l <keys)" -gt 15 ]
	while read -r key; do
		grep -qE "\`($key|${key#sitmap:})\`" "$TREE/docs/styles.md" || echo "$key"
	done <keys >missing
	[ ! -s missing ] || { echo "not in docs/styles.md:"; cat missing; return 1; }
}

@test "every key that the program looks up in metadata is documented" {
	grep -ohE 'style_metadata\([^;]*"[a-z-]+"\)|metadata_[a-z]*\([^;]*"[a-z-]+"' -r "$TREE/src" |
		grep -oE '"[a-z-]+"' | tr -d '"' | sort -u >keys
	[ "$(wc -l <keys)" -gt 4 ]
	while read -r key; do
		grep -q "\`sitmap:$key\`" "$TREE/docs/styles.md" || echo "$key"
	done <keys >missing
	[ ! -s missing ] || { echo "not in docs/styles.md:"; cat missing; return 1; }
}

# lines_of FILE: the command lines in a document's blocks, comments cut off.
lines_of() {
	awk '/^```/ { block = !block; next } block || /^    / { sub(/^ +/, ""); sub(/ +#.*/, ""); print }' "$1" |
		grep '^sitmap ' | grep -v 'FILE'
}

@test "every command line of README and of three documents runs as printed" {
	sitmap() { "$SITMAP" "$@"; }
	sitmap init . 2>/dev/null
	mkdir -p leaflet/images
	touch leaflet/leaflet.js leaflet/leaflet.css
	export SITMAP_LEAFLET=$PWD/leaflet
	awk '/^date,kind,place,to/ { p = 1 } /^```/ { p = 0 } p' "$TREE/README.md" >events.csv
	printf 'BAGHDAD, April 7, 2020 (AP) - Rockets struck Camp Taji on Monday.\n' >article.txt
	for document in README docs/overlays docs/reports docs/scan; do
		lines_of "$TREE/$document.md"
	done >lines
	[ "$(wc -l <lines)" -ge 11 ]
	while IFS= read -r line; do
		status=0
		wanted=0
		# Which of two crossings is meant is asked on purpose.
		[ "$line" != 'sitmap geocode "Abu Gharib" al-Walid' ] || wanted=3
		eval "$line" </dev/null >stdout 2>stderr || status=$?
		[ $status -eq $wanted ] || { echo "exit $status: $line"; cat stderr; return 1; }
	done <lines
	for file in map.png map.svg map.pdf map.html bare.png overlay.png overlay.bounds.json events.pmtiles; do
		[ -s "$file" ] || { echo "not written: $file"; return 1; }
	done
}
