import * as THREE from 'three';
import { light } from '../light.js';
import { Random } from '../random.js';
import { isBetween } from '../sight.js';
import { KERB, Layout, buildStreet } from '../street.js';
import { bin } from './bin.js';
import { Cast } from './cast.js';
import { dumping } from './dumping.js';
import { green } from './green.js';
import { quiet } from './quiet.js';
import { vending } from './vending.js';

export const STORIES = { vending, bin, dumping, green, quiet };

/**
 * A story set up for one seed: the script is fixed, the seed gives street, light, clothes, passers
 * and traffic.
 * @param {object} script a story, or what `patrol` makes
 * @returns {{scene, camera, grade, seconds, zones, events, at: function(seconds)}} zones as polygons in
 *     fractions of the picture; events in seconds
 */
export function openStory(name, script, seed, art, aspect) {
  const random = new Random(`${seed}/${name}`);
  const camera = stationed(script.camera, aspect);
  const scene = new THREE.Scene();
  const cast = new Cast(random.fork('cast'), art);
  script.compose(cast, art);
  scene.add(...cast.objects);
  const isClear = sightOf(script);
  scene.add(buildStreet(random.fork('street'), art, new Layout(script.layout), isClear));
  const exposure = light(
    scene,
    random.fork('light'),
    script.mood,
    new THREE.Vector3(...script.camera.to),
    script.sunTurn,
  );
  return {
    scene,
    camera,
    grade: {
      exposure,
      filter: 'none',
      softPx: 0.4,
      rain: script.rain ? random.fork('rain') : null,
      caption: { text: `DEMO ${name.toUpperCase()}`, x: 14, y: 526, sizePx: 18 },
    },
    seconds: script.seconds,
    zones: script.zones.map(({ id, kind, ground }) => ({ id, kind, polygon: projected(ground, camera) })),
    events: script.events.map((event) => ({ ...event, to: script.seconds })),
    at: (t) => {
      cast.at(t);
      script.sky?.(scene.userData.sky, t);
    },
  };
}

function stationed({ from, to, fov }, aspect) {
  const camera = new THREE.PerspectiveCamera(fov, aspect, 0.3, 220);
  camera.position.set(...from);
  camera.lookAt(...to);
  camera.updateMatrixWorld();
  return camera;
}

/** Nothing tall between the camera and the zones, nor in them. */
function sightOf({ camera, zones }) {
  const eye = { x: camera.from[0], z: camera.from[2] };
  const corners = zones.flatMap(({ ground }) => [...ground, middle(ground)]).map(([x, z]) => ({ x, z }));
  const inside = ([[x0, z0], [x1], [, z1]], x, z) => x > x0 - 1.2 && x < x1 + 1.2 && (z - z0) * (z - z1) < 0;
  return (x, z) =>
    corners.every((corner) => !isBetween(eye, corner, x, z, 1.4)) && zones.every(({ ground }) => !inside(ground, x, z));
}

const middle = (ground) => [0, 1].map((axis) => ground.reduce((sum, point) => sum + point[axis], 0) / ground.length);

/** Ground points at pavement height as fractions of the picture, clipped to it. */
function projected(ground, camera) {
  const points = ground.map(([x, z]) => {
    const p = new THREE.Vector3(x, KERB, z).project(camera);
    return [(p.x + 1) / 2, (1 - p.y) / 2];
  });
  return clipped(points).map((point) => point.map((v) => Math.round(v * 1e4) / 1e4));
}

/** Sutherland and Hodgman against the unit square. */
function clipped(polygon) {
  const edges = [
    [0, 0, 1],
    [0, 1, -1],
    [1, 0, 1],
    [1, 1, -1],
  ];
  return edges.reduce((points, [axis, bound, sign]) => {
    const depth = (p) => (p[axis] - bound) * sign;
    return points.flatMap((b, i) => {
      const a = points.at(i - 1);
      const kept = depth(b) >= 0 ? [b] : [];
      if (depth(a) < 0 === depth(b) < 0) return kept;
      const u = depth(a) / (depth(a) - depth(b));
      return [[a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u], ...kept];
    });
  }, polygon);
}
