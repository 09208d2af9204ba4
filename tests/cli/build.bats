load helper

@test "build draws every map of sitmap.yaml and says so" {
	maps_here
	"$SITMAP" build 2>said
	[ -s first.png ] && [ -s second.png ] && [ -s second.svg ]
	[ "$(grep -c drawn said)" -eq 3 ]
}

@test "build --quiet says nothing on success" {
	maps_here
	run "$SITMAP" build -q
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	rm first.png
	run "$SITMAP" build --quiet
	[ -z "$output" ]
	[ -s first.png ]
}

@test "build --only draws those that are named" {
	maps_here
	"$SITMAP" build --only second
	[ ! -e first.png ] && [ -s second.png ]
	fails 2 "$SITMAP" build --only third
	says 'no map is named "third"'
}

@test "build stops at the first failure, --keep-going does not" {
	maps_here
	sed -i '0,/events.csv/s/events.csv/none.csv/' sitmap.yaml
	fails 1 "$SITMAP" build
	says 'none.csv: cannot open'
	nothing_left first.png second.png
	fails 1 "$SITMAP" build --keep-going
	[ -s second.png ] && [ ! -e first.png ]
	rm second.png
	fails 1 "$SITMAP" build -k
	[ -s second.png ]
}

@test "paths of a map file are seen from its folder" {
	mkdir maps
	(cd maps && maps_here)
	"$SITMAP" build maps/sitmap.yaml
	[ -s maps/first.png ] && [ ! -e first.png ]
}

@test "build --data-dir" {
	maps_here
	"$SITMAP" build --data-dir "$TREE" --only first
	fails 1 "$SITMAP" build --data-dir none --only first
	says 'none: no such data folder'
}

@test "all errors of a map file at once, with lines" {
	cat >sitmap.yaml <<-'END'
	maps:
	  - name: one
	    titel: x
	    zoom: many
	    since: 2020-13-01
	    outputs: [a.png]
	  - title: two
	    outputs: [b.png]
	END
	fails 1 "$SITMAP" build
	says 'sitmap.yaml:3:'
	says 'title'
	says 'sitmap.yaml:4:'
	says 'sitmap.yaml:5:'
	says 'sitmap.yaml:7:'
	nothing_left a.png b.png
}

@test "a place that is unknown is exit 3, in a map file too" {
	maps_here
	printf 'date,kind,place\n2020-01-01,handover,Xyzzyville\n' >events.csv
	fails 3 "$SITMAP" build
	says Xyzzyville
}

@test "build with wrong usage" {
	fails 2 "$SITMAP" build a.yaml b.yaml
	fails 2 "$SITMAP" build --nonsense
	fails 1 "$SITMAP" build
	says 'sitmap.yaml: cannot open'
	fails 1 "$SITMAP" build none.yaml
}

@test "one map's end is not the others'" {
	maps_here
	sed -i '0,/300x200/s/300x200/99999x200/' sitmap.yaml
	fails 1 "$SITMAP" build -k
	says 'over the limit'
	[ -s second.png ]
}
