# sitmap: `make demo` draws the samples into output/, `make check` runs the tests.
# Both install the Debian packages they miss (.ci/install-packages).

.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL = /bin/sh

comma = ,

CC = gcc
PREFIX = /usr/local
DESTDIR =
SANITIZE =
WERROR = -Werror
OPTIMISE = -O3 -g

# Objects of another compiler or with sanitizers have a tree of their own.
B = build
PACKAGES = cairo fontconfig harfbuzz harfbuzz-subset fribidi proj sqlite3 yaml-0.1 libdeflate icu-uc icu-i18n
LIBRARIES = -lshp -lm -lpthread

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef $(WERROR)
DEFINES = -D_POSIX_C_SOURCE=200809L
# Functions that no code of ours may call; see src/base/banned.h.
BAN = -include src/base/banned.h
# Outside headers are not ours to warn about.
INCLUDES = -Isrc $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PACKAGES) 2>/dev/null))

ifneq ($(SANITIZE),)
B := $(B)/$(subst $(empty) ,,$(subst $(comma),-,$(SANITIZE)))
OPTIMISE = -O1 -g -fno-omit-frame-pointer
DEFINES += -DSITMAP_ARENA_DEBUG
SANITIZERS = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
endif

# The same figures whatever the processor: no multiply-add that rounds once.  And the same
# program wherever it is built: debug information begins with ".".
ALL_CFLAGS = -std=c17 -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. $(OPTIMISE) $(WARNINGS) $(DEFINES) $(INCLUDES) $(SANITIZERS) $(COVERAGE) $(CFLAGS)
ALL_LDLIBS = $(shell pkg-config --libs $(PACKAGES)) $(LIBRARIES)
LINK = $(CC) $(SANITIZERS) $(COVERAGE) $(LDFLAGS)

SOURCES := $(sort $(wildcard src/*/*.c))
HEADERS := $(sort $(wildcard src/*/*.h))
OBJECTS = $(SOURCES:src/%.c=$B/obj/%.o)
LIBRARY = $B/libsitmap.a
TESTS := $(sort $(wildcard tests/unit/*.c tests/property/*.c))
# A fuzz target without libFuzzer, on its seeds.
FUZZED := $(filter-out replay,$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
TEST_PROGRAMS = $(TESTS:tests/%.c=$B/tests/%) $(FUZZED:%=$B/tests/seeds/%)
BENCHES := $(sort $(wildcard tests/bench/*.c))
BENCH_PROGRAMS = $(BENCHES:tests/bench/%.c=$B/bench/%)
FORMATTED = $(SOURCES) $(HEADERS) $(sort $(wildcard tests/*.h tests/*/*.[ch]))

all: $B/sitmap build/gazetteer.sqlite

# The bundled gazetteer, from the tables of geodata/.
GAZETTEER := $(sort $(wildcard geodata/gazetteer/*.csv)) $(wildcard geodata/towns.tsv.gz)
build/gazetteer.sqlite: $(GAZETTEER) $(wildcard src/gazetteer/*.c) | $B/sitmap
	@echo "GAZETTEER $@"
	@$B/sitmap gazetteer import $(GAZETTEER) -o $@

$B/sitmap: $B/obj/app/main.o $(LIBRARY)
	@echo "LINK $@"
	@$(LINK) -o $@ $^ $(ALL_LDLIBS)

$(LIBRARY): $(filter-out $B/obj/app/main.o,$(OBJECTS))
	@rm -f $@
	@ar rcsD $@ $^

# dl_iterate_phdr() and realpath() are more than POSIX has without its options.
$B/obj/app/program.o: DEFINES += -D_GNU_SOURCE
$B/obj/app/plan.o: DEFINES += -D_XOPEN_SOURCE=700

# A process that ends with _exit() or by a signal has run code, too.
ifeq ($(COVERAGE),--coverage)
$B/obj/app/crew.o $B/obj/base/out.o: BAN += -include tests/coverage.h
endif

$B/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) $(BAN) -MMD -MP -c -o $@ $<

$B/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka $(ALL_LDLIBS)

$B/tests/seeds/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests -DSEEDS='"tests/fuzz/$*"' $(LDFLAGS) -o $@ $(filter-out %.h,$^) $(ALL_LDLIBS)

$B/bench/%: tests/bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(LDFLAGS) -o $@ $< $(LIBRARY) $(ALL_LDLIBS)

-include $(OBJECTS:.o=.d) $(TEST_PROGRAMS:=.d) $(BENCH_PROGRAMS:=.d)

# One unit test: make unit T=geom
unit: $B/tests/unit/$T
	$<

# --- what people call -------------------------------------------------------

# SKIP_PACKAGES=1: everything is installed already, or this is not Debian.
packages-%:
	@test -n "$(SKIP_PACKAGES)" || .ci/install-packages $*

# Sub-makes, because pkg-config may only be there after the packages are.
demo: packages-build
	@$(MAKE) --no-print-directory all
	@$B/sitmap build sitmap.yaml

check: packages-check
	@tests/check

test-programs: $(TEST_PROGRAMS)
bench-programs: $(BENCH_PROGRAMS)

check-tests: all test-programs $B/golden/compare $B/svg/measure $B/tiles/stitched $B/tiles/archived
	@status=0; \
	tests/run-programs $B $(TEST_PROGRAMS) || status=1; \
	tests/svg/run $B rsvg & pictures=$$!; \
	tests/run-golden $B || status=1; \
	tests/tiles/run $B || status=1; \
	wait $$pictures || status=1; \
	tests/run-bats $B || status=1; \
	exit $$status

# Draws the small maps of tests/golden anew, when a change of their looks is meant.
golden-update: all
	@tests/run-golden $B --update

$B/golden/compare: tests/golden/compare.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(ALL_LDLIBS)

# Holds two pictures of tests/svg against each other.
$B/svg/measure: tests/svg/measure.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(ALL_LDLIBS)

# Tiles beside one large picture, and a PMTiles archive beside a folder.
$B/tiles/%: tests/tiles/%.c tests/archive.h
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests $(LDFLAGS) -o $@ $< $(ALL_LDLIBS)

# The same to zoom 5; archives and overlays opened by GDAL and the pmtiles package, an array job
# of Slurm.
check-tiles: packages-tiles
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all $B/tiles/stitched $B/tiles/archived
	@tests/tiles/run $B full

# The page that --viewer writes, in headless Chromium.
check-viewer: all
	@tests/tiles/view $B

# SVG drawn by librsvg and by Chromium beside PNG by Cairo, maps inlined in one page,
# accessibility.  The part with librsvg belongs to `make check` too.
check-svg: all $B/svg/measure
	@tests/svg/run $B all

# The nightly run as it runs for real: the gallery in Chromium, cron, logrotate, systemd's
# check, the Debian package, and two builds that are the same bytes.
check-nightly: packages-nightly
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all
	@tests/nightly/run $B

# Everything, also what needs Chromium, LaTeX, root or hours.
check-full:
	@status=0; \
	for target in check check-svg check-reports check-gl check-tiles check-viewer check-nightly check-faults; do \
		$(MAKE) --no-print-directory $$target || { echo "FAIL $$target"; status=1; }; \
	done; \
	exit $$status

# Reports in LaTeX, HTML and Word with the sample maps.
check-reports: all
	@tests/reports/run $B

# All tests again, with everything built under ASan and UBSan, leaks included.
check-asan:
	@$(MAKE) --no-print-directory SANITIZE=address,undefined check-tests

check-layers:
	@tests/check-layers.sh

# What a style may say is drawn, or said to be not drawn.
check-properties:
	@tests/check-properties.sh

# Each header compiles alone, and a second time after itself.
check-headers:
	@for h in $(HEADERS:src/%=%); do \
		printf '#include "%s"\n#include "%s"\nextern int nothing;\n' $$h $$h | \
			$(CC) $(ALL_CFLAGS) -fsyntax-only -x c - || exit 1; \
	done

lint: check-format
check-format:
	@clang-format --dry-run --Werror $(FORMATTED)
format:
	clang-format -i $(FORMATTED)

bench: packages-build
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all $(BENCH_PROGRAMS)
	@tests/bench/run $B

# World tiles beside Mapnik's and MapServer's: make bench-tiles ZOOM=0-8
bench-tiles: packages-bench
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all $B/bench/measure
	@ZOOM=$(or $(ZOOM),0-6) tests/bench/tiles $B

# Import of dumps of GeoNames' size, generated: half an hour, 7 GB.
bench-gazetteer: packages-bench
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all $B/bench/gazetteer-large $B/bench/measure
	@tests/bench/gazetteer-large.sh $B

# The same styles drawn by MapLibre GL JS in headless Chromium and by sitmap.
check-gl: all
	@tests/gl/run $B

# Branches of readers, writers and parsers that the tests took; a quarter of an hour.
coverage: packages-check
	-@$(MAKE) --no-print-directory B=build/coverage OPTIMISE='-O0 -g -fprofile-update=atomic' COVERAGE=--coverage check-tests
	-@tests/faults/run build/coverage calls
	@tests/coverage build/coverage

# Failing system calls and allocations, kills, full disks: a few of each, and all of them.
faults-short: all
	@tests/faults/run $B
check-faults: packages-check
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all
	@tests/faults/run $B full

# libFuzzer targets of every parser, under ASan and UBSan: `make fuzz` at most a minute each,
# `make fuzz-long` a million inputs each.
FUZZERS = $(FUZZED:%=$B/%)
$(FUZZERS): $B/%: tests/fuzz/%.c $(LIBRARY)
	@echo "CC $<"
	@$(CC) $(ALL_CFLAGS) -Itests -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(ALL_LDLIBS)
fuzz-programs: $(FUZZERS) $(FUZZED:%=$B/tests/seeds/%)
# Comparisons are not traced: an input takes half the time; dictionaries say the words.
FUZZING = CC=clang B=build/fuzz SANITIZE=address,undefined OPTIMISE='-O2 -g -fno-omit-frame-pointer' \
	COVERAGE='-fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp'
fuzz: packages-check
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all
	@$(MAKE) --no-print-directory $(FUZZING) fuzz-programs
	@tests/fuzz/run build/fuzz $(or $(RUNS),20000) $(or $(SECONDS),60)
fuzz-long:
	@$(MAKE) --no-print-directory fuzz RUNS=1000000 SECONDS=0

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/sitmap
	install -m 755 $B/sitmap $(DESTDIR)$(PREFIX)/bin/sitmap
	@tests/install-data $B $(DESTDIR)$(PREFIX)

# A Debian package of its own build tree, build/deb-tree: the same bytes wherever it is made.
deb: packages-build
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 all
	@$(MAKE) --no-print-directory SKIP_PACKAGES=1 B=build/deb-tree OPTIMISE='$(HARDENED)' LDFLAGS='$(HARDENED_LINK)' build/deb-tree/sitmap
	+@debian/build build/deb-tree
HARDENED = -O3 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
HARDENED_LINK = -pie -Wl,-z,relro -Wl,-z,now

clean:
	rm -rf build

# One a line: many hands write here.
.PHONY: all
.PHONY: unit
.PHONY: demo
.PHONY: check
.PHONY: test-programs
.PHONY: bench-programs
.PHONY: check-tests
.PHONY: check-asan
.PHONY: golden-update
.PHONY: bench-gazetteer
.PHONY: bench-tiles
.PHONY: check-svg
.PHONY: check-tiles
.PHONY: check-viewer
.PHONY: check-reports
.PHONY: check-nightly
.PHONY: check-full
.PHONY: check-gl
.PHONY: check-layers
.PHONY: check-properties
.PHONY: check-headers
.PHONY: lint
.PHONY: check-format
.PHONY: format
.PHONY: bench
.PHONY: coverage
.PHONY: install
.PHONY: clean
.PHONY: faults-short
.PHONY: check-faults
.PHONY: fuzz-programs
.PHONY: fuzz
.PHONY: fuzz-long
.PHONY: deb
