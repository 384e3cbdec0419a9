import * as THREE from 'three';
import { LabelPass, isFair } from './labels.js';

/** Pictures are drawn at this share of their size and enlarged: softer edges for two thirds of the time. */
const DRAWN_SHARE = 5 / 6;

/** Owns the one renderer of the page, its canvases and the label pass. */
export class Stage {
  #renderer;
  #pen;
  #labels;

  constructor(width, height) {
    this.width = width;
    this.height = height;
    const canvas = document.createElement('canvas');
    this.#renderer = new THREE.WebGLRenderer({ canvas, antialias: false, preserveDrawingBuffer: true });
    this.#renderer.setSize(width * DRAWN_SHARE, height * DRAWN_SHARE, false);
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = THREE.PCFShadowMap;
    this.#renderer.toneMapping = THREE.ACESFilmicToneMapping;
    const output = document.createElement('canvas');
    [output.width, output.height] = [width, height];
    this.#pen = output.getContext('2d', { willReadFrequently: true });
    this.#labels = new LabelPass(this.#renderer, width, height);
  }

  /** Draws the scene and, over it, the camera's own caption.
   *  @param {object} grade {exposure, filter, softPx, caption: {text, x, y, sizePx} or null,
   *      rain: Random or null} */
  draw(scene, camera, grade) {
    this.#renderer.toneMappingExposure = grade.exposure;
    this.#renderer.render(scene, camera);
    this.#pen.filter = grade.filter;
    this.#pen.drawImage(this.#renderer.domElement, 0, 0, this.width, this.height);
    this.#pen.filter = 'none';
    if (grade.softPx) this.#soften(grade.softPx);
    if (grade.rain) rain(this.#pen, this.width, this.height, grade.rain);
    if (grade.caption) write(this.#pen, grade.caption);
  }

  /** A lens's softness: the picture once more, half transparent and a little aside. */
  #soften(byPx) {
    this.#pen.globalAlpha = 0.45;
    this.#pen.drawImage(this.#renderer.domElement, byPx, byPx * 0.7, this.width, this.height);
    this.#pen.globalAlpha = 1;
  }

  /** Labels of what the camera sees: {label, track, box} with box in fractions of the picture. */
  label(scene, camera) {
    scene.updateMatrixWorld();
    camera.updateMatrixWorld();
    return this.#labels
      .measure(scene, camera)
      .filter((entry) => isFair(entry))
      .map(({ object, box }) => ({
        label: object.userData.label,
        track: object.userData.track ?? null,
        box: this.#fractions(box),
      }));
  }

  #fractions([l, t, r, b]) {
    return [l / this.width, t / this.height, r / this.width, b / this.height];
  }

  /** The drawn picture as base64 JPEG. */
  async jpeg(quality) {
    const blob = await new Promise((done) => this.#pen.canvas.toBlob(done, 'image/jpeg', quality));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
  }
}

/** Haze, and streaks that are elsewhere in every picture. */
function rain(pen, width, height, random) {
  pen.fillStyle = 'rgba(120,130,140,.18)';
  pen.fillRect(0, 0, width, height);
  for (let i = 0; i < 500; i++) {
    const [x, y, length] = [random.between(0, width), random.between(0, height), (height / 40) * random.between(1, 3)];
    pen.strokeStyle = `rgba(220,225,235,${random.between(0.1, 0.4)})`;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + length / 10, y + length);
    pen.stroke();
  }
}

function write(pen, { text, x, y, sizePx }) {
  pen.font = `${sizePx}px monospace`;
  pen.fillStyle = 'rgba(0,0,0,.6)';
  pen.fillText(text, x + 1, y + 1);
  pen.fillStyle = '#fff';
  pen.fillText(text, x, y);
}

/** Frees what one scene holds; materials and textures are shared and stay. */
export function dispose(scene) {
  scene.traverse((o) => {
    if (o.isMesh) o.geometry.dispose();
    if (o.isLight && o.shadow) o.shadow.dispose();
  });
}
