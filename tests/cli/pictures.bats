load helper

# An event list that tries to break out of every format.
hostile() {
	cat >events.csv <<-'END'
	id,date,kind,place,country,title,source,url
	"a""><script>alert(1)</script>",2020-03-19,handover,al-Qaim,IQ,"<script>alert(1)</script> ]]> &amp; ""quoted""",Agency,https://example.org/?a=1&b=2
	b,2020-03-26,stri<ke,Mosul,IQ,"javascript:alert(1) onload=""x""",Agency,javascript:alert(1)
	END
}

@test "svg is well formed, whatever the events say" {
	hostile
	"$SITMAP" render events.csv -o a.svg --size 600x500
	xmllint --noout a.svg
	! grep -q '<script' a.svg || false
	! grep -qE 'href="(javascript|http)' a.svg || false
	! sed 's/"[^"]*"/""/g' a.svg | grep -qE '<[^>]* on[a-z]+=' || false
}

@test "svg has only elements of a fixed list, and refers to nothing outside" {
	hostile
	"$SITMAP" render events.csv -o a.svg --size 600x500
	elements=$(xmllint --xpath '//*' a.svg | grep -oE '<[a-zA-Z]+' | sort -u | tr -d '<' | tr '\n' ' ')
	for e in $elements; do
		case $e in
		svg|g|path|text|tspan|use|defs|clipPath|pattern|title|desc) ;;
		*) echo "element $e"; return 1 ;;
		esac
	done
	! grep -oE 'href="[^"]*"' a.svg | grep -v 'href="#' || false
	! grep -oE 'url\([^)]*\)' a.svg | grep -v 'url(#' || false
}

@test "no id stands twice, every reference has its id, all begin with the prefix" {
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 600x500
	grep -oE ' id="[^"]*"' a.svg | sort >ids
	[ -z "$(uniq -d ids)" ]
	prefix=$(sed -n 's/.*<svg[^>]* id="\([^"]*\)map".*/\1/p' a.svg)
	[ -n "$prefix" ]
	! grep -v " id=\"$prefix" ids || false
	grep -oE '(href="#|url\(#)[^")]*' a.svg | sed 's/.*#//' | sort -u >used
	while read -r id; do grep -q "\"$id\"" ids || { echo "no $id"; return 1; }; done <used
}

@test "two maps have different ids" {
	"$SITMAP" render "$DATA/events.csv" -o a.svg --size 600x500
	"$SITMAP" render "$DATA/events.csv" -o b.svg --size 601x500
	grep -oE ' id="[^"]*"' a.svg | sort >a
	grep -oE ' id="[^"]*"' b.svg | sort >b
	[ -z "$(comm -12 a b)" ]
}

@test "event names are text in svg and pdf" {
	"$SITMAP" render "$DATA/events.csv" -o a.svg -o a.pdf --size 600x500
	grep -q '<text[^>]*>.*Abu Ghraib' a.svg
	pdftotext -layout a.pdf - | grep -q 'Abu Ghraib'
}

@test "pdf is sound and has its fonts" {
	"$SITMAP" render "$DATA/events.csv" -o a.pdf --size 600x500 --title 'Bases'
	qpdf --check a.pdf
	pdfinfo a.pdf | grep -q '^Title: *Bases'
	pdffonts a.pdf | tail -n +3 | grep -v 'Type 3' | awk '{ if ($0 !~ / yes yes /) exit 1 }'
}

@test "names along rivers are one word in pdf and svg" {
	"$SITMAP" render "$BATS_TEST_DIRNAME/../../geodata/events/iraq-2020.csv" -o a.pdf -o a.svg \
		--size 1600x1200
	qpdf --check a.pdf
	pdftotext a.pdf - | grep -q '^Tigris$'
	grep -q '>Tigris</text>' a.svg
}

@test "pdf has the links of its events and nothing else" {
	hostile
	"$SITMAP" render events.csv -o a.pdf --size 600x500
	qpdf --check a.pdf
	grep -aq '/URI (https://example.org/?a=1&b=2)' a.pdf
	! grep -aq 'javascript' a.pdf || false
}

@test "librsvg draws the svg as we draw the png" {
	"$SITMAP" render "$DATA/events.csv" -o a.svg -o a.png --size 600x500
	rsvg-convert a.svg -o b.png
	difference=$(compare -metric MAE a.png b.png null: 2>&1 | sed 's/.*(\(.*\))/\1/') || true
	echo "mean difference $difference"
	awk -v d="$difference" 'BEGIN { exit !(d < 0.003) }'
}

@test "png says its resolution, colour space and sources" {
	"$SITMAP" render "$DATA/events.csv" -o a.png --size 300x200 --pixel-ratio 2 --title 'Bases'
	identify -verbose a.png >said
	grep -q 'sRGB' said
	grep -aq 'iTXtTitle' a.png
	grep -aq 'iTXtSource' a.png
	grep -aq 'pHYs' a.png
	grep -aq 'sRGB' a.png
}
