import * as THREE from 'three';
import { mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';
import { Kit, cloth, gloss, grey, hsl, matte, pictured } from '../kit.js';

/** A tied sack of radius 1: a crumpled ball, pinched at the top and flat below. */
function sackGeometry(random) {
  const bare = new THREE.IcosahedronGeometry(1, 3);
  bare.deleteAttribute('normal');
  bare.deleteAttribute('uv');
  const geometry = mergeVertices(bare);
  const position = geometry.attributes.position;
  const wave = [random.between(3, 9), random.between(7, 20), random.between(3, 9), random.between(0, 6)];
  const v = new THREE.Vector3();
  for (let i = 0; i < position.count; i++) {
    v.fromBufferAttribute(position, i);
    const crease =
      0.12 * Math.sin(v.x * wave[0] + wave[3]) * Math.cos(v.z * wave[2]) + 0.07 * Math.sin(v.y * 9 + v.x * wave[1]);
    const neck = v.y > 0.65 ? 1 + (v.y - 0.65) * 0.9 : 1;
    const pinch = v.y > 0.6 ? 0.55 : 1;
    v.multiplyScalar(1 + crease);
    position.setXYZ(i, v.x * pinch, Math.max(v.y * neck, -0.55), v.z * pinch);
  }
  geometry.computeVertexNormals();
  const uv = new Float32Array(position.count * 2);
  for (let i = 0; i < position.count; i++) uv.set([position.getX(i), position.getY(i)], i * 2);
  geometry.setAttribute('uv', new THREE.BufferAttribute(uv, 2));
  return geometry;
}

const SACK_COLOURS = [
  (r) => hsl(0, 0, r.between(0.01, 0.06)),
  (r) => hsl(0, 0, r.between(0.01, 0.06)),
  (r) => hsl(0, 0, r.between(0.6, 0.9)),
  () => hsl(0.6, 0.5, 0.35),
  () => hsl(0.1, 0.5, 0.5),
  (r) => hsl(r.next(), 0.5, 0.4),
];

/** One sack resting at `place` (y is what it rests on). */
export function sack(kit, random, place, radius = random.between(0.18, 0.36)) {
  const [sx, sy, sz] = [random.between(0.8, 1.2), random.between(0.6, 1.1), random.between(0.8, 1.2)].map(
    (k) => k * radius,
  );
  const lean = { rx: random.between(-0.3, 0.3), ry: random.between(0, 6), rz: random.between(-0.3, 0.3) };
  const paint = gloss(random.pick(SACK_COLOURS)(random));
  kit.add(sackGeometry(random), paint, { ...place, y: (place.y ?? 0) + sy * 0.5, ...lean, sx, sy, sz });
}

const DEBRIS = [
  (kit, r, art, at) => {
    const h = r.between(0.15, 0.45);
    kit.box(r.between(0.2, 0.6), h, r.between(0.2, 0.5), pictured(r.pick(art.carton)), {
      ...at,
      y: at.y + h * 0.5,
      ...tumble(r, 0.4),
    });
  },
  (kit, r, art, at) => {
    kit.box(r.between(0.6, 1.6), 0.04, r.between(0.08, 0.25), matte(hsl(0.08, 0.35, r.between(0.2, 0.5))), {
      ...at,
      y: at.y + 0.1,
      ...tumble(r, 0.3),
    });
  },
  (kit, r, art, at) => {
    const size = r.between(0.06, 0.2);
    kit.add(new THREE.DodecahedronGeometry(size), matte(hsl(0.06, r.between(0, 0.4), r.between(0.3, 0.6))), {
      ...at,
      y: at.y + size * 0.6,
      ...tumble(r, 3),
    });
  },
  (kit, r, art, at) => {
    kit.box(
      r.between(0.15, 0.5),
      0.02,
      r.between(0.15, 0.5),
      cloth(hsl(r.next(), r.between(0, 0.5), r.between(0.4, 0.9))),
      { ...at, y: at.y + 0.05, ...tumble(r, 0.4) },
    );
  },
  (kit, r, art, at) => {
    kit.rounded(
      r.between(0.2, 0.5),
      r.between(0.12, 0.3),
      r.between(0.2, 0.4),
      0.03,
      matte(grey(r.between(0.75, 0.95))),
      { ...at, y: at.y + 0.1, ...tumble(r, 0.3) },
    );
  },
];

const tumble = (r, lean) => ({ rx: r.between(-lean, lean), ry: r.between(0, 6), rz: r.between(-lean, lean) });

/** One piece of loose waste resting at `place`. */
export function debris(kit, random, art, place) {
  random.pick(DEBRIS)(kit, random, art, { y: 0, ...place });
}

/**
 * A pile of waste: sacks, debris, sometimes a heap of earth or an old mattress.
 * @param {number|null} pieces how many; null draws 4 to 24
 * @param {number|null} sackShare share of sacks, 0..1; null draws one
 */
export function makePile(random, art, pieces = null, sackShare = null) {
  const kit = new Kit();
  const count = pieces ?? random.whole(4, 24);
  const reach = 0.25 + count * 0.035;
  const share = sackShare ?? random.pick([0.85, 0.5, 0.15]);
  if (random.chance(0.4)) earth(kit, random, art, reach);
  for (let i = 0; i < count; i++) {
    const [x, z] = [random.spread() * reach, random.spread() * reach * 0.7];
    const y = Math.max(0, reach - Math.hypot(x, z)) * 0.4 * random.next();
    if (random.chance(share)) sack(kit, random, { x, y, z });
    else debris(kit, random, art, { x, y, z });
  }
  if (random.chance(0.12)) bulky(kit, random, art);
  const group = kit.build();
  group.userData.label = 'rubbish';
  return group;
}

function earth(kit, random, art, reach) {
  const flat = {
    sx: reach * random.between(0.8, 1.2),
    sy: reach * random.between(0.25, 0.55),
    sz: reach * random.between(0.7, 1),
  };
  kit.add(sackGeometry(random), pictured(random.pick(art.dirt)), { y: 0.02, ry: random.between(0, 6), ...flat });
}

function bulky(kit, random, art) {
  const lean = { x: random.between(-0.4, 0.4), ry: random.between(0, 3) };
  if (random.chance(0.5))
    kit.rounded(1.2, 0.2, 1.8, 0.08, matte(grey(0.85), random.pick(art.stripes)), {
      ...lean,
      y: 0.4,
      rx: random.between(0.3, 0.9),
    });
  else kit.rounded(1.4, 0.45, 0.7, 0.1, matte(hsl(random.next(), 0.3, 0.3)), { ...lean, y: 0.25 });
}
