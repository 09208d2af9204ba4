// archive.mjs TOOLS FILE.pmtiles FOLDER: the npm package pmtiles finds the folder's tiles in
// the archive, byte for byte, and none that are not there.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [tools, file, folder] = process.argv.slice(2).map((a) => path.resolve(a));
const require = createRequire(path.join(tools, 'x.js'));
const { PMTiles, TileType } = await import(pathToFileURL(require.resolve('pmtiles')));

const bytes = fs.readFileSync(file);
const archive = new PMTiles({
	getKey: () => file,
	getBytes: async (at, len) => ({ data: bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + len) }),
});
const head = await archive.getHeader();
const wrong = [];
if (head.tileType !== TileType.Png)
	wrong.push(`the tiles are of type ${head.tileType}`);
let count = 0;
for (let z = head.minZoom; z <= head.maxZoom; z++) {
	for (let x = 0; x < 2 ** z; x++) {
		for (let y = 0; y < 2 ** z; y++) {
			const name = path.join(folder, `${z}/${x}/${y}.png`);
			const wanted = fs.existsSync(name) ? fs.readFileSync(name) : null;
			const got = await archive.getZxy(z, x, y);
			count += wanted ? 1 : 0;
			if (!!got !== !!wanted || (got && !wanted.equals(Buffer.from(got.data))))
				wrong.push(name);
		}
	}
}
if (count !== head.numAddressedTiles)
	wrong.push(`${head.numAddressedTiles} tiles are counted, not ${count}`);
const about = JSON.parse(fs.readFileSync(path.join(folder, 'tiles.json'), 'utf8'));
if ((await archive.getMetadata()).name !== about.name)
	wrong.push('another name');
if (wrong.length) {
	console.log(wrong.slice(0, 10).join('\n'));
	process.exit(1);
}
