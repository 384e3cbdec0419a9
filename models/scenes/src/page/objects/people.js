import * as THREE from 'three';
import { Kit, cloth, gloss, grey, hsl, matte } from '../kit.js';
import { parasol } from './canopies.js';

const HIP = 0.84;
const SHOULDER = 1.38;

/**
 * A person facing +x, standing on y = 0. `group.userData.pose(phase)` moves legs and arms: one step
 * pair per 2 pi; null stands still.
 *
 * @param {object} wear {umbrella, seated, vest}: all optional booleans
 */
export function makePerson(random, art, wear = {}) {
  const look = wardrobe(random, art, wear);
  const group = new THREE.Group();
  group.add(trunk(random, look));
  const limbs = [-1, 1].flatMap((side) => [leg(look, side), arm(look, side)]);
  for (const limb of limbs) group.add(limb);
  const tall = random.between(0.9, 1.07);
  group.scale.set(tall * random.between(0.9, 1.15), tall, tall * random.between(0.9, 1.15));
  if (wear.umbrella) group.add(heldUmbrella(random));
  group.userData.label = 'person';
  group.userData.pose = (phase) => pose(limbs, phase, wear);
  group.userData.pose(wear.seated ? null : random.between(0, 6.28));
  return group;
}

function wardrobe(random, art, wear) {
  const patterned = random.chance(0.25);
  const top = wear.vest
    ? matte(hsl(random.pick([0.07, 0.14]), 0.95, 0.5))
    : matte(
        hsl(random.next(), random.between(0, 0.7), random.between(0.08, 0.7)),
        patterned ? random.pick(art.stripes) : null,
      );
  return {
    skin: matte(hsl(random.between(0.04, 0.08), random.between(0.25, 0.5), random.between(0.25, 0.65))),
    top,
    legs: matte(hsl(random.pick([0.6, 0.62, 0.1, 0.08, 0]), random.between(0, 0.4), random.between(0.04, 0.4))),
    hair: matte(hsl(0.07, 0.3, random.between(0.01, 0.12))),
    sleeve: random.chance(0.5),
  };
}

function trunk(random, look) {
  const kit = new Kit();
  kit.capsule(0.19, 0.34, look.top, { y: HIP + 0.3, sx: 0.68, sz: 1.08 });
  kit.ball(0.115, look.skin, { x: 0.03, y: HIP + 0.72 });
  kit.ball(0.125, look.hair, { x: -0.015, y: HIP + 0.755 });
  if (random.chance(0.2)) kit.tube(0.06, 0.24, 0.12, matte(hsl(0.12, 0.4, 0.6)), { y: HIP + 0.85 });
  if (random.chance(0.25)) {
    kit.rounded(0.16, 0.36, 0.26, 0.05, matte(hsl(random.next(), 0.5, 0.3)), { x: -0.2, y: HIP + 0.32 });
  }
  return kit.build();
}

function leg(look, side) {
  const kit = new Kit();
  kit.capsule(0.085, 0.64, look.legs, { y: -0.42 });
  kit.rounded(0.26, 0.09, 0.1, 0.03, matte(grey(0.1)), { x: 0.06, y: -HIP + 0.045 });
  const limb = kit.build();
  limb.position.set(0, HIP, side * 0.1);
  limb.userData.swing = side * 0.5;
  return limb;
}

function arm(look, side) {
  const kit = new Kit();
  kit.capsule(0.055, 0.44, look.sleeve ? look.top : look.skin, { y: -0.27 });
  kit.ball(0.05, look.skin, { y: -0.56 }, 6);
  const limb = kit.build();
  limb.position.set(0, SHOULDER, side * 0.26);
  limb.rotation.x = side * 0.1;
  limb.userData.swing = -side * 0.45;
  return limb;
}

function pose(limbs, phase, wear) {
  for (const limb of limbs) {
    const isLeg = limb.position.y === HIP;
    limb.rotation.z = phase === null ? 0 : Math.sin(phase) * limb.userData.swing;
    if (wear.seated && isLeg) limb.rotation.z = 1.35;
    if (wear.pushing && !isLeg) limb.rotation.z = 1.15;
    if (wear.umbrella && !isLeg && limb.position.z > 0) limb.rotation.z = 1.3;
  }
}

/** Carried over the head; no part of the person's box. */
function heldUmbrella(random) {
  const kit = new Kit();
  parasol(kit, random, { x: 0.28, z: 0.2, height: 1.95, radius: random.between(0.5, 0.62), from: 1.1 });
  const umbrella = kit.build();
  umbrella.userData.unlabelled = true;
  return umbrella;
}

/** A rider for two-wheelers; the seat is at y = 0.75. */
export function makeRider(random, art) {
  const rider = makePerson(random, art, { seated: true, pushing: true });
  const helmet = new Kit();
  helmet.ball(0.15, gloss(hsl(random.next(), 0.6, 0.4)), { y: HIP + 0.77 });
  rider.add(helmet.build());
  rider.position.y = -0.1;
  return rider;
}

/** A bag in the hand or on the shoulder: no label of its own while it is carried. */
export function carriedBag(random) {
  const kit = new Kit();
  kit.ball(random.between(0.16, 0.24), cloth(grey(random.pick([0.03, 0.05, 0.8]))), { y: 0.2, sy: 1.2 });
  const bag = kit.build();
  bag.position.set(0.1, 0.35, 0.36);
  bag.userData.unlabelled = true;
  return bag;
}
