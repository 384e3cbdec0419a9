import assert from 'node:assert/strict';
import test from 'node:test';
import { Path } from '../src/page/stories/motion.js';

const braking = () =>
  new Path([
    { t: 0, x: 0, z: 0 },
    { t: 2, x: 10, z: 0 },
    { t: 5, x: 10, z: 0 },
    { t: 7, x: 10, z: -6 },
  ]);

test('passesThroughItsWaypointsAndHoldsItsEnds', () => {
  const path = braking();
  assert.deepEqual([path.at(-1).x, path.at(2).x, path.at(5).x], [0, 10, 10]);
  assert.equal(path.at(99).z, -6);
});

test('stopsWithoutOvershoot', () => {
  const path = braking();
  for (let t = 0; t <= 5; t += 0.05) assert.ok(path.at(t).x <= 10 + 1e-9, `x at ${t} is ${path.at(t).x}`);
  for (let t = 2; t <= 5; t += 0.05) assert.ok(Math.abs(path.at(t).x - 10) < 1e-9);
});

test('facesAlongTheMotionAndKeepsFacingItWhileStanding', () => {
  const path = braking();
  assert.ok(Math.abs(path.turnAt(1)) < 1e-6);
  assert.ok(Math.abs(path.turnAt(4)) < 1e-6);
  assert.ok(Math.abs(path.turnAt(6.5) - Math.PI / 2) < 1e-6);
});

test('measuresTheWayWalked', () => {
  assert.ok(Math.abs(braking().lengthAt(7) - 16) < 0.05);
});
