import { makeFurniture } from '../objects/furniture.js';
import { makePile } from '../objects/rubbish.js';
import { makeStall } from '../objects/stalls.js';
import { KERB } from '../street.js';
import { WEATHERS, blow } from './weather.js';

/** Looks of a patrol, and the story's seconds between two of them; to sun and weather they are a minute. */
export const LOOKS = 120;
export const SECONDS_PER_LOOK = 4;
const SECONDS = LOOKS * SECONDS_PER_LOOK;

/** The new thing stands from the first of these looks up to the second. */
const STANDS = [60, 100];

const THINGS = {
  stall: (cast, art) => makeStall(cast.random('stall'), art, 'tricycle'),
  pile: (cast, art) => makePile(cast.random('pile'), art, 14, 0.6),
  planter: (cast, art) => named(makeFurniture(cast.random('planter'), art, 'planter'), 'rubbish'),
};

function named(object, label) {
  object.userData = { label };
  return object;
}

/** `THING-WEATHER` for every thing, or `none`, in every weather. */
export const PATROLS = ['none', ...Object.keys(THINGS)].flatMap((thing) =>
  Object.keys(WEATHERS).map((weather) => `${thing}-${weather}`),
);

/**
 * Two hours before a fixed camera, for the clean reference: the street of `vending`, its passers and traffic, one weather, and
 * a thing that is put down and taken away again.
 * @param {string} name out of PATROLS
 */
export function patrol(name) {
  const [thing, weather] = name.split('-');
  const { mood, rain = false, wind = false, at } = WEATHERS[weather];
  return {
    seconds: SECONDS,
    mood,
    rain,
    sunTurn: 1.0,
    sky: (sky, seconds) => at(sky, seconds / SECONDS_PER_LOOK),
    layout: { road: 7, left: { belt: 0, walk: 5.4 }, right: { belt: 0, walk: 4 } },
    camera: { from: [2.6, 5.2, 4], to: [-1, 0.7, -5.6], fov: 41 },
    zones: [
      {
        id: 'place',
        kind: 'vending',
        ground: [
          [-5.5, -4.1],
          [4.5, -4.1],
          [4.5, -8.6],
          [-5.5, -8.6],
        ],
      },
    ],
    events: [],
    compose(cast, art) {
      if (thing !== 'none') put(THINGS[thing](cast, art), cast);
      cast.passers({ lanes: [-8, -4.4, -6.8], reach: 16, every: 8, until: SECONDS });
      cast.traffic({ heading: -1, z: -1.75, every: 6, until: SECONDS });
      cast.traffic({ heading: 1, z: 1.75, every: 7, until: SECONDS });
      cast.furniture('bench', 4.2, -8.2);
      cast.furniture('pottedShrub', -5.6, -8.3);
      cast.furniture('bollards', 6.5, -4.2);
      if (wind) {
        const litter = { x: [-6, 6], z: [-8.6, -4.1], most: 60 };
        blow(cast, art, { trees: [[-7, -4.6], [7.5, -6.5], [-2, -9.2]], litter, looks: LOOKS, secondsPerLook: SECONDS_PER_LOOK });
      }
    },
  };
}

function put(object, cast) {
  object.userData.track = 'thing';
  object.position.set(-0.6, KERB, -5.9);
  const [from, to] = STANDS.map((look) => look * SECONDS_PER_LOOK);
  cast.add(object, (t) => (object.visible = t >= from && t < to));
}
