#include "app/georef.h"

#include <string.h>

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
static void write_bounds(struct out *out, const struct view *view, double pixel_ratio) {
	enum { DEGREES = 9, METRES = 6 };
	struct rect m = view->world;
	struct point sw = mercator_inverse(m.min), ne = mercator_inverse(m.max);
	(void)pixel_ratio;
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
}

/* ESRI's world file: https://gdal.org/drivers/raster/wld.html */
static void write_world_file(struct out *out, const struct view *view, double pixel_ratio) {
	enum { DECIMALS = 12 };
	double pixel = 1 / (view->scale * pixel_ratio);
	const double line[6] = { pixel, 0, 0, -pixel, view->world.min.x + pixel / 2,
		view->world.max.y - pixel / 2 };
	for (int i = 0; i < 6; i++) {
		out_number(out, line[i], DECIMALS);
		out_str(out, STR("\n"));
	}
}

static void write_crs(struct out *out, const struct view *view, double pixel_ratio) {
	(void)view;
	(void)pixel_ratio;
	out_str(out, STR("<PAMDataset>\n  <SRS>"));
	for (const char *c = crs; *c; c++)
		out_str(out, *c == '"' ? STR("&quot;") : (struct str){ c, 1 });
	out_str(out, STR("</SRS>\n</PAMDataset>\n"));
}

uint32_t georef_names(const char *file, enum output_format format, const char *name[GEOREF_MOST],
	struct arena *arena) {
	const char *dot = strrchr(file, '.');
	int stem = (int)(dot && !strchr(dot, '/') ? (size_t)(dot - file) : strlen(file));
	name[0] = arena_printf(arena, "%.*s.bounds.json", stem, file);
	name[1] = arena_printf(arena, "%.*s.pgw", stem, file);
	name[2] = arena_printf(arena, "%s.aux.xml", file);
	return format == OUTPUT_PNG ? GEOREF_MOST : 1;
}

void georef_write(const char *file, enum output_format format, const struct view *view,
	double pixel_ratio, struct outputs *outputs, struct arena *arena) {
	static void (*const write[GEOREF_MOST])(struct out *, const struct view *,
		double) = { write_bounds, write_world_file, write_crs };
	const char *name[GEOREF_MOST];
	uint32_t n = georef_names(file, format, name, arena);
	for (uint32_t i = 0; i < n; i++) {
		struct out *out = outputs_add(outputs, name[i], arena);
		if (out)
			write[i](out, view, pixel_ratio);
	}
}
