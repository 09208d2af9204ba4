// Draws every case of cases/*.json with MapLibre GL JS and with sitmap, compares the
// pictures and prints a table.  Usage: node compare.mjs SITMAP WORK-FOLDER [NAME-PART...]
// The work folder holds node_modules; reference pictures are kept there and drawn
// again when their case changes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inkBoxes, matchBoxes } from './boxes.mjs';

const here = import.meta.dirname;
const [sitmap, work, ...wanted] = process.argv.slice(2).map((a, i) => (i < 2 ? path.resolve(a) : a));
const load = async (name) => {
	const require = createRequire(path.join(work, 'x.js'));
	const module = await import(pathToFileURL(require.resolve(name)));
	return module.default ?? module;
};
const pixelmatch = await load('pixelmatch');
const { PNG } = await load('pngjs');
const { chromium } = await load('playwright-core');
const maplibre = path.join(work, 'node_modules/maplibre-gl/dist/maplibre-gl.js');
const version = JSON.parse(fs.readFileSync(path.join(work, 'node_modules/maplibre-gl/package.json'))).version;

// The public render suite's: colour distance, and the share of pixels that may differ.
const THRESHOLD = 0.1285, TOLERANCE = 0.00025;
// Letters of a distance field are not quite those of an outline: a text agrees too when
// its ink lies within so many pixels of the reference, the middle of it still nearer, and
// not more than this differs.
const BOX_TOLERANCE = 1.5, MIDDLE_TOLERANCE = 1, TEXT_TOLERANCE = 0.003;
const CAMERA = { size: [256, 256], center: [11.25, 11.2], zoom: 4, bearing: 0, ratio: 1 };

function readCases() {
	const list = [];
	for (const file of fs.readdirSync(path.join(here, 'cases')).sort()) {
		const set = JSON.parse(fs.readFileSync(path.join(here, 'cases', file)));
		const type = path.basename(file, '.json');
		for (const one of set.cases) {
			const layers = (one.layers ?? [one.layer]).map((layer, i) =>
				({ id: `layer-${i}`, type: layer.type ?? type, ...layer }));
			const used = Object.fromEntries(layers.filter((l) => l.source)
				.map((l) => [l.source, set.sources[l.source]]));
			const style = { version: 8, sources: used, layers };
			const camera = { ...CAMERA, ...set.camera, ...one.camera };
			list.push({ type, ...one, style, camera,
				id: `${type}-${one.name}`.replace(/[^a-z0-9.]+/g, '-') });
		}
	}
	return list.filter((c) => !wanted.length || wanted.some((w) => c.id.includes(w)));
}

const page = { browser: null, tab: null };
async function openTab() {
	if (page.tab)
		return page.tab;
	page.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox',
		'--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] });
	page.tab = await page.browser.newPage();
	page.tab.on('console', (m) => console.error(`  maplibre: ${m.text()}`));
	await page.tab.setContent('<body style="margin:0"></body>');
	await page.tab.addScriptTag({ path: maplibre });
	for (const [name, weight] of [['Regular', '400'], ['Bold', '700']])
		await page.tab.evaluate(loadFont, { family: `Noto Sans ${name}`, weight, bytes: fontFile(name).toString('base64') });
	return page.tab;
}

function fontFile(style) {
	const file = execFileSync('fc-match', ['-f', '%{file}', `Noto Sans:style=${style}`], { encoding: 'utf8' });
	return fs.readFileSync(file);
}

// Without glyph files MapLibre takes the names of text-font for CSS families.
async function loadFont({ family, weight, bytes }) {
	const buffer = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)).buffer;
	document.fonts.add(await new FontFace(family, buffer, { weight }).load());
}

// Runs in the browser.
function drawInBrowser({ style, camera, icons }) {
	const box = document.createElement('div');
	box.style.width = `${camera.size[0]}px`;
	box.style.height = `${camera.size[1]}px`;
	document.body.replaceChildren(box);
	const map = new maplibregl.Map({ container: box, style, center: camera.center, zoom: camera.zoom,
		bearing: camera.bearing, pixelRatio: camera.ratio, fadeDuration: 0, interactive: false,
		attributionControl: false, maxZoom: 24, minZoom: 0,
		canvasContextAttributes: { preserveDrawingBuffer: true, antialias: false } });
	map.on('error', (e) => console.error(e.error?.message ?? String(e)));
	map.on('style.load', () => Object.entries(icons).forEach(([id, { width, height, pixels, ratio }]) =>
		map.addImage(id, { width, height, data: new Uint8ClampedArray(pixels) }, { pixelRatio: ratio })));
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('no picture')), 20000);
		map.once('idle', () => {
			clearTimeout(late);
			const url = map.getCanvas().toDataURL();
			map.remove();
			resolve(url);
		});
	});
}

// Patterns have no pixels in sitmap: one period, drawn by sitmap in the corner of the world.
// Icons likewise: five times as large, as the cases use them.
function symbolsOf(one) {
	const times = 5, side = 4.8 * times, ratio = one.camera.ratio;
	return Object.fromEntries(Object.entries(one.symbols ?? {}).map(([name, tint]) => {
		const png = ours({ id: `icon-${name}`, style: { version: 8,
			sources: { here: { type: 'geojson', data: { type: 'Point', coordinates: [0, 0] } } },
			layers: [{ id: 'icon', type: 'symbol', source: 'here', layout: { 'icon-image': name, 'icon-size': times },
				paint: { 'icon-color': tint } }] },
			camera: { size: [side, side], center: [0, 0], zoom: 2, bearing: 0, ratio } });
		return [name, { width: png.width, height: png.height, pixels: [...png.data], ratio: ratio * times }];
	}));
}

function iconsOf(one) {
	const all = JSON.parse(fs.readFileSync(path.join(here, '../../styles/icons/patterns.json'))).icons;
	return Object.fromEntries(Object.entries(one.images ?? {}).map(([name, tint]) => {
		const [w, h] = all[name].size, ratio = one.camera.ratio * (one.finer ?? 1);
		const lat = Math.atan(Math.sinh(Math.PI * (1 - h / 512))) * 180 / Math.PI;
		const png = ours({ id: `icon-${name}`, style: { version: 8, sources: {}, layers: [{ id: 'icon',
			type: 'background', paint: { 'background-color': tint, 'background-pattern': name } }] },
			camera: { size: [w, h], center: [-180 + 360 * w / 1024, lat], zoom: 0, bearing: 0, ratio } });
		return [name, { width: png.width, height: png.height, pixels: [...png.data], ratio }];
	}));
}

async function reference(one) {
	const order = { style: one.style, camera: one.camera, icons: { ...iconsOf(one), ...symbolsOf(one) } };
	const key = createHash('sha256').update(version + drawInBrowser + loadFont + JSON.stringify(order)).digest('hex').slice(0, 16);
	const file = path.join(work, 'reference', `${one.id}.${key}.png`);
	if (!fs.existsSync(file)) {
		const url = await (await openTab()).evaluate(drawInBrowser, order);
		fs.writeFileSync(file, Buffer.from(url.split(',')[1], 'base64'));
	}
	return PNG.sync.read(fs.readFileSync(file));
}

function ours(one) {
	const style = path.join(work, 'styles', `${one.id}.json`), file = path.join(work, 'ours', `${one.id}.png`);
	const { size, center, zoom, bearing, ratio } = one.camera;
	fs.writeFileSync(style, JSON.stringify(one.style));
	execFileSync(sitmap, ['render', '--style', style, '--size', size.join('x'), '--center', center.join(','),
		'--zoom', String(zoom), `--bearing=${bearing}`, '--pixel-ratio', String(ratio), '-o', file],
		{ stdio: ['ignore', 'inherit', 'inherit'] });
	return PNG.sync.read(fs.readFileSync(file));
}

// MapLibre, sitmap and the difference, side by side on white.
function writeSheet(one, a, b, diff) {
	const sheet = new PNG({ width: a.width * 3 + 8, height: a.height });
	sheet.data.fill(200);
	[a.data, b.data, diff].forEach((data, n) => {
		for (let y = 0; y < a.height; y++)
			for (let x = 0; x < a.width; x++) {
				const from = (y * a.width + x) * 4, to = (y * sheet.width + x + n * (a.width + 4)) * 4;
				for (let k = 0; k < 3; k++)
					sheet.data[to + k] = 255 + (data[from + k] - 255) * data[from + 3] / 255;
				sheet.data[to + 3] = 255;
			}
	});
	fs.writeFileSync(path.join(work, 'sheets', `${one.id}.png`), PNG.sync.write(sheet));
}

async function compare(one) {
	const a = await reference(one), b = ours(one);
	if (a.width !== b.width || a.height !== b.height)
		return { ...one, share: 1, agrees: false, note: `${b.width} x ${b.height} pixels, not ${a.width} x ${a.height}` };
	const diff = new Uint8Array(a.data.length);
	const share = pixelmatch(a.data, b.data, diff, a.width, a.height, { threshold: THRESHOLD })
		/ (a.width * a.height);
	writeSheet(one, a, b, diff);
	if (one.type !== 'symbol')
		return { ...one, share, agrees: share <= TOLERANCE };
	const gap = (one.gap ?? 5) * one.camera.ratio;
	const found = matchBoxes(inkBoxes(a, gap), inkBoxes(b, gap));
	const near = found.sides <= BOX_TOLERANCE * one.camera.ratio
		&& found.middle <= MIDDLE_TOLERANCE * one.camera.ratio;
	return { ...one, share, found, agrees: share <= TOLERANCE || (share <= TEXT_TOLERANCE && near) };
}

for (const folder of ['reference', 'styles', 'ours', 'sheets'])
	fs.mkdirSync(path.join(work, folder), { recursive: true });
const results = [];
for (const one of readCases()) {
	const result = await compare(one).catch((e) => ({ ...one, share: 1, agrees: false, note: e.message.split('\n')[0] }));
	results.push(result);
	const boxes = result.found ? ` boxes ${result.found.matched}/${result.found.expected}, off ${result.found.sides}, middle ${result.found.middle.toFixed(2)}` : '';
	console.log(`${result.agrees ? 'agree ' : 'differ'} ${(result.share * 100).toFixed(3).padStart(7)}%  ${one.property ?? ''}  ${result.id}${boxes}${result.note ? `  (${result.note})` : ''}`);
}
await page.browser?.close();

// One row a property: it agrees when all its cases do.
const rows = new Map();
for (const r of results) {
	const key = `${r.type}|${r.property}`;
	const row = rows.get(key) ?? { type: r.type, property: r.property, cases: 0, agreeing: 0, worst: 0, off: 0, why: '' };
	row.cases++;
	row.agreeing += r.agrees;
	row.worst = Math.max(row.worst, r.share);
	row.off = Math.max(row.off, r.found?.middle ?? 0);
	row.missing ||= r.found?.sides === Infinity;
	if (!r.agrees && r.why && !row.why.includes(r.why))
		row.why += `${row.why && '; '}${r.why}`;
	rows.set(key, row);
}
const table = [...rows.values()].map((r) => `| ${r.type} | ${r.property} | ${r.agreeing} of ${r.cases} | ${(r.worst * 100).toFixed(3)} % | ${
	r.type === 'symbol' ? (r.missing ? 'missing' : `${r.off.toFixed(2)} px`) : ''} | ${r.agreeing === r.cases ? 'agrees' : `differs${r.why ? `: ${r.why}` : ''}`} |`);
const whole = [...rows.values()].filter((r) => r.agreeing === r.cases).length;
fs.writeFileSync(path.join(work, 'table.md'), ['| layer | property | cases | pixels that differ | text off by | |', '|---|---|---|---|---|---|', ...table, ''].join('\n'));
console.log(`MapLibre GL JS ${version}: ${results.filter((r) => r.agrees).length} of ${results.length} cases and ${whole} of ${rows.size} properties agree; table in ${path.join(work, 'table.md')}`);
// A property that agreed and no longer does is a failure; those known to differ say why.
process.exitCode = results.some((r) => !r.agrees && !r.why) ? 1 : 0;
