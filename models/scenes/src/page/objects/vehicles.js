import * as THREE from 'three';
import { Kit, gloss, glow, grey, hsl, matte, metal } from '../kit.js';
import { CARS } from './car-forms.js';
import { makeRider } from './people.js';
import { deliveryTricycle } from './tricycle.js';

const OTHERS = { truck, scooter, deliveryTricycle: parcelTricycle };
const COMMON = [
  'sedan',
  'sedan',
  'sedan',
  'suv',
  'suv',
  'hatch',
  'van',
  'van',
  'bus',
  'truck',
  'scooter',
  'scooter',
  'deliveryTricycle',
];

export const CAR_KINDS = ['sedan', 'suv', 'hatch', 'van'];

/** A vehicle facing +x on y = 0, with userData.length in metres. */
export function makeVehicle(random, art, kind = null) {
  const name = kind ?? random.pick(COMMON);
  const kit = new Kit();
  const length = CARS[name] ? car(kit, random, CARS[name]) : OTHERS[name](kit, random);
  const group = kit.build();
  group.userData = { label: 'vehicle', length, kind: name };
  if (name === 'scooter' && random.chance(0.65)) group.add(rider(random, art));
  return group;
}

function rider(random, art) {
  const person = makeRider(random, art);
  person.position.x = -0.2;
  return person;
}

const paintOf = (random) =>
  gloss(
    random.chance(0.6)
      ? grey(random.pick([0.02, 0.05, 0.25, 0.5, 0.8, 0.88]))
      : hsl(random.next(), random.between(0.3, 0.9), random.between(0.12, 0.5)),
  );
const GLASS = gloss(hsl(0.58, 0.2, 0.06));
const RUBBER = matte(grey(0.05));
const HUB = metal(grey(0.55));

function car(kit, random, form) {
  const paint = paintOf(random);
  kit.add(slab(form.body, form.width - 0.2, 0.1), paint);
  kit.add(slab(form.glass, form.width + 0.02, 0.01), GLASS);
  for (const [from, to] of [form.front, form.rear]) pane(kit, form.body[from], form.body[to], form.width - 0.15);
  const [x0, x1] = [form.body[0][0], form.body.at(-1)[0]];
  for (const x of [x0 + form.wheel * 2.5, x1 - form.wheel * 2.5]) {
    for (const side of [-1, 1]) kit.wheel(x, (side * (form.width - 0.15)) / 2, form.wheel, 0.22, RUBBER, HUB);
  }
  lamps(kit, random, { x0, x1, width: form.width, paint });
  return x1 - x0 + 0.2;
}

/** The outline, extruded across the car. */
function slab(outline, width, bevel) {
  const shape = new THREE.Shape(outline.map(([x, y]) => new THREE.Vector2(x, y)));
  const options = {
    depth: width,
    bevelEnabled: true,
    bevelSize: bevel * 0.6,
    bevelThickness: bevel,
    bevelSegments: 2,
    curveSegments: 4,
  };
  const geometry = new THREE.ExtrudeGeometry(shape, options);
  geometry.translate(0, 0, -width / 2);
  return geometry;
}

/** Front or rear window: a sheet just outside the sloping body edge, both faces painted. */
function pane(kit, from, to, width) {
  const along = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(...along);
  const normal = [-along[1] / length, along[0] / length].map((v) => v * 0.075);
  const at = (t, z) => [from[0] + along[0] * t + normal[0], from[1] + along[1] * t + normal[1], (z * width) / 2];
  kit.sheet([at(0.1, -1), at(0.9, -0.93), at(0.9, 0.93), at(0.1, 1)], { ...GLASS, surface: 'cloth' });
}

function lamps(kit, random, { x0, x1, width, paint }) {
  for (const side of [-1, 1]) {
    kit.rounded(0.12, 0.16, 0.36, 0.04, glow(grey(0.85)), { x: x1 + 0.02, y: 0.72, z: side * width * 0.36 });
    kit.rounded(0.12, 0.16, 0.3, 0.04, glow(hsl(0, 0.85, 0.3)), { x: x0 - 0.02, y: 0.82, z: side * width * 0.38 });
    if (width < 2) kit.rounded(0.16, 0.12, 0.2, 0.04, paint, { x: x1 - 1.3, y: 1.05, z: side * (width / 2 + 0.12) });
  }
  kit.box(
    0.03,
    0.12,
    0.44,
    matte(random.pick([hsl(0.61, 0.8, 0.35), grey(0.9), hsl(0.13, 0.9, 0.5), hsl(0.4, 0.7, 0.3)])),
    { x: x1 + 0.1, y: 0.5 },
  );
}

function truck(kit, random) {
  const [bed, h] = [random.between(3, 5), random.between(0.4, 2.1)];
  const paint = paintOf(random);
  kit.rounded(1.5, 1.6, 1.9, 0.18, paint, { x: bed / 2 + 0.4, y: 1.25 });
  kit.box(0.03, 0.6, 1.6, GLASS, { x: bed / 2 + 1.15, y: 1.6 });
  for (const side of [-1, 1]) kit.box(0.8, 0.55, 0.02, GLASS, { x: bed / 2 + 0.55, y: 1.6, z: side * 0.955 });
  const cargo = random.chance(0.5) ? matte(grey(0.8)) : matte(hsl(random.pick([0.6, 0.33, 0.02, 0.1]), 0.5, 0.35));
  kit.box(bed, h, 2, cargo, { x: -0.5, y: 0.8 + h / 2 });
  kit.box(bed + 1.8, 0.15, 0.9, RUBBER, { y: 0.65 });
  for (const x of [-bed / 2 + 0.2, bed / 2 + 0.3]) {
    for (const z of [-0.85, 0.85]) kit.wheel(x, z, 0.42, 0.28, RUBBER, HUB);
  }
  return bed + 1.8;
}

function scooter(kit, random) {
  const paint = paintOf(random);
  for (const x of [-0.62, 0.62]) kit.wheel(x, 0, 0.25, 0.11, RUBBER, HUB);
  kit.rounded(0.75, 0.3, 0.26, 0.1, paint, { x: -0.3, y: 0.55 });
  kit.rounded(0.6, 0.1, 0.26, 0.04, RUBBER, { x: -0.25, y: 0.74 });
  kit.rounded(0.14, 0.62, 0.3, 0.05, paint, { x: 0.48, y: 0.62, rz: 0.25 });
  kit.rounded(0.6, 0.1, 0.28, 0.03, paint, { x: 0.15, y: 0.28 });
  kit.rod([0.45, 1.02, -0.3], [0.45, 1.02, 0.3], 0.02, RUBBER);
  if (random.chance(0.5))
    kit.rounded(0.4, 0.4, 0.4, 0.05, matte(hsl(random.pick([0.1, 0.15, 0.55, 0]), 0.8, 0.5)), { x: -0.68, y: 1 });
  return 1.8;
}

function parcelTricycle(kit, random) {
  deliveryTricycle(kit, random);
  return 2.7;
}
