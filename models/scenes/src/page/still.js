import * as THREE from 'three';
import { light } from './light.js';
import { makeBin, makeOverflowing } from './objects/bins.js';
import { makeFurniture } from './objects/furniture.js';
import { makePerson } from './objects/people.js';
import { makePile } from './objects/rubbish.js';
import { makeStall } from './objects/stalls.js';
import { CAR_KINDS, makeVehicle } from './objects/vehicles.js';
import { isBetween } from './sight.js';
import { KERB, Layout, buildStreet } from './street.js';

/**
 * One random street scene, wholly given by `random`'s seed.
 * @returns {{scene, camera, grade, mood}}
 */
export function composeStill(random, art, aspect) {
  const layout = Layout.random(random.fork('layout'));
  const scene = new THREE.Scene();
  const crowd = new Crowd(random.fork('objects'), art, layout);
  crowd.fill();
  scene.add(...crowd.objects);
  const view = aim(random.fork('camera'), crowd, layout, aspect);
  scene.add(buildStreet(random.fork('street'), art, layout, view.isClear));
  const mood = random.fork('mood').pick(['day', 'day', 'overcast', 'overcast', 'dusk']);
  const exposure = light(scene, random.fork('light'), mood, view.target);
  return { scene, camera: view.camera, mood, grade: grade(random.fork('grade'), exposure) };
}

/** Places objects of all kinds on free spots, most of them around x = 0. */
export class Crowd {
  #random;
  #art;
  #layout;
  #makeVendor;
  #reachM;
  #taken = [];
  objects = [];
  /** Objects a camera may be aimed at. */
  subjects = [];

  /** @param {function(random, art): object} makeVendor builds a vendor's pitch
   *  @param {number} reachM how far along the street things stand, metres either way */
  constructor(random, art, layout, makeVendor = makeStall, reachM = 11) {
    this.#makeVendor = makeVendor;
    this.#reachM = reachM;
    this.#random = random;
    this.#art = art;
    this.#layout = layout;
  }

  fill() {
    const { whole, chance } = bound(this.#random);
    for (let i = whole(0, 3); i > 0; i--) this.#stall();
    for (let i = whole(0, 3); i > 0; i--) this.#standing(makeBin(this.#fork(), this.#art), 0.6, true);
    for (let i = whole(0, 2); i > 0; i--) this.#standing(makeOverflowing(this.#fork(), this.#art), 0.9, true);
    for (let i = whole(0, 3); i > 0; i--) this.#pile();
    for (let i = whole(1, 6); i > 0; i--) this.#traffic();
    if (chance(0.35)) this.#onBelt();
    if (chance(0.35)) this.#standing(makeVehicle(this.#fork(), this.#art, 'deliveryTricycle'), 1.6, true);
    for (let i = whole(1, 8); i > 0; i--) this.#pedestrian();
    for (let i = whole(2, 8); i > 0; i--) this.#furniture();
  }

  #fork() {
    return this.#random.fork(this.#taken.length + this.objects.length);
  }

  #put(object, { x, y, z }, turn, radius) {
    object.position.set(x, y, z);
    object.rotation.y = turn;
    this.#taken.push([x, z, radius]);
    this.objects.push(object);
  }

  #isFree(x, z, radius) {
    return this.#taken.every(([ox, oz, r]) => Math.hypot(ox - x, oz - z) > radius + r);
  }

  /** A free place on a pavement or, with `strip` 'belt', on a green belt; null where none was found. */
  #spot(radius, strip = 'walk') {
    for (let tries = 0; tries < 14; tries++) {
      const side = this.#random.pick(this.#layout.sides);
      const [from, to] = (strip === 'belt' && side.belt) || side.walk;
      const x = this.#random.spread() * this.#reachM;
      const z = side.sign * this.#random.between(from + 0.3, to - 0.4);
      if (this.#isFree(x, z, radius)) return { x, y: KERB, z, side };
    }
    return null;
  }

  #standing(object, radius, isSubject, strip = 'walk') {
    const spot = this.#spot(radius, strip);
    if (!spot) return;
    this.#put(object, spot, this.#random.between(0, 6.28), radius);
    if (isSubject) this.subjects.push(object);
  }

  #stall() {
    const spot = this.#spot(1.5);
    if (!spot) return;
    const stall = this.#makeVendor(this.#fork(), this.#art);
    this.#put(stall, spot, (spot.side.sign > 0 ? Math.PI : 0) + this.#random.spread() * 0.8, 1.4);
    this.subjects.push(stall);
    for (let i = this.#random.whole(0, 3); i > 0; i--) this.#beside(spot);
  }

  /** A vendor or a customer close to a stall. */
  #beside(spot) {
    const [turn, reach] = [this.#random.between(0, 6.28), this.#random.between(1, 1.7)];
    const at = { x: spot.x + reach * Math.cos(turn), y: KERB, z: spot.z + reach * Math.sin(turn) };
    this.#put(makePerson(this.#fork(), this.#art), at, this.#random.between(0, 6.28), 0.3);
  }

  #pile() {
    const strip = this.#random.chance(0.25) ? 'belt' : 'walk';
    this.#standing(makePile(this.#fork(), this.#art), 1.1, true, strip);
  }

  #traffic() {
    const heading = this.#random.pick([-1, 1]);
    const atKerb = this.#random.chance(0.4);
    const z =
      heading * (atKerb ? this.#layout.road / 2 - 1.2 : (this.#layout.road / 4) * this.#random.between(0.85, 1.1));
    const x = this.#random.spread() * 28;
    if (!this.#isFree(x, z, 2.6)) return;
    const turn = (heading > 0 ? 0 : Math.PI) + this.#random.spread() * 0.06;
    this.#put(makeVehicle(this.#fork(), this.#art), { x, y: 0, z }, turn, 2.6);
  }

  #onBelt() {
    const kind = this.#random.pick([...CAR_KINDS, ...CAR_KINDS, 'truck', 'scooter']);
    if (this.#layout.sides.some((side) => side.belt))
      this.#standing(makeVehicle(this.#fork(), this.#art, kind), 2.3, true, 'belt');
  }

  #pedestrian() {
    const umbrella = this.#random.chance(0.2);
    const person = makePerson(this.#fork(), this.#art, { umbrella, vest: this.#random.chance(0.1) });
    const onRoad = this.#random.chance(0.15);
    const half = this.#layout.road / 2;
    const road = { x: this.#random.spread() * 14, y: 0, z: this.#random.between(-half, half) };
    const spot = onRoad ? road : this.#spot(0.35);
    if (spot && this.#isFree(spot.x, spot.z, 0.35)) this.#put(person, spot, this.#random.between(0, 6.28), 0.3);
  }

  #furniture() {
    const spot = this.#spot(0.9);
    if (spot) this.#put(makeFurniture(this.#fork(), this.#art), spot, this.#random.between(0, 6.28), 0.8);
  }
}

const bound = (random) => ({ whole: random.whole.bind(random), chance: random.chance.bind(random) });

/** A pole camera at a kerb or a wall, 3 to 6 m up, aimed at one of the subjects; now and then closer and lower. */
function aim(random, crowd, layout, aspect) {
  const subject =
    crowd.subjects.length && random.chance(0.85)
      ? random.pick(crowd.subjects).position
      : new THREE.Vector3(random.spread() * 8, 0, random.spread() * layout.road);
  const isClose = random.chance(0.25);
  const camera = new THREE.PerspectiveCamera(random.between(34, 58), aspect, 0.3, 220);
  const height = isClose ? random.between(2, 4.5) : random.between(3, 6);
  const { x, z } = isClose ? around(random, layout, subject) : poleSpot(random, layout, subject);
  camera.position.set(x, height, z);
  const target = subject
    .clone()
    .add(new THREE.Vector3(random.spread() * 2.5, random.between(0, 1.2), random.spread() * 2));
  camera.lookAt(target);
  camera.rotation.z += random.spread() * 0.03;
  return { camera, target, isClear: (tx, tz) => !isBetween(camera.position, subject, tx, tz) };
}

/** 3.5 to 8 m from the subject, anywhere between the walls. */
function around(random, layout, subject) {
  const [distance, turn] = [random.between(3.5, 8), random.between(0, 6.28)];
  const z = subject.z + distance * Math.sin(turn);
  return {
    x: subject.x + distance * Math.cos(turn),
    z: Math.max(0.5 - layout.side(-1).wall, Math.min(layout.side(1).wall - 0.5, z)),
  };
}

/** Where poles stand: near a kerb or at a wall, 7 to 20 m from the subject. */
function poleSpot(random, layout, subject) {
  const side = random.pick(layout.sides);
  const z = side.sign * random.pick([side.kerb + 0.5, side.kerb + 0.5, side.wall - 0.4]);
  const across = Math.abs(z - subject.z);
  const distance = random.between(Math.max(7, across), Math.max(14, across + 6));
  const along = Math.sqrt(Math.max(0, distance * distance - across * across));
  return { x: subject.x + along * random.pick([-1, 1]), z };
}

export function grade(random, exposure) {
  const colours = `saturate(${random.between(0.6, 1.15)}) contrast(${random.between(0.85, 1.12)})`;
  const filter = `${colours} brightness(${random.between(0.88, 1.1)})`;
  const softPx = random.pick([0, 0.4, 0.6, 0.8, 1.2]);
  const two = (low, high) => String(random.whole(low, high)).padStart(2, '0');
  const text = `20${two(19, 26)}-${two(1, 12)}-${two(1, 28)} ${two(6, 20)}:${two(0, 59)}:${two(0, 59)}`;
  const caption = random.chance(0.4)
    ? { text, x: random.pick([12, 690]), y: random.pick([28, 526]), sizePx: random.whole(14, 24) }
    : null;
  return { exposure, filter, softPx, caption };
}
