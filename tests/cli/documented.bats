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
