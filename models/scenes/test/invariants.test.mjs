import assert from 'node:assert/strict';
import test from 'node:test';
import { contains, faultsOf } from '../src/driver/invariants.mjs';

/** Ten seconds; a pile lies in the zone from second 5 on, a person passes. */
function soundTruth() {
  const frames = Array.from({ length: 21 }, (_, i) => {
    const person = { label: 'person', track: 'person-1', box: [0.02 * i, 0.3, 0.02 * i + 0.05, 0.6] };
    const pile = { label: 'rubbish', track: 'rubbish-1', box: [0.4, 0.4, 0.5, 0.5] };
    return { ptsUs: i * 500_000, boxes: i >= 10 ? [person, pile] : [person] };
  });
  const zones = [
    {
      id: 'z',
      kind: 'dumping',
      polygon: [
        [0.3, 0.3],
        [0.7, 0.3],
        [0.7, 0.7],
        [0.3, 0.7],
      ],
    },
  ];
  const events = [{ kind: 'dumping', fromUs: 5_000_000, toUs: 10_000_000, label: 'rubbish', track: 'rubbish-1' }];
  return { clip: 't.mp4', width: 960, height: 540, classes: ['rubbish', 'person', 'stall'], events, zones, frames };
}

function assertFault(spoil, expected) {
  const truth = soundTruth();
  spoil(truth);
  assert.match(faultsOf(truth).join('\n'), expected);
}

const pileOf = (frame) => frame.boxes.find((box) => box.track === 'rubbish-1');

test('acceptsASoundTruth', () => assert.deepEqual(faultsOf(soundTruth()), []));

test('refusesABoxOutsideThePicture', () => {
  assertFault((t) => (t.frames[3].boxes[0].box[2] = 1.01), /1500000: person-1: expected a box within 0..1/);
});

test('refusesAnUnknownLabel', () =>
  assertFault((t) => (t.frames[0].boxes[0].label = 'dog'), /expected one of rubbish,person,stall, found dog/));

test('refusesAnEventThatIsThereFromTheStart', () => {
  assertFault((t) => t.frames[1].boxes.push(pileOf(t.frames[12])), /expected no rubbish-1 so early/);
});

test('refusesAnEventOutsideItsZone', () =>
  assertFault((t) => (pileOf(t.frames[15]).box = [0.1, 0.4, 0.2, 0.5]), /expected rubbish-1 in z/));

test('refusesAnEventTooSmallToSee', () =>
  assertFault((t) => (pileOf(t.frames[15]).box = [0.4, 0.47, 0.5, 0.5]), /at least 24 px, found 9.7/));

test('refusesAnEventThatVanishes', () => {
  assertFault((t) => t.frames.slice(11).forEach((frame) => frame.boxes.pop()), /hidden for 5000000 from 5000000/);
});

test('refusesAStrangerOffendingInAZone', () => {
  assertFault((t) => (t.events = []), /z: expected no rubbish but the event's, found rubbish-1/);
});

test('tellsInsideFromOutsideOfAConcavePolygon', () => {
  const notched = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0.5, 0.4],
    [0, 1],
  ];
  assert.ok(contains(notched, [0.5, 0.2]));
  assert.ok(!contains(notched, [0.5, 0.8]));
  assert.ok(contains(notched, [0.1, 0.7]));
});
