load helper

# The same map in every surrounding: the same bytes.  same NAME COMMAND...: draws with
# COMMAND in front, and holds all three files against the first ones.
first() {
	cp "$DATA/events.csv" .
	"$SITMAP" render events.csv -o first.png -o first.pdf -o first.svg --size 400x300
}

same() {
	"$@" "$SITMAP" render "$PWD/events.csv" -o "$PWD/a.png" -o "$PWD/a.pdf" -o "$PWD/a.svg" --size 400x300
	for suffix in png pdf svg; do
		cmp first.$suffix a.$suffix
		rm a.$suffix
	done
	nothing_left
}

@test "locales" {
	first
	for locale in C POSIX C.UTF-8 de_DE.UTF-8 ar_IQ.UTF-8 tr_TR.UTF-8 nonsense ""; do
		same env LC_ALL="$locale" LANG="$locale" LC_NUMERIC="$locale" LANGUAGE="$locale"
	done
	same env -u LC_ALL -u LANG
}

@test "time zones and dates" {
	first
	for zone in UTC0 Asia/Tokyo America/St_Johns nonsense "" :/etc/passwd; do
		same env TZ="$zone"
	done
}

@test "SOURCE_DATE_EPOCH is the only date" {
	first
	sleep 1.1
	same env -u SOURCE_DATE_EPOCH
	SOURCE_DATE_EPOCH=86400 "$SITMAP" render events.csv -o b.pdf --size 400x300
	SOURCE_DATE_EPOCH=86400 "$SITMAP" render events.csv -o c.pdf --size 400x300
	cmp b.pdf c.pdf
	pdfinfo -isodates b.pdf | grep -q '1970-01-02'
}

@test "no HOME, no PATH, an empty and a huge environment" {
	first
	same env -u HOME
	same env HOME=/nonexistent XDG_CACHE_HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent
	same env -i
	same env PATH=
	same env FONTCONFIG_FILE=/nonexistent FONTCONFIG_PATH=/nonexistent PROJ_LIB=
	big=$(head -c 100000 /dev/zero | tr '\0' x)
	same env A1="$big" A2="$big" A3="$big" A4="$big" A5="$big"
}

@test "umask: files are as readable as it says, and not more" {
	first
	(umask 077 && "$SITMAP" render events.csv -o private.png --size 400x300)
	cmp first.png private.png
	[ "$(stat -c %a private.png)" = 600 ]
	(umask 000 && "$SITMAP" render events.csv -o public.png --size 400x300)
	[ "$(stat -c %a public.png)" = 666 ]
	(umask 777 && "$SITMAP" render events.csv -o public.png --size 400x300)
	[ "$(stat -c %a public.png)" = 666 ]
}

@test "closed descriptors" {
	first
	for closed in '<&-' '>&-' '2>&-' '<&- >&-' '>&- 2>&-' '<&- >&- 2>&-'; do
		eval '"$SITMAP" render events.csv -o a.png -o a.pdf --size 400x300' "$closed"
		cmp first.png a.png
		cmp first.pdf a.pdf
	done
}

@test "a current folder that cannot be written, or is gone" {
	first
	here=$PWD
	(cd /proc && "$SITMAP" render "$here/events.csv" -o "$here/a.png" --size 400x300)
	cmp first.png a.png
	mkdir gone
	(cd gone && rmdir "$here/gone" && "$SITMAP" render "$here/events.csv" -o "$here/a.png" --size 400x300)
	cmp first.png a.png
}

@test "a list in a folder that cannot be written" {
	gazetteer_here
	mkdir list
	printf 'date,kind,place\n2020-01-01,handover,Northbase\n' >list/list.csv
	"$SITMAP" render list/list.csv --gazetteer places.sqlite -o a.png --size 300x200
	# Where the lock cannot be written, it is no error.
	rm list/list.csv.places.lock
	mkdir list/list.csv.places.lock
	"$SITMAP" render list/list.csv --gazetteer places.sqlite -o b.png --size 300x200 2>stderr || [ -s stderr ]
}

@test "little memory for the stack, few descriptors" {
	first
	for limit in "-s 256" "-n 16" "-c 0"; do
		same bash -c "ulimit $limit; exec \"\$@\"" --
	done
}

@test "another name, another path, another processor count" {
	first
	ln -s "$SITMAP" other-name
	SITMAP=$PWD/other-name same env
	if command -v taskset >/dev/null; then same taskset -c 0; fi
	same nice -n 5
}

@test "twice in one process's life: build draws the same as render" {
	first
	printf 'maps:\n  - name: a\n    events: events.csv\n    size: 400x300\n    outputs: [a.png, a.pdf, a.svg]\n' >sitmap.yaml
	"$SITMAP" build -q
	for suffix in png pdf svg; do
		cmp first.$suffix a.$suffix
	done
}
