load helper

@test "geocode prints candidates with reasons" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite Northbase >found
	grep -q Northbase found
	grep -q '42' found
}

@test "geocode --json: one object a line" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite --json Northbase >found
	[ "$(wc -l <found)" -eq 1 ]
	for key in query rank name lon lat country admin1 feature_code id score reasons; do
		grep -q "\"$key\":" found || { echo "no $key"; return 1; }
	done
}

@test "an ambiguous name is exit 3, and the message says what to type" {
	gazetteer_here
	status=0
	"$SITMAP" geocode --gazetteer places.sqlite Twinford >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	[ "$(grep -c Twinford found)" -ge 2 ]
	says 'ambiguous'
	says 'Twinford, IQ'
}

@test "an unknown name is exit 3" {
	gazetteer_here
	status=0
	"$SITMAP" geocode --gazetteer places.sqlite Zzyzx >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	says 'not in the gazetteer'
}

@test "a country, a point and a box decide" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite --json --country SY Twinford | head -n 1 >found
	grep -q '"id":"t:b"' found
	"$SITMAP" geocode --gazetteer places.sqlite --json -c IQ Twinford | head -n 1 >found
	grep -q '"id":"t:a"' found
	"$SITMAP" geocode --gazetteer places.sqlite --json 'Twinford, SY' | head -n 1 >found
	grep -q '"id":"t:b"' found
	"$SITMAP" geocode --gazetteer places.sqlite --json --near 38.1,35 Twinford | head -n 1 >found
	grep -q '"id":"t:b"' found
	"$SITMAP" geocode --gazetteer places.sqlite --json --bbox 37,34,39,36 Twinford | head -n 1 >found
	grep -q '"id":"t:b"' found
}

@test "a class prefers its places" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite --json --class base Northbase >found
	grep -q '"id":"t:n"' found
}

@test "--within, --pin and --batch" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite --json --within SY Twinford | head -n 1 >found
	grep -q '"id":"t:b"' found
	"$SITMAP" geocode --gazetteer places.sqlite --pin Twinford >found || [ $? -eq 3 ]
	grep -q 'Twinford, SY.*t:b' found
	printf 'place,country\nNorthbase,\nTwinford,SY\n' >list.csv
	"$SITMAP" geocode --gazetteer places.sqlite --batch list.csv >found
	grep -q '^Northbase,,42,36,t:n' found
	grep -q '^Twinford,SY,38,35,t:b' found
	printf 'place\nZzyzx\n' >list.csv
	status=0
	"$SITMAP" geocode --gazetteer places.sqlite --batch list.csv >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	fails 1 "$SITMAP" geocode --gazetteer places.sqlite --batch none.csv
	says none.csv
	for odd in '\xff\xfep\0l\0' '\xff\xfeplace'; do
		# shellcheck disable=SC2059
		printf "$odd" >odd.csv
		fails 1 "$SITMAP" geocode --gazetteer places.sqlite --batch odd.csv
		says 'save the file as UTF-8'
		[ "$(wc -l <stderr)" -eq 1 ]
	done
}

@test "--limit bounds the candidates" {
	gazetteer_here
	"$SITMAP" geocode --gazetteer places.sqlite --json --limit 1 Twinford >found 2>said || true
	[ "$(wc -l <found)" -eq 1 ]
	"$SITMAP" geocode --gazetteer places.sqlite --json -n 2 Twinford >found 2>said || true
	[ "$(wc -l <found)" -eq 2 ]
	fails 2 "$SITMAP" geocode --gazetteer places.sqlite --limit 0 Twinford
	fails 2 "$SITMAP" geocode --gazetteer places.sqlite --limit 7.5 Twinford
}

@test "the bundled gazetteer knows spellings" {
	for name in "Abu Gharib" "Abū Ghurayb"; do
		"$SITMAP" geocode --json --country IQ "$name" | head -n 1 >found
		grep -q 'Abu Ghraib\|Abū Ghurayb\|Abu Ghurayb' found
	done
}

@test "geocode --data-dir" {
	mkdir data
	gazetteer_here
	mv places.sqlite data/gazetteer.sqlite
	"$SITMAP" geocode --data-dir data Northbase >found
	grep -q Northbase found
	fails 1 "$SITMAP" geocode --data-dir . Northbase
	says 'no gazetteer'
}

@test "geocode with wrong usage, and a gazetteer that is none" {
	fails 2 "$SITMAP" geocode
	fails 2 "$SITMAP" geocode --near x Baghdad
	fails 2 "$SITMAP" geocode --bbox 1,2,3 Baghdad
	fails 1 "$SITMAP" geocode --gazetteer none.sqlite Baghdad
	says none.sqlite
	printf 'not a database, whatever its name says' >bad.sqlite
	fails 1 "$SITMAP" geocode --gazetteer bad.sqlite Baghdad
	says bad.sqlite
}

@test "standard output that is full is a failure" {
	gazetteer_here
	status=0
	"$SITMAP" geocode --gazetteer places.sqlite Northbase >/dev/full 2>stderr || status=$?
	[ "$status" -eq 1 ]
	[ -s stderr ]
}

@test "--explain, --date and what a list has in common" {
	printf 'id,name,names,class,country,lon,lat\na,Newtown,Oldtown (-1990),town,IQ,44,33\nb,Alpha,,town,IQ,43,33\nc,Beta,,town,IQ,43,34\nd,Gamma,,town,IQ,42,34\ne,Delta,,town,IQ,41,33\nf,Delta,,town,SY,38,35\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	"$SITMAP" geocode --gazetteer own.sqlite --explain Oldtown >found
	grep -q 'so called until 1990' found
	grep -q '100% alike' found
	"$SITMAP" geocode --gazetteer own.sqlite --explain --date 2020 Oldtown >found
	grep -q 'until 1990, not in 2020' found
	printf 'place\nAlpha\nBeta\nGamma\nDelta\n' >list.csv
	"$SITMAP" geocode --gazetteer own.sqlite --batch list.csv >found
	grep -q '^Delta,41,33,e,Delta,decided' found
}

@test "a damaged gazetteer is exit 1, a read-only one is none" {
	gazetteer_here
	cp places.sqlite broken.sqlite
	size=$(stat -c %s broken.sqlite)
	head -c $((size - 4096)) /dev/zero | tr '\0' x | dd of=broken.sqlite bs=4096 seek=1 conv=notrunc 2>said
	fails 1 "$SITMAP" geocode --gazetteer broken.sqlite Northbase
	says 'broken.sqlite'
	echo 'BAGHDAD, April 7 (Reuters) - Troops left Northbase on April 5.' >text.txt
	fails 1 "$SITMAP" scan --gazetteer broken.sqlite text.txt
	says 'a damaged gazetteer'
	chmod 444 places.sqlite
	"$SITMAP" geocode --gazetteer places.sqlite Northbase | grep -q clear
}

@test "the kind of an event is no class of a place" {
	printf 'id,name,names,class,country,lon,lat,population\nx:t,Alpha,,town,IQ,44,33,50000\nx:a,Alpha Airport,Alpha,airport,IQ,44.1,33.1,\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	printf 'kind,place,country\nairport,Alpha,IQ\n' >list.csv
	"$SITMAP" geocode --gazetteer own.sqlite --batch list.csv >found
	grep -q 'x:t,Alpha,clear' found
	sed -i s/kind/class/ list.csv
	"$SITMAP" geocode --gazetteer own.sqlite --batch list.csv >found
	grep -q 'x:a,Alpha Airport,clear' found
}

@test "a class that no place has is wrong usage; words of kind are classes" {
	gazetteer_here
	fails 2 "$SITMAP" geocode --gazetteer places.sqlite --class foo Northbase
	says '"foo" is no class of places (base, crossing, airport, town, ...)'
	fails 2 "$SITMAP" geocode --gazetteer places.sqlite --class airfeild Northbase
	says 'did you mean "airfield"?'
	"$SITMAP" geocode --gazetteer places.sqlite --class 'Air Base' Northbase >found
	grep -q 'base as asked' found
	printf 'id,name,class,country,lon,lat\nm,Alpha,museum,IQ,44,33\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	"$SITMAP" geocode --gazetteer own.sqlite --class museum Alpha | grep -q 'museum as asked'
	fails 2 "$SITMAP" geocode --gazetteer own.sqlite --class musuem Alpha
}

@test "a small place by its name, where a great city's is a letter away: did you mean" {
	printf 'id,name,country,lon,lat,population\na,Johannesberg,DE,9.1,50,3900\nb,Johannesburg,ZA,28,-26.2,5600000\nc,Berlin,DE,13.4,52.5,3600000\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	"$SITMAP" geocode --gazetteer own.sqlite Johannesberg >found 2>stderr
	grep -q '1. Johannesberg, DE' found
	says 'warning: "Johannesberg": did you mean "Johannesburg, ZA"?'
	for name in Johannesburg 'Johannesberg, DE' Berlin; do
		"$SITMAP" geocode --gazetteer own.sqlite "$name" >found 2>stderr
		grep -q clear found
		[ ! -s stderr ]
	done
	printf 'place,country\nJohannesberg,\nJohannesberg,DE\n' >list.csv
	"$SITMAP" check --gazetteer own.sqlite list.csv 2>stderr
	says 'list.csv:2:1: warning: place: "Johannesberg" is taken for Johannesberg, DE; did you mean "Johannesburg, ZA"?'
	[ "$(wc -l <stderr)" -eq 1 ]
}

@test "what is proposed for an unknown name fits what was asked, or nothing is" {
	unknown() {
		local status=0
		"$SITMAP" geocode "$@" >found 2>stderr || status=$?
		[ "$status" -eq 3 ]
	}
	printf 'id,name,class,country,lon,lat,population,west,south,east,north\n' >own.csv
	printf 'g,Cambridge,town,GB,0.1,52.2,158000,,,,\nc,Cambridge,town,CA,-80.3,43.4,120000,,,,\n' >>own.csv
	printf 'n,Nunavut,region,CA,-90,66,,-120,60,-61,83\n' >>own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	unknown --gazetteer own.sqlite 'Cambridge Bay, CA'
	says '"Cambridge Bay, CA" is not in the gazetteer (the nearest names are listed; write "Cambridge, CA" if that is it)'
	unknown --gazetteer own.sqlite 'Cambridge Bay, GB'
	says 'write "Cambridge, GB" if that is it'
	unknown --gazetteer own.sqlite 'Cambridge, Nunavut'
	says 'is not in the gazetteer (the nearest names are listed)'
	unknown --gazetteer own.sqlite --bbox 0,0,9,9 Cambridge
	says 'is not in the gazetteer (the nearest names are listed)'
	# Of two that are written alike neither.
	printf 'id,name,country,lon,lat\na,Southampton,US,-72.4,40.9\nb,Southampton,US,-75,40.2\n' >two.csv
	"$SITMAP" gazetteer import two.csv -o two.sqlite
	unknown --gazetteer two.sqlite Sauthempdon
	says 'is not in the gazetteer (the nearest names are listed)'
}

@test "a name without one of its words is another name" {
	printf 'id,name,country,lon,lat\na,Cambridge,CA,-80.3,43.4\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o own.sqlite
	status=0
	"$SITMAP" geocode --gazetteer own.sqlite 'Cambridge Bay, CA' >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	grep -q 'Cambridge Bay, CA: unknown' found
	"$SITMAP" geocode --gazetteer own.sqlite 'Cambrige, CA' | grep -q clear
}
