import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRenderer } from './browser.mjs';

/** The clean reference sees 160 x 90 of it. */
const WIDTH = 480;

/**
 * Renders one patrol to NNNN.jpg, a look each, and truth.json with the boxes of every look, in a folder NAME-SEED of `out`.
 */
export async function renderPatrol({ name, seed, out, log = console.log }) {
  const folder = join(out, `${name}-${seed}`);
  await mkdir(folder, { recursive: true });
  const renderer = await openRenderer({ width: WIDTH });
  try {
    const { page } = renderer;
    const { looks, secondsPerLook } = await page.evaluate(([n, s]) => window.scenes.openPatrol(n, s), [name, seed]);
    const started = Date.now();
    const seen = [];
    for (let i = 0; i < looks; i++) {
      const t = i * secondsPerLook;
      const picture = await page.evaluate((at) => window.scenes.pictureAt(at, 0.9), t);
      await writeFile(join(folder, `${String(i).padStart(4, '0')}.jpg`), Buffer.from(picture, 'base64'));
      seen.push((await page.evaluate((at) => window.scenes.labelsAt(at), t)).map(rounded));
      if ((i + 1) % 20 === 0) log(`${name}: ${i + 1}/${looks} looks, ${perLook(started, i + 1)} ms each`);
    }
    await writeFile(join(folder, 'truth.json'), `${JSON.stringify({ name, seed, looks: seen })}\n`);
  } finally {
    await renderer.close();
  }
}

const rounded = ({ label, track, box }) => ({ label, track, box: box.map((v) => Math.round(v * 1e4) / 1e4) });
const perLook = (started, done) => Math.round((Date.now() - started) / done);
