import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRenderer } from './browser.mjs';
import { VIEW_CLASSES, seenFrom, yoloLine } from './classes.mjs';

const QUALITIES = [0.7, 0.8, 0.88, 0.93];

/** Writes `count` pictures of a view with label files into `out`; picture i is given by "seed-i" alone. */
export async function renderStills({ seed, count, out, from = 0, view = 'pole', log = console.log }) {
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'classes.txt'), `${VIEW_CLASSES[view].join('\n')}\n`);
  const renderer = await openRenderer();
  const started = Date.now();
  try {
    for (let i = from; i < from + count; i++) {
      const path = join(out, `s${seed}_${String(i).padStart(5, '0')}`);
      await renderStill(renderer.page, { seed, number: i, quality: QUALITIES[i % QUALITIES.length], path, view });
      const done = i - from + 1;
      if (done % 25 === 0 || done === count)
        log(`${done}/${count} stills, ${Math.round((Date.now() - started) / done)} ms each`);
    }
  } finally {
    await renderer.close();
  }
}

async function renderStill(page, { seed, number, quality, path, view }) {
  const { boxes, picture } = await page.evaluate(
    async ([s, n, q, v]) => ({
      ...(v === 'site' ? window.scenes.siteStill(s, n) : window.scenes.still(`${s}-${n}`, false, v)),
      picture: await window.scenes.jpeg(q),
    }),
    [seed, number, quality, view],
  );
  await writeFile(`${path}.jpg`, Buffer.from(picture, 'base64'));
  await writeFile(`${path}.txt`, lines(view, boxes));
}

function lines(view, boxes) {
  return seenFrom(view, boxes)
    .map((box) => `${yoloLine(box, VIEW_CLASSES[view])}\n`)
    .join('');
}
