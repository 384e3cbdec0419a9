import { makeBin } from '../objects/bins.js';
import { CAR_KINDS, makeVehicle } from '../objects/vehicles.js';
import { KERB } from '../street.js';

const FAR_LANE = -2;
const STOP_LINE = -3;

/** An ordinary minute: everything resembles an incident, nothing is one. */
export const quiet = {
  seconds: 60,
  mood: 'overcast',
  layout: { road: 8, left: { belt: 3.4, walk: 4.6 }, right: { belt: 0, walk: 4 } },
  camera: { from: [0.5, 6, 4.6], to: [-0.5, 0.2, -5.4], fov: 46 },
  zones: [
    {
      id: 'green-belt',
      kind: 'green-parking',
      ground: [
        [-9, -4.6],
        [9, -4.6],
        [9, -7.4],
        [-9, -7.4],
      ],
    },
    {
      id: 'no-vending',
      kind: 'vending',
      ground: [
        [-9, -7.9],
        [-0.5, -7.9],
        [-0.5, -11.8],
        [-9, -11.8],
      ],
    },
    {
      id: 'no-dumping',
      kind: 'dumping',
      ground: [
        [0, -7.9],
        [3.6, -7.9],
        [3.6, -11.8],
        [0, -11.8],
      ],
    },
    {
      id: 'bin-place',
      kind: 'bin-overflow',
      ground: [
        [4.2, -7.9],
        [8.6, -7.9],
        [8.6, -11.8],
        [4.2, -11.8],
      ],
    },
  ],
  events: [],
  compose(cast, art) {
    cast.stand(makeBin(cast.random('bin 4'), art, { kind: 'container', lid: 'shut' }), 6.2, -9.6, -0.3);
    delivery(cast, art);
    redLight(cast, art);
    cast.person(
      'umbrella 1',
      [
        [2, -14, -9.2],
        [24, 14, -9],
      ],
      { umbrella: true },
    );
    cast.person(
      'umbrella 2',
      [
        [33, 14, -8.5],
        [54, -14, -8.7],
      ],
      { umbrella: true },
    );
    cast.person(
      'resident',
      [
        [40, 14, -9.2],
        [46, 6.3, -8.5],
        [48.5, 6.3, -8.5],
        [58, -6, -8.5],
      ],
      { face: Math.PI / 2, bag: 47.5 },
    );
    cast.passers({ lanes: [-8.4, -11.5], reach: 16, every: 9, until: 60 });
    cast.traffic({ heading: 1, z: 2, every: 9, until: 60 });
    cast.furniture('cafeTable', 1.6, -11.2);
    cast.furniture('shopBoxes', -3.4, -12, 0);
    cast.furniture('cabinet', 9.2, -11.8, 0);
    cast.furniture('pottedShrub', -1, -12);
  },
};

/** A courier stops for six seconds and leaves. */
function delivery(cast, art) {
  const tricycle = makeVehicle(cast.random('courier'), art, 'deliveryTricycle');
  const way = [
    [8, -20, -10.2],
    [13, -4.6, -10.2],
    [19, -4.6, -10.2],
    [25, 18, -10],
  ];
  cast.drive(tricycle, way, { height: () => KERB });
}

/** Cars queue beside the green belt while the light is red, from second 28 to 40. */
function redLight(cast, art) {
  const random = cast.random('queue');
  [0, 1, 2].forEach((i) => {
    const car = makeVehicle(random.fork(i), art, CAR_KINDS[(i + 1) % CAR_KINDS.length]);
    const x = STOP_LINE + i * 6.2;
    const [there, go] = [27 + i * 1.6, 39.5 + i * 0.9];
    cast.drive(car, [
      [there - 6, x + 48, FAR_LANE],
      [there, x, FAR_LANE],
      [go, x, FAR_LANE],
      [go + 3, x - 14, FAR_LANE],
      [go + 7, x - 50, FAR_LANE],
    ]);
  });
  for (const t of [-3, 5, 13, 50]) {
    const car = makeVehicle(random.fork(`free ${t}`), art, random.pick(CAR_KINDS));
    cast.drive(car, [
      [t, 48, FAR_LANE],
      [t + 10, -48, FAR_LANE],
    ]);
  }
}
