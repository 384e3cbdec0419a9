import * as THREE from 'three';
import { makePile } from '../objects/rubbish.js';

const HEAP = { x: -0.4, z: -5.2 };
const DROPS = [6, 6.8, 7.8];

/** Two people carry bags and rubble to a pavement, leave a pile and walk away. */
export const dumping = {
  seconds: 40,
  mood: 'overcast',
  layout: { road: 6, left: { belt: 0, walk: 5 }, right: { belt: 2, walk: 3.5 } },
  camera: { from: [3, 4.6, 3.5], to: [-0.6, 0.5, -4.9], fov: 39 },
  zones: [
    {
      id: 'no-dumping',
      kind: 'dumping',
      ground: [
        [-4.5, -3.5],
        [3.4, -3.5],
        [3.4, -7.8],
        [-4.5, -7.8],
      ],
    },
  ],
  events: [{ kind: 'dumping', from: DROPS[2], label: 'rubbish', track: 'rubbish-1' }],
  compose(cast, art) {
    const pile = growingPile(cast, art);
    pile.position.set(HEAP.x, 0.15, HEAP.z);
    dumpers(cast);
    cast.passers({ lanes: [-7.4, -3.8], reach: 15, every: 8, until: 40, umbrellas: 0.15 });
    cast.traffic({ heading: -1, z: -1.5, every: 9, until: 40 });
    cast.traffic({ heading: 1, z: 1.5, every: 9, until: 40 });
    cast.furniture('planter', 4.4, -7.4);
    cast.furniture('board', -4.4, -7.3);
  },
};

function growingPile(cast, art) {
  const group = new THREE.Group();
  group.userData = { label: 'rubbish', track: 'rubbish-1' };
  const loads = [
    [6, 0.9, -0.35],
    [6, 0.3, 0.35],
    [8, 0.8, 0],
  ].map(([pieces, sacks, x], i) => {
    const load = makePile(cast.random(`sacks ${i}`), art, pieces, sacks);
    delete load.userData.label;
    load.position.x = x;
    group.add(load);
    return load;
  });
  return cast.add(group, (t) => loads.forEach((load, i) => (load.visible = t >= DROPS[i])));
}

function dumpers(cast) {
  cast.person(
    'dumper 1',
    [
      [1.5, 8.4, -5.4],
      [5.7, 0.7, -5.4],
      [8.2, 0.7, -5.4],
      [18, 14, -6],
    ],
    { face: Math.PI, bag: DROPS[0] },
  );
  cast.person(
    'dumper 2',
    [
      [1.2, 9.6, -6.2],
      [6.4, -0.1, -6.3],
      [8.6, -0.1, -6.3],
      [19, 14, -6.6],
    ],
    { face: -Math.PI / 2, bag: DROPS[1] },
  );
}
