// Texts are compared by where their ink is: the glyphs of a distance field and those of
// an outline never have the same pixels.

// Boxes around ink, pieces nearer than `gap` pixels taken together.
export function inkBoxes(png, gap) {
	const { width, height, data } = png, step = Math.max(1, Math.round(gap));
	const seen = new Uint8Array(width * height), boxes = [];
	const inked = (i) => data[i * 4 + 3] > 100;
	for (let start = 0; start < width * height; start++) {
		if (seen[start] || !inked(start))
			continue;
		const box = { x0: width, y0: height, x1: -1, y1: -1, ink: 0, sx: 0, sy: 0 }, stack = [start];
		seen[start] = 1;
		while (stack.length) {
			const at = stack.pop(), x = at % width, y = (at - x) / width;
			box.x0 = Math.min(box.x0, x);
			box.x1 = Math.max(box.x1, x);
			box.y0 = Math.min(box.y0, y);
			box.y1 = Math.max(box.y1, y);
			box.ink++;
			box.sx += x;
			box.sy += y;
			for (let v = Math.max(0, y - step); v <= Math.min(height - 1, y + step); v++)
				for (let u = Math.max(0, x - step); u <= Math.min(width - 1, x + step); u++) {
					const next = v * width + u;
					if (!seen[next] && inked(next)) {
						seen[next] = 1;
						stack.push(next);
					}
				}
		}
		boxes.push({ ...box, mx: box.sx / box.ink, my: box.sy / box.ink });
	}
	return boxes.filter((b) => b.ink > 4);
}

// How far off the worst of them is: sides of the box and centre of the ink; Infinity
// where one has no partner.
export function matchBoxes(expected, found) {
	const left = [...found], result = { expected: expected.length, matched: 0, worst: 0 };
	const off = (a, b) => Math.max(Math.abs(a.x0 - b.x0), Math.abs(a.x1 - b.x1), Math.abs(a.y0 - b.y0),
		Math.abs(a.y1 - b.y1), Math.abs(a.mx - b.mx), Math.abs(a.my - b.my));
	for (const box of expected) {
		let best = -1, least = 12;
		left.forEach((other, i) => {
			if (off(box, other) < least) {
				least = off(box, other);
				best = i;
			}
		});
		if (best < 0) {
			result.worst = Infinity;
			continue;
		}
		result.matched++;
		result.worst = Math.max(result.worst, least);
		left.splice(best, 1);
	}
	if (left.length)
		result.worst = Infinity;
	return result;
}
