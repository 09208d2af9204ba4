// Texts are compared by where their ink is: the glyphs of a distance field and those of
// an outline never have the same pixels.

// Boxes around ink, pieces nearer than `gap` pixels taken together.  The middle weighs each
// pixel by its cover, the faint ones at the rim too: a letter's stem has then the same
// weight where it lies in one column and where it lies across two.
export function inkBoxes(png, gap) {
	const { width, height, data } = png, step = Math.max(1, Math.round(gap));
	const seen = new Uint8Array(width * height), boxes = [];
	const inked = (i) => data[i * 4 + 3] > 100;
	for (let start = 0; start < width * height; start++) {
		if (seen[start] || !inked(start))
			continue;
		const box = { x0: width, y0: height, x1: -1, y1: -1, pixels: 0, ink: 0, sx: 0, sy: 0 }, stack = [];
		const weigh = (i, x, y) => {
			const ink = data[i * 4 + 3] / 255;
			seen[i] = 1;
			box.ink += ink;
			box.sx += x * ink;
			box.sy += y * ink;
		};
		const add = (i, x, y) => {
			weigh(i, x, y);
			stack.push(i);
			box.pixels++;
			box.x0 = Math.min(box.x0, x);
			box.x1 = Math.max(box.x1, x);
			box.y0 = Math.min(box.y0, y);
			box.y1 = Math.max(box.y1, y);
		};
		add(start, start % width, Math.floor(start / width));
		while (stack.length) {
			const at = stack.pop(), x = at % width, y = (at - x) / width;
			for (let v = Math.max(0, y - step); v <= Math.min(height - 1, y + step); v++)
				for (let u = Math.max(0, x - step); u <= Math.min(width - 1, x + step); u++) {
					const next = v * width + u;
					if (seen[next])
						continue;
					if (inked(next))
						add(next, u, v);
					else if (Math.abs(u - x) <= 1 && Math.abs(v - y) <= 1)
						weigh(next, u, v);
				}
		}
		boxes.push({ ...box, mx: box.sx / box.ink, my: box.sy / box.ink });
	}
	return boxes.filter((b) => b.pixels > 4);
}

// How far off the worst of them is, by the sides of the box and by the middle of the ink;
// Infinity where one has no partner.
export function matchBoxes(expected, found) {
	const left = [...found], result = { expected: expected.length, matched: 0, sides: 0, middle: 0 };
	const far = (a, b, keys) => Math.max(...keys.map((key) => Math.abs(a[key] - b[key])));
	for (const box of expected) {
		let best = -1, least = 12;
		left.forEach((other, i) => {
			const off = far(box, other, ['x0', 'x1', 'y0', 'y1', 'mx', 'my']);
			if (off < least) {
				least = off;
				best = i;
			}
		});
		if (best < 0) {
			result.sides = Infinity;
			continue;
		}
		result.matched++;
		result.sides = Math.max(result.sides, far(box, left[best], ['x0', 'x1', 'y0', 'y1']));
		result.middle = Math.max(result.middle, far(box, left[best], ['mx', 'my']));
		left.splice(best, 1);
	}
	if (left.length)
		result.sides = Infinity;
	return result;
}
