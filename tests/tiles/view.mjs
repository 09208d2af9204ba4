// view.mjs TOOLS WORK SHOTS: the pages that --viewer writes, in headless Chromium: of the folder
// from file:// and from a server, of the archive from a server that answers ranges, of an
// overlay over the tiles of the folder.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [tools, root, shots] = process.argv.slice(2).map((a) => path.resolve(a));
const require = createRequire(path.join(tools, 'x.js'));
const { chromium } = (await import(pathToFileURL(require.resolve('playwright-core')))).default;
const wrong = [];

// Files below root, whole or the range that is asked for.
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };
const asked = [];
const server = http.createServer((request, answer) => {
	const name = path.join(root, path.normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)));
	if (!fs.existsSync(name) || !fs.statSync(name).isFile())
		return answer.writeHead(404).end();
	const bytes = fs.readFileSync(name), range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
	const head = { 'content-type': types[path.extname(name)] ?? 'application/octet-stream' };
	asked.push({ name, range: !!range });
	if (!range)
		return answer.writeHead(200, head).end(bytes);
	const from = Number(range[1]), to = Math.min(Number(range[2]), bytes.length - 1);
	answer.writeHead(206, { ...head, 'content-range': `bytes ${from}-${to}/${bytes.length}` })
		.end(bytes.subarray(from, to + 1));
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const site = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

// Tiles that are on the page and whose pictures have come.
const shown = (page) => page.$$eval('.leaflet-tile-pane img.leaflet-tile-loaded',
	(all) => all.filter((i) => i.naturalWidth > 1).map((i) => i.src));
// All that are asked for are there.
const settled = (page) => page.waitForFunction(() => window.sitmap && !window.sitmap.tiles.isLoading(), null, { timeout: 20000 });

async function look(name, url, wanted) {
	const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
	const check = (holds, what) => holds || wrong.push(`${name}: ${what}`);
	page.on('pageerror', (e) => wrong.push(`${name}: ${e}`));
	page.on('console', (m) => m.type() === 'error' && wrong.push(`${name}: ${m.text()}`));
	page.on('request', (r) => new URL(r.url()).origin === new URL(url).origin || r.url().startsWith('blob:') ||
		r.url().startsWith('data:') || r.url().startsWith('file:') || wrong.push(`${name}: asks ${r.url()}`));
	await page.goto(url);
	await settled(page);
	check((await shown(page)).length >= 4, 'no tiles');
	check(await page.title() === wanted.title, `the title is "${await page.title()}"`);
	const layers = await page.$$eval('.leaflet-control-layers label', (all) => all.map((l) => l.textContent.trim()));
	check(`${layers}` === `${wanted.layers}`, `layers are ${layers}`);
	check((await page.$eval('.leaflet-control-attribution', (e) => e.textContent)).includes(wanted.credit), 'no attribution');
	await page.screenshot({ path: path.join(shots, `${name}.png`) });

	// It pans by the mouse, and new tiles come.
	const before = await page.evaluate(() => window.sitmap.map.setZoom(window.sitmap.map.getMaxZoom() - 2, { animate: false }).getCenter());
	await settled(page);
	const old = new Set(await shown(page));
	await page.mouse.move(450, 300);
	await page.mouse.down();
	await page.mouse.move(150, 200, { steps: 8 });
	await page.mouse.up();
	await page.waitForTimeout(600);
	await settled(page);
	const after = await page.evaluate(() => window.sitmap.map.getCenter());
	check(after.lng > before.lng + 0.1 && after.lat < before.lat - 0.01, 'it does not pan');
	check(wanted.few || (await shown(page)).some((t) => !old.has(t)), 'no new tiles after panning');
	await page.screenshot({ path: path.join(shots, `${name}-panned.png`) });

	// A click on an event tells of it.
	const spot = await page.evaluate(([lon, lat]) => {
		window.sitmap.map.setView([lat, lon], window.sitmap.map.getMaxZoom() - 2, { animate: false });
		const p = window.sitmap.map.latLngToContainerPoint([lat, lon]);
		return [p.x, p.y];
	}, wanted.event.at);
	await settled(page);
	await page.mouse.click(...spot);
	const popup = await page.waitForSelector('.leaflet-popup-content', { timeout: 3000 }).catch(() => null);
	const said = popup ? await popup.textContent() : '';
	for (const word of wanted.event.says)
		check(said.includes(word), `the popup does not say "${word}": "${said}"`);
	check(popup && await popup.$(`a[href="${wanted.event.link}"]`), 'no link to the source');
	await page.waitForTimeout(400);
	await page.screenshot({ path: path.join(shots, `${name}-popup.png`) });
	await page.keyboard.press('Escape');

	// The events of an overlay, symbols and what is clicked, can be switched off, and on again.
	const events = () => page.$$eval('.leaflet-overlay-pane path', (all) => all.length);
	const sets = () => page.$$eval('.leaflet-tile-pane > .leaflet-layer', (all) => all.length);
	const marks = await events();
	check(marks > 0, 'nothing can be clicked');
	if (wanted.layers.length) {
		check(await sets() === 2, 'no map below the overlay');
		await page.click('.leaflet-control-layers label:has-text("Events")');
		check(await events() === 0 && await sets() === 1, 'the events cannot be switched off');
		await page.screenshot({ path: path.join(shots, `${name}-off.png`) });
		await page.click('.leaflet-control-layers label:has-text("Events")');
		check(await events() === marks && await sets() === 2, 'the events do not come back');
	}
	await page.close();
}

// Both sides of the dateline are there, and an event beyond it and a route over it can be clicked.
async function lookOverDateline(url) {
	const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
	await page.goto(url);
	await settled(page);
	const columns = (await shown(page)).map((t) => +/(\d+)\/\d+\.png$/.exec(t)[1]);
	if (!columns.includes(0) || !columns.some((x) => x > 4))
		wrong.push(`dateline: columns are ${columns}`);
	for (const [at, title] of [[[-15, 185], 'Far east'], [[0.6, 180], 'A voyage']]) {
		await page.mouse.click(...await page.evaluate((p) => {
			const { x, y } = window.sitmap.map.latLngToContainerPoint(p);
			return [x, y];
		}, at));
		const popup = await page.waitForSelector(`.leaflet-popup-content:has-text("${title}")`, { timeout: 3000 }).catch(() => null);
		if (!popup)
			wrong.push(`dateline: no popup of "${title}"`);
	}
	await page.screenshot({ path: path.join(shots, 'dateline.png') });
	await page.close();
}

// The address may name another map below an overlay.
async function lookBelow(url) {
	const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
	await page.goto(`${url}?base=../other/{z}/{x}/{y}.png`);
	await page.waitForSelector('.leaflet-tile-pane img[src*="../other/"]', { state: 'attached', timeout: 3000 })
		.catch(() => wrong.push('overlay: the address is not heard'));
	await page.close();
}

const wanted = {
	title: 'Iraq & <bases>', credit: 'Natural Earth', layers: [],
	event: { at: [41.1, 34.38], link: 'https://example.org/a?b=1&c=2',
		says: ['Handover of the base at Al-Qaim', '17 March 2020', 'A ministry', '<b>The first</b> of several', '2 events', 'Another one'] },
};
const file = (name) => pathToFileURL(path.join(root, name)).href;
await look('folder-file', file('folder/index.html'), wanted);
await look('folder-server', `${site}/folder/index.html`, wanted);
const overlay = { ...wanted, title: 'Events', layers: ['Map', 'Events'], few: true };
await look('overlay-file', file('overlay/index.html'), overlay);
await lookBelow(file('overlay/index.html'));
await lookOverDateline(file('dateline/index.html'));
asked.length = 0;
await look('archive-server', `${site}/archive.html`, wanted);
const parts = asked.filter((a) => a.name.endsWith('.pmtiles'));
if (parts.length === 0 || parts.some((a) => !a.range))
	wrong.push('archive-server: not by ranges');
await browser.close();
server.close();
if (wrong.length) {
	console.log(wrong.join('\n'));
	process.exit(1);
}
