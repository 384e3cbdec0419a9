import * as THREE from 'three';
import { makePile } from './objects/rubbish.js';
import { Random } from './random.js';
import { Site } from './site.js';

/** 24 mm on a sensor of 4:3 whose diagonal is film's, by its full width. */
const FOCAL_WIDTHS = 24 / (Math.hypot(36, 24) * 0.8);

const SPEED_MPS = 8;

/** Legs of a lawn-mower, each at an angle of its own; x east, z south, metres. */
const LEGS = {
  survey: [
    { from: [-40, -10], to: [40, -10], yawDeg: 90, pitchDeg: -90, heightM: 46 },
    { from: [64, -14], to: [-12, -14], yawDeg: 270, pitchDeg: -62, heightM: 50 },
    { from: [-72, -8], to: [0, -8], yawDeg: 90, pitchDeg: -48, heightM: 44 },
  ],
  reflight: [
    { from: [38, -16], to: [-42, -16], yawDeg: 270, pitchDeg: -90, heightM: 48 },
    { from: [-62, -10], to: [4, -10], yawDeg: 90, pitchDeg: -60, heightM: 44 },
  ],
};

const PLAN = { piles: 5, beltCars: 3, kerbCars: 2, canopies: 3 };
const APART_M = 11;
const GROWN_PIECES = 85;

/** What is other a week later; the rest stands as it stood. */
const CHANGES = {
  survey: () => {},
  reflight(site, art) {
    site.replace('pile-0', makePile(new Random('grown'), art, GROWN_PIECES));
    site.remove('pile-1');
    site.pile('pile-new', site.strips.south);
  },
};

export const FLIGHTS = Object.keys(LEGS);

/**
 * A flight over one site; the second sees what a week changed.
 * @param {string} [seed] of another site and its light than the shipped flights'
 * @returns {{scene, camera, grade, seconds, things, lookalikes, belt, focalWidths, pose: function(seconds), at: function(seconds)}}
 *   things: {track, label, where, x, z, areaM2}; a pose: {x, z, heightM, yawDeg, pitchDeg}; belt: {x: [from, to], z: [from, to]}
 */
export function openFlight(name, seed, art, aspect) {
  if (!FLIGHTS.includes(name)) throw new Error(`expected one of ${FLIGHTS.join(', ')}, found ${name}`);
  const random = new Random(seed ? `flight-${seed}` : 'flight');
  const mood = seed ? random.fork(`${name}/mood`).pick(['day', 'day', 'overcast']) : 'day';
  const site = new Site(random, art, PLAN, APART_M);
  CHANGES[name](site, art);
  const exposure = site.light(random.fork('light'), mood, 0.001);
  const camera = new THREE.PerspectiveCamera();
  const path = new Path(LEGS[name]);
  return {
    scene: site.scene,
    camera,
    grade: { exposure, filter: 'none', softPx: 0.4, rain: null, caption: null },
    seconds: path.seconds,
    things: site.things(),
    lookalikes: site.lookalikes(),
    belt: site.belt(),
    focalWidths: FOCAL_WIDTHS,
    pose: (t) => path.at(t),
    at(t) {
      overhead(camera, aspect, path.at(t), FOCAL_WIDTHS);
      for (const mover of site.movers) mover.at(t);
    },
  };
}

/** Points a camera as a gimbal does: yaw clockwise from north, pitch upward from the horizon. */
export function overhead(camera, aspect, { x, z, heightM, yawDeg, pitchDeg }, focalWidths) {
  const [yaw, pitch] = [yawDeg, pitchDeg].map((degrees) => (degrees * Math.PI) / 180);
  camera.aspect = aspect;
  [camera.near, camera.far] = [2, 600];
  camera.fov = (2 * Math.atan(0.5 / aspect / focalWidths) * 180) / Math.PI;
  camera.position.set(x, heightM, z);
  camera.up.set(-Math.sin(yaw) * Math.sin(pitch), Math.cos(pitch), Math.cos(yaw) * Math.sin(pitch));
  const ahead = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), -Math.cos(yaw) * Math.cos(pitch)];
  camera.lookAt(x + ahead[0], heightM + ahead[1], z + ahead[2]);
  camera.updateProjectionMatrix();
}

/** Legs flown at one speed, with the turns between them. */
class Path {
  #parts = [];
  seconds = 0;

  constructor(legs) {
    legs.forEach((leg, i) => {
      if (i) this.#add(ends(legs[i - 1])[1], ends(leg)[0]);
      this.#add(...ends(leg));
    });
    this.seconds = Math.floor(this.seconds);
  }

  #add(from, to) {
    const lasts = Math.hypot(to.x - from.x, to.z - from.z) / SPEED_MPS;
    this.#parts.push({ from, to, starts: this.seconds, lasts });
    this.seconds += lasts;
  }

  at(t) {
    const { from, to, starts, lasts } = this.#parts.findLast((part) => part.starts <= t) ?? this.#parts[0];
    const share = (t - starts) / lasts;
    const pose = Object.fromEntries(Object.keys(from).map((key) => [key, from[key] + (to[key] - from[key]) * share]));
    const sway = (period, size) => size * Math.sin((2 * Math.PI * t) / period);
    const pitchDeg = Math.max(-90, pose.pitchDeg + sway(3.7, 0.25));
    return { ...pose, yawDeg: pose.yawDeg + sway(5.3, 0.7), pitchDeg };
  }
}

function ends({ from, to, yawDeg, pitchDeg, heightM }) {
  return [from, to].map(([x, z]) => ({ x, z, heightM, yawDeg, pitchDeg }));
}
