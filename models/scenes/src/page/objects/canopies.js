import * as THREE from 'three';
import { cloth, grey, hsl, metal } from '../kit.js';

/** A parasol: a pole and a shallow cone of coloured gores with a valance. */
export function parasol(
  kit,
  random,
  { x = 0, z = 0, height = 2.2, radius = 1.2, from = 0, sides = null, tint = null },
) {
  const gores = sides ?? random.pick([6, 8, 8, 10]);
  const first = tint ?? hsl(random.next(), random.between(0.5, 0.95), random.between(0.25, 0.55));
  const second = random.chance(0.6) ? (random.chance(0.5) ? grey(0.9) : hsl(random.next(), 0.8, 0.45)) : first;
  const rise = radius * random.between(0.25, 0.45);
  for (let i = 0; i < gores; i++) {
    const rim = (k) => [radius * Math.cos((k / gores) * 6.2832), radius * Math.sin((k / gores) * 6.2832)];
    const [[ax, az], [bx, bz]] = [rim(i), rim(i + 1)];
    const paint = cloth(i % 2 ? first : second);
    kit.sheet(
      [
        [ax, 0, az],
        [0, rise, 0],
        [0, rise, 0],
        [bx, 0, bz],
      ].map((p) => [p[0] + x, p[1] + height, p[2] + z]),
      paint,
    );
    kit.sheet(
      [
        [ax, 0, az],
        [bx, 0, bz],
        [bx, -0.13, bz],
        [ax, -0.13, az],
      ].map((p) => [p[0] + x, p[1] + height, p[2] + z]),
      paint,
    );
  }
  kit.tube(0.025, 0.025, height + rise - from, metal(grey(0.7)), { x, z, y: (height + rise + from) / 2 }, 6);
}

/** A four-legged canopy over w by d metres, pitched or flat. */
export function awning(kit, random, { w, d, height, cover, sign }) {
  const poles = metal(grey(0.6));
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) {
      const [x, z] = [(sx * w) / 2, (sz * d) / 2];
      kit.rod([x, 0, z], [x, height, z], 0.025, poles);
    }
  }
  if (random.chance(0.5)) {
    const roof = new THREE.ConeGeometry(Math.SQRT1_2, random.between(0.4, 0.8), 4, 1, true);
    roof.rotateY(Math.PI / 4);
    kit.add(roof, cover, { y: height + 0.25, sx: w + 0.4, sz: d + 0.4 });
  } else {
    kit.box(w + 0.5, 0.04, d + 0.5, cover, { y: height, rx: random.between(-0.15, 0.15) });
  }
  if (random.chance(0.6)) kit.box(w + 0.4, 0.28, 0.03, sign, { y: height - 0.12, z: d / 2 + 0.2 });
}
