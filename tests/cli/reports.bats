load helper

# Maps for reports: what the files say of themselves, and that nothing else changes them.

@test "SOURCE_DATE_EPOCH changes only the dates of a PDF, and nothing in PNG and SVG" {
	cp "$DATA/events.csv" .
	SOURCE_DATE_EPOCH=1000000000 "$SITMAP" render events.csv --size 400x300 -o a.png -o a.svg -o a.pdf
	SOURCE_DATE_EPOCH=1500000000 "$SITMAP" render events.csv --size 400x300 -o b.png -o b.svg -o b.pdf
	cmp a.png b.png
	cmp a.svg b.svg
	! cmp -s a.pdf b.pdf || false
	LC_ALL=C sed 's/Date (20010909\([0-9Z]*\)/Date (/g' a.pdf >a.rest
	LC_ALL=C sed 's/Date (20170714\([0-9Z]*\)/Date (/g' b.pdf >b.rest
	cmp a.rest b.rest
}

@test "the order of maps in a batch, and of outputs, changes nothing" {
	maps_here
	"$SITMAP" build -q
	mkdir first
	mv first.png second.png second.svg first
	cat >sitmap.yaml <<-'END'
	maps:
	  - name: second
	    events: events.csv
	    size: 300x200
	    outputs: [second.svg, second.png]
	  - name: first
	    events: events.csv
	    size: 300x200
	    outputs: [first.png]
	END
	"$SITMAP" build -q
	for file in first.png second.png second.svg; do cmp first/$file $file; done
}

@test "png: resolution by --dpi, palette only where it loses nothing" {
	printf '{"version":8,"sources":{},"layers":[{"id":"g","type":"background","paint":{"background-color":"#335577"}}]}' >flat.json
	"$SITMAP" render --style flat.json --center 0,0 --zoom 2 --size 64x48 --dpi 300 -o flat.png
	[ "$(od -An -tu1 -j25 -N1 flat.png | tr -d ' ')" = 3 ]
	# 300 dots an inch are 11811 a metre.
	at=$(grep -abo pHYs flat.png | cut -d: -f1)
	[ "$(od -An -tu1 -j$((at + 4)) -N9 flat.png | tr -s ' ')" = " 0 0 46 35 0 0 46 35 1" ]
	[ "$(convert flat.png -unique-colors -depth 8 txt:- | grep -c '#335577')" -ge 1 ]
	"$SITMAP" render "$DATA/events.csv" --size 400x300 -o many.png
	[ "$(od -An -tu1 -j25 -N1 many.png | tr -d ' ')" = 2 ]
}

@test "a style that names its dark one; one that draws other things is told, and left out" {
	printf '{"version":8,"metadata":{"sitmap:dark":"night.json"},"sources":{},"layers":[{"id":"g","type":"background","paint":{"background-color":"#ffffff"}}]}' >day.json
	printf '{"version":8,"sources":{},"layers":[{"id":"g","type":"background","paint":{"background-color":"#112233"}}]}' >night.json
	"$SITMAP" render --style day.json --center 0,0 --zoom 2 --size 64x48 --id-prefix p- -o a.svg
	grep -qF '#p-layer-g [fill="#fff"]{fill:#123}' a.svg
	rsvg-convert a.svg -o a.png
	convert a.png -unique-colors -depth 8 txt:- | grep -q '#FFFFFF'
	printf '{"version":8,"sources":{},"layers":[]}' >night.json
	"$SITMAP" render --style day.json --center 0,0 --zoom 2 --size 64x48 -o b.svg 2>said
	grep -q 'draws other things' said
	! grep -q '@media' b.svg || false
	fails 1 "$SITMAP" render --style day.json --svg-dark none.json --center 0,0 --zoom 2 --size 64x48 -o c.svg
	nothing_left c.svg
}
