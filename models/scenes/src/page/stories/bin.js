import * as THREE from 'three';
import { makeBin, overflowStages } from '../objects/bins.js';

const BIN = { x: 0, z: 7.2 };
const OPENS = 4.8;
const SPILLS = 7.6;

/** A bin is filled until waste stands above its rim and bags lie beside it. */
export const bin = {
  seconds: 40,
  mood: 'day',
  sunTurn: 3.6,
  layout: { road: 7, left: { belt: 2, walk: 4 }, right: { belt: 0, walk: 5 } },
  camera: { from: [-6.2, 4.3, 4], to: [0.6, 0.3, 6.6], fov: 41 },
  zones: [
    {
      id: 'bin-place',
      kind: 'bin-overflow',
      ground: [
        [-2, 5.4],
        [2.4, 5.4],
        [2.4, 8.6],
        [-2, 8.6],
      ],
    },
  ],
  events: [{ kind: 'bin-overflow', from: SPILLS, label: 'bin_overflow', track: 'bin-1' }],
  compose(cast, art) {
    const container = fillingBin(cast, art);
    container.position.set(BIN.x, 0.15, BIN.z);
    container.rotation.y = -Math.PI / 2 - 0.5;
    feeders(cast);
    cast.passers({ lanes: [5.0, 8.4], reach: 22, every: 8, until: 40 });
    cast.traffic({ heading: -1, z: -1.75, every: 7, until: 40 });
    cast.traffic({ heading: 1, z: 1.75, every: 9, until: 40 });
    cast.furniture('pottedShrub', 4.6, 8.7);
    cast.furniture('shopBoxes', 8, 8.6, Math.PI);
    cast.furniture('bollards', 6, 4.3);
  },
};

/** Shut, then open, then overflowing; one track throughout. */
function fillingBin(cast, art) {
  const group = new THREE.Group();
  group.userData = { label: 'bin', track: 'bin-1' };
  const [shut, open] = ['shut', 'open'].map((lid) => makeBin(cast.random('bin 2'), art, { kind: 'container', lid }));
  for (const state of [shut, open]) {
    delete state.userData.label;
    group.add(state);
  }
  const loads = overflowStages(cast.random('loads'), art, open.userData.mouth, 5);
  for (const load of loads) open.add(load);
  return cast.add(group, (t) => {
    shut.visible = t < OPENS;
    open.visible = !shut.visible;
    loads.forEach((load, i) => (load.visible = t >= SPILLS + Math.max(0, i - 3) * 0.6));
    group.userData.label = t < SPILLS ? 'bin' : 'bin_overflow';
  });
}

/** Residents who bring bags, one after the other. */
function feeders(cast) {
  cast.person(
    'feeder 1',
    [
      [-2, 9, 6.2],
      [4.5, -0.4, 6.1],
      [5.5, -0.4, 6.1],
      [17, -14, 5.6],
    ],
    { face: -Math.PI / 2, bag: 5 },
  );
  cast.person(
    'feeder 2',
    [
      [0, 11, 6.6],
      [6.9, 1.2, 6.3],
      [8.4, 1.2, 6.3],
      [18, 14, 5.8],
    ],
    { face: -2.2, bag: SPILLS },
  );
  cast.person(
    'feeder 3',
    [
      [1, -10, 6.8],
      [7.3, -1.3, 6.9],
      [9, -1.3, 6.9],
      [20, 14, 5.4],
    ],
    { face: -0.4, bag: SPILLS + 0.6 },
  );
}
