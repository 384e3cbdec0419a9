import * as THREE from 'three';
import { overhead } from './flight.js';
import { Random } from './random.js';
import { Site } from './site.js';
import { dispose } from './stage.js';
import { grade } from './still.js';

const VIEWS_PER_SITE = 8;

/** Random pictures of random sites, for training; never of a flight's own site, whose seed is no such number. */
export class SiteViews {
  #art;
  #aspect;
  #name = null;
  #site = null;

  constructor(art, aspect) {
    this.#art = art;
    this.#aspect = aspect;
  }

  /** @returns {{scene, camera, grade}} given by seed and number alone */
  look(seed, number) {
    this.#open(`${seed}-site-${Math.floor(number / VIEWS_PER_SITE)}`);
    const random = new Random(`${seed}-view-${number}`);
    const [heightM, pitch] = [random.between(28, 75), -random.pick([90, 90, random.between(62, 90), random.between(42, 65)])];
    const away = heightM / Math.tan((-pitch * Math.PI) / 180);
    const yaw = random.between(0, 360);
    const turn = (yaw * Math.PI) / 180;
    const at = { x: random.spread() * 38 - away * Math.sin(turn), z: random.spread() * 24 - 6 + away * Math.cos(turn) };
    const camera = new THREE.PerspectiveCamera();
    overhead(camera, this.#aspect, { ...at, heightM, yawDeg: yaw, pitchDeg: pitch }, random.between(0.62, 1));
    for (const mover of this.#site.movers) mover.at(random.between(6, 23));
    return { scene: this.#site.scene, camera, grade: { ...grade(random, this.#exposure), caption: null } };
  }

  #exposure = 1;

  #open(name) {
    if (this.#name === name) return;
    if (this.#site) dispose(this.#site.scene);
    const random = new Random(name);
    const plan = { piles: random.whole(4, 9), beltCars: random.whole(1, 5), kerbCars: random.whole(1, 4), canopies: random.whole(3, 8) };
    this.#site = new Site(random, this.#art, plan);
    this.#exposure = this.#site.light(random.fork('light'), random.pick(['day', 'day', 'overcast']), random.between(0.0005, 0.004));
    this.#name = name;
  }
}
