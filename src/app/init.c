#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/datadir.h"
#include "app/job.h"

struct init_options {
	const char *data_dir;
};

static const struct opt options[] = {
	{ "data-dir", 0, OPT_STRING, offsetof(struct init_options, data_dir), "DIR",
		"folder with styles/ and geodata/", 0, 0 },
};

static const char map_file[] =
	"# The maps of this folder. \"sitmap build\" draws what is out of date, \"sitmap watch\" while\n"
	"# you edit; every key is an option of \"sitmap render\".\n"
	"maps:\n"
	"  - name: overview\n"
	"    title: Coalition bases handed over in Iraq, 2020\n"
	"    events: events.csv\n"
	"    style: styles/own.json\n"
	"    outputs: [output/overview.png, output/overview.svg, output/overview.pdf]\n"
	"\n"
	"  - name: april\n"
	"    title: April 2020\n"
	"    events: events.csv\n"
	"    since: 2020-04-01\n"
	"    size: 180x120mm\n"
	"    outputs: output/april.pdf\n"
	"\n"
	"# Web tiles with the events on them; a change draws only the tiles it touches.\n"
	"# tilesets:\n"
	"#   - name: tiles\n"
	"#     events: events.csv\n"
	"#     fit: [IQ]\n"
	"#     zooms: 0-8\n"
	"#     output: output/tiles.pmtiles\n";

static const char event_list[] =
	"id,date,kind,place,country,to,actor,recipient,title,source\n"
	"al-qaim,2020-03-19,handover,al-Qaim,IQ,,Coalition,Iraq,,Ministry of Defence\n"
	"qayyarah,2020-03-26,handover,Qayyarah,IQ,,Coalition,Iraq,,Ministry of Defence\n"
	"abu-ghraib,2020-04-07,handover,Abu Ghraib,IQ,,France,Iraq,,Ministry of Defence\n";

/* %s: the program, the folder. */
static const char crontab[] =
	"# For crontab -e: every night at 02:30; mails only when something went wrong.\n"
	"30 2 * * * cd '%s' && '%s' build --quiet --keep-going --wait 10m --duration 4h\n";

static const char service[] =
	"[Unit]\n"
	"Description=Maps of %s\n"
	"\n"
	"[Service]\n"
	"Type=oneshot\n"
	"WorkingDirectory=%s\n"
	"ExecStart=\"%s\" build --quiet --keep-going --wait 10m --duration 4h\n"
	"Nice=10\n"
	"IOSchedulingClass=idle\n"
	"TimeoutStartSec=5h\n";

static const char timer[] = "[Unit]\n"
			    "Description=Maps every night\n"
			    "\n"
			    "[Timer]\n"
			    "OnCalendar=*-*-* 02:30\n"
			    "RandomizedDelaySec=10min\n"
			    "Persistent=true\n"
			    "\n"
			    "[Install]\n"
			    "WantedBy=timers.target\n";

struct file {
	const char *name;
	struct str text;
};

static const char *folder_path(const char *folder, struct arena *arena, struct diag *diag) {
	char current[PATH_MAX];
	if (folder[0] == '/')
		return folder;
	if (!getcwd(current, sizeof(current))) {
		diag_error(diag, WHERE_NOWHERE, "cannot tell the current folder: %s",
			strerror(errno));
		return NULL;
	}
	return strcmp(folder, ".") == 0 ? arena_strdup(arena, str_of(current))
					: arena_printf(arena, "%s/%s", current, folder);
}

static const char *program_path(struct arena *arena) {
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));
	return len > 0 ? arena_strdup(arena, (struct str){ path, (size_t)len }) : "sitmap";
}

static bool make_folder(const char *path, struct diag *diag) {
	return mkdir(path, 0777) == 0 || errno == EEXIST
		|| diag_error(diag, WHERE_NOWHERE, "%s: cannot make the folder: %s", path,
			strerror(errno));
}

/* True when it is there as it would be written: a run before this one was cut short. */
static bool is_written(const char *path, struct str text, struct arena *arena) {
	struct diag quiet;
	struct source there;
	diag_init(&quiet, arena);
	return path_exists(path) && source_load(&there, path, arena, &quiet)
		&& str_equal(there.text, text);
}

static bool write_file(const char *folder, const struct file *file, struct arena *arena,
	struct diag *diag) {
	const char *path = arena_printf(arena, "%s/%s", folder, file->name);
	if (is_written(path, file->text, arena))
		return true;
	struct out *out = out_file(path, arena);
	out_str(out, file->text);
	return out_commit(out, diag);
}

/* Nothing of the user's is written over: all is free, or nothing is done. */
static bool all_free(const char *folder, const struct file *file, size_t n, struct arena *arena,
	struct diag *diag) {
	for (size_t i = 0; i < n; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder, file[i].name);
		if (path_exists(path) && !is_written(path, file[i].text, arena))
			diag_error(diag, WHERE_NOWHERE, "%s: exists already and is left as it is",
				path);
	}
	return diag->errors == 0;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct init_options *o = given;
	const char *folder = noperands ? operand[0] : ".";
	if (noperands > 1) {
		diag_error(diag, WHERE_NOWHERE, "init: one folder, not %d", noperands);
		return EXIT_USAGE;
	}
	const char *data = datadir_find(o->data_dir, arena, diag);
	const char *whole = folder_path(folder, arena, diag), *program = program_path(arena);
	struct source *style = arena_new(arena, struct source, 1);
	if (!data || !whole
		|| !source_load(style, arena_printf(arena, "%s/styles/paper.json", data), arena,
			diag))
		return EXIT_FAILED;
	const struct file files[] = {
		{ "events.csv", str_of(event_list) },
		{ "styles/own.json", style->text },
		{ "nightly/crontab", str_of(arena_printf(arena, crontab, whole, program)) },
		{ "nightly/sitmap-build.service",
			str_of(arena_printf(arena, service, whole, whole, program)) },
		{ "nightly/sitmap-build.timer", str_of(timer) },
		{ "sitmap.yaml", str_of(map_file) },
	};
	static const char *const folders[] = { "", "/styles", "/nightly", "/output" };
	if (!all_free(folder, files, sizeof(files) / sizeof(*files), arena, diag))
		return EXIT_FAILED;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (!make_folder(arena_printf(arena, "%s%s", folder, folders[i]), diag))
			return EXIT_FAILED;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (!write_file(folder, &files[i], arena, diag))
			return EXIT_FAILED;
	fprintf(stderr, "sitmap: %s/sitmap.yaml is ready: \"sitmap build\" there draws its maps\n",
		folder);
	return EXIT_DONE;
}

const struct command command_init = {
	.name = "init",
	.operand = "[DIR]",
	.summary = "a folder to start from: map file, events, style, units",
	.description =
		"Fills DIR (default: here) with a map file, an event list, a style to change, and "
		"a crontab line and systemd units for a nightly run. What is there already is "
		"never written over.",
	.opt = options,
	.nopts = sizeof(options) / sizeof(*options),
	.size = sizeof(struct init_options),
	.run = run,
};
