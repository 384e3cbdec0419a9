import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRenderer } from './browser.mjs';
import { CLIPS, FPS, truthFrame } from './clip.mjs';
import { faultsOf } from './invariants.mjs';

const SHIPPED = fileURLToPath(new URL('../../clips', import.meta.url));
/** Another Chromium may round an edge to the next pixel; another scene is off by far more. */
const TOLERANCE = 2 / 540;
const EVERY = 8;

export const readTruth = async (folder, name) => JSON.parse(await readFile(join(folder, `${name}.truth.json`), 'utf8'));

/**
 * Checks every clip's ground truth: its invariants, and that the same seed gives it again.
 * @returns {Promise<string[]>} faults; empty when all is well
 */
export async function check({ clips = SHIPPED, names = CLIPS, log = console.log } = {}) {
  const faults = [];
  const renderer = await openRenderer();
  try {
    for (const name of names) {
      const truth = await readTruth(clips, name);
      const found = [...faultsOf(truth), ...(await differences(renderer.page, name, truth))];
      log(`${name}: ${truth.frames.length} frames, ${truth.events.length} events, ${found.length} faults`);
      faults.push(...found);
    }
  } finally {
    await renderer.close();
  }
  return faults;
}

async function differences(page, name, truth) {
  await page.evaluate(([n, s]) => window.scenes.open(n, s), [name, truth.seed]);
  const faults = [];
  for (const told of truth.frames.filter((_, i) => i % EVERY === 0)) {
    const again = await truthFrame(page, Math.round((told.ptsUs * FPS) / 1e6));
    faults.push(...compare(`${truth.clip} ${told.ptsUs}`, told.boxes, again.boxes));
  }
  return faults;
}

/** @returns {string[]} what differs between two frames' boxes beyond the tolerance */
export function compare(where, told, again) {
  const names = (boxes) => boxes.map((b) => `${b.track}:${b.label}`).join(' ');
  if (names(told) !== names(again)) return [`${where}: expected ${names(told)}, found ${names(again)}`];
  return told.flatMap(({ track, box }, i) => {
    const isClose = box.every((v, k) => Math.abs(v - again[i].box[k]) <= TOLERANCE);
    return isClose ? [] : [`${where}: ${track}: expected ${box}, found ${again[i].box}`];
  });
}
