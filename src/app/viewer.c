#include "app/viewer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/datadir.h"
#include "base/jsonwrite.h"
#include "sink/about.h"

static bool write_file(const char *path, struct str text, struct arena *arena, struct diag *diag) {
	struct out *out = out_file(path, arena);
	out_str(out, text);
	return out_commit(out, diag);
}

static struct str base_name(const char *path) {
	struct str name = str_of(path);
	while (name.len > 1 && name.at[name.len - 1] == '/')
		name.len--;
	for (size_t i = name.len; i-- > 0;)
		if (name.at[i] == '/')
			return str_slice(name, i + 1, name.len);
	return name;
}

/* A file of the folder of tiles, or beside the archive. */
static const char *beside(const char *tiles, const char *in_folder, const char *suffix,
	struct arena *arena) {
	struct str name = str_of(tiles);
	if (sink_kind(tiles) == SINK_FOLDER)
		return arena_printf(arena, "%s/%s", tiles, in_folder);
	name.len -= sizeof(".pmtiles") - 1;
	return arena_printf(arena, "%.*s%s", STR_ARG(name), suffix);
}

static const char *events_beside(const char *tiles, struct arena *arena) {
	return beside(tiles, "events.geojson", ".geojson", arena);
}

static const char *page_beside(const char *tiles, struct arena *arena) {
	return beside(tiles, "index.html", ".html", arena);
}

static const char *library_beside(const char *tiles, struct arena *arena) {
	return beside(tiles, "viewer", "-viewer", arena);
}

uint32_t viewer_names(const char *tiles, bool overlay, bool viewer,
	const char *name[static VIEWER_MOST], struct arena *arena) {
	uint32_t n = 0;
	if (sink_kind(tiles) == SINK_FOLDER)
		return 0;
	if (overlay)
		name[n++] = events_beside(tiles, arena);
	if (viewer) {
		name[n++] = page_beside(tiles, arena);
		name[n++] = library_beside(tiles, arena);
	}
	return n;
}

bool viewer_write_events(const char *tiles, struct str events, struct arena *arena,
	struct diag *diag) {
	return write_file(events_beside(tiles, arena), events, arena, diag);
}

/* Leaflet comes with the machine: from SITMAP_LEAFLET, or a Debian or npm package. */
static const char *find_leaflet(struct arena *arena, struct diag *diag) {
	static const char *const places[] = { "/usr/share/javascript/leaflet",
		"/usr/share/nodejs/leaflet/dist", "node_modules/leaflet/dist" };
	const char *given = getenv("SITMAP_LEAFLET");
	if (given && path_exists(arena_printf(arena, "%s/leaflet.js", given)))
		return given;
	for (size_t i = 0; !given && i < sizeof(places) / sizeof(*places); i++)
		if (path_exists(arena_printf(arena, "%s/leaflet.js", places[i])))
			return places[i];
	diag_error(diag, WHERE_NOWHERE,
		"--viewer: Leaflet is not installed (apt install libjs-leaflet, or npm install "
		"leaflet and SITMAP_LEAFLET=node_modules/leaflet/dist)");
	return NULL;
}

bool viewer_check(struct arena *arena, struct diag *diag) {
	return find_leaflet(arena, diag) != NULL;
}

static bool copy_file(const char *from, const char *to, struct arena *arena, struct diag *diag) {
	/* A message about it is printed later. */
	struct source *source = arena_new(arena, struct source, 1);
	return source_load(source, from, arena, diag) && write_file(to, source->text, arena, diag);
}

bool viewer_copy_events(const char *part, const char *tiles, struct arena *arena,
	struct diag *diag) {
	const char *from = events_beside(part, arena);
	if (path_exists(from))
		return copy_file(from, events_beside(tiles, arena), arena, diag);
	diag_warn(diag, WHERE_NOWHERE, "%s: not there: no events lie beside \"%s\"", from, tiles);
	return true;
}

static bool copy_leaflet(const char *folder, struct arena *arena, struct diag *diag) {
	const char *from = find_leaflet(arena, diag);
	mkdir(folder, 0777);
	return from
		&& copy_file(arena_printf(arena, "%s/leaflet.js", from),
			arena_printf(arena, "%s/leaflet.js", folder), arena, diag)
		&& copy_file(arena_printf(arena, "%s/leaflet.css", from),
			arena_printf(arena, "%s/leaflet.css", folder), arena, diag);
}

/* Reads PMTiles, version 3, by ranges: header and root at once, leaves when asked. */
static const char archive_script[] =
	"const head={};\n"
	"async function part(at,len){const r=await fetch(archive,{headers:{Range:`bytes=${at}-"
	"${at+len-1}`}});if(r.status!==206&&r.status!==200)throw Error(r.status);"
	"const b=await r.arrayBuffer();return r.status===206?b:b.slice(at,at+len)}\n"
	"async function inflate(b){return new Uint8Array(await new Response(new Blob([b]).stream()"
	".pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())}\n"
	"function entries(b){let p=0;const n=()=>{let v=0,m=1,c;do{c=b[p++];v+=(c&127)*m;m*=128}"
	"while(c&128);return v};const k=n(),e=[];let id=0;"
	"for(let i=0;i<k;i++)e.push({id:id+=n()});for(const x of e)x.run=n();"
	"for(const x of e)x.len=n();e.forEach((x,i)=>{const v=n();"
	"x.at=v?v-1:e[i-1].at+e[i-1].len});return e}\n"
	"function open(){return head.ready||(head.ready=part(0,16384).then(async b=>{"
	"const d=new DataView(b),u=o=>Number(d.getBigUint64(o,true));"
	"head.leaves=u(40);head.tiles=u(56);"
	"head.root=entries(await inflate(b.slice(u(8),u(8)+u(16))));head.leaf={}}))}\n"
	"function curve(z,x,y){let d=0,before=(4**z-1)/3;for(let s=2**z/2;s>=1;s/=2){"
	"const rx=(x&s)>0?1:0,ry=(y&s)>0?1:0;d+=s*s*((3*rx)^ry);"
	"if(!ry){if(rx){x=s-1-x&s-1;y=s-1-y&s-1}[x,y]=[y,x]}}return before+d}\n"
	"async function tile(z,x,y){await open();const id=curve(z,x,y);let list=head.root;"
	"for(;;){let hit=null;for(const e of list){if(e.id>id)break;hit=e}"
	"if(!hit)return null;if(hit.run)return id<hit.id+hit.run?part(head.tiles+hit.at,hit.len):null;"
	"list=await(head.leaf[hit.at]||(head.leaf[hit.at]=part(head.leaves+hit.at,hit.len)"
	".then(inflate).then(entries)))}}\n"
	"const Archive=L.GridLayer.extend({createTile(c,done){const i=new Image();i.alt='';"
	"const z=c.z+options.zoomOffset;tile(z,options.column({x:c.x,z}),c.y).then(b=>{if(b){"
	"i.src=URL.createObjectURL(new Blob([b],{type:'image/png'}));i.onload=()=>done(null,i)}"
	"else done(null,i)}).catch(e=>done(e,i));return i}});\n"
	"const tiles=new Archive(options);\n";

static const char map_script[] =
	"const box=set.bounds,all=L.latLngBounds([[box[1],box[0]],[box[3],box[2]]]);\n"
	"const map=L.map('map',{minZoom:Math.max(0,set.minzoom-1),maxZoom:options.maxNativeZoom+2,"
	/* Events are clicked in each copy of the world; thousands of elements are slow. */
	"worldCopyJump:box[2]-box[0]>=360,"
	"preferCanvas:!!events&&events.features.length>500});\n"
	/* The world fills the window's height. */
	"tiles.addTo(map);if(box[2]-box[0]<360){map.fitBounds(all,{maxZoom:options.maxNativeZoom})"
	".setMaxBounds(all.pad(2))}else{const z=Math.ceil(Math.log2(Math.max(256,map.getSize().y)/256));"
	"map.setMinZoom(Math.min(z,options.maxNativeZoom)).setView([20,0],z)"
	".setMaxBounds([[-85.06,-1e4],[85.06,1e4]])}\n"
	"const named=text=>line('i',text).innerHTML;let marks=null;\n"
	"const about=p=>{const box=document.createElement('div');"
	"box.append(line('b',p.title||p.label||p.place||p.kind||''));"
	"if(p.date_text||p.date)box.append(line('div',p.date_text||p.date));"
	"if(p.note)box.append(line('div',p.note));"
	"if(p.source){const s=line('div','');if(/^https?:/.test(p.url||'')){"
	"const a=line('a',p.source);a.href=p.url;a.rel='noopener';s.append(a)}"
	"else s.textContent=p.source;box.append(s)}return box};\n"
	/* All events whose symbols touch the one that is clicked. */
	"const told=mark=>{const place=m=>m.getLatLng&&map.latLngToLayerPoint(m.getLatLng()),"
	"at=place(mark),near=at?marks.getLayers().filter(m=>place(m)&&place(m).distanceTo(at)<24)"
	":[mark],box=line('div','');if(near.length>1)box.append(line('div',`${near.length} events`));"
	"for(const m of near.slice(0,30)){const one=about(m.feature.properties);"
	"if(near.length>1)one.style.marginTop='8px';box.append(one)}"
	"if(near.length>30)box.append(line('i',`and ${near.length-30} more: zoom in`));return box};\n"
	/* The tiles show the events; the marks are only there to be clicked. */
	"if(events){marks=L.geoJSON(events,{coordsToLatLng:([x,y])=>"
	"L.latLng(y,x<box[0]&&x+360<=box[2]?x+360:x),pointToLayer:(f,at)=>L.circleMarker(at,"
	"{radius:12}),style:{opacity:0,fillOpacity:0,weight:20}}).bindPopup(told,{maxHeight:260})"
	".addTo(map);marks.eachLayer(m=>m.getLatLng||m.bringToBack())}\n"
	/* An overlay is switched with its marks; events that the tiles show cannot be. */
	"if(set.type==='overlay'){const base={},over={[named(set.name||'Events')]:"
	"marks?L.layerGroup([tiles,marks]).addTo(map):tiles};"
	"let below=new URLSearchParams(location.search).get('base')||lower;"
	"if(below&&!below.includes('{z}'))below+='/{z}/{x}/{y}.png';"
	"if(below)base.Map=L.tileLayer(below,{zIndex:0,"
	"maxNativeZoom:options.maxNativeZoom}).addTo(map);"
	"L.control.layers(base,over,{collapsed:false}).addTo(map)}\n"
	"window.sitmap={map,tiles};\n";

static void write_page(const struct viewer *v, const char *library, struct out *page) {
	const struct tileset *about = v->about;
	bool archive = sink_kind(v->tiles) == SINK_PMTILES;
	char suffix[16] = "";
	if (about->scale > 1)
		snprintf(suffix, sizeof(suffix), "@%ux", about->scale);
	out_printf(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
	out_printf(page, "<meta name=\"viewport\" content=\"width=device-width\">\n");
	out_printf(page,
		"<title>Map</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"%s/leaflet.css\">\n",
		library);
	out_printf(page,
		"<style>html,body,#map{height:100%%;margin:0}#map{background:#fff}</style>\n");
	out_printf(page, "<div id=\"map\"></div>\n<script src=\"%s/leaflet.js\"></script>\n",
		library);
	out_printf(page, "<script>\nconst set=");
	about_tilejson(about, STR("{z}/{x}/{y}.png"), page);
	/* Over the dateline it goes on beyond 180, as Leaflet has it. */
	out_printf(page, ";\nset.bounds=[");
	const double box[] = { about->bounds.min.x, about->bounds.min.y, about->bounds.max.x,
		about->bounds.max.y };
	for (int i = 0; i < 4; i++) {
		out_str(page, i ? STR(",") : STR(""));
		out_number(page, box[i], 7);
	}
	out_str(page, STR("]"));
	out_printf(page, ";\ndocument.title=set.name||'Map';\nconst events=");
	for (size_t i = 0; i < v->events.len; i++)
		out_str(page,
			v->events.at[i] == '<' ? STR("\\u003c") : str_slice(v->events, i, i + 1));
	out_printf(page, "%s;\nconst lower=", v->events.len ? "" : "null");
	json_write_string(page, str_of(v->base ? v->base : ""));
	out_str(page, STR(";\n"));
	/* Leaflet counts zooms by tiles of 256. */
	int less = about->tile_size == 512;
	out_printf(page,
		"const line=(tag,text)=>{const e=document.createElement(tag);e.textContent=text;"
		"return e};\n"
		"const options={tileSize:%u,zoomOffset:%d,minNativeZoom:%u,maxNativeZoom:%u,"
		"attribution:line('i',set.attribution||'').innerHTML};\n"
		/* Nothing is asked for where there are no tiles; around the world they repeat. Leaflet
		 * would compare a box over the dateline with longitudes that are folded back. */
		"if(set.bounds[2]-set.bounds[0]<360){options.noWrap=true;"
		"options.bounds=[[set.bounds[1],set.bounds[0]],[set.bounds[3],set.bounds[2]]]}\n"
		"options.column=c=>(c.x%%2**c.z+2**c.z)%%2**c.z;\n",
		about->tile_size, -less, about->minzoom + less, about->maxzoom + less);
	if (archive) {
		out_printf(page, "const archive=");
		json_write_string(page, base_name(v->tiles));
		out_printf(page, ";\n");
		out_str(page, str_of(archive_script));
	} else {
		out_printf(page, "const tiles=L.tileLayer('{z}/{column}/{y}%s.png',options);\n",
			suffix);
	}
	out_str(page, str_of(map_script));
	out_printf(page, "</script>\n</html>\n");
}

bool viewer_write(const struct viewer *viewer, struct arena *arena, struct diag *diag) {
	const char *folder = library_beside(viewer->tiles, arena);
	const char *page = page_beside(viewer->tiles, arena);
	struct out *text = out_memory(arena);
	if (!copy_leaflet(folder, arena, diag))
		return false;
	struct str library = base_name(folder);
	write_page(viewer, arena_strdup(arena, library), text);
	return write_file(page, out_bytes(text), arena, diag);
}
