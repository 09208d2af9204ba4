load helper

commands() {
	"$SITMAP" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'
}

@test "every command has help, a version, and says its name" {
	[ "$(commands | wc -l)" -ge 9 ]
	for c in $(commands); do
		"$SITMAP" "$c" --help >said
		grep -q "^usage: sitmap $c" said
		"$SITMAP" "$c" --version >said
		grep -q '^sitmap [0-9]' said
		"$SITMAP" help "$c" >said
		grep -q "^usage: sitmap $c" said
	done
	"$SITMAP" help | cmp - <("$SITMAP" --help)
}

@test "no line of help is wider than 80 columns" {
	for c in $(commands); do
		"$SITMAP" "$c" --help | awk 'length > 80 { print; bad = 1 } END { exit bad }'
	done
}

@test "every command and option is on a manual page, and mandoc is content" {
	command -v mandoc || skip "mandoc is not installed"
	"$SITMAP" help --man >sitmap.1
	for c in $(commands); do
		grep -q "^\.It Xr sitmap.*-$c 1" sitmap.1
		"$SITMAP" help --man "$c" >"$c.1"
		for o in $("$SITMAP" "$c" --help | grep -oE '^ .{5}--[a-z-]+' | sed 's/.*--//'); do
			mandoc -T ascii "$c.1" | sed "s/.$(printf '\b')//g" | grep -q -- "--$o" || { echo "$c --$o"; return 1; }
		done
	done
	# Other pages of ours are not installed where the tests run.
	mandoc -T lint ./*.1 | grep -v 'referenced manual not found' >said || true
	[ ! -s said ] || { cat said; return 1; }
}

@test "help of what is no command" {
	fails 2 "$SITMAP" help nonsense
	fails 2 "$SITMAP" help render build
	fails 2 "$SITMAP" --nonsense
	fails 2 "$SITMAP" help --mna
	says 'did you mean --man?'
}

@test "make install: a program that finds its data and its pages" {
	make -s -C "$TREE" install DESTDIR="$PWD/to" PREFIX=/usr SKIP_PACKAGES=1 B="$(dirname "${SITMAP#"$(cd "$TREE" && pwd)/"}")" >said 2>&1 || { cat said; return 1; }
	to/usr/bin/sitmap doctor | grep -q "data folder *$PWD/to/usr/share/sitmap"
	to/usr/bin/sitmap render "$DATA/events.csv" -o a.png --size 300x200
	[ -s to/usr/share/man/man1/sitmap-render.1 ]
	[ -z "$(find to -perm -o+w ! -type l)" ]
}
