import * as THREE from 'three';

const TILE = 64;
const TILES_ACROSS = 8;
const BATCH = TILES_ACROSS * TILES_ACROSS;
/** Ids fit the red channel. */
export const MOST_OBJECTS = 255;

/** The labelled objects of a scene, in the order of the scene's tree. */
export function labelledObjects(scene) {
  const found = [];
  scene.traverseVisible((o) => {
    if (o.userData.label) found.push(o);
  });
  return found;
}

/**
 * Draws every labelled object in a colour of its own and counts pixels: the exact visible box, and
 * what share of the object is seen. Occluders are drawn black.
 */
export class LabelPass {
  #renderer;
  #size;
  #full;
  #atlas = new THREE.WebGLRenderTarget(TILE * TILES_ACROSS, TILE * TILES_ACROSS);
  #materials = [];

  constructor(renderer, width, height) {
    this.#renderer = renderer;
    this.#size = [width, height];
    this.#full = new THREE.WebGLRenderTarget(width, height);
  }

  /**
   * @returns {{object: THREE.Object3D, box: number[], visiblePx: number, wholePx: number}[]} one
   *     entry per object of which a pixel is seen; box is [left, top, right, bottom] in pixels,
   *     right and bottom exclusive; wholePx is its silhouette's size were nothing before it and the
   *     picture endless (visiblePx where the object reaches behind the camera)
   */
  measure(scene, camera) {
    const objects = labelledObjects(scene);
    if (objects.length > MOST_OBJECTS)
      throw new Error(`labels: expected at most ${MOST_OBJECTS} objects, found ${objects.length}`);
    const restore = this.#paintIds(scene, objects);
    const seen = this.#visibleBoxes(scene, camera, objects);
    this.#wholeSizes(seen, camera);
    restore();
    return seen;
  }

  #paintIds(scene, objects) {
    const ids = new Map(objects.map((o, i) => [o, i + 1]));
    const before = [];
    scene.traverse((o) => {
      if (!o.isMesh) return;
      before.push([o, o.material]);
      o.material = this.#material(idOf(o, ids));
    });
    const { background, fog } = scene;
    const { toneMapping } = this.#renderer;
    const { autoUpdate } = this.#renderer.shadowMap;
    scene.background = scene.fog = null;
    this.#renderer.toneMapping = THREE.NoToneMapping;
    this.#renderer.shadowMap.autoUpdate = false;
    this.#renderer.setClearColor(0x000000, 1);
    return () => {
      for (const [o, material] of before) o.material = material;
      Object.assign(scene, { background, fog });
      this.#renderer.toneMapping = toneMapping;
      this.#renderer.shadowMap.autoUpdate = autoUpdate;
      this.#renderer.setRenderTarget(null);
    };
  }

  #material(id) {
    this.#materials[id] ??= new THREE.MeshBasicMaterial({
      color: new THREE.Color().setRGB(id / 255, 0, 0, THREE.LinearSRGBColorSpace),
      side: THREE.DoubleSide,
      fog: false,
      toneMapped: false,
    });
    return this.#materials[id];
  }

  #visibleBoxes(scene, camera, objects) {
    const [width, height] = this.#size;
    const pixels = new Uint8Array(width * height * 4);
    this.#renderer.setRenderTarget(this.#full);
    this.#renderer.clear();
    this.#renderer.render(scene, camera);
    this.#renderer.readRenderTargetPixels(this.#full, 0, 0, width, height, pixels);
    const seen = objects.map((object, i) => ({
      object,
      id: i + 1,
      box: [width, height, 0, 0],
      visiblePx: 0,
      wholePx: 0,
    }));
    for (let i = 0; i < width * height; i++) {
      const entry = seen[pixels[i * 4] - 1];
      if (entry) grow(entry, i % width, height - 1 - Math.floor(i / width));
    }
    return seen.filter((entry) => entry.visiblePx > 0);
  }

  /** Draws each object alone, filling a tile of the atlas, and counts its own pixels. */
  #wholeSizes(seen, camera) {
    for (let from = 0; from < seen.length; from += BATCH) {
      const batch = seen
        .slice(from, from + BATCH)
        .map((entry) => ({ entry, rect: this.#framing(entry.object, camera) }));
      this.#renderer.setRenderTarget(this.#atlas);
      this.#atlas.viewport.set(0, 0, TILE * TILES_ACROSS, TILE * TILES_ACROSS);
      this.#renderer.clear();
      batch.forEach(({ entry, rect }, i) => rect && this.#drawTile(entry.object, camera, rect, i));
      this.#countTiles(batch);
    }
    camera.clearViewOffset();
  }

  #drawTile(object, camera, [x, y, w, h], i) {
    camera.setViewOffset(...this.#size, x, y, w, h);
    this.#atlas.viewport.set((i % TILES_ACROSS) * TILE, Math.floor(i / TILES_ACROSS) * TILE, TILE, TILE);
    this.#renderer.setRenderTarget(this.#atlas);
    this.#renderer.autoClear = false;
    this.#renderer.render(object, camera);
    this.#renderer.autoClear = true;
  }

  #countTiles(batch) {
    const across = TILE * TILES_ACROSS;
    const pixels = new Uint8Array(across * across * 4);
    this.#renderer.readRenderTargetPixels(this.#atlas, 0, 0, across, across, pixels);
    batch.forEach(({ entry, rect }, i) => {
      if (!rect) {
        entry.wholePx = entry.visiblePx;
        return;
      }
      const [x0, y0] = [(i % TILES_ACROSS) * TILE, Math.floor(i / TILES_ACROSS) * TILE];
      let count = 0;
      for (let y = y0; y < y0 + TILE; y++) {
        for (let x = x0; x < x0 + TILE; x++) if (pixels[(y * across + x) * 4] === entry.id) count++;
      }
      entry.wholePx = (count / (TILE * TILE)) * rect[2] * rect[3];
    });
  }

  /** The pixel rectangle around the object's bounds, or null where they reach behind the camera. */
  #framing(object, camera) {
    const { min, max } = new THREE.Box3().setFromObject(object);
    const [width, height] = this.#size;
    const [xs, ys] = [[], []];
    for (const x of [min.x, max.x]) {
      for (const y of [min.y, max.y]) {
        for (const z of [min.z, max.z]) {
          const p = new THREE.Vector3(x, y, z).applyMatrix4(camera.matrixWorldInverse);
          if (p.z > -camera.near) return null;
          p.applyMatrix4(camera.projectionMatrix);
          xs.push(((p.x + 1) / 2) * width);
          ys.push(((1 - p.y) / 2) * height);
        }
      }
    }
    const [x0, y0] = [Math.min(...xs), Math.min(...ys)];
    return [x0, y0, Math.max(...xs) - x0, Math.max(...ys) - y0];
  }
}

function idOf(mesh, ids) {
  for (let o = mesh; o; o = o.parent) {
    if (o.userData.unlabelled) return 0;
    if (ids.has(o)) return ids.get(o);
  }
  return 0;
}

function grow(entry, x, y) {
  const b = entry.box;
  b[0] = Math.min(b[0], x);
  b[1] = Math.min(b[1], y);
  b[2] = Math.max(b[2], x + 1);
  b[3] = Math.max(b[3], y + 1);
  entry.visiblePx++;
}

/** Large enough and seen enough to be asked of a detector. */
export function isFair({ box, visiblePx, wholePx }, { leastSidePx = 6, leastShare = 0.25 } = {}) {
  const [w, h] = [box[2] - box[0], box[3] - box[1]];
  return w >= leastSidePx && h >= leastSidePx && visiblePx >= wholePx * leastShare;
}
