/** Places on the ground and rings around them, drawn to scale with north above. */
import { el } from './dom.js';
import { words } from './words.js';

const WIDTH = 640;
const HEIGHT = 360;
const METRES_PER_DEGREE = 111195;
const MARGIN = 0.1;
const LEAST_M = 30;

/**
 * @param {{places: {key: string, text: string, number: number=, longitude: number, latitude: number, uncertaintyM: number}[], rings: number[][][], lines: number[][][], areas: number[][][]}} shown areas are filled, rings outlined
 * @param {string} name what it is, for those who do not see it
 * @param {function(string)=} choose called with the key of a place that was chosen
 */
export function groundMap({ places, rings = [], lines = [], areas = [] }, name, choose = null) {
  const corners = [...rings, ...lines, ...areas].flat();
  const all = [...corners, ...places.map((place) => [place.longitude, place.latitude])];
  if (all.length === 0) return el('p', { class: 'quiet', text: words().ground.nothing });
  const to = projection(all, places);
  const path = (ring) => ring.map((corner) => to(corner).map((value) => value.toFixed(1)).join(',')).join(' ');
  return el('svg:svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'ground-map', role: choose ? 'group' : 'img', 'aria-label': name },
    ...areas.map((ring) => el('svg:polygon', { points: path(ring), class: 'seen' })),
    ...rings.filter((ring) => ring.length > 0).map((ring) => el('svg:polygon', { points: path(ring), class: 'footprint' })),
    ...lines.map((line) => el('svg:polyline', { points: path(line), class: 'track' })),
    ...places.map((place) => mark(place, to, choose)),
    ...scaleBar(to.pixelsPerMetre));
}

function projection(all, places) {
  const longitudes = all.map(([longitude]) => longitude);
  const latitudes = all.map(([, latitude]) => latitude);
  for (const { longitude, latitude, uncertaintyM } of places) {
    const north = uncertaintyM / METRES_PER_DEGREE;
    const east = north / Math.cos((latitude * Math.PI) / 180);
    longitudes.push(longitude - east, longitude + east);
    latitudes.push(latitude - north, latitude + north);
  }
  const west = Math.min(...longitudes);
  const south = Math.min(...latitudes);
  const middle = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  const eastM = METRES_PER_DEGREE * Math.cos((middle * Math.PI) / 180);
  const wide = Math.max(LEAST_M, (Math.max(...longitudes) - west) * eastM);
  const high = Math.max(LEAST_M, (Math.max(...latitudes) - south) * METRES_PER_DEGREE);
  const scale = Math.min(WIDTH * (1 - 2 * MARGIN) / wide, HEIGHT * (1 - 2 * MARGIN) / high);
  const left = (WIDTH - (Math.max(...longitudes) - west) * eastM * scale) / 2;
  const foot = (HEIGHT + (Math.max(...latitudes) - south) * METRES_PER_DEGREE * scale) / 2;
  const to = ([longitude, latitude]) => [left + (longitude - west) * eastM * scale, foot - (latitude - south) * METRES_PER_DEGREE * scale];
  to.pixelsPerMetre = scale;
  return to;
}

/** The circle that it stands in, and its middle. */
function mark(place, to, choose) {
  const [x, y] = to([place.longitude, place.latitude]);
  const shape = [
    el('svg:title', { text: place.text }),
    el('svg:circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: Math.max(4, place.uncertaintyM * to.pixelsPerMetre).toFixed(1), class: 'unsure' }),
    el('svg:circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: 4, class: `thing ${place.state ?? ''}` }),
    place.number ? el('svg:text', { x: (x + 7).toFixed(1), y: (y + 4).toFixed(1), class: 'thing-number', text: String(place.number) }) : null,
  ];
  return choose
    ? el('svg:a', { href: `#${place.key}`, 'aria-label': place.text, onclick: (event) => { event.preventDefault(); choose(place.key); } }, ...shape)
    : el('svg:g', {}, ...shape);
}

function scaleBar(pixelsPerMetre) {
  const metres = [1000, 500, 200, 100, 50, 20, 10, 5, 2].find((length) => length * pixelsPerMetre <= WIDTH / 4) ?? 1;
  const right = 12 + metres * pixelsPerMetre;
  return [
    el('svg:polyline', { points: `12,${HEIGHT - 16} 12,${HEIGHT - 10} ${right.toFixed(1)},${HEIGHT - 10} ${right.toFixed(1)},${HEIGHT - 16}`, class: 'scale' }),
    el('svg:text', { x: 14, y: HEIGHT - 18, class: 'scale-text', text: `${metres} m  N ↑` }),
  ];
}
