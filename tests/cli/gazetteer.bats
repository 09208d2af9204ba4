load helper

@test "gazetteer import and info" {
	gazetteer_here
	"$SITMAP" gazetteer info places.sqlite >said
	grep -q '4 places' said
	"$SITMAP" gazetteer import places.csv --output other.sqlite
	cmp places.sqlite other.sqlite
	nothing_left
}

@test "a gzip'd table" {
	gazetteer_here
	gzip -nk places.csv
	"$SITMAP" gazetteer import places.csv.gz -o zipped.sqlite
	cmp places.sqlite zipped.sqlite
}

@test "gazetteer with wrong usage" {
	fails 2 "$SITMAP" gazetteer
	says 'import or info'
	fails 2 "$SITMAP" gazetteer import
	fails 2 "$SITMAP" gazetteer import places.csv
	fails 2 "$SITMAP" gazetteer info
	fails 2 "$SITMAP" gazetteer inport x
}

@test "tables that are missing or broken leave no gazetteer" {
	fails 1 "$SITMAP" gazetteer import none.csv -o a.sqlite
	says 'none.csv'
	nothing_left a.sqlite
	printf 'id,name,lon,lat\n1,A,x,2\n2,B,1,91\n' >bad.csv
	fails 1 "$SITMAP" gazetteer import bad.csv -o a.sqlite
	says 'bad.csv:2:'
	says 'bad.csv:3:'
	nothing_left a.sqlite
	printf 'a\xff,b\n' >utf8.csv
	fails 1 "$SITMAP" gazetteer import utf8.csv -o a.sqlite
	nothing_left a.sqlite
}

@test "a gazetteer in a folder that cannot be written" {
	gazetteer_here
	fails 1 "$SITMAP" gazetteer import places.csv -o none/a.sqlite
	says 'none/a.sqlite'
}

@test "info of what is no gazetteer" {
	fails 1 "$SITMAP" gazetteer info none.sqlite
	: >empty.sqlite
	fails 1 "$SITMAP" gazetteer info empty.sqlite
	fails 1 "$SITMAP" gazetteer info .
}

@test "an old gazetteer stays when the new one fails" {
	gazetteer_here
	cp places.sqlite before.sqlite
	printf 'id,name,lon,lat\n1,A,x,2\n' >bad.csv
	fails 1 "$SITMAP" gazetteer import bad.csv -o places.sqlite
	cmp places.sqlite before.sqlite
}
