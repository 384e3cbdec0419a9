import * as THREE from 'three';

/** Whether a thing at (x, z) stands near the camera `from` or in its line of sight to `to`, metres. */
export function isBetween(from, to, x, z, margin = 2.3) {
  const along = new THREE.Vector2(to.x - from.x, to.z - from.z);
  const length = along.length();
  along.normalize();
  const [px, pz] = [x - from.x, z - from.z];
  const ahead = px * along.x + pz * along.y;
  const aside = Math.abs(px * along.y - pz * along.x);
  return Math.hypot(px, pz) < 4 || (ahead > 0 && ahead < length + 1 && aside < margin);
}
