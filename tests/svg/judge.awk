# Figures (name, mode, by, mean difference, similarity) against the bounds: the rows of the
# first file are "mode by mean similarity", those with a name first are exceptions.
FNR == 1 { file++ }
/^#/ || NF == 0 { next }
file == 1 && $1 == "*" { mean[$2, $3] = $4; alike[$2, $3] = $5; next }
file == 1 { mean[$1, $2, $3] = $4; alike[$1, $2, $3] = $5; next }
{
	m = ($1, $2, $3) in mean ? mean[$1, $2, $3] : mean[$2, $3]
	s = ($1, $2, $3) in mean ? alike[$1, $2, $3] : alike[$2, $3]
	n[$2 " " $3]++
	sum[$2 " " $3] += $4
	all[$2 " " $3] += $5
	if ($4 > worst[$2 " " $3])
		worst[$2 " " $3] = $4
	if (m == "" || $4 + 0 > m + 0 || $5 + 0 < s + 0) {
		printf "FAIL tests/svg/%s: %s by %s: mean difference %s (of 255, at most %s), " \
			"similarity %s (at least %s)\n", $1, $2, $3, $4, m, $5, s
		bad = 1
	}
}
END {
	for (k in n)
		printf "     %s: %d pictures, mean difference %.3f, at most %.3f, similarity %.4f\n", \
			k, n[k], sum[k] / n[k], worst[k], all[k] / n[k] | "sort"
	close("sort")
	exit bad || !length(n)
}
