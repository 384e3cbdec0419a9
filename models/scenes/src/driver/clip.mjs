import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openRenderer } from './browser.mjs';
import { CLASSES } from './classes.mjs';

const run = promisify(execFile);
export const CLIPS = ['vending', 'bin', 'dumping', 'green', 'quiet'];
export const DEFAULT_SEED = '1';
export const FPS = 10;
const TRUTH_EVERY = FPS / 2;
/** 220 s of demo clips have to fit 12 MB. */
const KBIT_PER_S = 410;

/**
 * Renders one story to NAME.mp4 and NAME.truth.json in `out`.
 * @param {boolean} labelsOnly writes the ground truth alone, in seconds instead of minutes
 */
export async function renderClip({ name, seed = DEFAULT_SEED, out, labelsOnly = false, log = console.log }) {
  await mkdir(out, { recursive: true });
  const frames = labelsOnly ? null : await mkdtemp(join(tmpdir(), `scene-${name}-`));
  try {
    const truth = await renderFrames({ name, seed, frames, log });
    if (frames) await encode(frames, join(out, `${name}.mp4`));
    await writeFile(join(out, `${name}.truth.json`), `${JSON.stringify(truth)}\n`);
  } finally {
    if (frames) await rm(frames, { recursive: true, force: true });
  }
}

async function renderFrames({ name, seed, frames, log }) {
  const renderer = await openRenderer();
  try {
    const { page } = renderer;
    const story = await page.evaluate(([n, s]) => window.scenes.open(n, s), [name, seed]);
    const total = story.seconds * FPS;
    const started = Date.now();
    const seen = [];
    for (let i = 0; i < total; i++) {
      if (frames) await writePicture(page, i, join(frames, `${String(i).padStart(5, '0')}.jpg`));
      if (i % TRUTH_EVERY === 0) seen.push(await truthFrame(page, i));
      if (frames && (i + 1) % 50 === 0)
        log(`${name}: ${i + 1}/${total} frames, ${Math.round((Date.now() - started) / (i + 1))} ms each`);
    }
    return await truthOf(page, { name, seed, story, frames: seen });
  } finally {
    await renderer.close();
  }
}

/** Draws picture i of what is open. */
export async function writePicture(page, i, path) {
  const picture = await page.evaluate((t) => window.scenes.pictureAt(t, 0.96), i / FPS);
  await writeFile(path, Buffer.from(picture, 'base64'));
}

/** What is seen in frame i, boxes rounded to 1/10000 of the picture. */
export async function truthFrame(page, i) {
  const boxes = await page.evaluate((t) => window.scenes.labelsAt(t), i / FPS);
  return {
    ptsUs: (i * 1_000_000) / FPS,
    boxes: boxes.map(({ label, track, box }) => ({ label, track, box: box.map((v) => Math.round(v * 1e4) / 1e4) })),
  };
}

/** The ground truth document; times in microseconds from the clip's first frame. */
async function truthOf(page, { name, seed, story, frames }) {
  const [width, height] = await page.evaluate(() => [window.scenes.width, window.scenes.height]);
  const events = story.events.map(({ kind, from, to, label, track }) => ({
    kind,
    fromUs: from * 1e6,
    toUs: to * 1e6,
    label,
    track,
  }));
  return { clip: `${name}.mp4`, seed, width, height, fps: FPS, classes: CLASSES, events, zones: story.zones, frames };
}

/**
 * H.264 for a camera farm: a closed GOP every second, no B frames, index in front; two passes.
 * @param {string} frames folder of 00000.jpg, 00001.jpg and so on
 */
export async function encode(frames, target, { kbitPerS = KBIT_PER_S, created = null } = {}) {
  const input = ['-v', 'error', '-y', '-framerate', String(FPS), '-i', join(frames, '%05d.jpg')];
  const colour = [
    '-vf',
    'scale=in_range=pc:out_range=tv,format=yuv420p',
    '-colorspace',
    'smpte170m',
    '-color_range',
    'tv',
  ];
  const gop = ['-g', String(FPS), '-keyint_min', String(FPS), '-sc_threshold', '0', '-bf', '0', '-flags', '+cgop'];
  const log = ['-passlogfile', join(frames, 'pass')];
  const video = ['-c:v', 'libx264', '-preset', 'slow', ...colour, ...gop, '-b:v', `${kbitPerS}k`, ...log, '-an'];
  await run('ffmpeg', [...input, ...video, '-pass', '1', '-f', 'null', '-']);
  const head = [...(created ? ['-metadata', `creation_time=${created}`] : []), '-movflags', '+faststart'];
  await run('ffmpeg', [...input, ...video, '-pass', '2', ...head, target]);
}
