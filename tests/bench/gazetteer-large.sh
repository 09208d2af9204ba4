#!/bin/sh
# gazetteer-large.sh BUILD [PLACES [NAMES]]: imports generated dumps of the size of
# GeoNames' and times look-ups; needs some 7 GB below BUILD while it runs.
set -eu
build=$1
places=${2:-12000000}
names=${3:-16000000}
folder=$build/gazetteer-large
mkdir -p "$folder"
trap 'rm -rf "$folder"' EXIT
"$build/bench/gazetteer-large" "$places" "$names" "$folder"
ls -l "$folder" | awk 'NF > 8 { printf "%s: %.0f MB\n", $9, $5 / 1e6 }'
start=$(date +%s)
"$build/bench/measure" -n 1 "import of $places" "$build/sitmap" gazetteer import \
	"$folder/allCountries.txt" "$folder/alternateNamesV2.txt" "$folder/hierarchy.txt" \
	-o "$folder/large.sqlite"
echo "elapsed: $(($(date +%s) - start)) s"
ls -l "$folder/large.sqlite" | awk '{ printf "file: %.0f MB\n", $5 / 1e6 }'
"$build/sitmap" gazetteer info "$folder/large.sqlite"
"$build/bench/gazetteer-large" --query "$folder/large.sqlite"
