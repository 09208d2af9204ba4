#include "app/georef.h"

#include <string.h>

#include "app/output.h"
#include "base/out.h"
#include "geo/mercator.h"

/* EPSG:3857 as GDAL and ArcGIS write it: WKT 1. */
static const char crs[] =
	"PROJCS[\"WGS 84 / Pseudo-Mercator\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
	"SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],"
	"UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]],"
	"PROJECTION[\"Mercator_1SP\"],PARAMETER[\"central_meridian\",0],"
	"PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],"
	"PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"3857\"]]";

static void put_numbers(struct out *out, const char *before, const double *number, int n,
	int decimals) {
	out_printf(out, "%s[", before);
	for (int i = 0; i < n; i++) {
		out_str(out, i ? STR(",") : STR(""));
		out_number(out, number[i], decimals);
	}
	out_str(out, STR("]"));
}

/* Corners as the libraries of web maps take them; degrees to 1e-9, a tenth of a millimetre. */
static bool write_bounds(const char *path, const struct view *view, struct arena *arena,
	struct diag *diag) {
	enum { DEGREES = 9, METRES = 6 };
	struct rect m = view->world;
	struct point sw = mercator_inverse(m.min), ne = mercator_inverse(m.max);
	struct out *out = out_file(path, arena);
	out_str(out, STR("{\"crs\":\"EPSG:3857\",\n"));
	put_numbers(out, "\"metres\":", (double[]){ m.min.x, m.min.y, m.max.x, m.max.y }, 4,
		METRES);
	put_numbers(out, ",\n\"bounds\":", (double[]){ sw.x, sw.y, ne.x, ne.y }, 4, DEGREES);
	put_numbers(out, ",\n\"leaflet\":[", (double[]){ sw.y, sw.x }, 2, DEGREES);
	put_numbers(out, ",", (double[]){ ne.y, ne.x }, 2, DEGREES);
	put_numbers(out, "],\n\"maplibre\":[", (double[]){ sw.x, ne.y }, 2, DEGREES);
	put_numbers(out, ",", (double[]){ ne.x, ne.y }, 2, DEGREES);
	put_numbers(out, ",", (double[]){ ne.x, sw.y }, 2, DEGREES);
	put_numbers(out, ",", (double[]){ sw.x, sw.y }, 2, DEGREES);
	put_numbers(out,
		"],\n\"size\":", (double[]){ rect_width(view->page), rect_height(view->page) }, 2,
		METRES);
	out_str(out, STR("}\n"));
	return out_commit(out, diag);
}

/* ESRI's world file: https://gdal.org/drivers/raster/wld.html */
static bool write_world_file(const char *path, const struct view *view, double pixel_ratio,
	struct arena *arena, struct diag *diag) {
	enum { DECIMALS = 12 };
	double pixel = 1 / (view->scale * pixel_ratio);
	const double line[6] = { pixel, 0, 0, -pixel, view->world.min.x + pixel / 2,
		view->world.max.y - pixel / 2 };
	struct out *out = out_file(path, arena);
	for (int i = 0; i < 6; i++) {
		out_number(out, line[i], DECIMALS);
		out_str(out, STR("\n"));
	}
	return out_commit(out, diag);
}

static bool write_crs(const char *path, struct arena *arena, struct diag *diag) {
	struct out *out = out_file(path, arena);
	out_str(out, STR("<PAMDataset>\n  <SRS>"));
	for (const char *c = crs; *c; c++)
		out_str(out, *c == '"' ? STR("&quot;") : (struct str){ c, 1 });
	out_str(out, STR("</SRS>\n</PAMDataset>\n"));
	return out_commit(out, diag);
}

bool georef_write(const char *path, const struct view *view, double pixel_ratio,
	struct arena *arena, struct diag *diag) {
	const char *file, *dot;
	enum output_format format = output_format(path, &file);
	struct str stem = str_of(file);
	dot = strrchr(file, '.');
	if (dot && !strchr(dot, '/'))
		stem.len = (size_t)(dot - file);
	return write_bounds(arena_printf(arena, "%.*s.bounds.json", STR_ARG(stem)), view, arena,
		       diag)
		&& (format != OUTPUT_PNG
			|| (write_world_file(arena_printf(arena, "%.*s.pgw", STR_ARG(stem)), view,
				    pixel_ratio, arena, diag)
				&& write_crs(arena_printf(arena, "%s.aux.xml", file), arena,
					diag)));
}
