load helper

# The bundled gazetteer, wherever the program under test was built.
gazetteer() {
	GAZETTEER=${SITMAP_TEST_GAZETTEER:-$BATS_TEST_DIRNAME/../../build/gazetteer.sqlite}
	[ -r "$GAZETTEER" ] || skip "no gazetteer"
}

scan() {
	"$SITMAP" scan --gazetteer "$GAZETTEER" "$@"
}

@test "scan: mentions are JSON lines with offsets in code points" {
	gazetteer
	printf 'Łódź – Troops left Mosul, Iraq.\n' >a.txt
	scan --json a.txt >out
	[ "$(wc -l <out)" -eq 3 ]
	grep -qF '{"file":"a.txt","text":"Mosul","start":19,"end":24,"kind":"town","name":' out
	grep -qF '"country":"IQ"' out
	scan --json - <a.txt | grep -qF '"file":"-"'
}

@test "scan: event candidates are an event list, which render draws" {
	gazetteer
	scan --csv "$DATA"/articles/{qaim,q-west,k1,nineveh,taqaddum,walid-convoy,abu-ghraib}.txt >events.csv
	[ "$(grep -c ',handover,' events.csv)" -eq 6 ]
	[ "$(grep -c ',convoy,' events.csv)" -eq 1 ]
	grep -q '^handover-[0-9]*,2020-03-29,handover,K1 Air Base,IQ,44.284,35.513,' events.csv
	grep -q ',2020-04-06,convoy,al-Walid crossing (Al-Malikiyah),IQ,42.17,36.9,,"Al-Malikiyah[^"]*, SY",US,' events.csv
	"$SITMAP" render --gazetteer "$GAZETTEER" - -o map.svg <events.csv
	grep -q 'K1 Air Base' map.svg
	grep -q 'Al-Malikiyah' map.svg
}

@test "scan: the article's date can be given" {
	gazetteer
	printf 'US troops withdrew from Kobani on Monday.\n' >a.txt
	scan --csv --date 2019-10-15 a.txt | grep -q ',2019-10-14,withdrawal,'
	scan --csv a.txt | grep -q '^withdrawal-1,,withdrawal,'
	mv a.txt 2019-10-15-a.txt
	scan --csv 2019-10-15-a.txt | grep -q ',2019-10-14,withdrawal,'
}

@test "scan: what is planned, denied and told otherwise is kept apart" {
	gazetteer
	scan --csv "$DATA"/articles/contradiction.txt >out
	[ "$(grep -c ',confirmed,' out)" -eq 1 ]
	[ "$(grep -c ',denied,' out)" -eq 1 ]
	grep -q 'denied: coalition (AFP)' out
	scan --csv "$DATA"/articles/planned-taji.txt | grep -q ',planned,'
}

@test "scan: GeoJSON, PLOVER's types and a table to review" {
	gazetteer
	scan --geojson "$DATA"/articles/walid-convoy.txt | grep -q '"type":"LineString"'
	scan --events-json "$DATA"/articles/rockets.txt >out
	grep -qF '"event":["ASSAULT"],"quad_code":4,"mode":["heavy-weapons"]' out
	grep -qF '"date":"2020-03-11"' out
	grep -qF '"source":[]' out
	scan --events-json "$DATA"/articles/planned-taji.txt | grep -qF '"context":["future"]'
	scan --events-json "$DATA"/articles/denied-asad.txt | grep -qF '"context":["negation"]'
	# A month is all of its days.
	scan --events-json "$DATA"/articles/timbuktu.txt |
		grep -qF '"date":"2021-10-01","enddate":"2021-10-31"'
	scan --review "$DATA"/articles/{rockets,planned-taji}.txt >out
	head -1 out | grep -q '^score'
	first=$(sed -n 2p out | cut -c1-4) second=$(sed -n 4p out | cut -c1-4)
	[ "$(printf '%s\n%s\n' "$first" "$second" | sort -n | head -1)" = "$first" ]
}

@test "scan: sources of all articles are kept" {
	gazetteer
	scan --csv "$DATA"/articles/{k1,two-bases}.txt >out
	grep 'K1 Air Base' out | grep -q 'CJTF-OIR; AFP'
	[ "$(grep -c ',K1 Air Base,' out)" -eq 1 ]
}

@test "scan: wrong usage and missing files" {
	gazetteer
	fails 2 scan
	says 'which text'
	fails 2 scan --json --csv a.txt
	fails 1 scan -o out.csv missing.txt
	says 'missing.txt'
	[ ! -e out.csv ]
	fails 1 "$SITMAP" scan --gazetteer missing.sqlite "$DATA"/articles/k1.txt
	nothing_left
}

@test "scan: empty, binary and broken texts" {
	gazetteer
	: >empty.txt
	scan --json empty.txt >out
	[ ! -s out ]
	scan --csv empty.txt | grep -q '^id,date,kind,place'
	head -c 100000 /dev/urandom >random.txt
	scan --json random.txt >out
	scan --csv random.txt >out
	printf 'Baghdad\xFF\xFE in Iraq\x00 and Mosul' >broken.txt
	scan --json broken.txt 2>err | grep -q '"text":"Mosul"'
	[ ! -s err ]
}

@test "scan: a file that is no text gets one line, the others are read" {
	gazetteer
	head -c 5000 "$SITMAP" >elf.txt
	scan --json elf.txt "$DATA"/articles/k1.txt >out 2>err
	grep -q '"file":.*k1.txt' out
	[ "$(wc -l <err)" -eq 1 ]
	grep -qE '^sitmap: elf.txt: warning: [0-9]+ % of it is not UTF-8 text' err
	# Latin-1 is said too, and read as far as it goes.
	printf 'Des b\xe2ch\xe9s ont \xe9t\xe9 livr\xe9es \xe0 Mosul.' | scan --json - >out 2>err
	grep -q '"text":"Mosul"' out
	grep -qE '^sitmap: .*: warning: 1[0-9] % of it is' err
}

@test "scan: the map of several texts names each source once" {
	gazetteer
	scan --csv "$DATA"/articles/{k1,two-bases,walid-convoy,kharab}.txt |
		"$SITMAP" render --gazetteer "$GAZETTEER" - -o map.svg
	grep -q '>Sources: CJTF-OIR; AFP; Hawar; SANA<' map.svg
}

@test "scan: what is denied is drawn as denied" {
	gazetteer
	scan --csv "$DATA"/articles/contradiction.txt |
		"$SITMAP" render --gazetteer "$GAZETTEER" - -o map.svg --size 700x500
	grep -q 'Handover, denied' map.svg
	grep -qE ', denied' map.svg
}
