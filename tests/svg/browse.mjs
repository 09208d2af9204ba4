// Chromium's side of tests/svg/run.  Usage: node browse.mjs BUILD TOOLS
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [build, tools] = process.argv.slice(2).map((a) => path.resolve(a));
const require = createRequire(path.join(tools, 'x.js'));
const { chromium } = (await import(pathToFileURL(require.resolve('playwright-core')))).default;
const maps = path.join(build, 'svg/maps'), measure = path.join(build, 'svg/measure');

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-lcd-text', '--font-render-hinting=none', '--force-color-profile=srgb'] });

function sizeOf(png) {
	const head = fs.readFileSync(png).subarray(0, 24);
	return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

const svgSize = (svg) => svg.match(/ width="([\d.]+)" height="([\d.]+)"/).slice(1).map(Number);

// An SVG file by itself, as a browser opens it.
async function shoot(tabs, name, to) {
	const svg = fs.readFileSync(path.join(maps, `${name}.svg`), 'utf8');
	const size = sizeOf(path.join(maps, `${name.split('.')[0]}.png`));
	const [width, height] = svgSize(svg), ratio = Math.round(size.width / width);
	tabs[ratio] ??= await (await browser.newContext({ deviceScaleFactor: ratio })).newPage();
	await tabs[ratio].setViewportSize({ width, height });
	await tabs[ratio].goto(pathToFileURL(path.join(maps, `${name}.svg`)).href);
	await tabs[ratio].screenshot({ path: to });
}

const names = fs.readdirSync(maps).filter((f) => f.endsWith('.svg')).map((f) => f.slice(0, -4)).sort();
const tabs = {};
for (const name of names)
	await shoot(tabs, name, path.join(maps, `${name}.chromium.png`));

let failed = 0;
const fail = (text) => {
	console.log(`FAIL tests/svg: ${text}`);
	failed++;
};

// 50 maps in one page.  Each stands on whole pixels and is a layer of its own, whose corner
// is that of Chromium's tiles: where tiles meet, antialiasing differs by a shade.
const LAYER = 'figure { width: max-content; will-change: transform } svg { display: block }';
const chosen = names.filter((n) => !n.startsWith('pixel-ratio'))
	.filter((n, i, all) => Math.floor(i * 50 / all.length) !== Math.floor((i - 1) * 50 / all.length));
const figures = chosen.map((n) => fs.readFileSync(path.join(maps, `${n}.svg`), 'utf8'));
// Below them, those whose names would like to run something.
const hostile = path.join(build, 'svg/hostile');
figures.push(...fs.readdirSync(hostile).filter((f) => f.endsWith('.svg'))
	.map((f) => fs.readFileSync(path.join(hostile, f), 'utf8')));
const page = path.join(build, 'svg/page.html');
fs.writeFileSync(page, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Maps</title>
<style>body { font: bold italic 21px/2 serif; letter-spacing: 2px; color: #b00; text-anchor: end; fill: red;
stroke: green; stroke-width: 3; direction: ltr; word-spacing: 9px; margin: 8px; background: #fff }
figure { margin: 8px 0 } ${LAYER}</style></head><body><main><h1>${chosen.length} maps</h1>
${figures.map((f) => `<figure>${f}</figure>`).join('\n')}</main></body></html>\n`);
const tab = await (await browser.newContext({ viewport: { width: 800, height: 600 } })).newPage();
const requests = [];
tab.on('request', (r) => requests.push(r.url()));
tab.on('pageerror', (e) => fail(`an error in the page: ${e.message}`));
tab.on('dialog', (d) => {
	fail(`a script of the page says ${d.message()}`);
	d.dismiss();
});
await tab.goto(pathToFileURL(page).href);
if (requests.length !== 1)
	fail(`the page asks for ${requests.slice(1).join(' ')}`);

const found = await tab.evaluate(() => {
	const ids = [...document.querySelectorAll('[id]')].map((e) => e.id), set = new Set(ids);
	const used = new Set();
	for (const e of document.querySelectorAll('*'))
		for (const a of e.attributes) {
			for (const m of a.value.matchAll(/url\(#([^)]*)\)/g))
				used.add(m[1]);
			if (a.localName === 'href' && a.value.startsWith('#'))
				used.add(a.value.slice(1));
			if (a.name === 'aria-labelledby')
				a.value.split(' ').forEach((id) => used.add(id));
		}
	return { ids: ids.length, twice: ids.filter((id, i) => ids.indexOf(id) !== i),
		used: used.size, missing: [...used].filter((id) => !set.has(id)),
		boxes: [...document.querySelectorAll('figure > svg')].map((s) => {
			const r = s.getBoundingClientRect();
			return [r.left + scrollX, r.top + scrollY];
		}) };
});
if (found.twice.length)
	fail(`ids that stand twice: ${found.twice.join(' ')}`);
if (found.missing.length)
	fail(`references to nothing: ${found.missing.join(' ')}`);
console.log(`     one page: ${chosen.length} maps, ${found.ids} ids, ${found.used} references`);

// The map in a page of nothing else.
async function alone(name) {
	const svg = fs.readFileSync(path.join(maps, `${name}.svg`), 'utf8');
	const [width, height] = svgSize(svg), to = path.join(maps, `${name}.alone.png`);
	tabs.html ??= await (await browser.newContext()).newPage();
	await tabs.html.setViewportSize({ width, height });
	await tabs.html.setContent(`<!DOCTYPE html><style>body, figure { margin: 0 } ${LAYER}</style><figure>${svg}</figure>`);
	await tabs.html.screenshot({ path: to });
	return to;
}

// Crop by crop against the map by itself.
const whole = path.join(build, 'svg/page.png');
const other = [];
await tab.screenshot({ path: whole, fullPage: true });
for (const [i, name] of chosen.entries()) {
	const out = execFileSync(measure, [whole, await alone(name), ...found.boxes[i].map(String)],
		{ encoding: 'utf8' }).trim();
	if (out !== '0.000 1.0000')
		other.push(`${name} (${out})`);
}
if (other.length)
	fail(`crops of the page that are another picture: ${other.join(', ')}`);

// On a dark screen the light style is the dark one, on a bright one it is itself.
for (const scheme of ['light', 'dark']) {
	const screen = await (await browser.newContext({ colorScheme: scheme })).newPage();
	await screen.setViewportSize({ width: 640, height: 480 });
	await screen.goto(pathToFileURL(path.join(build, 'svg/screen-light.svg')).href);
	const shot = path.join(build, `svg/screen-${scheme}.chromium.png`);
	await screen.screenshot({ path: shot });
	const [mean, alike] = execFileSync(measure, [path.join(build, `svg/screen-${scheme}.png`), shot],
		{ encoding: 'utf8' }).split(' ').map(Number);
	console.log(`     ${scheme} screen: mean difference ${mean}, similarity ${alike}`);
	if (mean > 2 || alike < 0.975)
		fail(`a ${scheme} screen shows another picture than style ${scheme}`);
}

// Accessibility, of the page and of each map by itself in a page.
await tab.addScriptTag({ path: require.resolve('axe-core') });
const axe = await tab.evaluate(async () => {
	const r = await axe.run(document, { resultTypes: ['violations', 'incomplete'] });
	return { violations: r.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}: ${v.nodes[0].html.slice(0, 160)})`),
		incomplete: r.incomplete.map((v) => `${v.id} (${v.nodes.length}: ${v.nodes[0].html.slice(0, 160)})`), passes: r.passes.length };
});
axe.violations.forEach((v) => fail(`axe: ${v}`));
console.log(`     axe: ${axe.violations.length} violations, ${axe.passes} rules pass` +
	(axe.incomplete.length ? `, cannot tell: ${axe.incomplete.join('; ')}` : ''));
await browser.close();
process.exit(failed ? 1 : 0);
