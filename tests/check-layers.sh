#!/bin/sh
# Fail when a file under src/ includes what src/LAYERS does not allow.
cd "$(dirname "$0")/../src" || exit 2
grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]' --include='*.[ch]' . |
awk '
	function complain(what) { print file ":" part[2] ": " what; bad = 1 }
	BEGIN {
		while ((getline line < "LAYERS") > 0) {
			n = split(line, word, /[: ]+/)
			if (line ~ /^</)
				for (i = 2; i <= n; i++) owner[word[1]] = owner[word[1]] " " word[i]
			else if (line !~ /^(#|$)/)
				for (i = 1; i <= n; i++) allow[word[1], word[i]] = 1
		}
	}
	{
		split($0, part, ":")
		file = substr(part[1], 3)
		folder = file; sub(/\/.*/, "", folder)
		target = $0; sub(/^[^<"]*/, "", target)
	}
	target ~ /^"/ {
		to = substr(target, 2)
		if (to !~ /\//) { complain("write the include from src/: " target); next }
		sub(/\/.*/, "", to)
		if (!((folder, to) in allow)) complain(folder "/ may not include " to "/")
	}
	target ~ /^</ {
		for (head in owner)
			if (index(target, head) == 1) {
				n = split(owner[head], place, " "); ok = 0
				for (i = 1; i <= n; i++) if (index(file, place[i]) == 1) ok = 1
				if (!ok) complain(target " belongs to" owner[head])
			}
	}
	END { exit bad }'
