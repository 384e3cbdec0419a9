import { gloss, grey, hsl, matte, metal } from '../kit.js';

const RUBBER = matte(grey(0.05));
const HUB = metal(grey(0.5));

/** Pedal tricycle with an open tray behind: the vendors' cart and, empty, nobody's. */
export function pedalTricycle(kit, random) {
  const paint = matte(hsl(random.pick([0.6, 0.33, 0, 0.55, 0.1]), random.between(0.3, 0.8), random.between(0.2, 0.45)));
  const frame = metal(hsl(0.62, 0.4, 0.25));
  kit.box(1.6, 0.06, 1.05, paint, { x: -0.4, y: 0.62 });
  for (const side of [-1, 1]) {
    kit.box(1.6, 0.3, 0.04, paint, { x: -0.4, y: 0.78, z: side * 0.52 });
    kit.wheel(-0.5, side * 0.58, 0.32, 0.07, RUBBER, HUB);
  }
  for (const x of [-1.2, 0.4]) kit.box(0.04, 0.3, 1.05, paint, { x, y: 0.78 });
  kit.wheel(1.5, 0, 0.32, 0.07, RUBBER, HUB);
  kit.rod([0.4, 0.6, 0], [1.3, 0.75, 0], 0.03, frame);
  kit.rod([1.5, 0.32, 0], [1.35, 1.05, 0], 0.025, frame);
  kit.rod([1.35, 1.05, -0.3], [1.35, 1.05, 0.3], 0.02, frame);
  kit.rod([0.7, 0.65, 0], [0.7, 0.95, 0], 0.02, frame);
  kit.rounded(0.25, 0.08, 0.18, 0.03, RUBBER, { x: 0.7, y: 0.95 });
  return { tray: { x: -0.4, y: 0.65, w: 1.5, d: 0.95 } };
}

/** Motor tricycle for parcels: closed box behind a small cab, nothing for sale on it. */
export function deliveryTricycle(kit, random) {
  const body = gloss(
    hsl(random.pick([0.33, 0.58, 0.02, 0.12, 0]), random.between(0.3, 0.8), random.between(0.25, 0.6)),
  );
  const crate = random.chance(0.5) ? body : matte(grey(random.between(0.5, 0.9)));
  kit.rounded(1.5, 0.35, 1.1, 0.05, body, { x: -0.5, y: 0.55 });
  if (random.chance(0.75)) kit.rounded(1.5, random.between(0.8, 1.15), 1.1, 0.05, crate, { x: -0.5, y: 1.15 });
  kit.rounded(0.8, 0.8, 0.9, 0.1, body, { x: 0.75, y: 0.7 });
  kit.box(0.05, 0.5, 0.85, gloss(grey(0.08)), { x: 1.1, y: 1.4, rz: 0.2 });
  kit.rounded(1.2, 0.06, 1, 0.03, body, { x: 0.65, y: 1.75 });
  for (const z of [-0.45, 0.45]) {
    kit.rod([0.25, 0.9, z], [0.25, 1.75, z], 0.03, RUBBER);
    kit.wheel(-0.7, z * 1.15, 0.28, 0.14, RUBBER, HUB);
  }
  kit.wheel(1, 0, 0.28, 0.14, RUBBER, HUB);
}
