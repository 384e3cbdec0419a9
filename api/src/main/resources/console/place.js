/** Where a case is, what it is called, whom it concerns, and every camera that saw it. */
import { el } from './dom.js';
import { absolute, full } from './format.js';
import { groundMap } from './ground-map.js';
import { zoneName } from './why.js';
import { words } from './words.js';

/** The children of the panel; the place of a case that was filed before there were places is unknown. */
export function placeOf(detail) {
  const word = words();
  return [
    el('h2', { text: word.place }),
    el('dl', {}, ...rows(detail).map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', { text: value })))),
    ...gaps(detail.place?.gaps ?? []),
    ...ground(detail.ground),
    el('h3', { text: word.sightingCount(detail.sightings.length) }),
    el('ol', { class: 'sightings' }, ...detail.sightings.map(sighting)),
  ];
}

function rows({ codes, place }) {
  const word = words();
  const found = codes.map((coding) => [word.code, `${coding.code} ${coding.name} · ${coding.codeSystem} ${word.versionOf(coding.version)}`]);
  if (!place) return [...found, [word.position, word.notKept]];
  const { position, unitGrid, responsibilityGrid, unit } = place;
  found.push([word.position, position ? `${position.longitude.toFixed(6)}, ${position.latitude.toFixed(6)} (${position.of === 'ground' ? word.ground.plusMinus(position.uncertaintyM) : word.cameraPosition})` : word.gaps['no-position']]);
  if (unitGrid) found.push([word.unitGrid, `${unitGrid.code} · ${word.versionOf(unitGrid.version)}`]);
  if (responsibilityGrid) found.push([word.responsibilityGrid, `${responsibilityGrid.code} · ${word.versionOf(responsibilityGrid.version)}`]);
  if (unit) found.push([word.unit, unit.name]);
  if (place.timeLimit) found.push([word.timeLimit, word.limit(...place.timeLimit.split(' '))]);
  if (place.dueAt) found.push([word.dueAt, absolute(place.dueAt)]);
  return found;
}

/** What flights say of where it is, with the ground that the picture shows. */
function ground(sight) {
  if (!sight) return [];
  const word = words().ground;
  const facts = [
    [word.place, `${sight.longitude.toFixed(6)}, ${sight.latitude.toFixed(6)} ${word.plusMinus(sight.uncertaintyM)}`],
    [word.flight, el('a', { href: `/?camera=flight:${sight.flightId}`, text: sight.flightId })],
    [word.aircraft, [sight.aircraft, sight.serial].filter(Boolean).join(' ') || '–'],
  ];
  if (sight.areaM2 !== null) facts.push([word.area, word.areaOf(sight.areaM2, sight.areaUnsureM2)]);
  return [
    el('h3', { text: word.name }),
    el('dl', {}, ...facts.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value)))),
    groundMap({ places: [{ ...sight, key: 'here', text: word.place }], rings: [sight.footprint] }, word.map),
  ];
}

function gaps(all) {
  const word = words();
  const told = all.filter((gap) => gap !== 'no-position').map((gap) => word.gaps[gap] ?? gap);
  return told.length === 0 ? [] : [el('p', { class: 'quiet', text: told.join(word.comma) })];
}

function sighting(each) {
  const word = words();
  return el('li', {},
    el('time', { datetime: each.raisedAt, title: full(each.raisedAt), text: absolute(each.raisedAt) }),
    el('span', { text: ` ${each.camera.name ?? each.camera.id} · ${zoneName(each.camera, each.zoneId)} · ${each.clearedAt ? word.cleared : word.present}` }),
    each.joinedAs ? el('span', { class: 'quiet', text: ` ${word.sameBecause[each.sameBecause] ?? word.joinedAs[each.joinedAs] ?? ''} ` }) : null,
    ...files(each));
}

/** Of those that joined; the evidence of the first has a panel of its own. */
function files({ joinedAs, evidence }) {
  if (!joinedAs) return [];
  return [...evidence.parts, { name: 'manifest.json', href: evidence.manifest.href }]
    .map((part) => el('a', { href: part.href, target: '_blank', rel: 'noopener', class: 'mono', text: `${part.name} ` }));
}
