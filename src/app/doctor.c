#include "app/command.h"

#include <string.h>

#include "app/datadir.h"
#include "app/job.h"
#include "app/program.h"
#include "app/version.h"
#include "base/json.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/import.h"
#include "geo/project.h"
#include "text/shape.h"

struct doctor_options {
	const char *data_dir;
};

static const struct opt options[] = {
	{ "data-dir", 0, OPT_STRING, offsetof(struct doctor_options, data_dir), "DIR",
		"folder with styles/ and geodata/", 0, 0 },
};

/* What is looked at, and what was found. */
struct doctor {
	struct out *out;
	struct arena *arena;
	const char *folder;
	bool failed;
};

static void tell(struct doctor *d, bool fine, const char *what, const char *text) {
	out_printf(d->out, "%-8s %-12s %s\n", fine ? "ok" : "missing", what, text);
	d->failed |= !fine;
}

/* The first complaint of a trial, which says what to install. */
static const char *complaint(const struct diag *diag) {
	return diag->first ? diag->first->message : "does not work";
}

/* Layers of the data folder that a style names. */
static void check_layers(struct doctor *d, const struct json *style, const char *name) {
	const struct json *sources = json_member(style, "sources");
	const char *missing = "";
	unsigned found = 0, wanted = 0;
	for (const struct json *s = sources ? sources->child : NULL; s; s = s->next) {
		static const char *const own[] = { "events", "routes", "stops", "precision" };
		const struct json *data = json_member(s, "data");
		struct str prefix = STR("sitmap:");
		bool is_own = false;
		if (!data || data->type != JSON_STRING || !str_starts(data->string, prefix))
			continue;
		struct str layer = str_slice(data->string, prefix.len, data->string.len);
		for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
			is_own |= str_equal(layer, str_of(own[i]));
		if (is_own)
			continue;
		wanted++;
		if (datadir_layer(d->folder, layer, d->arena))
			found++;
		else
			missing = arena_printf(d->arena, "%s %.*s", missing, STR_ARG(layer));
	}
	tell(d, found == wanted, "style",
		arena_printf(d->arena, "%s: %u of %u layers%s%s", name, found, wanted,
			*missing ? ", not found:" : "", missing));
}

static void check_styles(struct doctor *d) {
	static const char *const bundled[] = { "paper", "light", "dark", "mono" };
	for (size_t i = 0; i < sizeof(bundled) / sizeof(*bundled); i++) {
		struct source source;
		struct diag quiet;
		diag_init(&quiet, d->arena);
		const char *path = datadir_style(d->folder, str_of(bundled[i]), d->arena);
		const struct json *style = path && source_load(&source, path, d->arena, &quiet)
			? json_parse(&source, d->arena, &quiet)
			: NULL;
		if (style)
			check_layers(d, style, bundled[i]);
		else
			tell(d, false, "style", bundled[i]);
	}
}

static void check_gazetteer(struct doctor *d) {
	struct gazetteer_figures f;
	struct diag quiet;
	diag_init(&quiet, d->arena);
	const char *path = datadir_gazetteer(d->folder, d->arena);
	struct gazetteer *g = path ? gazetteer_open(path, &quiet) : NULL;
	if (!path)
		tell(d, false, "gazetteer", "none in the data folder (make builds it)");
	else if (g && gazetteer_count(g, &f))
		tell(d, true, "gazetteer",
			arena_printf(d->arena, "%s: %ld places, %ld names, %ld countries", path,
				f.places, f.entries, f.countries));
	else
		tell(d, false, "gazetteer", complaint(&quiet));
	gazetteer_close(g);
}

/* The shaper says which package a script needs. */
static void check_script(struct doctor *d, struct shaper *shaper, struct diag *said,
	const char *name, const char *text) {
	struct text_style style = { .size = 12 };
	unsigned before = said->errors + said->warnings;
	const struct diag_item *last = NULL;
	shaper_shape(shaper, str_of(text), &style);
	for (const struct diag_item *i = said->first; i; i = i->next)
		last = i;
	bool fine = said->errors + said->warnings == before;
	/* A script that no map of the user's may ever need is no failure. */
	if (fine || !last)
		tell(d, true, "font", name);
	else
		out_printf(d->out, "%-8s %-12s %s: %s\n", "absent", "font", name, last->message);
}

static void check_fonts(struct doctor *d) {
	static const struct {
		const char *name, *text;
	} scripts[] = {
		{ "Latin, Greek, Cyrillic", "Aßα Я" },
		{ "Arabic", "العراق" },
		{ "Hebrew", "ירושלים" },
		{ "Armenian, Georgian", "Երևան თბილისი" },
		{ "Devanagari", "दिल्ली" },
		{ "Chinese, Japanese, Korean", "北京" },
	};
	struct diag said;
	diag_init(&said, d->arena);
	struct shaper *shaper = shaper_open(NULL, &said);
	if (!shaper) {
		tell(d, false, "font", complaint(&said));
		return;
	}
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		check_script(d, shaper, &said, scripts[i].name, scripts[i].text);
	shaper_close(shaper);
}

/* A code from PROJ's database, which is a file of its own. */
static void check_projections(struct doctor *d) {
	struct diag said;
	diag_init(&said, d->arena);
	struct projector *p = projector_open("EPSG:32638", &said);
	tell(d, p, "projections", p ? "EPSG codes are found" : complaint(&said));
	projector_close(p);
}

/* Those that decide what a map looks like; a report of a fault should name them. */
static void tell_libraries(struct doctor *d) {
	static const char *const telling[] = { "libcairo.", "libdeflate.", "libfontconfig.",
		"libfreetype.", "libfribidi.", "libharfbuzz.", "libicuuc.", "libpixman-",
		"libproj.", "libshp.", "libsqlite3.", "libyaml-" };
	struct str *name;
	uint32_t n = program_libraries(&name, d->arena);
	for (uint32_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof(telling) / sizeof(*telling); k++)
			if (str_starts(name[i], str_of(telling[k])))
				tell(d, true, "library", arena_strdup(d->arena, name[i]));
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct doctor_options *o = given;
	struct doctor d = { .out = out_file("-", arena), .arena = arena };
	struct diag said;
	if (noperands) {
		diag_error(diag, WHERE_NOWHERE, "doctor: \"%s\" is too much", operand[0]);
		return EXIT_USAGE;
	}
	diag_init(&said, arena);
	out_printf(d.out, "sitmap %s\n", SITMAP_VERSION);
	d.folder = datadir_find(o->data_dir, arena, &said);
	tell(&d, d.folder, "data folder", d.folder ? d.folder : complaint(&said));
	if (d.folder) {
		check_styles(&d);
		check_gazetteer(&d);
	}
	check_fonts(&d);
	check_projections(&d);
	tell_libraries(&d);
	if (!command_finish(d.out, diag))
		return EXIT_FAILED;
	if (d.failed)
		diag_error(diag, WHERE_NOWHERE, "something is missing (see above)");
	return d.failed ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_doctor = {
	.name = "doctor",
	.operand = "",
	.summary = "what is installed, which fonts, which data",
	.description = "Looks whether the data folder, its layers and styles, the gazetteer, the "
		       "fonts and the projections are there, and says what to install; names the "
		       "libraries with their versions. The exit code is 1 when something that "
		       "every map needs is missing.",
	.opt = options,
	.nopts = sizeof(options) / sizeof(*options),
	.size = sizeof(struct doctor_options),
	.run = run,
};
