import * as THREE from 'three';
import { makeCovered } from './aerial.js';
import { groundOf } from './footprint.js';
import { Kit, cloth, grey, hsl, matte } from './kit.js';
import { light } from './light.js';
import { bush, makeFurniture, tree } from './objects/furniture.js';
import { makePile } from './objects/rubbish.js';
import { CAR_KINDS, makeVehicle } from './objects/vehicles.js';
import { KERB } from './street.js';

/** Metres from the site's middle that the ground reaches, and within which labelled things stand. */
const GROUND_M = 260;
const REACH_M = 38;

/** Between the middles of two labelled things unless told, and of anything else and a labelled one. */
const APART_M = 9;
const CLEAR_M = 4;

/**
 * A street with a green belt, waste ground, a park and low houses, as a drone surveys it. x is east, z is south, y is up;
 * labelled things carry `userData` {label, track}.
 */
export class Site {
  #random;
  #art;
  #taken = [];
  #apartM;
  #things = [];
  #lookalikes = [];
  movers = [];

  /**
   * @param {object} plan {piles, beltCars, kerbCars, canopies}: how many of each
   * @param {number} apartM between the middles of two labelled things
   */
  constructor(random, art, plan, apartM = APART_M) {
    this.#random = random;
    this.#art = art;
    this.#apartM = apartM;
    this.scene = new THREE.Scene();
    this.strips = strips(random.fork('strips'));
    this.scene.add(this.#ground());
    this.#fill(plan);
    this.scene.add(this.#greenery(), this.#houses());
  }

  /** Lights it; the exposure to draw with. */
  light(random, mood, haze) {
    const exposure = light(this.scene, random, mood, new THREE.Vector3(), null, 75);
    this.scene.fog.density = haze;
    return exposure;
  }

  #fill({ piles, beltCars, kerbCars, canopies }) {
    const { waste, park, belt, north, south, road } = this.strips;
    const places = [waste, waste, belt, waste, park, south];
    for (let i = 0; i < piles; i++) this.pile(`pile-${i}`, places[i % places.length]);
    for (let i = 0; i < beltCars; i++) this.#car(`belt-car-${i}`, i % 3 === 2 ? park : belt, this.#random.between(0, 6.28));
    for (let i = 0; i < canopies; i++) this.#canopy(`canopy-${i}`, i % 2 ? south : north);
    for (let i = 0; i < kerbCars; i++) this.#car(`kerb-car-${i}`, i % 2 ? road.left : road.right, i % 2 ? 0 : Math.PI);
    for (const heading of [1, -1]) this.#mover(heading);
    for (let i = 0; i < 14; i++) this.#lookalike(i, this.#random.pick([north, south, south, waste, park]));
  }

  /** A pile of rubbish on a strip; nothing where no place is free. */
  pile(track, strip) {
    const random = this.#random.fork(track);
    this.#place(track, makePile(random, this.#art, random.whole(22, 50)), strip, random.between(0, 6.28));
  }

  /** Another object in a labelled thing's place. */
  replace(track, object) {
    const thing = this.#things.find((each) => each.track === track);
    object.position.copy(thing.object.position);
    object.rotation.copy(thing.object.rotation);
    object.userData.track = track;
    this.scene.remove(thing.object);
    this.scene.add(object);
    thing.object = object;
  }

  /** Takes a labelled thing away; its place stays taken. */
  remove(track) {
    this.scene.remove(this.#things.find((each) => each.track === track).object);
    this.#things = this.#things.filter((each) => each.track !== track);
  }

  /** What stands and is labelled: {track, label, where, x, z, areaM2}, by the ground that the labelled part covers. */
  things() {
    return this.#things.map(({ track, where, object }) => {
      const labelled = object.userData.label ? object : object.children.find((child) => child.userData.label);
      return { track, label: labelled.userData.label, where, ...groundOf(labelled) };
    });
  }

  /** What stands there to be mistaken: {kind, x, z}. */
  lookalikes() {
    return this.#lookalikes.map(({ kind, object: { position } }) => ({ kind, x: position.x, z: position.z }));
  }

  /** The whole of the green belt as far as anything stands: {x, z}, from and to. */
  belt() {
    return { x: this.strips.belt.x, z: this.strips.surfaces.find(({ kind }) => kind === 'grass').z };
  }

  #car(track, strip, turn) {
    const car = makeVehicle(this.#random.fork(track), this.#art, this.#random.fork(track).pick([...CAR_KINDS, 'truck']));
    this.#place(track, car, strip, turn);
  }

  #canopy(track, strip) {
    const random = this.#random.fork(track);
    const pitch = makeCovered(random, this.#art);
    pitch.children[1].userData.track = track;
    this.#place(track, pitch, strip, random.between(0, 6.28));
  }

  #place(track, object, strip, turn) {
    const at = this.#free(strip, this.#apartM);
    if (!at) return;
    object.position.set(at.x, strip.y, at.z);
    object.rotation.y = turn;
    if (object.userData.label) object.userData.track = track;
    this.#things.push({ track, where: strip.name, object });
    this.#keep(at, this.#apartM, object);
  }

  #keep(at, radius, object) {
    this.#taken.push([at.x, at.z, radius]);
    this.scene.add(object);
  }

  #free({ x: [x0, x1], z: [z0, z1] }, apart) {
    for (let tries = 0; tries < 60; tries++) {
      const at = { x: this.#random.between(x0, x1), z: this.#random.between(z0, z1) };
      if (this.#taken.every(([x, z, r]) => Math.hypot(x - at.x, z - at.z) > Math.min(r, apart))) return at;
    }
    return null;
  }

  /** Drives along its lane; labelled, but of no place. */
  #mover(heading) {
    const car = makeVehicle(this.#random.fork(`mover${heading}`), this.#art, 'sedan');
    car.rotation.y = heading > 0 ? 0 : Math.PI;
    car.userData.track = `mover-${heading > 0 ? 'east' : 'west'}`;
    const z = heading * 1.7;
    this.movers.push({ car, at: (t) => car.position.set(heading * (9 * t - 130), 0, z) });
    this.movers.at(-1).at(10 + this.#random.between(0, 8));
    this.scene.add(car);
  }

  /** Something without a label that resembles something with one. */
  #lookalike(i, strip) {
    const random = this.#random.fork(`like${i}`);
    const name = random.pick(Object.keys(LIKE));
    const at = this.#free(strip, CLEAR_M);
    if (!at) return;
    const object = LIKE[name](random, this.#art);
    object.position.set(at.x, strip.y, at.z);
    object.rotation.y = random.between(0, 6.28);
    this.#lookalikes.push({ kind: name, object });
    this.#keep(at, CLEAR_M, object);
  }

  #ground() {
    const [kit, random, art] = [new Kit(), this.#random.fork('ground'), this.#art];
    const paint = { grass: matte(grey(0.9), random.pick(art.grass)), dirt: matte(grey(0.95), random.pick(art.dirt)) };
    flat(kit, [-GROUND_M, GROUND_M], [-GROUND_M, GROUND_M], paint.grass, 5, -0.06);
    for (const strip of this.strips.surfaces) {
      const texture = random.pick(art[strip.kind]);
      flat(kit, strip.wide, strip.z, matte(grey(strip.kind === 'dirt' ? 1.2 : 0.9), texture), strip.repeat, strip.y);
    }
    const white = matte(hsl(0.15, 0.1, 0.8));
    for (let x = -GROUND_M; x < GROUND_M; x += 6) kit.box(2.5, 0.01, 0.14, white, { x, y: 0.012 });
    this.#stains(kit, random);
    return still(kit);
  }

  #stains(kit, random) {
    const { waste, south } = this.strips;
    for (let i = 0; i < 16; i++) {
      const strip = random.pick([waste, waste, south]);
      const paint = matte(hsl(0.08, random.between(0, 0.25), random.between(0.12, 0.6)));
      const at = { x: random.between(...strip.x), z: random.between(...strip.z), y: strip.y + 0.004 };
      kit.tube(1, 1, 0.004, paint, { ...at, sx: random.between(0.6, 4), sz: random.between(0.4, 2), ry: random.next() * 3 });
    }
  }

  #greenery() {
    const [kit, random, art] = [new Kit(), this.#random.fork('green'), this.#art];
    const { belt, park } = this.strips;
    const isClear = (x, z) => this.#taken.every(([ox, oz]) => Math.hypot(ox - x, oz - z) > 4.5);
    for (let x = -120; x < 120; x += random.between(9, 16)) {
      const z = belt.z[0] + 0.5;
      if (isClear(x, z)) tree(kit, random, art, { x, y: KERB, z });
    }
    for (let i = 0; i < 70; i++) {
      const [x, z] = [random.between(-120, 120), park.z[0] - random.between(-14, 50)];
      if (isClear(x, z)) (i % 3 ? tree : bush)(kit, random, art, { x, y: 0.1, z, size: random.between(0.5, 1.4) });
    }
    return still(kit);
  }

  #houses() {
    const [kit, random, art] = [new Kit(), this.#random.fork('houses'), this.#art];
    const z = this.strips.south.z[1] + 1;
    for (let x = -130; x < 130; ) {
      const [w, d, h] = [random.between(9, 18), random.between(8, 13), random.between(3.5, 8)];
      kit.box(w, h, d, matte(grey(random.between(0.6, 1)), random.pick(art.facade)), { x: x + w / 2, y: h / 2, z: z + d / 2 });
      const roof = random.chance(0.5) ? matte(hsl(0.03, 0.3, random.between(0.2, 0.4))) : matte(grey(random.between(0.3, 0.75)), random.pick(art.asphalt));
      kit.box(w + 0.3, 0.2, d + 0.3, roof, { x: x + w / 2, y: h + 0.1, z: z + d / 2 });
      for (let i = random.whole(0, 3); i > 0; i--)
        kit.box(1.2, 0.9, 1, matte(grey(random.between(0.5, 0.9))), { x: x + random.between(1, w - 1), y: h + 0.6, z: z + random.between(1, d - 1) });
      x += w + random.between(0.5, 7);
    }
    return still(kit);
  }
}

const LIKE = {
  bushes(random, art) {
    const kit = new Kit();
    bush(kit, random, art, { size: random.between(0.8, 1.5) });
    return kit.build();
  },
  tarpaulin(random) {
    const kit = new Kit();
    kit.box(random.between(2, 4), 0.03, random.between(1.5, 3), cloth(hsl(0.6, 0.4, random.between(0.3, 0.5))), { y: 0.05 });
    return kit.build();
  },
  manhole(random) {
    const kit = new Kit();
    kit.tube(0.7, 0.7, 0.02, matte(grey(random.between(0.08, 0.3))), { y: 0.02 }, 20);
    return kit.build();
  },
  timber(random) {
    const kit = new Kit();
    for (let i = 0; i < 8; i++) kit.box(3, 0.12, 0.2, matte(hsl(0.09, 0.35, random.between(0.35, 0.5))), { y: 0.07, z: i * 0.26 - 1 });
    return kit.build();
  },
  planter: (random, art) => makeFurniture(random, art, 'planter'),
  bench: (random, art) => makeFurniture(random, art, 'bench'),
  cabinet: (random, art) => makeFurniture(random, art, 'cabinet'),
};

function still(kit) {
  const group = kit.build();
  for (const mesh of group.children) mesh.userData.isStatic = true;
  return group;
}

/** Where each kind of ground lies; `x`, `z` are where things may stand, `wide` how far the surface goes. */
function strips(random) {
  const half = random.between(4, 6);
  const [belt, walk] = [random.between(4.5, 6.5), random.between(4, 6)];
  const edge = -half - 0.2;
  const [a, b] = [edge - belt, edge - belt - walk];
  const along = [-REACH_M, REACH_M];
  const split = random.between(-4, 8);
  const whole = [-GROUND_M, GROUND_M];
  const strip = (name, x, z, y) => ({ name, x, z, y });
  const surface = (kind, wide, z, y, repeat) => ({ kind, wide, z, y, repeat });
  return {
    belt: strip('green-belt', along, [a + 1.4, edge - 1.2], KERB),
    north: strip('pavement', along, [b + 1.5, a - 1.5], KERB),
    south: strip('pavement', along, [half + 1.8, half + walk], KERB),
    waste: strip('waste-ground', [-REACH_M, split - 3], [b - 17, b - 2.5], 0.02),
    park: strip('park', [split + 3, REACH_M], [b - 14, b - 2.5], 0),
    road: {
      left: strip('road', along, [half - 1.3, half - 1.2], 0),
      right: strip('road', along, [1.2 - half, 1.3 - half], 0),
    },
    surfaces: [
      surface('asphalt', whole, [-half, half], 0, 7),
      surface('grass', whole, [a, edge], KERB, 3),
      surface('paving', whole, [b, a], KERB, 3),
      surface('paving', whole, [half + 0.2, half + walk + 2], KERB, 3),
      surface('dirt', [-GROUND_M, split], [b - 24, b], 0.01, 9),
      surface('dirt', whole, [half + walk + 2, half + walk + 24], 0.01, 8),
    ],
  };
}

function flat(kit, [x0, x1], [z0, z1], paint, repeat, y) {
  const plane = new THREE.PlaneGeometry(x1 - x0, z1 - z0);
  const uv = plane.attributes.uv;
  for (let i = 0; i < uv.count; i++) uv.setXY(i, (uv.getX(i) * (x1 - x0)) / repeat, (uv.getY(i) * (z1 - z0)) / repeat);
  kit.add(plane, paint, { x: (x0 + x1) / 2, z: (z0 + z1) / 2, y, rx: -Math.PI / 2 });
}
