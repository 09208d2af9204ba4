#!/bin/sh
# Fail when a property of src/style/props.def is accepted without a word and drawn by
# nothing in src/compose, or is said to be undrawn and is drawn.
cd "$(dirname "$0")/../src" || exit 2

# Nothing to draw: a flat map knows no pitch, and Cairo's round joins no limit.
flat="CIRCLE_PITCH_SCALE CIRCLE_PITCH_ALIGNMENT ICON_PITCH_ALIGNMENT TEXT_PITCH_ALIGNMENT
	LINE_ROUND_LIMIT"

# PROP(NAME, ...) rows go over several lines; a row ends with a line that ends in ")".
rows=$(awk '/^PROP\(/ { row = "" } /^PROP\(/, /\)$/ { row = row $0 }
	/\)$/ && row != "" { name = row; sub(/^PROP\(/, "", name); sub(/,.*/, "", name)
		print name, row ~ /UNDRAWN/ ? "undrawn" : "drawn"; row = "" }' style/props.def)
[ -n "$rows" ] || { echo "no rows in style/props.def"; exit 1; }
echo "$rows" | {
	bad=0
	while read -r name drawn; do
		used=no
		grep -rqw "STYLE_$name" compose app && used=yes
		case " $(echo $flat) " in *" $name "*) continue ;; esac
		case $drawn-$used in
		drawn-no) echo "style/props.def: $name is not UNDRAWN, but nothing draws it"; bad=1 ;;
		undrawn-yes) echo "style/props.def: $name is UNDRAWN, but it is drawn"; bad=1 ;;
		esac
	done
	exit $bad
}
