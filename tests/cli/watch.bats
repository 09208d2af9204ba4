load helper

# until_true COMMAND...: true within a minute, on a slow machine and under sanitizers.
until_true() {
	for _ in $(seq 600); do
		"$@" && return 0
		sleep 0.1
	done
	echo "never true: $*"
	return 1
}

drawn_times() {
	[ "$(grep -c 'one: drawn' said)" -ge "$1" ]
}

@test "init fills a folder that builds, and writes over nothing" {
	"$SITMAP" init here 2>said
	grep -q 'here/sitmap.yaml is ready' said
	for f in sitmap.yaml events.csv styles/own.json nightly/crontab \
		nightly/sitmap-build.service nightly/sitmap-build.timer; do
		[ -s here/$f ]
	done
	grep -qF "cd '$PWD/here' && '" here/nightly/crontab
	(cd here && "$SITMAP" build -q)
	[ -s here/output/overview.pdf ] && [ -s here/output/april.pdf ]
	# The tileset that is only shown as an example is one.
	sed -n "s/^# //; /^tilesets:/,\$p" here/sitmap.yaml | sed "s/0-8/0-3/" >here/tiles.yaml
	(cd here && "$SITMAP" build -q tiles.yaml)
	[ -s here/output/tiles.pmtiles ]
	echo mine >here/events.csv
	fails 1 "$SITMAP" init here
	says 'here/events.csv: exists already'
	[ "$(cat here/events.csv)" = mine ]
	# A run that was cut short is finished by the next one.
	"$SITMAP" init twice 2>said
	rm twice/sitmap.yaml twice/styles/own.json
	touch -d 2001-01-01 twice/nightly/crontab
	"$SITMAP" init twice 2>said
	cmp twice/sitmap.yaml here/sitmap.yaml
	[ -s twice/styles/own.json ]
	[ "$(date -r twice/nightly/crontab +%Y)" = 2001 ]
	fails 2 "$SITMAP" init a b
	fails 1 "$SITMAP" init --data-dir none there
	[ ! -e there ]
}

@test "the crontab line runs as cron runs it" {
	"$SITMAP" init here 2>said
	line=$(sed -n 's/^30 2 \* \* \* //p' here/nightly/crontab)
	[ -n "$line" ]
	env -i SHELL=/bin/sh PATH=/usr/bin:/bin HOME=/ LOGNAME=root sh -c "$line" >said 2>&1 </dev/null
	cat said
	[ -s here/output/overview.png ]
	[ ! -s said ]
}

@test "watch builds again when an input changes, also one that is replaced" {
	printf 'id,place,lon,lat\nx,Erbil,44.01,36.19\n' >list.csv
	cat >sitmap.yaml <<-'END'
	maps:
	  - {name: one, events: list.csv, size: 300x200, outputs: one.png}
	END
	"$SITMAP" watch --explain -j 1 --only one --data-dir "$TREE" 2>said &
	watching=$!
	until_true drawn_times 1
	sleep 0.3
	echo 'y,Mosul,43.1,36.3' >>list.csv
	until_true drawn_times 2
	sleep 0.3
	sed -i 's/300x200/320x200/' sitmap.yaml
	until_true drawn_times 3
	sleep 0.3
	touch unrelated
	sleep 0.5
	kill $watching
	wait $watching || true
	[ "$(grep -c 'one: drawn' said)" -eq 3 ]
	grep -q '1 event added' said
	nothing_left
	fails 1 "$SITMAP" watch --quiet --jobs 2 none.yaml
	fails 1 "$SITMAP" watch -q none.yaml
	fails 2 "$SITMAP" watch a b
}

@test "completions know every command and option, and the shells can read them" {
	for shell in bash zsh fish; do
		"$SITMAP" help --completion $shell >$shell.txt
		for c in $("$SITMAP" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
			grep -q "\b$c\b" $shell.txt
			for o in $("$SITMAP" "$c" --help | grep -oE '^ .{5}--[a-z-]+' | sed 's/.*--//'); do
				grep -qE -- "(--|-l )$o" $shell.txt || { echo "$shell: $c --$o"; return 1; }
			done
		done
		command -v $shell >/dev/null || continue
		$shell -n $shell.txt
	done
	source bash.txt
	COMP_WORDS=(sitmap build --exp) COMP_CWORD=2
	_sitmap
	[ "${COMPREPLY[*]}" = --explain ]
	COMP_WORDS=(sitmap build --log-format j) COMP_CWORD=3
	_sitmap
	[ "${COMPREPLY[*]}" = json ]
	COMP_WORDS=(sitmap b) COMP_CWORD=1
	_sitmap
	[ "${COMPREPLY[*]}" = build ]
}
