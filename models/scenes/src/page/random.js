/** Mulberry32: a small seeded generator. Same seed, same numbers, on every machine. */
export class Random {
  #state;

  /** @param {string|number} seed any text or number; texts are hashed (FNV-1a) */
  constructor(seed) {
    this.seed = String(seed);
    this.#state = fnv1a(this.seed);
  }

  /** An independent stream: what is drawn from it never shifts what is drawn from this one. */
  fork(name) {
    return new Random(`${this.seed}/${name}`);
  }

  /** Uniform in [0, 1). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Uniform in [low, high). */
  between(low, high) {
    return low + (high - low) * this.next();
  }

  /** Whole number in [low, high], both included. */
  whole(low, high) {
    return Math.floor(this.between(low, high + 1));
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  chance(probability) {
    return this.next() < probability;
  }

  /** Bell-shaped around 0, within [-1, 1]. */
  spread() {
    return ((this.next() + this.next() + this.next()) * 2) / 3 - 1;
  }
}

function fnv1a(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash | 0;
}
