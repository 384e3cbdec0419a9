import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ground } from '../src/driver/ground.mjs';
import { DIALECTS, subtitles } from '../src/driver/telemetry.mjs';

const FOLDER = fileURLToPath(new URL('../flights/', import.meta.url));
const MOST_BYTES = 6_000_000;
const NAMES = ['survey', 'reflight'];
const truthOf = (name) => JSON.parse(readFileSync(`${FOLDER}${name}.truth.json`, 'utf8'));

test('fitsTheRepository', () => {
  const bytes = NAMES.map((name) => statSync(`${FOLDER}${name}.mp4`).size).reduce((a, b) => a + b);
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
});

test('flyingAgainSeesOnePileGrownOneGoneOneNew', () => {
  const [before, after] = NAMES.map((name) => Object.fromEntries(truthOf(name).objects.map((o) => [o.track, o])));
  const kept = Object.keys(before).filter((track) => track !== 'pile-1');
  assert.deepEqual(Object.keys(after).sort(), [...kept, 'pile-new'].sort());
  assert.ok(after['pile-0'].areaM2 > 2.5 * before['pile-0'].areaM2);
  for (const track of kept.filter((t) => t !== 'pile-0')) assert.deepEqual(after[track], before[track]);
});

for (const name of NAMES) {
  test(`showsEveryThingThreeTimesAtLeast: ${name}`, () => {
    const { objects, frames } = truthOf(name);
    for (const { track } of objects) {
      const seen = frames.filter(({ boxes }) => boxes.some((box) => box.track === track));
      assert.ok(seen.length >= 3, `${track}: ${seen.length}`);
    }
  });

  test(`writesASubtitleForEveryPictureOrSecond: ${name}`, () => {
    const { seconds, fps } = truthOf(name);
    for (const [dialect, { perSecond }] of Object.entries(DIALECTS)) {
      const text = readFileSync(`${FOLDER}${name}.${dialect}.srt`, 'utf8');
      assert.equal(text.match(/ --> /g).length, seconds * (perSecond ?? fps), dialect);
    }
  });
}

test('writesTheAircraftsErrorsIntoItsSubtitles', () => {
  const pose = (t) => ({ x: 8 * t, z: 0, heightM: 40, yawDeg: 359, pitchDeg: -89.8 });
  const flight = { seconds: 2, fps: 10, origin: { longitude: 117, latitude: 36 }, startedLocal: new Date(0), pose };
  const errors = { eastM: 1, northM: -2, heightM: 0.5, yawDeg: 2, pitchDeg: -1, lateS: 0.5 };
  const second = subtitles('f-number-attitude', flight, errors).split('\n\n')[1];
  const { longitude, latitude } = new Ground(flight.origin).at({ x: 5, z: 2 });
  assert.match(second, new RegExp(`GPS \\(${longitude.toFixed(6)}, ${latitude.toFixed(6)}, 17\\)`));
  assert.match(second, /H 40\.50m.*G\.PRY \(-90\.0°, 0\.0°, 1\.0°\)/);
});
