import * as THREE from 'three';
import { Kit, gloss, grey, hsl, matte, metal, pictured } from '../kit.js';
import { debris, sack } from './rubbish.js';

/**
 * A waste bin, mouth on its +z side, standing on y = 0. `userData.mouth` is {y, radius}: where waste
 * would lie when it is full.
 *
 * @param {object} wish {kind, lid}: kind wheelie | container | round | twin; lid 'shut' | 'open'
 */
export function makeBin(random, art, { kind = null, lid = null } = {}) {
  const kit = new Kit();
  const name = kind ?? random.pick(['wheelie', 'wheelie', 'container', 'round', 'twin']);
  const isOpen = lid ? lid === 'open' : random.chance(0.15);
  const mouth = KINDS[name](kit, random, art, isOpen);
  const group = kit.build();
  group.userData.label = 'bin';
  group.userData.mouth = mouth;
  return group;
}

/** A bin with waste above its rim and, mostly, beside it; one object, labelled bin_overflow. */
export function makeOverflowing(random, art, wish = {}) {
  const bin = makeBin(random, art, { lid: 'open', ...wish });
  for (const load of overflowStages(random, art, bin.userData.mouth, random.whole(2, 4))) bin.add(load);
  bin.userData.label = 'bin_overflow';
  return bin;
}

/** Loads that one after another make a bin overflow: first above the rim, then beside it. */
export function overflowStages(random, art, mouth, count) {
  return Array.from({ length: count }, (_, i) => {
    const kit = new Kit();
    if (i < 2 || random.chance(0.3)) above(kit, random, art, mouth, i);
    if (i > 0) beside(kit, random, art, mouth);
    return kit.build();
  });
}

function above(kit, random, art, { y, radius }, layer) {
  const count = random.whole(2, 3) + Math.round(radius * 4);
  const size = 0.8 + radius * 0.6;
  for (let i = count; i > 0; i--) {
    const lift = layer * 0.1 + random.between(0, 0.12) - 0.1;
    const at = { x: random.spread() * radius * 0.8, y: y + lift, z: random.spread() * radius * 0.65 };
    sack(kit, random, at, random.between(0.16, 0.26) * size);
  }
  if (random.chance(0.7)) {
    const on = { x: random.spread() * radius * 0.6, y: y + 0.12, z: random.spread() * radius * 0.5 };
    debris(kit, random, art, on);
  }
}

function beside(kit, random, art, { radius }) {
  for (let i = random.whole(1, 3); i > 0; i--) {
    const [turn, reach] = [random.between(0, 6.28), radius + random.between(0.2, 0.45)];
    const at = { x: reach * Math.cos(turn), z: reach * Math.sin(turn) };
    if (random.chance(0.65)) sack(kit, random, at);
    else debris(kit, random, art, at);
  }
}

const KINDS = { wheelie, container, round, twin };
const bodyColour = (random) =>
  hsl(
    random.pick([0.33, 0.36, 0.6, 0.58, 0, 0.12]),
    random.chance(0.3) ? 0 : random.between(0.35, 0.85),
    random.between(0.1, 0.4),
  );

function wheelie(kit, random, art, isOpen) {
  return box(
    kit,
    random,
    art,
    isOpen,
    random.between(0.5, 0.62),
    random.between(0.58, 0.7),
    random.between(0.85, 1.05),
  );
}

function container(kit, random, art, isOpen) {
  return box(kit, random, art, isOpen, random.between(1.1, 1.35), random.between(0.85, 1), random.between(1, 1.2));
}

function box(kit, random, art, isOpen, w, d, h) {
  const paint = gloss(bodyColour(random));
  kit.add(tapered(w, h, d), paint, { y: h / 2 + 0.06 });
  kit.rounded(w + 0.06, 0.06, d + 0.06, 0.02, paint, { y: h + 0.03 });
  if (isOpen) kit.box(w * 0.92, 0.02, d * 0.92, matte(grey(0.03)), { y: h + 0.055 });
  for (const side of [-1, 1])
    kit.tube(0.1, 0.1, 0.06, matte(grey(0.05)), { x: side * w * 0.4, y: 0.1, z: -d * 0.42, rz: Math.PI / 2 });
  const opened = random.between(1.4, 2.5);
  flap(kit, random, paint, { w, d, h, angle: isOpen ? opened : 0 });
  if (random.chance(0.6)) kit.box(w * 0.5, 0.25, 0.01, pictured(random.pick(art.sign)), { y: h * 0.6, z: d * 0.49 });
  return { y: h, radius: w * 0.5 };
}

/** The lid, hinged along the back edge. */
function flap(kit, random, body, { w, d, h, angle }) {
  const paint = random.chance(0.8) ? body : gloss(hsl(random.next(), 0.6, 0.35));
  const lid = new THREE.BoxGeometry(w + 0.05, 0.05, d + 0.06);
  lid.translate(0, 0.025, d / 2);
  kit.add(lid, paint, { y: h + 0.06, z: -d / 2, rx: -angle });
}

function tapered(w, h, d) {
  const g = new THREE.BoxGeometry(w, h, d, 1, 3, 1);
  const p = g.attributes.position;
  for (let i = 0; i < p.count; i++) {
    const k = 0.8 + 0.2 * (p.getY(i) / h + 0.5);
    p.setX(i, p.getX(i) * k);
    p.setZ(i, p.getZ(i) * k);
  }
  g.computeVertexNormals();
  return g;
}

function round(kit, random, art, isOpen) {
  const [h, r] = [random.between(0.75, 1), random.between(0.2, 0.3)];
  const paint = random.chance(0.3) ? metal(grey(0.5)) : gloss(bodyColour(random));
  kit.tube(r, r * 0.9, h, paint, { y: h / 2 }, 16);
  kit.tube(r * 1.05, r * 1.05, 0.06, matte(grey(0.2)), { y: h }, 16);
  if (!isOpen && random.chance(0.6)) kit.ball(r, metal(grey(0.6)), { y: h }, 14);
  else kit.tube(r * 0.9, r * 0.9, 0.02, matte(grey(0.02)), { y: h + 0.03 }, 16);
  return { y: h, radius: r };
}

function twin(kit, random, art) {
  const [w, h] = [random.between(0.4, 0.5), random.between(0.8, 1)];
  const paints = [gloss(bodyColour(random)), gloss(hsl(random.pick([0.33, 0.6, 0, 0.1]), 0.6, 0.3))];
  [-1, 1].forEach((side, i) => {
    const x = side * w * 0.55;
    kit.rounded(w, h, 0.42, 0.04, paints[i], { x, y: h / 2 + 0.08 });
    kit.box(w * 0.6, 0.16, 0.02, matte(grey(0.03)), { x, y: h * 0.85, z: 0.215 });
    kit.box(w * 0.6, 0.2, 0.02, pictured(random.pick(art.sign)), { x, y: h * 0.5, z: 0.215 });
  });
  kit.rounded(w * 2.4, 0.06, 0.5, 0.02, metal(grey(0.33)), { y: h + 0.12 });
  return { y: h + 0.15, radius: w * 0.7 };
}
