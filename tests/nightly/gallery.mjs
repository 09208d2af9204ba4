// The gallery in Chromium: it asks for nothing but its own pictures, runs no script, holds on
// a narrow screen, and axe finds nothing.  Usage: node gallery.mjs PAGE TOOLS SHOTS
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [page, tools, shots] = process.argv.slice(2).map((a) => path.resolve(a));
const require = createRequire(path.join(tools, 'x.js'));
const { chromium } = (await import(pathToFileURL(require.resolve('playwright-core')))).default;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const folder = pathToFileURL(path.dirname(page)).href + '/';
let failed = 0;
const fail = (text) => {
	console.log(`FAIL tests/nightly: gallery: ${text}`);
	failed++;
};

async function open(options) {
	const tab = await (await browser.newContext(options)).newPage();
	tab.on('request', (r) => r.url().startsWith(folder) || fail(`asks for ${r.url()}`));
	tab.on('requestfailed', (r) => fail(`does not find ${r.url()}`));
	tab.on('pageerror', (e) => fail(`an error: ${e.message}`));
	await tab.goto(pathToFileURL(page).href);
	await tab.evaluate(() => document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; }));
	await tab.waitForFunction(() => [...document.images].every((i) => i.complete));
	return tab;
}

for (const scheme of ['light', 'dark']) {
	for (const [size, width, height] of [['wide', 1280, 900], ['narrow', 320, 640]]) {
		const tab = await open({ colorScheme: scheme, viewport: { width, height } });
		const found = await tab.evaluate(() => ({
			scripts: document.scripts.length,
			broken: [...document.images].filter((i) => !i.naturalWidth).map((i) => i.src),
			pictures: document.images.length,
			maps: document.querySelectorAll('article').length,
			over: document.documentElement.scrollWidth - innerWidth,
			links: [...document.links].map((a) => a.href),
		}));
		if (found.scripts)
			fail('holds a script');
		if (!found.pictures || found.broken.length)
			fail(`pictures that are none: ${found.broken}`);
		if (found.over > 0)
			fail(`${size}: ${found.over} pixels wider than the screen`);
		for (const link of found.links)
			if (!link.startsWith(folder))
				fail(`leads to ${link}`);
		await tab.screenshot({ path: path.join(shots, `gallery-${scheme}-${size}.png`), fullPage: true });
		await tab.addScriptTag({ path: require.resolve('axe-core') });
		const axe = await tab.evaluate(async () => {
			const r = await axe.run(document, { resultTypes: ['violations'] });
			return { passes: r.passes.length, violations: r.violations
				.map((v) => `${v.id}: ${v.help} (${v.nodes[0].html.slice(0, 160)})`) };
		});
		axe.violations.forEach((v) => fail(`${scheme}: axe: ${v}`));
		console.log(`     gallery, ${scheme}, ${size}: ${found.maps} maps, ${found.pictures} pictures, `
			+ `axe: ${axe.passes} rules pass, ${axe.violations.length} violations`);
	}
}
// From map to map by the keyboard alone, and what has the focus can be seen.
const tab = await open({ viewport: { width: 1280, height: 900 } });
for (const link of await tab.evaluate(() => document.links.length)
	? [...Array(await tab.evaluate(() => document.links.length)).keys()] : []) {
	await tab.keyboard.press('Tab');
	const focus = await tab.evaluate(() => [[...document.links].indexOf(document.activeElement),
		getComputedStyle(document.activeElement).outlineStyle]);
	if (focus[0] !== link || focus[1] === 'none') {
		fail(`the ${link + 1}. link cannot be reached by the keyboard`);
		break;
	}
}
await browser.close();
process.exit(failed ? 1 : 0);
