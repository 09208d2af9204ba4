/*
 * World tiles by MapServer's library in metatiles of 8 by 8, each cut and written by its own
 * PNG writer: tiles-mapserver MAPFILE OUTPUT-FOLDER LOW HIGH users|tuned.
 * users: each tile is encoded; tuned: tiles of one colour once.
 */
#include <mapserver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TILE = 256, META = 8, REACH = 128, COLORS = 64 };

static const double half = 20037508.342789244;

struct solid {
	uint32_t color;
	void *bytes;
	size_t len;
};

static struct solid solid[COLORS];
static int nsolids;

static void fail(void) {
	msWriteError(stderr);
	exit(1);
}

static int is_solid(const rasterBufferObj *rb, uint32_t *color) {
	memcpy(color, rb->data.rgba.pixels, 4);
	for (unsigned y = 0; y < TILE; y++) {
		const unsigned char *row = rb->data.rgba.pixels + y * rb->data.rgba.row_step;
		for (unsigned x = 0; x < TILE; x++)
			if (memcmp(row + x * 4, color, 4) != 0)
				return 0;
	}
	return 1;
}

static void write_file(const char *path, const void *bytes, size_t len) {
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

static void write_tile(rasterBufferObj *rb, outputFormatObj *format, const char *path, int tuned) {
	uint32_t color = 0;
	int one = tuned && is_solid(rb, &color);
	for (int i = 0; one && i < nsolids; i++) {
		if (solid[i].color == color) {
			write_file(path, solid[i].bytes, solid[i].len);
			return;
		}
	}
	bufferObj buffer;
	msBufferInit(&buffer);
	if (msSaveRasterBufferToBuffer(rb, &buffer, format) != MS_SUCCESS)
		fail();
	write_file(path, buffer.data, buffer.size);
	if (one && nsolids < COLORS) {
		struct solid s = { color, malloc(buffer.size), buffer.size };
		memcpy(s.bytes, buffer.data, s.len);
		solid[nsolids++] = s;
	}
	msBufferFree(&buffer);
}

/* The metatile with a margin for names that reach in from outside. */
static void metatile(mapObj *map, const char *out, int z, int x0, int y0, int k, int tuned) {
	double unit = 2 * half / (TILE * (double)(1 << z));
	double west = -half + (x0 * TILE - REACH) * unit, north = half - (y0 * TILE - REACH) * unit;
	int side = TILE * k + 2 * REACH;
	char path[4096];
	map->width = map->height = side;
	/* MapServer counts from the middle of a pixel to the middle of another. */
	map->extent.minx = west + unit / 2;
	map->extent.maxy = north - unit / 2;
	map->extent.maxx = west + (side - 0.5) * unit;
	map->extent.miny = north - (side - 0.5) * unit;
	imageObj *image = msDrawMap(map, MS_FALSE);
	rasterBufferObj all;
	if (!image || MS_IMAGE_RENDERER(image)->getRasterBufferHandle(image, &all) != MS_SUCCESS)
		fail();
	for (int x = 0; x < k; x++) {
		snprintf(path, sizeof(path), "%s/%d/%d", out, z, x0 + x);
		mkdir(path, 0777);
		for (int y = 0; y < k; y++) {
			rasterBufferObj rb = all;
			size_t at = (size_t)(y * TILE + REACH) * all.data.rgba.row_step
				+ (size_t)(x * TILE + REACH) * all.data.rgba.pixel_step;
			rb.width = rb.height = TILE;
			rb.data.rgba.pixels += at;
			rb.data.rgba.r += at;
			rb.data.rgba.g += at;
			rb.data.rgba.b += at;
			if (rb.data.rgba.a)
				rb.data.rgba.a += at;
			snprintf(path, sizeof(path), "%s/%d/%d/%d.png", out, z, x0 + x, y0 + y);
			write_tile(&rb, image->format, path, tuned);
		}
	}
	msFreeImage(image);
}

int main(int argc, char **argv) {
	char path[4096];
	if (argc != 6)
		return 2;
	const char *out = argv[2];
	int tuned = strcmp(argv[5], "tuned") == 0;
	msSetup();
	mapObj *map = msLoadMap(argv[1], NULL, NULL);
	if (!map)
		fail();
	mkdir(out, 0777);
	for (int z = atoi(argv[3]); z <= atoi(argv[4]); z++) {
		int n = 1 << z, k = n < META ? n : META;
		snprintf(path, sizeof(path), "%s/%d", out, z);
		mkdir(path, 0777);
		for (int x = 0; x < n; x += k)
			for (int y = 0; y < n; y += k)
				metatile(map, out, z, x, y, k, tuned);
	}
	msFreeMap(map);
	return 0;
}
