import * as THREE from 'three';
import { Kit, cloth, grey, hsl, matte, pictured } from './kit.js';
import { light } from './light.js';
import { awning, parasol } from './objects/canopies.js';
import { spreadGoods } from './objects/goods.js';
import { Crowd, grade } from './still.js';
import { Layout, buildStreet } from './street.js';

const REACH_M = 34;
const CROWDS = 2;

/**
 * One random street from a drone, wholly given by `random`'s seed; 25 to 80 m up, looking down 40 to 90 degrees.
 * @returns {{scene, camera, grade, mood}}
 */
export function composeAerial(random, art, aspect) {
  const layout = Layout.random(random.fork('layout'));
  const scene = new THREE.Scene();
  const crowd = new Crowd(random.fork('objects'), art, layout, makeCovered, REACH_M);
  for (let i = 0; i < CROWDS; i++) crowd.fill();
  scene.add(...crowd.objects, buildStreet(random.fork('street'), art, layout));
  const { camera, target } = hover(random.fork('camera'), layout, aspect);
  const mood = random.fork('mood').pick(['day', 'day', 'overcast']);
  const exposure = light(scene, random.fork('light'), mood, target, null, 1.4 * REACH_M);
  return { scene, camera, mood, grade: { ...grade(random.fork('grade'), exposure), caption: null } };
}

/** Goods under a canopy, which alone carries the label: from above nothing else is seen of a vendor. */
export function makeCovered(random, art) {
  const pitch = new THREE.Group();
  pitch.add(goods(random, art), canopy(random, art));
  return pitch;
}

function goods(random, art) {
  const kit = new Kit();
  const [w, d] = [random.between(1, 2.6), random.between(0.8, 1.6)];
  kit.box(w, 0.7, d, cloth(grey(1), random.pick(art.stripes)), { y: 0.35 });
  spreadGoods(kit, random, { w: w * 0.95, d: d * 0.9, y: 0.72 });
  return kit.build();
}

function canopy(random, art) {
  const kit = new Kit();
  if (random.chance(0.85)) {
    const place = { x: random.spread() * 0.4, z: random.spread() * 0.4 };
    parasol(kit, random, { ...place, height: random.between(2, 2.5), radius: random.between(1, 1.7) });
  } else {
    const cover = random.chance(0.4)
      ? cloth(grey(1), random.pick(art.stripes))
      : matte(hsl(random.next(), random.between(0.4, 0.9), random.between(0.3, 0.6)));
    const [w, d] = [random.between(1.6, 2.8), random.between(1.4, 2.4)];
    awning(kit, random, { w, d, height: random.between(2.1, 2.5), cover, sign: pictured(random.pick(art.sign)) });
  }
  const group = kit.build();
  group.userData.label = 'vendor_canopy';
  return group;
}

function hover(random, layout, aspect) {
  const camera = new THREE.PerspectiveCamera(random.between(32, 55), aspect, 1, 400);
  const [height, pitch] = [random.between(25, 80), (random.between(40, 90) * Math.PI) / 180];
  const turn = random.between(0, 6.28);
  const away = height / Math.tan(pitch);
  const target = new THREE.Vector3(random.spread() * 14, 0, (random.spread() * layout.road) / 2);
  camera.position.set(target.x + away * Math.cos(turn), height, target.z + away * Math.sin(turn));
  camera.up.set(-Math.cos(turn), 0, -Math.sin(turn));
  camera.lookAt(target);
  return { camera, target };
}
