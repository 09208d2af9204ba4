load helper

@test "expr answers line by line" {
	printf '%s\n' '{"id":1,"expression":["+",1,2],"inputs":[[{},{}]]}' '' \
		'{"id":2,"expression":["nonsense"],"inputs":[]}' | "$SITMAP" expr --json >said
	[ "$(wc -l <said)" -eq 2 ]
	sed -n 1p said | grep -q '"outputs":\[3\]'
	sed -n 2p said | grep -q '"result":"error"'
}

@test "expr with wrong usage, and lines that are no JSON" {
	fails 2 "$SITMAP" expr
	says 'needs --json'
	fails 2 "$SITMAP" expr --json file
	status=0
	printf '{"id":1,\n' | "$SITMAP" expr --json >said 2>stderr || status=$?
	[ "$status" -eq 1 ]
	says ':1:'
}
