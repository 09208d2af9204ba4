load helper

# many N: a list of N events around three towns of one land, two far away, without numbers.
many() {
	awk -v n="$1" 'BEGIN {
		print "place,kind,lon,lat,confidence"
		for (i = 0; i < n; i++) {
			split("44.4 36.3 43.1", x, " "); split("33.3 36.2 36.3", y, " ")
			t = i % 3 + 1
			printf "Town %d,%s,%.3f,%.3f,%s\n", t, i % 5 ? "strike" : "protest",
				x[t] + i * 7 % 11 / 40, y[t] + i * 3 % 13 / 40, i % 4 ? "" : "claimed"
		}
		print "Far,handover,40.5,33.1,"
		print "Farther,handover,47.5,31,"
	}'
}

# Sum of what the circles of a trace say that they stand for.
in_circles() {
	sed -n 's/.*icon events cluster .* for="\([0-9]*\) events.*/\1/p' "$1" |
		awk '{ n += $1 } END { print n + 0 }'
}

@test "too many symbols become circles that count every event once" {
	many 600 >list.csv
	"$SITMAP" render list.csv -o a.svg -o a.trace --size 800x600
	[ "$(in_circles a.trace)" -eq 600 ]
	[ "$(grep -c 'icon events handover' a.trace)" -eq 2 ]
	grep -q '602 events' a.svg
	grep -q '<title>200 events: Strike 160, Protest 40</title>' a.svg
	grep -q 'data-cluster="200"' a.svg
	grep -q 'area grows' a.svg
	grep -q 'icon key cluster' a.trace
	"$SITMAP" render list.csv -o b.svg -o b.trace --size 800x600 --cluster never
	[ "$(in_circles b.trace)" -eq 0 ]
	[ "$(grep -c 'icon events' b.trace)" -eq 602 ]
	! grep -q 'area grows' b.svg || false
}

@test "few events keep their symbols unless circles are asked for" {
	many 12 >list.csv
	"$SITMAP" render list.csv -o a.trace -o a.png --size 500x400
	"$SITMAP" render list.csv -o b.png --size 500x400 --cluster never
	cmp a.png b.png
	[ "$(in_circles a.trace)" -eq 0 ]
	"$SITMAP" render list.csv -o c.trace --size 500x400 --cluster always
	[ "$(in_circles c.trace)" -ge 8 ]
	printf 'place,lon,lat\nA,40,33\nB,44,35\n' >two.csv
	"$SITMAP" render two.csv -o d.png --size 500x400
	"$SITMAP" render two.csv -o e.png --size 500x400 --cluster always
	cmp d.png e.png
}

@test "circles do not depend on the order of the list" {
	many 600 >list.csv
	{ head -1 list.csv; tail -n +2 list.csv | sort; } >sorted.csv
	"$SITMAP" render list.csv -o a.trace --size 500x400
	"$SITMAP" render sorted.csv -o b.trace --size 500x400
	[ "$(in_circles a.trace)" -eq 600 ]
	cmp <(grep 'icon events' a.trace | sort) <(grep 'icon events' b.trace | sort)
}

@test "equal routes are one with their number where events are circles" {
	{ many 600 | sed '1s/$/,to/; 1!s/$/,/'; } >list.csv
	for i in 1 2 3; do echo 'Mosul,convoy,43.1,36.3,,Baghdad'; done >>list.csv
	"$SITMAP" render list.csv -o a.trace --size 500x400
	[ "$(grep -c 'stroke routes' a.trace)" -eq 1 ]
	grep 'stroke routes' a.trace | grep -q 'for="3 events: Convoy"'
	"$SITMAP" render list.csv -o b.trace --size 500x400 --cluster never
	[ "$(grep -c 'stroke routes' b.trace)" -eq 3 ]
}

@test "of equal routes that are one it is said what is true of all" {
	{ many 600 | sed '1s/$/,to,actor,source/; 1!s/$/,,,/'; } >list.csv
	for actor in Army Army Militia; do
		echo "Mosul,convoy,43.1,36.3,,Baghdad,$actor,Agency"
	done >>list.csv
	"$SITMAP" render list.csv -o a.svg --size 500x400
	grep -q 'data-source="Agency".*data-summary="3 events: Convoy"' a.svg
	! grep -q 'data-actor=' a.svg || false
}

@test "circles have the colours of a style for dark screens" {
	many 600 >list.csv
	"$SITMAP" render list.csv -o a.svg --size 500x400 --svg-dark dark 2>said
	[ ! -s said ]
	grep -q '\[fill="#b2182b"\]{fill:#ff7474}' a.svg
}

@test "kinds that are equally many keep their colours on dark screens" {
	many 600 | sed 's/strike/withdrawal/; s/protest/meeting/' |
		awk -F, -v OFS=, 'NR > 1 && $2 != "handover" { $2 = NR % 2 ? "withdrawal" : "meeting" } 1' >list.csv
	"$SITMAP" render list.csv -o a.svg --size 500x400 --svg-dark dark
	grep -q 'Meeting 100, Withdrawal 100' a.svg
	grep -q '\[fill="#56509a"\]{fill:#b3aef2}' a.svg
	! grep -q '\[fill="#56509a"\]{fill:#c3c9ce}' a.svg || false
}

@test "kinds that share a colour in one style only are one part of a ring in both" {
	local styles=$TREE/styles
	cp -r "$styles/icons" "$styles/"*.json .
	sed -i 's/"strike", "#b2182b"/"strike", "#7a5195"/' paper.json
	many 600 >list.csv
	"$SITMAP" render list.csv -o a.svg --size 500x400 --style paper.json --svg-dark dark.json 2>said
	[ ! -s said ]
	grep -q '#[^ ]*-i[0-9]* \[fill="#7a5195"\]{fill:#[fd]' a.svg
	sed 's/"protest", "#d3a3ec"/"protest", "#ff7474"/' "$styles/dark.json" >dark.json
	cp "$styles/paper.json" .
	"$SITMAP" render list.csv -o a.svg --size 500x400 --style paper.json --svg-dark dark.json
	grep -q '#[^ ]*-i[0-9]* \[fill="#7a5195"\]{fill:#ff7474}' a.svg
	grep -q '#[^ ]*-i[0-9]* \[fill="#b2182b"\]{fill:#ff7474}' a.svg
}

@test "a map file may say what becomes of many events" {
	many 600 >list.csv
	cat >sitmap.yaml <<-'END'
		maps:
		  - {name: a, events: list.csv, size: 500x400, cluster: never, outputs: [a.trace]}
	END
	"$SITMAP" render sitmap.yaml
	[ "$(in_circles a.trace)" -eq 0 ]
	sed -i 's/never/sometimes/' sitmap.yaml
	fails 1 "$SITMAP" render sitmap.yaml
	says 'sitmap.yaml:2:'
	says '"sometimes" is not one of auto|never|always'
	fails 2 "$SITMAP" render list.csv -o a.png --cluster some
	says '--cluster: "some" is not one of auto|never|always'
}
