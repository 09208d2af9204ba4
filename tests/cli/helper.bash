# Common to all command-line tests: a folder of their own, no surroundings.
setup() {
	SITMAP=${SITMAP:-$BATS_TEST_DIRNAME/../../build/sitmap}
	DATA=$BATS_TEST_DIRNAME/../data
	cd "$BATS_TEST_TMPDIR" || return 1
	unset SITMAP_DATA SOURCE_DATE_EPOCH
}

# fails CODE COMMAND...: exits with CODE, says something on stderr, nothing on stdout.
fails() {
	local code=$1 status=0
	shift
	"$@" >stdout 2>stderr || status=$?
	[ "$status" -eq "$code" ] || { echo "exit $status, not $code:"; cat stderr; return 1; }
	[ ! -s stdout ]
	[ -s stderr ]
}

# says TEXT: the last failure's message has a line with this text.
says() {
	grep -qF -- "$1" stderr || { echo "not said: $1"; cat stderr; return 1; }
}

# No temporary file is left behind.
nothing_left() {
	[ -z "$(find . -name '.*' -type f)" ]
}
