import * as THREE from 'three';

/** What the sky gives. Sun height in radians above the horizon. */
const MOODS = {
  day: {
    sun: [4.5, 7],
    sunHue: [0.1, 0.3, 0.92],
    height: [0.5, 1.25],
    sky: [0x4f83c8, 0xcfdcea],
    fill: [3.2, 4.4],
    ground: 0x8a7d6a,
    haze: 0xc8d4de,
    exposure: [0.8, 1.05],
  },
  overcast: {
    sun: [0.6, 1.8],
    sunHue: [0.1, 0.1, 0.95],
    height: [0.8, 1.3],
    sky: [0x9aa4ae, 0xdfe1e2],
    fill: [5, 6.6],
    ground: 0x8b8881,
    haze: 0xc9cccd,
    exposure: [0.8, 1.05],
  },
  dusk: {
    sun: [3.2, 5.5],
    sunHue: [0.06, 0.8, 0.68],
    height: [0.2, 0.45],
    sky: [0x33415f, 0xc48f6d],
    fill: [4.2, 6],
    ground: 0x5a5048,
    haze: 0x8b7f83,
    exposure: [0.75, 1.0],
  },
};

/**
 * Lights the scene around `centre`; its lights lie in `scene.userData.sky` for weather to change.
 * @param {number|null} sunTurn where the sun stands: radians from +x towards +z; null draws one
 * @param {number} reachM how far from the centre shadows fall, metres
 * @returns {number} the exposure to render with
 */
export function light(scene, random, mood, centre, sunTurn = null, reachM = 20) {
  const m = MOODS[mood];
  const sun = new THREE.DirectionalLight(new THREE.Color().setHSL(...m.sunHue), random.between(...m.sun));
  const [drawn, height] = [random.between(0, 6.28), random.between(...m.height)];
  const turn = sunTurn ?? drawn;
  const to = new THREE.Vector3(Math.cos(turn) * Math.cos(height), Math.sin(height), Math.sin(turn) * Math.cos(height));
  sun.position.copy(centre).addScaledVector(to, 30 + reachM);
  sun.target.position.copy(centre);
  castShadows(sun, reachM);
  const fill = new THREE.HemisphereLight(m.sky[1], m.ground, random.between(...m.fill));
  scene.add(sun, sun.target, fill);
  scene.userData.sky = { sun, fill, centre, sunBase: sun.intensity, fillBase: fill.intensity };
  scene.background = gradient(m.sky);
  scene.fog = new THREE.FogExp2(m.haze, random.pick([0.001, 0.003, 0.006, 0.012]));
  return random.between(...m.exposure);
}

function castShadows(sun, reachM) {
  sun.castShadow = true;
  sun.shadow.mapSize.set(1536, 1536);
  Object.assign(sun.shadow.camera, {
    left: -reachM,
    right: reachM,
    bottom: -reachM,
    top: reachM,
    near: 1,
    far: 70 + 2 * reachM,
  });
  sun.shadow.bias = -0.0006;
  sun.shadow.normalBias = 0.03;
}

const skies = new Map();

function gradient(colours) {
  const key = colours.join();
  if (skies.has(key)) return skies.get(key);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [4, 256];
  const pen = canvas.getContext('2d');
  const ramp = pen.createLinearGradient(0, 0, 0, 256);
  colours.forEach((c, i) => ramp.addColorStop(i, `#${c.toString(16).padStart(6, '0')}`));
  pen.fillStyle = ramp;
  pen.fillRect(0, 0, 4, 256);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  skies.set(key, texture);
  return texture;
}
