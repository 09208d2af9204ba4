// The reference implementation of the style specification on what tests/bench/style.c
// measures.  `npm install @maplibre/maplibre-gl-style-spec` somewhere above, then
// `node style.mjs [FEATURES]`.
import { createPropertyExpression, featureFilter, v8 } from "@maplibre/maplibre-gl-style-spec";

const n = Number(process.argv[2] ?? 2000000);
const BATCH = 4096, RUNS = 5;

const layers = [
	["five comparisons, match",
		["all", [">", ["get", "population"], 1000], ["<=", ["get", "rank"], 6],
			["==", ["get", "kind"], "town"], ["!=", ["get", "country"], "XX"],
			[">=", ["get", "height"], -100]],
		["match", ["get", "country"], "IQ", "#0072b2", "SY", "#d55e00", ["TR", "IR"], "#b2182b",
			"#888888"]],
	["five comparisons, interpolate",
		["all", [">", ["get", "population"], 1000], ["<=", ["get", "rank"], 6],
			["==", ["get", "kind"], "town"], ["!=", ["get", "country"], "XX"],
			[">=", ["get", "height"], -100]],
		["interpolate", ["linear"], ["get", "population"], 0, "#ffffff", 100000, "#ffcc00",
			1000000, "#cc0000"]],
	["the filter in the older notation",
		["all", [">", "population", 1000], ["<=", "rank", 6], ["==", "kind", "town"],
			["!=", "country", "XX"], [">=", "height", -100]],
		["match", ["get", "country"], "IQ", "#0072b2", "SY", "#d55e00", "#888888"]],
];

let seed = 1;
function random(below) {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return Math.floor(seed / 4294967296 * below);
}

const features = Array.from({ length: BATCH }, (_, i) => ({
	type: 1,
	properties: {
		id: i, name: "somewhere", kind: random(8) ? "town" : "village",
		country: ["IQ", "SY", "TR", "IR", "JO"][random(5)], population: random(2000000),
		rank: random(8), height: random(3000) - 50, note: null,
	},
}));

for (const [what, filter, color] of layers) {
	const shows = featureFilter(filter, "layers[0].filter").filter;
	const value = createPropertyExpression(color, "layers[0].paint.circle-color",
		v8.paint_circle["circle-color"]).value;
	const globals = { zoom: 5 };
	let best = Infinity, sum = 0;
	for (let run = 0; run < RUNS; run++) {
		const start = process.cpuUsage();
		for (let i = 0; i < n; i++) {
			const feature = features[i % BATCH];
			if (shows(globals, feature))
				sum += value.evaluate(globals, feature).r;
		}
		const used = process.cpuUsage(start);
		best = Math.min(best, (used.user + used.system) / 1e6);
	}
	console.log(`${what.padEnd(42)} ${(n / best / 1e6).toFixed(2).padStart(6)} ` +
		`million features/s (${Math.round(sum / RUNS)})`);
}
