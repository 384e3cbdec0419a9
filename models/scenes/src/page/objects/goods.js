import { grey, gloss, hsl, matte, metal } from '../kit.js';

const FRUIT_HUES = [0, 0.03, 0.08, 0.13, 0.3, 0.25, 0.9, 0.75];

/** Fills a surface of w by d metres at height y with wares of one sort. */
export function spreadGoods(kit, random, place) {
  random.pick([crates, crates, packets, kitchen, loose])(kit, random, place);
}

function crates(kit, random, { w, d, y, x = 0, z = 0 }) {
  const columns = Math.max(1, Math.floor(w / 0.4));
  const rows = Math.max(1, Math.floor(d / 0.36));
  const [cw, cd] = [w / columns, d / rows];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const [cx, cz] = [x - w / 2 + (i + 0.5) * cw, z - d / 2 + (j + 0.5) * cd];
      const tray = matte(random.pick([hsl(0.58, 0.6, 0.4), hsl(0.33, 0.5, 0.3), hsl(0.09, 0.4, 0.45), grey(0.7)]));
      kit.box(cw * 0.92, 0.14, cd * 0.92, tray, { x: cx, y: y + 0.07, z: cz });
      heap(kit, random, { x: cx, y: y + 0.14, z: cz, w: cw, d: cd });
    }
  }
}

function heap(kit, random, { x, y, z, w, d }) {
  const paint = gloss(hsl(random.pick(FRUIT_HUES), random.between(0.6, 0.95), random.between(0.3, 0.55)));
  const radius = random.between(0.04, 0.075);
  for (let i = random.whole(7, 14); i > 0; i--) {
    const at = { x: x + random.spread() * w * 0.38, y: y + random.next() * 0.06, z: z + random.spread() * d * 0.38 };
    kit.ball(radius, paint, at, 7);
  }
}

function packets(kit, random, { w, d, y, x = 0, z = 0 }) {
  for (let i = random.whole(12, 30); i > 0; i--) {
    const size = [random.between(0.08, 0.25), random.between(0.06, 0.3), random.between(0.08, 0.22)];
    const paint = matte(hsl(random.next(), random.between(0.2, 0.9), random.between(0.2, 0.7)));
    kit.box(...size, paint, { ...within(random, w, d, x, z), y: y + size[1] / 2, ry: random.between(0, 3) });
  }
}

function kitchen(kit, random, { w, d, y, x = 0, z = 0 }) {
  for (let i = random.whole(3, 7); i > 0; i--) {
    const h = random.between(0.12, 0.3);
    kit.tube(0.12, 0.1, h, metal(grey(0.7)), { ...within(random, w, d, x, z), y: y + h / 2 });
  }
  for (let i = random.whole(3, 8); i > 0; i--) {
    kit.box(0.2, 0.12, 0.15, matte(hsl(random.next(), 0.5, 0.6)), { ...within(random, w, d, x, z), y: y + 0.06 });
  }
}

function loose(kit, random, { w, d, y, x = 0, z = 0 }) {
  for (let i = random.whole(15, 36); i > 0; i--) {
    const paint = matte(hsl(random.pick([0.02, 0.1, 0.3, 0.13]), random.between(0.5, 0.9), random.between(0.25, 0.6)));
    const size = { sx: random.between(0.05, 0.13), sy: random.between(0.05, 0.1), sz: random.between(0.05, 0.13) };
    kit.ball(1, paint, { ...within(random, w, d, x, z), y: y + 0.05 + random.next() * 0.08, ...size }, 7);
  }
}

function within(random, w, d, x, z) {
  return { x: x + random.spread() * (w / 2 - 0.1), z: z + random.spread() * (d / 2 - 0.1) };
}
