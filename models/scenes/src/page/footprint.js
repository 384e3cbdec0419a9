import * as THREE from 'three';

/**
 * The ground under an object: middle and area of the convex hull of its points, seen from straight above.
 * @returns {{x: number, z: number, areaM2: number}} metres of the scene
 */
export function groundOf(object) {
  object.updateWorldMatrix(true, true);
  return middleOf(hull(pointsOf(object)));
}

function pointsOf(object) {
  const points = [];
  const v = new THREE.Vector3();
  object.traverse((mesh) => {
    if (!mesh.isMesh) return;
    const { position } = mesh.geometry.attributes;
    for (let i = 0; i < position.count; i++) {
      v.fromBufferAttribute(position, i).applyMatrix4(mesh.matrixWorld);
      points.push([v.x, v.z]);
    }
  });
  return points;
}

const turn = ([ax, az], [bx, bz], [cx, cz]) => (bx - ax) * (cz - az) - (bz - az) * (cx - ax);

/** Andrew's monotone chain. */
function hull(points) {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const kept = [];
    for (const point of list) {
      while (kept.length > 1 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function middleOf(ring) {
  let [twice, x, z] = [0, 0, 0];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const cross = a[0] * b[1] - b[0] * a[1];
    twice += cross;
    x += (a[0] + b[0]) * cross;
    z += (a[1] + b[1]) * cross;
  });
  return { x: x / (3 * twice), z: z / (3 * twice), areaM2: Math.abs(twice) / 2 };
}
