import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../page/random.js';
import { openRenderer } from './browser.mjs';
import { FPS, encode, truthFrame, writePicture } from './clip.mjs';
import { Ground } from './ground.mjs';
import { DIALECTS, subtitles } from './telemetry.mjs';

const WIDTH = 1280;
const KBIT_PER_S = 700;
const ORIGIN = { longitude: 117.0213, latitude: 36.6587 };

/**
 * When each flight began and what its aircraft was wrong by, which its subtitles carry: about one standard deviation of what
 * such an aircraft is trusted with, and another for each.
 */
const FLIGHTS = {
  survey: {
    started: '2026-11-13T10:20:00+08:00',
    errors: { eastM: 1.1, northM: -0.8, heightM: 1.2, yawDeg: 1.4, pitchDeg: -0.4, lateS: 0.2 },
  },
  reflight: {
    started: '2026-11-20T10:35:00+08:00',
    errors: { eastM: -0.7, northM: 1.2, heightM: -1, yawDeg: -1.1, pitchDeg: 0.5, lateS: 0.1 },
  },
};
/** One standard deviation of what a seeded flight's aircraft is wrong by. */
const DEVIATIONS = { eastM: 1.1, northM: 1.1, heightM: 1.2, yawDeg: 1.4, pitchDeg: 0.5, lateS: 0.15 };
const KINDS = { rubbish: 'dumping', vendor_canopy: 'vending', vehicle: 'green-parking' };

/**
 * Renders one flight to NAME.mp4, its subtitles in every dialect to NAME.DIALECT.srt, and what is true of it to NAME.truth.json;
 * of a seed to NAME-SEED.mp4 and so on.
 * @param {string} seed another site, light and errors than the shipped ones
 * @param {boolean} truthOnly leaves the pictures out
 */
export async function renderFlight({ name, out, seed, truthOnly = false, log = console.log }) {
  await mkdir(out, { recursive: true });
  const renderer = await openRenderer({ width: WIDTH });
  const frames = truthOnly ? null : await mkdtemp(join(tmpdir(), `flight-${name}-`));
  try {
    const { page } = renderer;
    const drawn = await page.evaluate(([n, s]) => window.scenes.beginFlight(n, s), [name, seed]);
    const { started, errors } = FLIGHTS[name];
    const flight = { ...drawn, name: seed ? `${name}-${seed}` : name, started, errors: seed ? errorsOf(name, seed) : errors };
    await writeFile(join(out, `${flight.name}.truth.json`), `${JSON.stringify(await truthOf(page, flight))}\n`);
    await writeSubtitles(page, flight, out);
    if (frames) {
      await drawAll(page, flight.name, flight.seconds * FPS, frames, log);
      const created = new Date(started).toISOString();
      await encode(frames, join(out, `${flight.name}.mp4`), { kbitPerS: KBIT_PER_S, created });
    }
  } finally {
    await renderer.close();
    if (frames) await rm(frames, { recursive: true, force: true });
  }
}

/** A bell's three standard deviations reach as far as its spread. */
function errorsOf(name, seed) {
  const random = new Random(`${name}-${seed}/errors`);
  const drawn = Object.entries(DEVIATIONS).map(([what, deviation]) => [what, 3 * random.spread() * deviation]);
  return Object.fromEntries(drawn.map(([what, error]) => [what, Math.round(error * 100) / 100]));
}

async function drawAll(page, name, total, frames, log) {
  const started = Date.now();
  for (let i = 0; i < total; i++) {
    await writePicture(page, i, join(frames, `${String(i).padStart(5, '0')}.jpg`));
    if ((i + 1) % 50 === 0) log(`${name}: ${i + 1}/${total} pictures, ${Math.round((Date.now() - started) / (i + 1))} ms each`);
  }
}

async function writeSubtitles(page, { name, seconds, started, errors }, out) {
  const poses = await page.evaluate(
    ([count, fps, late]) => Array.from({ length: count }, (_, i) => window.scenes.poseAt(Math.max(0, i / fps - late))),
    [seconds * FPS, FPS, errors.lateS],
  );
  const pose = (t) => poses[Math.round((t + errors.lateS) * FPS)];
  const startedLocal = new Date(`${started.slice(0, 19)}Z`);
  for (const dialect of Object.keys(DIALECTS)) {
    const text = subtitles(dialect, { seconds, fps: FPS, origin: ORIGIN, startedLocal, pose }, errors);
    await writeFile(join(out, `${name}.${dialect}.srt`), text);
  }
}

/** Places in degrees; a frame every second, with where the camera truly was and what is seen. */
async function truthOf(page, { name, seconds, started, errors, things, lookalikes, belt, focalWidths }) {
  const ground = new Ground(ORIGIN);
  const [width, height] = await page.evaluate(() => [window.scenes.width, window.scenes.height]);
  const frames = [];
  for (let second = 0; second < seconds; second++) {
    const { x, z, ...looks } = await page.evaluate((t) => window.scenes.poseAt(t), second);
    frames.push({ ...(await truthFrame(page, second * FPS)), pose: { ...ground.at({ x, z }), ...looks } });
  }
  const corners = [0, 1, 1, 0].map((i, at) => ground.at({ x: belt.x[i], z: belt.z[at < 2 ? 0 : 1] }));
  return {
    clip: `${name}.mp4`,
    ...{ width, height, fps: FPS, seconds, started, focalWidths, errors },
    objects: things.map((thing) => objectOf(thing, ground)),
    lookalikes: lookalikes.map(({ kind, ...place }) => ({ kind, ...ground.at(place) })),
    greenBelt: [...corners, corners[0]].map(({ longitude, latitude }) => [longitude, latitude]),
    frames,
  };
}

/** A vehicle on the road is no case. */
function objectOf({ track, label, where, areaM2, ...place }, ground) {
  const kind = where === 'road' ? null : KINDS[label];
  return { track, label, kind, where, ...ground.at(place), areaM2: Math.round(areaM2 * 100) / 100 };
}
