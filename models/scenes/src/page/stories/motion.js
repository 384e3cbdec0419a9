import { KERB } from '../street.js';

/**
 * A smooth path over the ground through waypoints {t, x, z}: seconds and metres. Equal neighbours
 * are a stop; speeds meet there at zero without overshoot (monotone cubic, Fritsch and Carlson 1980).
 */
export class Path {
  #points;
  #slopes;

  constructor(points) {
    this.#points = points;
    this.#slopes = { x: slopes(points, 'x'), z: slopes(points, 'z') };
  }

  get start() {
    return this.#points[0].t;
  }

  get end() {
    return this.#points.at(-1).t;
  }

  /** {x, z} at second t, held at both ends. */
  at(t) {
    const points = this.#points;
    if (t <= this.start) return points[0];
    if (t >= this.end) return points.at(-1);
    const i = points.findLastIndex((p) => p.t <= t);
    return { x: this.#cubic(i, t, 'x'), z: this.#cubic(i, t, 'z') };
  }

  #cubic(i, t, axis) {
    const [a, b] = [this.#points[i], this.#points[i + 1]];
    const h = b.t - a.t;
    const u = (t - a.t) / h;
    const m = this.#slopes[axis];
    return (
      (1 + 2 * u) * (1 - u) ** 2 * a[axis] +
      u * (1 - u) ** 2 * h * m[i] +
      u * u * (3 - 2 * u) * b[axis] +
      u * u * (u - 1) * h * m[i + 1]
    );
  }

  /** Turn about y that faces along the motion at t or, standing still, along the last motion. */
  turnAt(t) {
    for (let s = Math.min(t, this.end); s > this.start - 1; s -= 0.1) {
      const [a, b] = [this.at(s - 0.1), this.at(s)];
      if (Math.hypot(b.x - a.x, b.z - a.z) > 0.004) return Math.atan2(a.z - b.z, b.x - a.x);
    }
    const [a, b] = [this.at(this.start), this.at(this.start + 0.1)];
    return Math.atan2(a.z - b.z, b.x - a.x);
  }

  /** Metres walked from the start until t. */
  lengthAt(t) {
    let sum = 0;
    for (let s = this.start; s < Math.min(t, this.end); s += 0.1) {
      const [a, b] = [this.at(s), this.at(Math.min(t, s + 0.1))];
      sum += Math.hypot(b.x - a.x, b.z - a.z);
    }
    return sum;
  }
}

function slopes(points, axis) {
  const rise = points.slice(1).map((p, i) => (p[axis] - points[i][axis]) / (p.t - points[i].t));
  return points.map((_, i) => {
    if (i === 0 || i === points.length - 1) return rise[i === 0 ? 0 : i - 1];
    const [a, b] = [rise[i - 1], rise[i]];
    return a * b <= 0 ? 0 : (2 * a * b) / (a + b);
  });
}

/** A walker: steps as it moves, stands when the path stands. `face` turns it while it stands. */
export function walking(person, path, { face = null, stay = false } = {}) {
  const pose = person.userData.pose;
  return (t) => {
    person.visible = t >= path.start && (stay || t <= path.end);
    const { x, z } = path.at(t);
    person.position.set(x, KERB, z);
    const isStill = path.lengthAt(t) - path.lengthAt(t - 0.15) < 0.01;
    person.rotation.y = isStill && face !== null ? face : path.turnAt(t);
    pose(isStill ? null : path.lengthAt(t) * 4.2);
  };
}

/** Something on wheels. @param {function(x, z): number} height of the ground under it */
export function rolling(object, path, { height = () => 0, stay = false } = {}) {
  return (t) => {
    object.visible = t >= path.start && (stay || t <= path.end);
    const { x, z } = path.at(t);
    object.position.set(x, height(x, z), z);
    object.rotation.y = path.turnAt(t);
  };
}
