#ifndef TESTS_SHOWLAYER_H
#define TESTS_SHOWLAYER_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/feature.h"

/* Layers and values as text, for tests. */
struct shown {
	char text[4096];
	size_t len;
};

__attribute__((format(printf, 2, 3))) static inline void show(struct shown *s, const char *fmt,
	...) {
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(s->text + s->len, sizeof(s->text) - s->len, fmt, args);
	va_end(args);
	if (n > 0 && (size_t)n < sizeof(s->text) - s->len)
		s->len += (size_t)n;
}

static inline void show_value(struct shown *s, const struct value *v) {
	switch (v->type) {
	case VALUE_NULL:
		show(s, "null");
		return;
	case VALUE_MISSING:
		show(s, "-");
		return;
	case VALUE_BOOL:
		show(s, v->boolean ? "true" : "false");
		return;
	case VALUE_NUMBER:
		show(s, "%g", v->number);
		return;
	case VALUE_STRING:
		show(s, "\"%.*s\"", STR_ARG(v->string));
		return;
	case VALUE_ARRAY:
		for (uint32_t i = 0; i < v->array.count; i++) {
			show(s, i ? ", " : "[");
			show_value(s, &v->array.item[i]);
		}
		show(s, v->array.count ? "]" : "[]");
		return;
	case VALUE_OBJECT:
		for (uint32_t i = 0; i < v->object.count; i++) {
			show(s, "%s%.*s: ", i ? ", " : "{", STR_ARG(v->object.key[i].string));
			show_value(s, &v->object.item[i]);
		}
		show(s, v->object.count ? "}" : "{}");
		return;
	default:
		show(s, "?");
	}
}

/* "polygons (0 0, 1 0, ...) (...) a=1 b=null; ..." */
static inline void show_layer(struct shown *s, const struct layer *layer) {
	static const char *const types[] = { "points", "lines", "polygons" };
	for (uint32_t i = 0; i < layer->nfeatures; i++) {
		const struct feature *f = &layer->feature[i];
		show(s, "%s%s", i ? "; " : "", types[f->geom.type]);
		uint32_t nparts = f->geom.end ? f->geom.nparts : f->geom.npoints > 0;
		for (uint32_t part = 0, k = 0; part < nparts; part++) {
			uint32_t end = f->geom.end ? f->geom.end[part] : f->geom.npoints;
			for (const char *before = " ("; k < end; k++, before = ", ")
				show(s, "%s%g %g", before, f->geom.point[k].x, f->geom.point[k].y);
			show(s, ")");
		}
		if (f->id.type != VALUE_NULL) {
			show(s, " #");
			show_value(s, &f->id);
		}
		for (uint32_t c = 0; f->value && c < f->columns->count; c++) {
			show(s, " %.*s=", STR_ARG(f->columns->name[c]));
			show_value(s, &f->value[c]);
		}
	}
}

/* Every message, one after the other: "!" an error, "~" a warning, "." a note. */
static inline void show_diag(struct shown *s, const struct diag *diag) {
	for (const struct diag_item *i = diag->first; i; i = i->next) {
		show(s, "%s%c", s->len ? " " : "", "!~."[i->severity]);
		if (i->at.path)
			show(s, "%s: ", i->at.path);
		show(s, "%s", i->message);
	}
}

#endif
