import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { CLIPS, FPS } from '../src/driver/clip.mjs';
import { faultsOf } from '../src/driver/invariants.mjs';

const CLIP_FOLDER = fileURLToPath(new URL('../clips/', import.meta.url));
const MOST_BYTES = 4_000_000;
const truthOf = (name) => JSON.parse(readFileSync(`${CLIP_FOLDER}${name}.truth.json`, 'utf8'));
const TOLD = { vending: 'vending', bin: 'bin-overflow', dumping: 'dumping', green: 'green-parking' };

for (const name of CLIPS) {
  test(`holdsItsInvariants: ${name}`, () => {
    const truth = truthOf(name);
    assert.ok(truth.frames.length >= 80 && truth.frames.some((frame) => frame.boxes.length > 2));
    assert.deepEqual(faultsOf(truth), []);
  });

  test(`tellsItsEventsAndNoOther: ${name}`, () => {
    const kinds = truthOf(name).events.map((event) => event.kind);
    assert.deepEqual(kinds, TOLD[name] ? [TOLD[name]] : []);
  });

  test(`isAFileTheFarmCanLoop: ${name}`, { skip: noFfprobe() }, () => {
    const file = `${CLIP_FOLDER}${name}.mp4`;
    const truth = truthOf(name);
    const { streams, packets } = probe(file);
    assert.equal(streams.length, 1);
    const { codec_name, width, height, pix_fmt, has_b_frames } = streams[0];
    assert.deepEqual(
      { codec_name, width, height, pix_fmt, has_b_frames },
      { codec_name: 'h264', width: 960, height: 540, pix_fmt: 'yuv420p', has_b_frames: 0 },
    );
    assert.equal(packets.length, truth.frames.length * (FPS / 2));
    const keys = packets.flatMap((packet, i) => (packet.flags.includes('K') ? [i] : []));
    assert.deepEqual(
      keys,
      Array.from({ length: packets.length / FPS }, (_, i) => i * FPS),
    );
    assert.ok(statSync(file).size <= MOST_BYTES);
    const bytes = readFileSync(file);
    assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'), 'index in front');
  });
}

test('showsLookalikesOfEveryKindInTheQuietClip', () => {
  const truth = truthOf('quiet');
  const labels = new Set(truth.frames.flatMap((frame) => frame.boxes.map((box) => box.label)));
  assert.deepEqual([...labels].sort(), ['bin', 'person', 'vehicle']);
  assert.deepEqual(truth.zones.map((zone) => zone.kind).sort(), Object.values(TOLD).sort());
});

function noFfprobe() {
  return spawnSync('ffprobe', ['-version']).status === 0 ? false : 'ffprobe is not installed';
}

function probe(file) {
  const show = ['-show_entries', 'stream=codec_name,width,height,pix_fmt,has_b_frames:packet=flags'];
  return JSON.parse(execFileSync('ffprobe', ['-v', 'error', ...show, '-of', 'json', file], { maxBuffer: 1 << 24 }));
}
