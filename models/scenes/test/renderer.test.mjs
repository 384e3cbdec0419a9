import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { openRenderer } from '../src/driver/browser.mjs';
import { check, compare } from '../src/driver/check.mjs';
import { CLASSES, VIEW_CLASSES, seenFrom, yoloLine } from '../src/driver/classes.mjs';

const browser = process.env.CHROMIUM ?? '/usr/bin/chromium';

describe('renderer', { skip: existsSync(browser) ? false : `no browser at ${browser}` }, () => {
  let renderer;
  before(async () => (renderer = await openRenderer()));
  after(() => renderer?.close());

  test('measuresTheVisibleBoxToThePixel', async () => {
    const [open] = await renderer.page.evaluate(measureSquare, null);
    assert.deepEqual(open.box, [40, 30, 60, 70]);
    assert.equal(open.visiblePx, 20 * 40);
    assert.ok(Math.abs(open.wholePx - 800) < 30, `whole ${open.wholePx}`);
  });

  test('countsOnlyWhatAnOccluderLeaves', async () => {
    const [half] = await renderer.page.evaluate(measureSquare, 0.5);
    assert.deepEqual(half.box, [50, 30, 60, 70]);
    assert.equal(half.isFair, true);
    const [sliver] = await renderer.page.evaluate(measureSquare, 0.8);
    assert.equal(sliver.visiblePx, 4 * 40);
    assert.equal(sliver.isFair, false);
    assert.deepEqual(await renderer.page.evaluate(measureSquare, 1), []);
  });

  test('givesTheSameStillForTheSameSeed', async () => {
    const label = (page, seed) => page.evaluate((s) => window.scenes.still(s, true), seed);
    const fresh = await openRenderer();
    try {
      for (const seed of ['7-0', '7-1', '7-2']) {
        const first = await label(renderer.page, seed);
        assert.ok(first.boxes.length > 0);
        assert.deepEqual(await label(fresh.page, seed), first);
      }
    } finally {
      await fresh.close();
    }
    assert.notDeepEqual(await label(renderer.page, '7-0'), await label(renderer.page, '8-0'));
  });

  test('givesTheSameStreetFromADroneForTheSameSeed', async () => {
    const label = (seed) => renderer.page.evaluate((s) => window.scenes.still(s, true, 'drone'), seed);
    const first = seenFrom('drone', (await label('7-0')).boxes);
    assert.deepEqual(seenFrom('drone', (await label('7-0')).boxes), first);
    for (const box of first) assert.match(yoloLine(box, VIEW_CLASSES.drone), /^[0-2]( [01]\.\d{6}){4}$/);
    assert.ok(first.some((box) => box.label === 'vendor_canopy'));
  });

  test('drawsAllClassesOverAFewStills', async () => {
    const labels = new Set();
    for (let i = 0; i < 12; i++) {
      const { boxes } = await renderer.page.evaluate((s) => window.scenes.still(s, true), `classes-${i}`);
      for (const box of boxes) {
        labels.add(box.label);
        assert.match(yoloLine(box), /^[0-5]( [01]\.\d{6}){4}$/);
      }
    }
    assert.deepEqual([...labels].sort(), [...CLASSES].sort());
  });

  test('repeatsTheShippedGroundTruth', async () => {
    assert.deepEqual(await check({ names: ['vending', 'bin'], log: () => {} }), []);
  });
});

test('callsTheWasteAroundABinRubbishFromAbove', () => {
  const box = [0, 0, 1, 1];
  const boxes = ['bin_overflow', 'bin', 'person', 'vehicle'].map((label) => ({ label, box }));
  assert.deepEqual(
    seenFrom('drone', boxes).map(({ label }) => label),
    ['rubbish', 'vehicle'],
  );
  assert.deepEqual(seenFrom('pole', boxes), boxes);
});

test('noticesAnotherGroundTruth', () => {
  const told = [{ label: 'bin', track: 'bin-1', box: [0.1, 0.1, 0.2, 0.2] }];
  assert.deepEqual(compare('c', told, [{ ...told[0], box: [0.1, 0.1, 0.202, 0.2] }]), []);
  assert.match(compare('c', told, [{ ...told[0], box: [0.1, 0.1, 0.22, 0.2] }])[0], /c: bin-1: expected/);
  assert.match(compare('c', told, [])[0], /expected bin-1:bin, found $/);
});

/** Runs in the page: a square that covers pixels 40..60 by 30..70 of 100 by 100, `share` of it hidden from the left. */
async function measureSquare(share) {
  const THREE = await import('three');
  const { LabelPass, isFair } = await import('/src/page/labels.js');
  const scene = new THREE.Scene();
  const camera = new THREE.PerspectiveCamera(90, 1, 0.1, 100);
  camera.updateMatrixWorld();
  const slab = (w, h, x, z) => {
    const mesh = new THREE.Mesh(new THREE.PlaneGeometry(w, h), new THREE.MeshBasicMaterial());
    mesh.position.set(x, 0, z);
    scene.add(mesh);
    return mesh;
  };
  slab(4, 8, 0, -10).userData.label = 'bin';
  if (share) slab(2 * share, 6, -1 + share, -5);
  scene.updateMatrixWorld();
  const renderer = new THREE.WebGLRenderer({ antialias: false });
  const seen = new LabelPass(renderer, 100, 100).measure(scene, camera);
  renderer.dispose();
  return seen.map((entry) => ({
    box: entry.box,
    visiblePx: entry.visiblePx,
    wholePx: entry.wholePx,
    isFair: isFair(entry),
  }));
}
