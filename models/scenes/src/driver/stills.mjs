import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRenderer } from './browser.mjs';
import { CLASSES, yoloLine } from './classes.mjs';

const QUALITIES = [0.7, 0.8, 0.88, 0.93];

/** Writes `count` pictures with label files into `out`; picture i is given by "seed-i" alone. */
export async function renderStills({ seed, count, out, from = 0, log = console.log }) {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'classes.txt'), `${CLASSES.join('\n')}\n`);
  const renderer = await openRenderer();
  const started = Date.now();
  try {
    for (let i = from; i < from + count; i++) {
      await renderStill(
        renderer.page,
        `${seed}-${i}`,
        QUALITIES[i % QUALITIES.length],
        join(out, `s${seed}_${String(i).padStart(5, '0')}`),
      );
      const done = i - from + 1;
      if (done % 25 === 0 || done === count)
        log(`${done}/${count} stills, ${Math.round((Date.now() - started) / done)} ms each`);
    }
  } finally {
    await renderer.close();
  }
}

async function renderStill(page, seed, quality, path) {
  const { boxes, picture } = await page.evaluate(
    async ([s, q]) => ({ ...window.scenes.still(s), picture: await window.scenes.jpeg(q) }),
    [seed, quality],
  );
  await writeFile(`${path}.jpg`, Buffer.from(picture, 'base64'));
  await writeFile(`${path}.txt`, boxes.map((box) => `${yoloLine(box)}\n`).join(''));
}
