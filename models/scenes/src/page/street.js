import * as THREE from 'three';
import { Kit, cloth, glow, grey, hsl, matte, metal, pictured } from './kit.js';
import { bush, tree } from './objects/furniture.js';

const HALF_LENGTH = 90;
/** Height of pavements and green belts above the carriageway, metres. */
export const KERB = 0.15;

/**
 * Where things are across the street: the carriageway runs along x, its middle is z = 0. Each side
 * (sign -1 or 1) has, outward from the kerb, an optional green belt and a pavement up to a wall.
 */
export class Layout {
  /** @param {object} widths {road, left: {belt, walk}, right: {belt, walk}} in metres; belt 0 = none.
   *  left is z < 0, right is z > 0. */
  constructor({ road, left, right }) {
    this.road = road;
    this.sides = [strips(-1, road / 2, left), strips(1, road / 2, right)];
  }

  static random(random) {
    const side = () => ({ belt: random.chance(0.6) ? random.between(1.8, 4.5) : 0, walk: random.between(3, 7) });
    return new Layout({ road: random.between(6, 14), left: side(), right: side() });
  }

  side(sign) {
    return this.sides[sign < 0 ? 0 : 1];
  }

  /** Lane middle for traffic heading to +x (heading 1) or -x (heading -1). Traffic keeps right. */
  lane(heading) {
    return (heading * this.road) / 4;
  }
}

function strips(sign, kerb, { belt, walk }) {
  const edge = kerb + 0.2;
  return {
    sign,
    kerb,
    belt: belt ? [edge, edge + belt] : null,
    walk: [edge + belt, edge + belt + walk],
    wall: edge + belt + walk,
  };
}

/**
 * The unmoving street.
 * @param {function(x, z): boolean} isClear false where nothing tall may stand (the camera's view)
 */
export function buildStreet(random, art, layout, isClear = () => true) {
  const kit = new Kit();
  carriageway(kit, random, art, layout);
  for (const side of layout.sides) {
    kit.box(2 * HALF_LENGTH, 0.16, 0.2, matte(hsl(0.1, 0.05, random.between(0.4, 0.65))), {
      y: 0.07,
      z: side.sign * (side.kerb + 0.1),
    });
    ground(kit, [side.walk[0], side.walk[1]], side.sign, random.pick(art.paving), random.between(2, 3.5), KERB);
    if (side.belt) greenBelt(kit, random, art, side, isClear);
    else if (random.chance(0.5)) treeRow(kit, random, art, side, side.walk[0] + 0.6, isClear);
    buildings(kit, random, art, side);
    lampPosts(kit, random, side, isClear);
  }
  const street = kit.build();
  for (const mesh of street.children) mesh.userData.isStatic = true;
  return street;
}

/** A horizontal strip along the street; the texture repeats every `repeat` metres. */
function ground(kit, [from, to], sign, texture, repeat, y, color = grey(0.85)) {
  const plane = new THREE.PlaneGeometry(2 * HALF_LENGTH, to - from);
  const uv = plane.attributes.uv;
  for (let i = 0; i < uv.count; i++)
    uv.setXY(i, (uv.getX(i) * 2 * HALF_LENGTH) / repeat, (uv.getY(i) * (to - from)) / repeat);
  kit.add(plane, matte(color, texture), { y, z: (sign * (from + to)) / 2, rx: -Math.PI / 2 });
}

function carriageway(kit, random, art, { road }) {
  ground(kit, [-60, 60], 1, random.pick(art.dirt), 6, -0.03);
  ground(kit, [-road / 2, road / 2], 1, random.pick(art.asphalt), random.between(4, 8), 0);
  const white = matte(hsl(0.15, 0.1, 0.8));
  for (let x = -HALF_LENGTH; x < HALF_LENGTH; x += 6) kit.box(2.5, 0.01, 0.14, white, { x, y: 0.006 });
  const edge = random.chance(0.5) ? white : matte(hsl(0.13, 0.7, 0.5));
  for (const sign of [-1, 1]) kit.box(2 * HALF_LENGTH, 0.01, 0.12, edge, { y: 0.006, z: sign * (road / 2 - 0.35) });
  if (random.chance(0.3)) {
    const x = random.between(-15, 15);
    for (let z = -road / 2 + 0.8; z < road / 2 - 0.5; z += 1) kit.box(3, 0.012, 0.5, white, { x, y: 0.007, z });
  }
}

function greenBelt(kit, random, art, side, isClear) {
  const [a, b] = side.belt;
  ground(kit, side.belt, side.sign, random.pick(art.grass), random.between(1.5, 3), KERB + 0.01, grey(0.9));
  kit.box(2 * HALF_LENGTH, 0.2, 0.1, matte(grey(0.55)), { y: 0.12, z: side.sign * (b - 0.05) });
  if (b - a < 3 && random.chance(0.4)) hedge(kit, random, art, side);
  if (random.chance(0.7)) treeRow(kit, random, art, side, (a + b) / 2, isClear);
  for (let i = random.whole(0, 6); i > 0; i--) {
    const [x, z] = [random.between(-25, 25), side.sign * random.between(a + 0.4, b - 0.4)];
    if (isClear(x, z)) bush(kit, random, art, { x, y: KERB + 0.25, z });
  }
}

function hedge(kit, random, art, side) {
  for (let x = -34; x < 34; x += 0.9) {
    if (random.chance(0.93))
      bush(kit, random, art, { x, y: KERB + 0.25, z: side.sign * (side.belt[1] - 0.4), size: 0.55 });
  }
}

function treeRow(kit, random, art, side, distance, isClear) {
  for (let x = -40; x < 40; x += random.between(6, 11)) {
    if (isClear(x, side.sign * distance)) tree(kit, random, art, { x, y: KERB, z: side.sign * distance });
  }
}

function buildings(kit, random, art, side) {
  for (let x = -72; x < 72;) {
    const w = random.pick([12, 12, 18, 24]);
    const h = random.pick([12, 12, 24]);
    const wall = new THREE.BoxGeometry(w - 0.05, h, 8);
    scaleUv(wall, w / 12, h / 12);
    const place = {
      x: x + w / 2,
      y: h / 2 + KERB,
      z: side.sign * (side.wall + 4 + random.between(0, 0.6)),
      ry: side.sign > 0 ? Math.PI : 0,
    };
    if (random.chance(0.93)) kit.add(wall, matte(grey(random.between(0.6, 1)), random.pick(art.facade)), place);
    if (random.chance(0.35)) shade(kit, random, art, side, x + w / 2);
    x += w;
  }
}

function scaleUv(geometry, u, v) {
  const uv = geometry.attributes.uv;
  for (let i = 0; i < uv.count; i++)
    uv.setXY(i, uv.getX(i) * u, v > 1 && uv.getY(i) > 0.5 ? v : uv.getY(i) * Math.min(1, v));
}

/** A shop's awning on the wall: cloth over a pavement that is no stall. */
function shade(kit, random, art, side, x) {
  const w = random.between(2, 4);
  const slope = { x, y: KERB + 2.9, z: side.sign * (side.wall - 0.5), rx: side.sign * 0.45 };
  kit.box(w, 0.04, 1.2, cloth(grey(1), random.pick(art.stripes)), slope);
  kit.box(w, 0.5, 0.06, pictured(random.pick(art.sign)), {
    x,
    y: KERB + 3.5,
    z: side.sign * (side.wall - 0.04),
    ry: side.sign > 0 ? Math.PI : 0,
  });
}

function lampPosts(kit, random, side, isClear) {
  const steel = metal(grey(0.45));
  for (let x = -45; x <= 45; x += random.between(18, 26)) {
    const z = side.sign * (side.kerb + 0.45);
    if (!isClear(x, z)) continue;
    kit.tube(0.07, 0.1, 6.5, steel, { x, y: 3.25, z });
    kit.box(0.15, 0.1, 1.8, steel, { x, y: 6.5, z: side.sign * (side.kerb - 0.4) });
    kit.box(0.14, 0.04, 0.6, glow(hsl(0.12, 0.6, 0.8)), { x, y: 6.43, z: side.sign * (side.kerb - 0.9) });
  }
}
