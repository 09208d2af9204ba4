load helper

@test "gazetteer import and info" {
	gazetteer_here
	"$SITMAP" gazetteer info places.sqlite >said
	grep -q '4 places' said
	"$SITMAP" gazetteer import places.csv --output other.sqlite
	cmp places.sqlite other.sqlite
	nothing_left
}

@test "a gzip'd table" {
	gazetteer_here
	gzip -nk places.csv
	"$SITMAP" gazetteer import places.csv.gz -o zipped.sqlite
	cmp places.sqlite zipped.sqlite
}

@test "gazetteer with wrong usage" {
	fails 2 "$SITMAP" gazetteer
	says 'import or info'
	fails 2 "$SITMAP" gazetteer import
	fails 2 "$SITMAP" gazetteer import places.csv
	fails 2 "$SITMAP" gazetteer info
	fails 2 "$SITMAP" gazetteer inport x
}

@test "tables that are missing or broken leave no gazetteer" {
	fails 1 "$SITMAP" gazetteer import none.csv -o a.sqlite
	says 'none.csv'
	nothing_left a.sqlite
	printf 'id,name,lon,lat\n1,A,x,2\n2,B,1,91\n' >bad.csv
	fails 1 "$SITMAP" gazetteer import bad.csv -o a.sqlite
	says 'bad.csv:2:'
	says 'bad.csv:3:'
	nothing_left a.sqlite
	printf 'a\xff,b\n' >utf8.csv
	fails 1 "$SITMAP" gazetteer import utf8.csv -o a.sqlite
	nothing_left a.sqlite
}

@test "a table with comments above its header" {
	printf '# places, of mine\n#\n\nid,name,country,lon,lat\nt:1,Northbase,IQ,44,33\n' >own.csv
	"$SITMAP" gazetteer import own.csv -o a.sqlite
	"$SITMAP" geocode --gazetteer a.sqlite Northbase | grep -q 'clear'
	for separator in , '\t'; do
		# shellcheck disable=SC2059
		printf "# places, of mine\n#\n\nnam${separator}country\nNorthbase${separator}IQ\n" >bad.csv
		fails 1 "$SITMAP" gazetteer import bad.csv -o b.sqlite
		says 'bad.csv:4:1: no column "name"'
	done
}

@test "a gazetteer in a folder that cannot be written" {
	gazetteer_here
	fails 1 "$SITMAP" gazetteer import places.csv -o none/a.sqlite
	says 'none/a.sqlite'
}

@test "info of what is no gazetteer" {
	fails 1 "$SITMAP" gazetteer info none.sqlite
	: >empty.sqlite
	fails 1 "$SITMAP" gazetteer info empty.sqlite
	fails 1 "$SITMAP" gazetteer info .
}

@test "an old gazetteer stays when the new one fails" {
	gazetteer_here
	cp places.sqlite before.sqlite
	printf 'id,name,lon,lat\n1,A,x,2\n' >bad.csv
	fails 1 "$SITMAP" gazetteer import bad.csv -o places.sqlite
	cmp places.sqlite before.sqlite
}

@test "GeoNames' dumps, told apart by what they hold" {
	printf '7\tBaghdad\tBaghdad\t\t33.34\t44.40\tP\tPPLC\tIQ\t\t07\t\t\t\t5672513\t\t1\tU\t2020-01-01\n' >IQ.txt
	printf '8\tBaghdad Governorate\tBaghdad Governorate\t\t33.3\t44.4\tA\tADM1\tIQ\t\t07\t\t\t\t0\t\t1\tU\t2020-01-01\n' >>IQ.txt
	printf '9\tIraq\tIraq\t\t33\t44\tA\tPCLI\tIQ\t\t00\t\t\t\t38000000\t\t1\tU\t2020-01-01\n' >>IQ.txt
	printf '1\t7\tfr\tBagdade\t1\t\t\t\t\t\n2\t7\tlink\thttps://example.org\t\t\t\t\t\t\n' >names.txt
	printf '3\t7\ten\tMadinat as-Salam\t\t\t\t1\t762\t1258\n' >>names.txt
	printf 'IQ.07\tMohafazat Bagdad\tMohafazat Bagdad\t8\n' >admin1.txt
	printf '#ISO\tISO3\nIQ\tIRQ\t368\tIZ\tMesopotamia\tBaghdad\t1\t1\tAS\t.iq\tIQD\tDinar\t964\t\t\tar\t9\tSY\t\n' >countries.txt
	printf '9\t8\tADM\n8\t7\tADM\n' >hierarchy.txt
	"$SITMAP" gazetteer import names.txt admin1.txt countries.txt hierarchy.txt IQ.txt -o a.sqlite
	for name in Bagdade "Madinat as-Salam"; do
		"$SITMAP" geocode --gazetteer a.sqlite --json "$name" | head -n 1 >found
		grep -q '"id":"gn:7"' found
	done
	"$SITMAP" geocode --gazetteer a.sqlite --explain "Madinat as-Salam" | grep -q 'so called from 762 to 1258'
	"$SITMAP" geocode --gazetteer a.sqlite --json "Mohafazat Bagdad" | head -n 1 | grep -q '"id":"gn:8"'
	"$SITMAP" geocode --gazetteer a.sqlite --json "Bagdade, Mesopotamia" | head -n 1 | grep -q '"id":"gn:7"'
	status=0
	"$SITMAP" geocode --gazetteer a.sqlite https://example.org >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	"$SITMAP" gazetteer import - names.txt -o b.sqlite <IQ.txt
	"$SITMAP" geocode --gazetteer b.sqlite --json Bagdade | grep -q '"id":"gn:7"'
}

@test "airports of OurAirports and OpenFlights" {
	gazetteer_here
	printf '"id","ident","type","name","latitude_deg","longitude_deg","iso_country","municipality","iata_code","keywords"\n1,"ORBI","large_airport","Baghdad International Airport",33.2,44.2,"IQ","Baghdad","BGW","Saddam, BIAP"\n' >airports.csv
	printf '5,"Shayrat Air Base","Homs","Syria",\\N,"OS65",34.49,36.9,1,3,"U","Asia","airport","O"\n' >airports.dat
	printf 'name,class,country,lon,lat\nSyria,country,SY,38,35\n' >own.csv
	"$SITMAP" gazetteer import airports.dat airports.csv own.csv -o a.sqlite
	"$SITMAP" geocode --gazetteer a.sqlite --json BIAP | grep -q '"id":"oa:ORBI"'
	"$SITMAP" geocode --gazetteer a.sqlite --json BGW | grep -q '"class":"airport","id":"oa:ORBI"'
	"$SITMAP" geocode --gazetteer a.sqlite --json 'Shayrat Air Base' >found
	grep -q '"country":"SY"' found
	grep -q '"class":"base"' found
}

@test "tables are told apart by the cells of their first row" {
	# Nearly a table of divisions, of countries, of airports, of GeoNames: then one of ours.
	for row in 'iq.07\tA\tA\t8' '{Q.07\tA\tA\t8' 'IQ-07\tA\tA\t8' 'IQ.\tA\tA\t8' 'IQ.07\tA\tA\tx' \
		'IQ\tIR\t3\tI\tM\tB\t1\t1\tA\ti\tI\tD\t9\t\t\tar\t9' 'IRA\tIRQ\t3\tI\tM\tB\t1\t1\tA\ti\tI\tD\t9\t\t\tar\t9' \
		'IQ\tIRQ\t3\tI\tM\tB\t1\t1\tA\ti\tI\tD\t9\t\t\tar\tx' \
		'5,6' '5,' '5' '1\ty' 'x\t2' 'x\ty' 'ident,nom'; do
		printf "# a comment\n\r\n$row\r\n" >a.txt
		fails 1 "$SITMAP" gazetteer import a.txt -o a.sqlite
		says 'no column "name": a table of places needs one'
	done
	printf '5,"A"\n' >a.txt
	fails 1 "$SITMAP" gazetteer import a.txt -o a.sqlite
	says 'a.txt:1:1: "", "" is not a longitude and a latitude'
	for row in 'IQ.07\tA\tA\t8' '1\t2'; do
		printf "$row\n" >a.txt
		fails 1 "$SITMAP" gazetteer import a.txt -o a.sqlite
		says 'no places to import'
	done
	nothing_left a.sqlite
}

@test "standard input can be read once, and a gazetteer is a file" {
	gazetteer_here
	fails 1 "$SITMAP" gazetteer import - - -o a.sqlite <places.csv
	says 'standard input is named twice'
	fails 1 "$SITMAP" gazetteer import places.csv -o /dev/null
	says '"/dev/null" is no file: a gazetteer cannot be written to a pipe or device'
	nothing_left a.sqlite
}

@test "a country without a box is as wide as its places, over the dateline too" {
	printf 'id,name,class,country,lon,lat\nt:1,Suva,town,FJ,178.4,-18\nt:2,Taveuni,town,FJ,-179.9,-16\nt:3,Rotuma,town,FJ,177,-12\n' >fiji.csv
	"$SITMAP" gazetteer import fiji.csv -o fiji.sqlite
	[ "$(sqlite3 fiji.sqlite 'SELECT west, south, east, north FROM country')" = '177.0|-18.0|180.1|-12.0' ]
}

@test "--add adds and replaces" {
	gazetteer_here
	printf 'id,name,country,lon,lat\nt:n,Northbase,IQ,43,37\nt:x,Extraville,IQ,45,33\n' >more.csv
	"$SITMAP" gazetteer import --add places.sqlite more.csv
	"$SITMAP" gazetteer info places.sqlite | grep -q '5 places'
	"$SITMAP" geocode --gazetteer places.sqlite Extraville | grep -q 'clear'
	"$SITMAP" geocode --gazetteer places.sqlite --json Northbase | grep -q '"lon":43,"lat":37'
	"$SITMAP" geocode --gazetteer places.sqlite --json Northbase | grep -q '"class":"base"'
	"$SITMAP" gazetteer import -a places.sqlite more.csv
	"$SITMAP" gazetteer info places.sqlite | grep -q '5 places'
	nothing_left
}

@test "a line of a hundred megabytes, an archive, bytes that are no text" {
	{ printf '7\t'; head -c 100000000 /dev/zero | tr '\0' a; } >long.txt
	fails 1 "$SITMAP" gazetteer import long.txt -o a.sqlite
	nothing_left a.sqlite
	{ printf '7\tB\tB\t\t33\t44\tP\tPPLC\tIQ\t\t07\t\t\t\t56\t\t1\tU\tx\n7\t'; head -c 3000000 /dev/zero | tr '\0' a; } >long.txt
	fails 1 "$SITMAP" gazetteer import long.txt -o a.sqlite
	says 'long.txt:2: a line longer than the limit'
	printf 'PK\003\004xx' >IQ.zip
	fails 1 "$SITMAP" gazetteer import IQ.zip -o a.sqlite
	says 'unpack it first'
	head -c 100000 /dev/urandom >noise
	fails 1 "$SITMAP" gazetteer import noise -o a.sqlite
	printf '7\tB\377\tB\t\t33\t44\tP\tPPLC\tIQ\t\t07\t\t\t\t56\t\t1\tU\tx\n' >bad.txt
	fails 1 "$SITMAP" gazetteer import bad.txt -o a.sqlite
	says 'bad.txt:1: not UTF-8'
	nothing_left a.sqlite
}

# As little memory as a small table takes; AddressSanitizer reserves more than there is.
little_memory() {
	if ldd "$SITMAP" | grep -q asan; then
		cat
	else
		sed 's/^/ulimit -v 1500000; /'
	fi
}

@test "a line of a gigabyte, in a dump, a table and a pipe" {
	endless="yes 2>said | tr -d '\\n' 2>said | head -c 1073741824 2>said"
	row='7\tB\tB\t\t33\t44\tP\tPPLC\tIQ\t\t07\t\t\t\t56\t\t1\tU\tx\n7\t'
	import="\"$SITMAP\" gazetteer import - -o a.sqlite"
	fails 1 bash -c "$(printf '%s\n' "$endless | $import" | little_memory)"
	says 'standard input:1: a line longer than the limit'
	fails 1 bash -c "$(printf '%s\n' "{ printf '$row'; $endless; } | $import" | little_memory)"
	says 'standard input:2: a line longer than the limit'
	fails 1 bash -c "$(printf '%s\n' "{ printf 'name,lon,lat\nA,1,2\n'; $endless; } | $import" | little_memory)"
	says 'standard input:3: a line longer than the limit'
	truncate -s 1G sparse.txt
	fails 1 bash -c "$(printf '%s\n' "\"$SITMAP\" gazetteer import sparse.txt -o a.sqlite" | little_memory)"
	says 'sparse.txt:1: a line longer than the limit'
	[ "$(wc -l <stderr)" -eq 1 ]
	nothing_left a.sqlite
}

@test "a program, a gazetteer, zeros: one line each" {
	gazetteer_here
	head -c 100000 /dev/zero >zeros
	for file in "$SITMAP" places.sqlite zeros; do
		fails 1 "$SITMAP" gazetteer import "$file" -o a.sqlite
		[ "$(wc -l <stderr)" -eq 1 ]
		says "$file:1:"
	done
	nothing_left a.sqlite
}

@test "dumps with broken lines say which, and leave nothing" {
	row='7\tB\tB\t\t33\t44\tP\tPPLC\tIQ\t\t07\t\t\t\t56\t\t1\tU\tx\n'
	printf '%b' "$row"'8\tC\tC\t\t91\t44\tP\tPPL\tIQ\t\t07\t\t\t\t0\t\t1\tU\tx\n9\tD\n' >IQ.txt
	fails 1 "$SITMAP" gazetteer import IQ.txt -o a.sqlite
	says 'IQ.txt:2: "91", "44" is not a latitude'
	says 'IQ.txt:3: 2 columns'
	printf '%b' "$row" >IQ.txt
	printf '1\t7\tfr\tBagdade\n2\tx\tfr\tBagdade\n' >names.txt
	fails 1 "$SITMAP" gazetteer import IQ.txt names.txt -o a.sqlite
	says 'names.txt:2: not an alternate name'
	printf '1\t7\tfr\tBagd\355\240\200ade\n' >names.txt
	fails 1 "$SITMAP" gazetteer import IQ.txt names.txt -o a.sqlite
	says 'names.txt:1: not UTF-8'
	printf '9\t7\tADM\n9\tx\n' >hierarchy.txt
	fails 1 "$SITMAP" gazetteer import IQ.txt hierarchy.txt -o a.sqlite
	says 'hierarchy.txt:2: not a row of hierarchy.txt'
	nothing_left a.sqlite
}

@test "a folder that cannot be written, a file that can only be read" {
	gazetteer_here
	mkdir locked
	chmod 555 locked
	if [ ! -w locked ]; then
		fails 1 "$SITMAP" gazetteer import places.csv -o locked/a.sqlite
		says 'locked/a.sqlite'
	fi
	# Not even root creates files there.
	fails 1 "$SITMAP" gazetteer import places.csv -o /proc/a.sqlite
	says '/proc/a.sqlite'
	cp places.sqlite locked.sqlite
	chmod 444 locked.sqlite
	"$SITMAP" geocode --gazetteer locked.sqlite Northbase | grep -q clear
	"$SITMAP" gazetteer info locked.sqlite | grep -q '4 places'
	# What replaces it may be read and written as before.
	"$SITMAP" gazetteer import --add locked.sqlite places.csv
	[ "$(stat -c %a locked.sqlite)" = 444 ]
	chmod 755 locked
}

@test "a gazetteer that was cut short" {
	gazetteer_here
	size=$(stat -c %s places.sqlite)
	for part in 0 50 99 100 4000 4096 8192 $((size / 2)) $((size - 1)); do
		head -c "$part" places.sqlite >cut.sqlite
		status=0
		"$SITMAP" geocode --gazetteer cut.sqlite Northbase >found 2>stderr || status=$?
		[ "$status" -eq 1 ] || { echo "$part bytes: exit $status"; return 1; }
		says 'cut.sqlite'
		[ "$(wc -l <stderr)" -eq 1 ]
		status=0
		"$SITMAP" gazetteer import --add cut.sqlite places.csv -o a.sqlite 2>stderr || status=$?
		[ "$status" -eq 1 ] || { echo "$part bytes: --add is exit $status"; return 1; }
		nothing_left a.sqlite
	done
}

@test "Name, Region by districts and hierarchy, also after --add" {
	row='%s\t%s\t%s\t\t%s\t%s\t%s\t%s\tQQ\t\t%s\t%s\t\t\t0\t\t1\tU\tx\n'
	{
		# shellcheck disable=SC2059
		printf "$row" 1 Northstate Northstate 10 10 A ADM1 01 '' 2 Uplands Uplands -10 12 L RGN '' '' \
			3 Ashton Ashton 12 18 P PPL 01 100 4 Ashton Ashton 12 12 P PPL 01 200 \
			5 Hill Hill -10 14 A ADM2 01 100 6 Barton Barton 14 10 P PPL 01 100 \
			7 Barton Barton -10.1 12 P PPL 02 900
	} >places.txt
	printf 'QQ.01.100\tCollis\tCollis\t5\n' >admin2.txt
	printf '2\t1\t\n' >hierarchy.txt
	printf 'id,name,country,lon,lat\nt:x,Extraville,QQ,45,33\n' >more.csv
	"$SITMAP" gazetteer import places.txt admin2.txt hierarchy.txt -o a.sqlite
	"$SITMAP" gazetteer import --add a.sqlite more.csv -o b.sqlite
	for file in a.sqlite b.sqlite; do
		"$SITMAP" geocode --gazetteer $file --json 'Ashton, Collis' | head -n 1 | grep -q '"id":"gn:3"'
		"$SITMAP" geocode --gazetteer $file --json 'Barton, Uplands' | head -n 1 | grep -q '"id":"gn:6"'
	done
	status=0
	"$SITMAP" geocode --gazetteer b.sqlite Ashton >found 2>stderr || status=$?
	[ "$status" -eq 3 ]
	"$SITMAP" geocode --gazetteer b.sqlite Extraville | grep -q clear
}
