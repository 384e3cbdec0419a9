import { Kit, cloth, gloss, grey, hsl, matte, metal, pictured } from '../kit.js';
import { awning, parasol } from './canopies.js';
import { spreadGoods } from './goods.js';
import { pedalTricycle } from './tricycle.js';

const WHITE = grey(1);

/** A vendor's pitch, customers on its +z side, standing on y = 0. */
export function makeStall(random, art, kind = null) {
  const kit = new Kit();
  (KINDS[kind] ?? random.pick(Object.values(KINDS)))(kit, random, art);
  const group = kit.build();
  group.userData.label = 'stall';
  return group;
}

const KINDS = {
  tricycle: tricycleStall,
  table: tableStall,
  cart: glassCart,
  blanket: blanketStall,
  rack: clothesRack,
  tent: tentStall,
};

const fabric = (random, art) => cloth(WHITE, random.pick(art.stripes));

function tricycleStall(kit, random, art) {
  const { tray } = pedalTricycle(kit, random);
  spreadGoods(kit, random, tray);
  if (random.chance(0.8)) {
    parasol(kit, random, {
      x: random.between(-0.7, 0),
      height: random.between(2, 2.4),
      radius: random.between(0.9, 1.4),
    });
  }
  if (random.chance(0.5)) kit.box(0.9, 0.4, 0.03, pictured(random.pick(art.sign)), { x: -0.4, y: 0.75, z: 0.57 });
}

function tableStall(kit, random, art) {
  const [w, d, h] = [random.between(1.3, 2.6), random.between(0.8, 1.2), random.between(0.7, 0.9)];
  if (random.chance(0.7)) kit.box(w, h, d, fabric(random, art), { y: h / 2 });
  else legs(kit, w, d, h);
  kit.box(w, 0.04, d, matte(grey(0.5)), { y: h });
  spreadGoods(kit, random, { w: w * 0.95, d: d * 0.9, y: h + 0.02 });
  if (random.chance(0.7)) {
    parasol(kit, random, {
      x: random.between(-0.5, 0.5),
      z: -d / 2 - 0.1,
      height: random.between(2, 2.5),
      radius: random.between(1, 1.6),
    });
  }
}

function legs(kit, w, d, h) {
  for (const x of [-1, 1]) {
    for (const z of [-1, 1])
      kit.rod([x * w * 0.45, 0, z * d * 0.45], [x * w * 0.45, h, z * d * 0.45], 0.025, metal(grey(0.5)));
  }
}

function tentStall(kit, random, art) {
  const [w, d] = [random.between(1.6, 2.8), random.between(1.2, 1.8)];
  tableTop(kit, random, { w: w * 0.9, d: 0.8, z: d * 0.2 }, art);
  awning(kit, random, {
    w,
    d,
    height: random.between(2.1, 2.5),
    cover: fabric(random, art),
    sign: pictured(random.pick(art.sign)),
  });
  for (let i = random.whole(0, 4); i > 0; i--) {
    kit.box(0.45, 0.32, 0.4, pictured(random.pick(art.carton)), {
      x: random.between(-w / 2, w / 2),
      y: 0.16,
      z: -d * 0.35,
      ry: random.between(0, 3),
    });
  }
}

function tableTop(kit, random, { w, d, z }, art) {
  kit.box(w, 0.75, d, random.chance(0.6) ? fabric(random, art) : matte(grey(random.between(0.3, 0.7))), {
    y: 0.375,
    z,
  });
  spreadGoods(kit, random, { w: w * 0.95, d: d * 0.9, y: 0.76, z });
}

function glassCart(kit, random, art) {
  const w = random.between(1.2, 2);
  const body = random.chance(0.5) ? metal(grey(0.6)) : gloss(hsl(random.next(), 0.7, 0.4));
  kit.rounded(w, 0.75, 0.8, 0.04, body, { y: 0.65 });
  kit.box(w * 0.9, 0.4, 0.02, pictured(random.pick(art.sign)), { y: 0.68, z: 0.41 });
  spreadGoods(kit, random, { w: w * 0.85, d: 0.6, y: 1.05 });
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      kit.rod([x * w * 0.48, 1, z * 0.38], [x * w * 0.48, 1.95, z * 0.38], 0.02, metal(grey(0.6)));
      kit.wheel(x * w * 0.35, z * 0.4, 0.2, 0.06, matte(grey(0.06)), metal(grey(0.5)));
    }
  }
  kit.rounded(w * 1.15, 0.1, 1.1, 0.03, random.chance(0.5) ? fabric(random, art) : body, { y: 2 });
  if (random.chance(0.7)) kit.box(w, 0.3, 0.03, pictured(random.pick(art.sign)), { y: 2.15, z: 0.5 });
}

function blanketStall(kit, random, art) {
  const [w, d] = [random.between(1.4, 2.6), random.between(1, 1.6)];
  kit.box(w, 0.02, d, fabric(random, art), { y: 0.015 });
  spreadGoods(kit, random, { w: w * 0.9, d: d * 0.85, y: 0.03 });
  if (random.chance(0.4))
    parasol(kit, random, { z: -d / 2, height: random.between(2, 2.3), radius: random.between(0.9, 1.3) });
}

function clothesRack(kit, random, art) {
  const w = random.between(1.4, 2.2);
  const pole = metal(grey(0.6));
  for (const x of [-1, 1]) {
    kit.rod([(x * w) / 2, 0, 0], [(x * w) / 2, 1.6, 0], 0.02, pole);
    kit.rod([(x * w) / 2, 0.03, -0.3], [(x * w) / 2, 0.03, 0.3], 0.02, pole);
  }
  kit.rod([-w / 2, 1.6, 0], [w / 2, 1.6, 0], 0.02, pole);
  for (let i = random.whole(9, 18); i > 0; i--) {
    const paint = matte(
      hsl(random.next(), random.between(0.1, 0.8), random.between(0.1, 0.8)),
      random.chance(0.3) ? random.pick(art.stripes) : null,
    );
    const h = random.between(0.6, 1);
    kit.box(0.05, h, random.between(0.4, 0.5), paint, {
      x: random.between(-w / 2 + 0.1, w / 2 - 0.1),
      y: 1.58 - h / 2,
      ry: random.between(-0.3, 0.3),
    });
  }
  if (random.chance(0.5)) spreadGoods(kit, random, { w: w * 0.9, d: 0.6, y: 0.03, z: 0.6 });
}
