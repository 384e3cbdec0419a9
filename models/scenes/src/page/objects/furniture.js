import * as THREE from 'three';
import { Kit, gloss, grey, hsl, matte, metal, pictured } from '../kit.js';
import { parasol } from './canopies.js';

const WOOD = matte(hsl(0.08, 0.4, 0.3));

/** Street furniture: none of it carries a label, much of it resembles something that does. */
export function makeFurniture(random, art, kind = null) {
  const kit = new Kit();
  (KINDS[kind] ?? random.pick(Object.values(KINDS)))(kit, random, art);
  return kit.build();
}

const KINDS = {
  cone,
  bench,
  cabinet,
  bollards,
  planter,
  board,
  barrier,
  hydrant,
  cafeTable,
  shopBoxes,
  postBox,
  bikeRack,
  pottedShrub,
};

function cone(kit) {
  kit.tube(0.03, 0.2, 0.65, matte(hsl(0.04, 1, 0.5)), { y: 0.33 });
  kit.box(0.4, 0.04, 0.4, matte(grey(0.13)), { y: 0.02 });
  kit.tube(0.1, 0.13, 0.12, matte(grey(0.95)), { y: 0.4 });
}

function bench(kit) {
  kit.box(1.5, 0.06, 0.45, WOOD, { y: 0.45 });
  kit.box(1.5, 0.4, 0.05, WOOD, { y: 0.75, z: -0.22 });
  for (const x of [-0.6, 0.6]) kit.box(0.06, 0.45, 0.4, matte(grey(0.2)), { x, y: 0.22 });
}

/** Junction box: bin-sized, bin-coloured, shut for ever. */
function cabinet(kit, random) {
  const h = random.between(0.8, 1.5);
  kit.rounded(
    random.between(0.6, 1.2),
    h,
    0.5,
    0.03,
    matte(hsl(0.35, random.between(0, 0.25), random.between(0.3, 0.6))),
    { y: h / 2 },
  );
}

function bollards(kit) {
  for (let i = -1; i <= 1; i++) kit.tube(0.08, 0.08, 0.8, matte(hsl(0.1, 0.1, 0.4)), { x: i * 1.3, y: 0.4 });
}

function planter(kit, random, art) {
  kit.rounded(1, 0.5, 0.9, 0.05, matte(hsl(0.05, 0.2, random.between(0.35, 0.6))), { y: 0.25 });
  bush(kit, random, art, { y: 0.65, size: 0.45 });
}

function pottedShrub(kit, random, art) {
  kit.tube(0.26, 0.2, 0.5, gloss(hsl(random.pick([0.04, 0.6, 0.33]), 0.4, 0.35)), { y: 0.25 });
  bush(kit, random, art, { y: 0.8, size: 0.4 });
}

function board(kit, random, art) {
  kit.box(0.7, 1.1, 0.05, pictured(random.pick(art.sign)), { y: 0.6, rx: 0.15 });
}

function barrier(kit, random) {
  kit.box(1.6, 0.9, 0.05, matte(random.pick([hsl(0.13, 1, 0.5), grey(0.85), hsl(0.6, 0.6, 0.4)])), { y: 0.6 });
  for (const x of [-0.7, 0.7]) kit.box(0.06, 1.1, 0.4, matte(grey(0.5)), { x, y: 0.55 });
}

function hydrant(kit) {
  kit.tube(0.12, 0.15, 0.6, matte(hsl(0, 0.8, 0.4)), { y: 0.3 });
  kit.ball(0.14, matte(hsl(0, 0.8, 0.4)), { y: 0.62 });
}

/** Café table under a parasol: an umbrella over the pavement with nothing for sale. */
function cafeTable(kit, random) {
  kit.tube(0.45, 0.45, 0.03, matte(grey(0.85)), { y: 0.72 }, 14);
  kit.tube(0.03, 0.2, 0.7, metal(grey(0.4)), { y: 0.36 });
  for (let i = 0; i < 3; i++) {
    const turn = i * 2.1 + random.between(0, 0.5);
    const at = { x: Math.cos(turn) * 0.85, z: Math.sin(turn) * 0.85 };
    kit.box(0.42, 0.05, 0.42, WOOD, { ...at, y: 0.45, ry: -turn });
    kit.box(0.05, 0.42, 0.42, WOOD, { x: at.x * 1.22, z: at.z * 1.22, y: 0.68, ry: -turn });
    kit.tube(0.03, 0.03, 0.45, metal(grey(0.3)), { ...at, y: 0.22 });
  }
  if (random.chance(0.85)) parasol(kit, random, { height: random.between(2.1, 2.4), radius: random.between(1.1, 1.6) });
}

/** Neatly stacked cartons, as delivered to a shop. */
function shopBoxes(kit, random, art) {
  const paint = pictured(random.pick(art.carton));
  const [columns, rows] = [random.whole(2, 4), random.whole(1, 3)];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) kit.box(0.43, 0.32, 0.4, paint, { x: (i - columns / 2) * 0.45, y: 0.16 + j * 0.33 });
  }
}

function postBox(kit, random) {
  const paint = gloss(hsl(random.pick([0.33, 0.13, 0]), 0.7, 0.3));
  kit.rounded(0.5, 1.1, 0.4, 0.1, paint, { y: 0.65 });
  kit.box(0.3, 0.04, 0.02, matte(grey(0.02)), { y: 0.95, z: 0.21 });
}

function bikeRack(kit) {
  for (let i = 0; i < 4; i++) {
    kit.rod([i * 0.6 - 0.9, 0, -0.35], [i * 0.6 - 0.9, 0.75, -0.2], 0.025, metal(grey(0.6)));
    kit.rod([i * 0.6 - 0.9, 0.75, -0.2], [i * 0.6 - 0.9, 0.75, 0.3], 0.025, metal(grey(0.6)));
    kit.rod([i * 0.6 - 0.9, 0.75, 0.3], [i * 0.6 - 0.9, 0, 0.4], 0.025, metal(grey(0.6)));
  }
}

/** A rounded clump of leaves. */
export function bush(kit, random, art, { x = 0, y = 0.3, z = 0, size = 0.5 }) {
  const paint = matte(hsl(0.25, 0.15, random.between(0.6, 0.95)), random.pick(art.leaves));
  for (let i = random.whole(3, 5); i > 0; i--) {
    const at = {
      x: x + random.spread() * size * 0.6,
      y: y + random.spread() * size * 0.25,
      z: z + random.spread() * size * 0.6,
    };
    kit.add(crown(random), paint, { ...at, sx: size * 0.7, sy: size * 0.6, sz: size * 0.7 });
  }
}

/** A street tree: trunk, whitewashed foot, crown of several clumps. */
export function tree(kit, random, art, { x, z, y = 0 }) {
  const h = random.between(3, 4.6);
  kit.tube(0.1, 0.16, h, matte(hsl(0.07, 0.3, random.between(0.12, 0.25))), { x, y: y + h / 2, z });
  if (random.chance(0.5)) kit.tube(0.17, 0.19, 1, matte(grey(0.9)), { x, y: y + 0.5, z });
  const paint = matte(hsl(0.25, 0.15, random.between(0.6, 0.95)), random.pick(art.leaves));
  const spread = random.between(0.9, 1.5);
  for (let i = random.whole(5, 8); i > 0; i--) {
    const at = {
      x: x + random.spread() * spread,
      y: y + h + 0.5 + random.spread() * spread * 0.7,
      z: z + random.spread() * spread,
    };
    const size = spread * random.between(0.5, 0.85);
    kit.add(crown(random), paint, { ...at, sx: size, sy: size * 0.85, sz: size });
  }
}

function crown(random) {
  const geometry = new THREE.IcosahedronGeometry(1, 2);
  const p = geometry.attributes.position;
  const phase = random.between(0, 6);
  for (let i = 0; i < p.count; i++) {
    const [x, y, z] = [p.getX(i), p.getY(i), p.getZ(i)];
    const k = 1 + 0.16 * Math.sin(x * 7 + phase) * Math.cos(z * 6) + 0.12 * Math.sin(y * 11 + x * 9 + phase);
    p.setXYZ(i, x * k, y * k, z * k);
  }
  geometry.computeVertexNormals();
  return geometry;
}
