/** WGS-84. */
const SEMI_MAJOR_M = 6378137.0;
const ECCENTRICITY_SQUARED = 6.69437999014e-3;

/** Longitude and latitude of places given in metres from an origin by the radii of curvature there. */
export class Ground {
  #origin;
  #metresPerDegree;

  /** @param {{longitude: number, latitude: number}} origin degrees */
  constructor(origin) {
    const radians = Math.PI / 180;
    const sine = Math.sin(origin.latitude * radians);
    const flat = 1 - ECCENTRICITY_SQUARED * sine * sine;
    this.#origin = origin;
    this.#metresPerDegree = {
      east: (SEMI_MAJOR_M / Math.sqrt(flat)) * Math.cos(origin.latitude * radians) * radians,
      north: ((SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / (flat * Math.sqrt(flat))) * radians,
    };
  }

  /** @returns {{longitude: number, latitude: number}} of a place in the scene, whose x is east and z south */
  at({ x, z }) {
    return {
      longitude: rounded(this.#origin.longitude + x / this.#metresPerDegree.east),
      latitude: rounded(this.#origin.latitude - z / this.#metresPerDegree.north),
    };
  }
}

/** A tenth of a millimetre or so. */
const rounded = (degrees) => Math.round(degrees * 1e9) / 1e9;
