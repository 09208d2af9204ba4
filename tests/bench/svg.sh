#!/bin/sh
# svg.sh BUILD: what the SVG of the Iraq-Syria map weighs and takes, ours beside Cairo's,
# Mapnik's (its Cairo renderer) and MapServer's (Cairo too), from the same shapefiles.
build=$1
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
fonts=/usr/share/fonts/truetype/noto
measure=$build/bench/measure

# weigh FILE: bytes, bytes by gzip -9, how many <text> and embedded pictures.
weigh() {
	[ -s "$1" ] || { echo "    no file"; return; }
	printf '    %s bytes, %s gzipped, %s <text>, %s <image>\n' "$(wc -c <"$1")" \
		"$(gzip -9 -c "$1" | wc -c)" "$(grep -o '<text' "$1" | wc -l)" \
		"$(grep -o '<image' "$1" | wc -l)"
}

ours() {
	label=$1
	shift
	"$measure" -n 9 "$label" "$build/sitmap" render --style tests/bench/peers/iraq.json \
		--furniture none --size 1600x1200 --bbox 36.6,30,49.4,38 \
		--projection '+proj=lcc +lat_1=31.5 +lat_2=36.5 +lat_0=34 +lon_0=43 +ellps=WGS84' \
		"$@" -o "$work/ours.svg"
	weigh "$work/ours.svg"
}

ours "sitmap"
ours "sitmap, --svg-text paths" --svg-text paths
ours "sitmap, --svg-fonts embed" --svg-fonts embed
ours "sitmap, --svg-writer cairo" --svg-writer cairo
if command -v map2img >/dev/null; then
	printf 'sans %s/NotoSans-Regular.ttf\n' "$fonts" >"$work/fonts.txt"
	sed "s#@GEODATA@#$PWD/geodata#; s#@FONTS@#$work/fonts.txt#; s#IMAGETYPE png#IMAGETYPE svg#
		s#OUTPUTFORMAT NAME png.*#OUTPUTFORMAT NAME svg DRIVER \"CAIRO/SVG\" MIMETYPE \"image/svg+xml\" IMAGEMODE RGB EXTENSION \"svg\" END#" \
		tests/bench/peers/iraq.map >"$work/iraq.map"
	"$measure" -n 9 "MapServer (map2img)" map2img -m "$work/iraq.map" -i svg -o "$work/mapserver.svg"
	weigh "$work/mapserver.svg"
else
	echo "MapServer: not here (apt-get install mapserver-bin)"
fi
if /usr/bin/python3 -c 'import mapnik' 2>/dev/null; then
	"$measure" -n 9 "Mapnik (python3)" /usr/bin/python3 tests/bench/peers/iraq_mapnik.py \
		"$PWD/geodata" "$fonts" "$work/mapnik.svg"
	weigh "$work/mapnik.svg"
else
	echo "Mapnik: not here (apt-get install python3-mapnik)"
fi
[ -z "${KEEP:-}" ] || cp "$work"/*.svg "$KEEP"
