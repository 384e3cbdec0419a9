import { makeVehicle } from '../objects/vehicles.js';
import { KERB } from '../street.js';

const STOPS = 8;

/** A car leaves the carriageway, drives onto the green belt and stays there. */
export const green = {
  seconds: 40,
  mood: 'day',
  sunTurn: 1.9,
  layout: { road: 8, left: { belt: 5.5, walk: 3.5 }, right: { belt: 0, walk: 4 } },
  camera: { from: [-2, 5.6, 4.6], to: [0.6, 0.8, -5.8], fov: 43 },
  zones: [
    {
      id: 'green-belt',
      kind: 'green-parking',
      ground: [
        [-7, -4.6],
        [7.5, -4.6],
        [7.5, -9.4],
        [-7, -9.4],
      ],
    },
  ],
  events: [{ kind: 'green-parking', from: STOPS, label: 'vehicle', track: 'offender' }],
  compose(cast, art) {
    const car = makeVehicle(cast.random('offender 4'), art, 'suv');
    car.userData.track = 'offender';
    const way = [
      [3.4, 22, -2],
      [4.8, 11.5, -2],
      [6, 6, -3.6],
      [7, 2.9, -5.9],
      [STOPS, 0.8, -7],
    ];
    const mounting = (x, z) => KERB * Math.max(0, Math.min(1, (-z - 3.4) / 1.6));
    cast.drive(car, way, { height: mounting, stay: true });
    cast.person('driver', [
      [11, 0.4, -8.6],
      [14, -1.6, -10.4],
      [24, -16, -11.2],
    ]);
    cast.passers({ lanes: [-10.6, -11.8], reach: 18, every: 6, until: 40 });
    cast.traffic({ heading: -1, z: -2, every: 8, until: 40 });
    cast.traffic({ heading: 1, z: 2, every: 8, until: 40 });
    cast.furniture('bench', -4, -12.2);
  },
};
