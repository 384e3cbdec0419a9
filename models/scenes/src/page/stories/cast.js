import { CAR_KINDS, makeVehicle } from '../objects/vehicles.js';
import { makeFurniture } from '../objects/furniture.js';
import { carriedBag, makePerson } from '../objects/people.js';
import { KERB } from '../street.js';
import { Path, rolling, walking } from './motion.js';

/** Who and what appears in a story, and how it moves. Every object with a label gets a track name. */
export class Cast {
  #random;
  #art;
  #counts = {};
  #moves = [];
  objects = [];

  constructor(random, art) {
    this.#random = random;
    this.#art = art;
  }

  /** A random stream that depends on the name alone. */
  random(name) {
    return this.#random.fork(name);
  }

  /** @param {function(seconds)|null} move called before every picture */
  add(object, move = null) {
    const label = object.userData.label;
    if (label) {
      this.#counts[label] = (this.#counts[label] ?? 0) + 1;
      object.userData.track ??= `${label}-${this.#counts[label]}`;
    }
    this.objects.push(object);
    if (move) this.#moves.push(move);
    return object;
  }

  /** Something that stands on the pavement for the whole story. */
  stand(object, x, z, turn = 0) {
    object.position.set(x, KERB, z);
    object.rotation.y = turn;
    return this.add(object);
  }

  furniture(kind, x, z, turn = 0) {
    this.stand(makeFurniture(this.random(`furniture ${kind} ${x}`), this.#art, kind), x, z, turn);
  }

  /** A person who goes through the waypoints [t, x, z]; `bag` is carried until second `bag`. */
  person(name, waypoints, { face = null, stay = false, bag = null, ...wear } = {}) {
    const person = makePerson(this.random(name), this.#art, wear);
    const path = new Path(waypoints.map(([t, x, z]) => ({ t, x, z })));
    const walk = walking(person, path, { face, stay });
    if (bag === null) return this.add(person, walk);
    const load = carriedBag(this.random(`${name} bag`));
    person.add(load);
    return this.add(person, (t) => {
      walk(t);
      load.visible = t < bag;
    });
  }

  /** Pedestrians who cross the picture along the street now and then.
   *  @param {object} range {lanes: z values in metres, reach: from -reach to reach in x, every, until: seconds} */
  passers({ lanes, reach, every, until, umbrellas = 0.1 }) {
    const random = this.random('passers');
    for (let t = -20; t < until; t += every * random.between(0.6, 1.4)) {
      const heading = random.pick([-1, 1]);
      const [z, speed] = [random.pick(lanes) + random.spread() * 0.15, random.between(1.1, 1.5)];
      const end = t + (2 * reach) / speed;
      const umbrella = random.chance(umbrellas);
      if (end > 0)
        this.person(
          `passer ${t}`,
          [
            [t, -heading * reach, z],
            [end, heading * reach, z],
          ],
          { umbrella },
        );
    }
  }

  /** Through traffic in one lane. */
  traffic({ heading, z, every, until, reach = 48, kinds = [...CAR_KINDS, 'scooter', 'scooter'] }) {
    const random = this.random(`traffic ${heading}`);
    for (let t = -8 + random.between(0, every); t < until; t += every * random.between(0.7, 1.5)) {
      const vehicle = makeVehicle(random.fork(t), this.#art, random.pick(kinds));
      this.drive(vehicle, [
        [t, -heading * reach, z],
        [t + (2 * reach) / random.between(9, 10.5), heading * reach, z],
      ]);
    }
  }

  drive(vehicle, waypoints, options = {}) {
    this.#nameRider(vehicle);
    return this.add(vehicle, rolling(vehicle, new Path(waypoints.map(([t, x, z]) => ({ t, x, z }))), options));
  }

  #nameRider(vehicle) {
    for (const rider of vehicle.children.filter((child) => child.userData.label)) {
      rider.userData.track = `rider-${this.#counts.vehicle ?? 0}`;
    }
  }

  /** Puts everything where it is at second t. */
  at(t) {
    for (const move of this.#moves) move(t);
  }
}
