import * as THREE from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';

/** Colour from hue, saturation and lightness, each 0..1. */
export const hsl = (h, s, l) => new THREE.Color().setHSL(((h % 1) + 1) % 1, s, l);
export const grey = (l) => hsl(0, 0, l);
export const hex = (value) => new THREE.Color(value);

/** A paint is what a part is covered with: a colour, a surface and, where wanted, a picture. */
export const matte = (color, texture = null) => ({ color, texture, surface: 'matte' });
export const gloss = (color, texture = null) => ({ color, texture, surface: 'gloss' });
export const metal = (color) => ({ color, texture: null, surface: 'metal' });
export const cloth = (color, texture = null) => ({ color, texture, surface: 'cloth' });
export const glow = (color, texture = null) => ({ color, texture, surface: 'glow' });

const WHITE = grey(1);
export const pictured = (texture) => matte(WHITE, texture);

const MAKERS = {
  matte: (map) => new THREE.MeshLambertMaterial({ vertexColors: true, map }),
  gloss: (map) => new THREE.MeshPhongMaterial({ vertexColors: true, map, shininess: 70, specular: 0x606060 }),
  metal: (map) => new THREE.MeshPhongMaterial({ vertexColors: true, map, shininess: 40, specular: 0x999999 }),
  cloth: (map) => new THREE.MeshLambertMaterial({ vertexColors: true, map, side: THREE.DoubleSide }),
  glow: (map) => new THREE.MeshBasicMaterial({ vertexColors: true, map }),
};
const materials = new Map();

function materialOf(paint) {
  const key = `${paint.surface}:${paint.texture ? paint.texture.uuid : ''}`;
  if (!materials.has(key)) materials.set(key, MAKERS[paint.surface](paint.texture));
  return materials.get(key);
}

/**
 * Collects painted parts and merges them into one mesh per material, so that a whole object costs
 * a few draw calls. Colours live in the vertices. Metres; y is up; the object stands at y = 0.
 */
export class Kit {
  #batches = new Map();

  /** @param {THREE.BufferGeometry} geometry taken over
   *  @param {object} paint from matte(), gloss() ...
   *  @param {object} place {x, y, z, rx, ry, rz, sx, sy, sz}, all optional */
  add(geometry, paint, place = {}) {
    const flat = geometry.index ? geometry.toNonIndexed() : geometry;
    flat.applyMatrix4(matrixOf(place));
    flat.setAttribute('color', colourAttribute(paint.color, flat.attributes.position.count));
    for (const name of Object.keys(flat.attributes)) {
      if (!['position', 'normal', 'uv', 'color'].includes(name)) flat.deleteAttribute(name);
    }
    const material = materialOf(paint);
    if (!this.#batches.has(material)) this.#batches.set(material, []);
    this.#batches.get(material).push(flat);
    return this;
  }

  box(w, h, d, paint, place) {
    return this.add(new THREE.BoxGeometry(w, h, d), paint, place);
  }

  rounded(w, h, d, radius, paint, place) {
    const r = Math.min(radius, w / 2.1, h / 2.1, d / 2.1);
    return this.add(new RoundedBoxGeometry(w, h, d, 2, r), paint, place);
  }

  /** Upright cylinder; topRadius, bottomRadius, height. */
  tube(top, bottom, h, paint, place, sides = 12) {
    return this.add(new THREE.CylinderGeometry(top, bottom, h, sides), paint, place);
  }

  ball(radius, paint, place, sides = 10) {
    return this.add(new THREE.SphereGeometry(radius, sides, Math.max(6, sides - 2)), paint, place);
  }

  capsule(radius, length, paint, place) {
    return this.add(new THREE.CapsuleGeometry(radius, length, 3, 8), paint, place);
  }

  /** A wheel standing on the ground that rolls along x. */
  wheel(x, z, radius, width, rubber, hub) {
    const lying = { x, y: radius, z, rx: Math.PI / 2 };
    this.tube(radius, radius, width, rubber, lying, 16);
    return this.tube(radius * 0.6, radius * 0.6, width + 0.02, hub, lying, 10);
  }

  /** A thin rod between two points [x, y, z]. */
  rod(from, to, radius, paint) {
    const a = new THREE.Vector3(...from);
    const b = new THREE.Vector3(...to);
    const along = b.clone().sub(a);
    const rod = new THREE.CylinderGeometry(radius, radius, along.length(), 6);
    const turn = new THREE.Quaternion().setFromUnitVectors(new THREE.Vector3(0, 1, 0), along.clone().normalize());
    const middle = a.add(b).multiplyScalar(0.5);
    rod.applyMatrix4(new THREE.Matrix4().compose(middle, turn, new THREE.Vector3(1, 1, 1)));
    return this.add(rod, paint);
  }

  /** A flat four-cornered sheet; corners [x, y, z] counter-clockwise seen from its front. */
  sheet(corners, paint) {
    const [a, b, c, d] = corners;
    const g = new THREE.BufferGeometry();
    g.setAttribute('position', new THREE.Float32BufferAttribute([a, b, c, a, c, d].flat(), 3));
    const uv = [0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1];
    g.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2));
    g.computeVertexNormals();
    return this.add(g, paint);
  }

  /** The finished object. The kit is empty afterwards. */
  build() {
    const group = new THREE.Group();
    for (const [material, parts] of this.#batches) {
      const mesh = new THREE.Mesh(mergeGeometries(parts), material);
      mesh.castShadow = mesh.receiveShadow = true;
      for (const part of parts) part.dispose();
      group.add(mesh);
    }
    this.#batches.clear();
    return group;
  }
}

function matrixOf({ x = 0, y = 0, z = 0, rx = 0, ry = 0, rz = 0, sx = 1, sy = 1, sz = 1 }) {
  return new THREE.Matrix4().compose(
    new THREE.Vector3(x, y, z),
    new THREE.Quaternion().setFromEuler(new THREE.Euler(rx, ry, rz, 'YXZ')),
    new THREE.Vector3(sx, sy, sz),
  );
}

function colourAttribute(color, count) {
  const values = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) values.set([color.r, color.g, color.b], i * 3);
  return new THREE.BufferAttribute(values, 3);
}
