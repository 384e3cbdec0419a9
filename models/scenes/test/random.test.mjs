import assert from 'node:assert/strict';
import test from 'node:test';
import { Random } from '../src/page/random.js';

const draw = (random, count = 50) => Array.from({ length: count }, () => random.next());

test('repeatsForTheSameSeed', () => {
  assert.deepEqual(draw(new Random('a')), draw(new Random('a')));
  assert.notDeepEqual(draw(new Random('a')), draw(new Random('b')));
});

test('forksIndependentlyOfWhatWasDrawnBefore', () => {
  const [fresh, used] = [new Random('a'), new Random('a')];
  draw(used, 7);
  assert.deepEqual(draw(fresh.fork('x')), draw(used.fork('x')));
  assert.notDeepEqual(draw(fresh.fork('x')), draw(fresh.fork('y')));
});

test('staysInRangeAndReachesBothEnds', () => {
  const random = new Random('range');
  const wholes = Array.from({ length: 2000 }, () => random.whole(2, 5));
  assert.deepEqual([...new Set(wholes)].sort(), [2, 3, 4, 5]);
  const spreads = Array.from({ length: 2000 }, () => random.spread());
  assert.ok(spreads.every((v) => v >= -1 && v <= 1));
  assert.ok(spreads.some((v) => v < -0.6) && spreads.some((v) => v > 0.6));
});
