import { makeStall } from '../objects/stalls.js';
import { KERB } from '../street.js';
import { Path, rolling } from './motion.js';

const ARRIVES = 7;
const STALL = { x: -0.6, z: -5.9 };

/** A vendor pushes a tricycle stall onto a pavement without vending, stops and sells. */
export const vending = {
  seconds: 40,
  mood: 'day',
  sunTurn: 1.0,
  layout: { road: 7, left: { belt: 0, walk: 5.4 }, right: { belt: 0, walk: 4 } },
  camera: { from: [2.6, 5.2, 4], to: [-1, 0.7, -5.6], fov: 41 },
  zones: [
    {
      id: 'no-vending',
      kind: 'vending',
      ground: [
        [-5.5, -4.1],
        [4.5, -4.1],
        [4.5, -8.6],
        [-5.5, -8.6],
      ],
    },
  ],
  events: [{ kind: 'vending', from: ARRIVES, label: 'stall', track: 'stall-1' }],
  compose(cast, art) {
    const stall = makeStall(cast.random('stall 5'), art, 'tricycle');
    const way = new Path(
      [
        [4, -9, -6.3],
        [5.8, -3.6, -6.2],
        [ARRIVES, STALL.x, STALL.z],
      ].map(([t, x, z]) => ({ t, x, z })),
    );
    cast.add(stall, rolling(stall, way, { height: () => KERB, stay: true }));
    vendor(cast);
    customers(cast);
    cast.passers({ lanes: [-8, -4.4], reach: 16, every: 7, until: 40 });
    cast.traffic({ heading: -1, z: -1.75, every: 8, until: 40 });
    cast.traffic({ heading: 1, z: 1.75, every: 9, until: 40 });
    cast.furniture('bench', 4.2, -8.2);
    cast.furniture('pottedShrub', -5.6, -8.3);
    cast.furniture('bollards', 6.5, -4.2);
  },
};

function vendor(cast) {
  const behind = [
    [4, -11.1, -6.3],
    [5.8, -5.7, -6.2],
    [ARRIVES, STALL.x - 2, STALL.z],
    [9, STALL.x - 1.4, STALL.z - 1.1],
    [40, STALL.x - 1.4, STALL.z - 1.1],
  ];
  cast.person('vendor', behind, { face: -Math.PI / 2, stay: true, pushing: true });
}

function customers(cast) {
  cast.person(
    'customer 1',
    [
      [6, 12, -7],
      [14, 1.6, -6.6],
      [24, 1.6, -6.6],
      [36, -14, -7.4],
    ],
    { face: 2.9 },
  );
  cast.person(
    'customer 2',
    [
      [12, -14, -7.6],
      [22, -2.6, -6.2],
      [33, -2.6, -6.2],
      [43, 12, -7.6],
    ],
    { face: -0.3 },
  );
}
