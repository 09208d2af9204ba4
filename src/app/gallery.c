#include "app/gallery.h"

#include <string.h>

#include "app/buildlog.h"
#include "app/output.h"
#include "app/tileset.h"
#include "base/htmlwrite.h"

/* Says whose page it is: no other page is written over. */
static const char mark[] = "<meta name=\"generator\" content=\"sitmap build\">";

static const char style[] =
	":root{color-scheme:light dark}"
	"body{margin:0 auto;max-width:78rem;padding:1.5rem;font:1rem/1.45 'Noto Sans',"
	"system-ui,sans-serif;background:Canvas;color:CanvasText}"
	"h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:.6rem 0 .2rem}"
	"ul.maps{list-style:none;margin:1.2rem 0;padding:0;display:grid;gap:1.6rem;"
	"grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr))}"
	"article{overflow-wrap:anywhere}article ul{margin:.25rem 0;padding-left:1.2rem}"
	"h2{text-align:left}article img{width:100%;height:14rem;object-fit:contain;background:#f4f2ec;"
	"border:1px solid #8886}"
	"p{margin:.25rem 0}.files a{margin-right:.8rem;white-space:nowrap}"
	".why,.when{font-size:.9rem}.failed{border-left:.3rem solid #c0392b;padding-left:.6rem}"
	"a:focus-visible{outline:.2rem solid;outline-offset:.15rem}";

/* --- paths --------------------------------------------------------------------------- */

static size_t folder_length(struct str path) {
	size_t n = path.len;
	while (n && path.at[n - 1] != '/')
		n--;
	return n;
}

/* The folder that both lie in, with its slash. */
static size_t common_folder(struct str a, struct str b) {
	size_t n = 0;
	while (n < a.len && n < b.len && a.at[n] == b.at[n])
		n++;
	while (n && a.at[n - 1] != '/')
		n--;
	return n;
}

const char *gallery_path(const struct plan *plan) {
	struct str folder = { NULL, 0 };
	const struct job *job = plan->item[0].job;
	if (plan->file.no_gallery)
		return NULL;
	if (plan->file.gallery)
		return fingerprint_path(job, str_of(plan->file.gallery), plan->arena);
	for (uint32_t i = 0; i < plan->count; i++) {
		struct opt_list files = output_files(plan->item[i].job, plan->arena);
		for (uint32_t k = 0; k < files.count; k++) {
			struct str name = str_of(files.item[k]);
			folder.len = folder.at ? common_folder(folder, name) : folder_length(name);
			folder.at = name.at;
		}
	}
	if (folder.len == 0)
		return NULL;
	const char *name = arena_printf(plan->arena, "%.*sindex.html", STR_ARG(folder));
	return fingerprint_path(job, str_of(name), plan->arena);
}

/* `name` as a link from a page in `folder`, both seen from the map file; NULL when the
 * way between them cannot be told from the names. */
static const char *link_to(struct str folder, struct str name, struct arena *arena) {
	size_t common = common_folder(folder, name);
	struct out *out = out_memory(arena);
	bool rooted = name.len && name.at[0] == '/', from_root = folder.len && folder.at[0] == '/';
	if (rooted != from_root)
		return NULL;
	for (size_t i = common; i < folder.len; i++)
		if (folder.at[i] == '/')
			out_str(out, STR("../"));
	out_str(out, str_slice(name, common, name.len));
	return arena_strdup(arena, out_bytes(out));
}

/* --- text ---------------------------------------------------------------------------- */

/* A relative link: bytes that mean something in a URL are escaped, "./" keeps a colon
 * from being read as the end of a scheme. */
static void write_link(struct out *out, struct str path) {
	static const char plain[] = "-._~/";
	out_str(out, path.len && path.at[0] != '/' && path.at[0] != '.' ? STR("./") : STR(""));
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
			|| (c >= '0' && c <= '9');
		if (letter || (c && strchr(plain, c)))
			out_write(out, &path.at[i], 1);
		else
			out_printf(out, "%%%02X", c);
	}
}

static void write_size(struct out *out, uint64_t bytes) {
	if (bytes < 1000) {
		out_printf(out, "%u bytes", (unsigned)bytes);
		return;
	}
	bool large = bytes >= 1000000;
	out_number(out, (double)bytes / (large ? 1e6 : 1e3), large ? 1 : 0);
	out_str(out, large ? STR(" MB") : STR(" kB"));
}

/* --- the page ------------------------------------------------------------------------ */

struct page {
	const struct plan *plan;
	struct str folder; /* of the page, seen from the map file */
	struct out *out;
};

static bool is_picture(struct str name) {
	return str_ends_nocase(name, STR(".png")) || str_ends_nocase(name, STR(".svg"));
}

static struct str suffix_of(struct str name) {
	size_t i = name.len;
	while (i && name.at[i - 1] != '.' && name.at[i - 1] != '/')
		i--;
	return i && name.at[i - 1] == '.' ? str_slice(name, i, name.len) : name;
}

static void write_picture(const struct page *p, const struct ledger_entry *e) {
	for (uint32_t i = 0; i < e->outputs.count; i++) {
		struct str name = e->outputs.item[i].name;
		const char *link = link_to(p->folder, name, p->plan->arena);
		if (!link || !is_picture(name))
			continue;
		out_str(p->out, STR("<a href=\""));
		write_link(p->out, str_of(link));
		out_str(p->out, STR("\"><img loading=\"lazy\" src=\""));
		write_link(p->out, str_of(link));
		out_str(p->out, STR("\" alt=\"Map: "));
		html_write_text(p->out, e->title);
		out_str(p->out, STR("\"></a>\n"));
		return;
	}
}

static struct str kind_of_file(const struct job *job, struct str name, struct arena *arena) {
	static const char *const containers[] = { "Folder of tiles", "MBTiles", "PMTiles" };
	if (job->tiles)
		return str_of(containers[sink_kind(arena_strdup(arena, name))]);
	struct str suffix = suffix_of(name);
	char *upper = arena_strdup(arena, suffix);
	for (size_t k = 0; k < suffix.len; k++)
		if (upper[k] >= 'a' && upper[k] <= 'z')
			upper[k] = (char)(upper[k] - 32);
	return str_of(upper);
}

/* The page that shows the tiles, as viewer_write() names it. */
static void write_viewer(const struct page *p, const char *tiles) {
	struct str name = str_of(tiles);
	bool folder = sink_kind(tiles) == SINK_FOLDER;
	out_str(p->out, STR("<a href=\""));
	write_link(p->out, folder ? name : str_slice(name, 0, name.len - suffix_of(name).len - 1));
	out_str(p->out, folder ? STR("/index.html") : STR(".html"));
	out_str(p->out, STR("\">Viewer</a>\n"));
}

static void write_files(const struct page *p, const struct job *job, const struct ledger_entry *e) {
	struct arena *arena = p->plan->arena;
	/* What lies beside tiles is for their viewers. */
	uint32_t n = job->tiles && e->outputs.count ? 1 : e->outputs.count;
	out_str(p->out, STR("<p class=\"files\">"));
	for (uint32_t i = 0; i < n; i++) {
		struct str name = e->outputs.item[i].name;
		const char *link = link_to(p->folder, name, arena);
		if (!link)
			continue;
		out_str(p->out, STR("<a href=\""));
		write_link(p->out, str_of(link));
		out_str(p->out, STR("\">"));
		html_write_text(p->out, kind_of_file(job, name, arena));
		out_str(p->out, STR(", "));
		write_size(p->out, e->size[i]);
		out_str(p->out, STR("</a>\n"));
		if (job->tiles && job->tiles->viewer)
			write_viewer(p, link);
	}
	if (e->ntiles)
		out_printf(p->out, "<span>%llu tiles</span>\n", (unsigned long long)e->ntiles);
	out_str(p->out, STR("</p>\n"));
}

static void write_list(const struct page *p, const char *class, const char *heading,
	const struct ledger_words *words) {
	if (words->count == 0)
		return;
	out_printf(p->out, "<div class=\"%s\"><p>%s</p>\n<ul>\n", class, heading);
	for (uint32_t i = 0; i < words->count; i++) {
		out_str(p->out, STR("<li>"));
		html_write_text(p->out, words->item[i]);
		out_str(p->out, STR("</li>\n"));
	}
	out_str(p->out, STR("</ul></div>\n"));
}

static void write_map(const struct page *p, const struct job *job, const struct ledger_entry *e,
	uint32_t number) {
	struct arena *arena = p->plan->arena;
	struct str title = e ? e->title : str_of(job->title ? job->title : job->name);
	out_printf(p->out, "<li><article aria-labelledby=\"map-%u\">\n", number);
	if (e)
		write_picture(p, e);
	out_printf(p->out, "<h2 id=\"map-%u\" dir=\"auto\">", number);
	html_write_text(p->out, title);
	out_str(p->out, STR("</h2>\n"));
	if (e && e->outputs.count) {
		struct str when = buildlog_time(e->drawn, arena);
		write_files(p, job, e);
		out_printf(p->out,
			"<p class=\"when\">Drawn <time datetime=\"%.*s\">%.10s %.5s UTC</time></p>\n",
			STR_ARG(when), when.at, when.at + 11);
		out_str(p->out, STR("<p class=\"why\">Why: "));
		html_write_text(p->out, buildlog_joined(&e->why, arena));
		out_str(p->out, STR("</p>\n"));
		write_list(p, "warnings", "Warnings", &e->warnings);
	} else {
		out_str(p->out, STR("<p class=\"when\">Not drawn yet</p>\n"));
	}
	if (e)
		write_list(p, "failed",
			e->outputs.count ? "The last attempt failed; this is the map before it."
					 : "The last attempt failed.",
			&e->failed);
	out_str(p->out, STR("</article></li>\n"));
}

static void write_count(struct out *out, uint32_t n, const char *what) {
	if (n)
		out_printf(out, "%u %s%s", n, what, n == 1 ? "" : "s");
}

static void write_summary(const struct page *p) {
	const struct plan *plan = p->plan;
	uint32_t nsets = 0, nfailed = 0;
	for (uint32_t i = 0; i < plan->count; i++) {
		const struct job *job = plan->item[i].job;
		const struct ledger_entry *e = ledger_find(&plan->ledger, str_of(job->name));
		nsets += job->tiles != NULL;
		nfailed += e && e->failed.count;
	}
	out_str(p->out, STR("<p>"));
	write_count(p->out, plan->count - nsets, "map");
	out_str(p->out, nsets && nsets < plan->count ? STR(", ") : STR(""));
	write_count(p->out, nsets, "tileset");
	if (nfailed)
		out_printf(p->out, "; the last attempt at %u of them failed", nfailed);
	out_str(p->out, STR("</p>"));
}

struct str gallery_page(const struct plan *plan, const char *path) {
	struct str name = fingerprint_name(plan->item[0].job, path);
	struct page p = { plan, str_slice(name, 0, folder_length(name)), out_memory(plan->arena) };
	out_str(p.out,
		STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"));
	out_printf(p.out, "%s\n", mark);
	out_str(p.out,
		STR("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		    "<title>Maps</title>\n<style>"));
	out_str(p.out, str_of(style));
	out_str(p.out, STR("</style>\n</head>\n<body>\n<header><h1>Maps</h1>\n"));
	write_summary(&p);
	out_str(p.out, STR("</header>\n<main>\n<ul class=\"maps\">\n"));
	for (uint32_t i = 0; i < plan->count; i++) {
		const struct job *job = plan->item[i].job;
		write_map(&p, job, ledger_find(&plan->ledger, str_of(job->name)), i + 1);
	}
	out_str(p.out, STR("</ul>\n</main>\n</body>\n</html>\n"));
	return out_bytes(p.out);
}

bool gallery_is_current(const char *path, struct str page) {
	struct digest there;
	uint64_t size;
	return digest_file(path, &there, &size) && size == page.len
		&& digest_equal(there, digest_of(page));
}

static bool holds(struct str text, struct str part) {
	for (size_t i = 0; i + part.len <= text.len; i++)
		if (memcmp(text.at + i, part.at, part.len) == 0)
			return true;
	return false;
}

bool gallery_write(const char *path, struct str page, struct arena *arena, struct diag *diag) {
	struct source *there = arena_new(arena, struct source, 1);
	struct diag quiet;
	diag_init(&quiet, arena);
	if (source_load(there, path, arena, &quiet) && there->text.len
		&& !holds(str_slice(there->text, 0, there->text.len < 400 ? there->text.len : 400),
			str_of(mark)))
		return diag_error(diag, (struct where){ there, WHERE_WHOLE, NULL },
			"is no gallery of sitmap and is left as it is; \"gallery: false\" or "
			"another path in the map file ends this");
	struct out *out = out_file(path, arena);
	out_str(out, page);
	return out_commit(out, diag);
}
