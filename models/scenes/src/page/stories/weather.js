import * as THREE from 'three';
import { tree } from '../objects/furniture.js';
import { Kit, hsl, matte } from '../kit.js';
import { KERB } from '../street.js';

/** Radians that the sun goes in a minute. */
const SUN_PER_MINUTE = Math.PI / 12 / 60;
const SUN_M = 50;

/**
 * What two hours do to a street. Each has the mood it is lit by, and `at(sky, minute)`, called before every picture with
 * the lights of `light()`.
 */
export const WEATHERS = {
  day: {
    mood: 'day',
    at: (sky, minute) => {
      turn(sky, minute);
      cover(sky, Math.sin(minute * 0.9) > 0.45);
    },
  },
  overcast: { mood: 'overcast', at: () => {} },
  dusk: { mood: 'dusk', at: fade },
  rain: { mood: 'overcast', rain: true, at: () => {} },
  leaves: { mood: 'day', wind: true, at: turn },
};

function turn({ sun, centre }, minute) {
  const [angle, height] = [1 + minute * SUN_PER_MINUTE, 0.75];
  const to = [Math.cos(angle) * Math.cos(height), Math.sin(height), Math.sin(angle) * Math.cos(height)];
  sun.position.copy(centre).addScaledVector(new THREE.Vector3(...to), SUN_M);
}

/** A cloud before the sun takes nearly all of its light and gives a little of it back from everywhere. */
function cover({ sun, fill, sunBase, fillBase }, clouded) {
  sun.intensity = sunBase * (clouded ? 0.12 : 1);
  fill.intensity = fillBase * (clouded ? 1.25 : 1);
}

function fade({ sun, fill, sunBase, fillBase }, minute) {
  const left = 1 - minute / 100;
  sun.intensity = sunBase * Math.max(0.03, left);
  fill.intensity = fillBase * Math.max(0.06, left);
}

/** Trees whose crowns the wind moves, and leaves on the pavement that lie elsewhere, and more of them, at every look. */
export function blow(cast, art, { trees, litter, looks, secondsPerLook }) {
  for (const [x, z] of trees) {
    const random = cast.random(`tree ${x}`);
    const kit = new Kit();
    tree(kit, random, art, { x: 0, z: 0 });
    const object = kit.build();
    object.position.set(x, KERB, z);
    const phase = random.between(0, 6);
    cast.add(object, (t) => {
      object.rotation.set(0.05 * Math.sin(t * 2.3 + phase), 0.12 * Math.sin(t * 1.1 + phase), 0.05 * Math.sin(t * 3.1));
    });
  }
  const random = cast.random('litter');
  for (let i = 0; i < litter.most; i++) scatter(cast, random.fork(i), i / litter.most, { litter, looks, secondsPerLook });
}

/** A handful of leaves: there from its share of the looks on, blown away and back again and again. */
function scatter(cast, random, share, { litter: { x, z }, looks, secondsPerLook }) {
  const kit = new Kit();
  const paint = matte(hsl(random.between(0.05, 0.2), 0.5, random.between(0.2, 0.45)));
  for (let i = random.whole(2, 6); i > 0; i--) {
    kit.box(0.09, 0.01, 0.06, paint, { x: random.spread() * 0.3, y: 0.01, z: random.spread() * 0.3, ry: random.between(0, 3) });
  }
  const leaves = kit.build();
  cast.add(leaves, (t) => {
    const look = Math.floor(t / secondsPerLook);
    const gust = random.fork(Math.floor(look / random.fork('stay').whole(1, 12)));
    leaves.visible = look >= share * looks;
    leaves.position.set(gust.between(...x), KERB, gust.between(...z));
  });
}
