load helper

@test "an overlay is the same set of tiles in every container" {
	cp "$DATA/events.csv" .
	for o in folder a.mbtiles a.pmtiles; do "$SITMAP" tiles events.csv --overlay -z 4-6 -o $o -q; done
	cmp folder/events.geojson a.geojson
	for k in 1 2; do "$SITMAP" tiles events.csv --overlay -z 4-6 --shard $k/2 -o p$k.pmtiles -q; done
	for o in merged merged.mbtiles merged.pmtiles; do "$SITMAP" tiles merge p1.pmtiles p2.pmtiles -o $o; done
	cmp a.mbtiles merged.mbtiles
	cmp a.pmtiles merged.pmtiles
	[ "$(diff -r folder merged)" = 'Only in folder: events.geojson' ]
}

@test "MBTiles of an overlay: an empty tile below a shown one, and nothing below that" {
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	cp "$DATA/events.csv" .
	"$SITMAP" tiles events.csv --overlay -z 4-8 -o a.mbtiles -q
	grep -q '"Feature"' a.geojson
	sqlite3 -separator ' ' a.mbtiles 'SELECT zoom_level, tile_column, tile_row, hex(tile_data) FROM tiles' >tiles
	# The picture that occurs most often below z4 is the empty one.
	empty=$(awk '$1 > 4 { n[$4]++ } END { for (i in n) if (n[i] > most) { most = n[i]; e = i } print e }' tiles)
	xxd -r -p <<<"$empty" >empty.png
	[ "$(convert empty.png -format '%[fx:maxima.a]' info:)" = 0 ]
	awk -v empty="$empty" '{
			has[$1 " " $2 " " $3] = $4
			if (!($1 in west) || $2 < west[$1]) west[$1] = $2
			if (!($1 in south) || $3 < south[$1]) south[$1] = $3
			if ($2 > east[$1]) east[$1] = $2
			if ($3 > north[$1]) north[$1] = $3
		}
		END {
			for (k in has) {
				split(k, t, " ")
				z = t[1] + 1
				up = t[1] - 1 " " int(t[2] / 2) " " int(t[3] / 2)
				if (has[k] == empty) {
					void++
					if (!(up in has) || has[up] == empty) below++
					continue
				}
				shown++
				for (i = 0; i < 4; i++) {
					x = 2 * t[2] + i % 2
					y = 2 * t[3] + int(i / 2)
					if (x >= west[z] && x <= east[z] && y >= south[z] && y <= north[z] && !(z " " x " " y in has)) missing++
				}
			}
			print shown + 0, void + 0, below + 0, missing + 0
		}' tiles >counts
	cat counts
	read -r shown void below missing <counts
	[ "$shown" -gt 5 ]
	[ "$void" -gt 5 ]
	[ "$below" -eq 0 ]
	[ "$missing" -eq 0 ]
}
