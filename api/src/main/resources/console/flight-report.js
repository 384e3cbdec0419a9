/** What inspection and survey say of a flight. */
import { el } from './dom.js';
import { absolute, duration, full } from './format.js';
import { groundMap } from './ground-map.js';
import { lang, words } from './words.js';

const US_PER_MS = 1000;
const MOST_STILLS = 60;

/** The children of the panel: files by files what they are, then every problem with what follows from it. */
export function inspectionOf(flight) {
  const word = words().flights;
  if (!flight.inspection) return [el('h2', { text: word.inspection }), el('p', { class: 'quiet', text: word.inspecting })];
  return [el('h2', { text: word.inspection }), ...(flight.inspection.flights ?? []).map(group)];
}

function group({ files = [], verdict, video, telemetry, photos, problems = [] }) {
  const word = words().flights;
  const facts = [];
  if (video) facts.push([word.video, `${video.codec} ${video.width} × ${video.height} · ${duration(Math.round(video.durationUs / US_PER_MS))}${video.maker ? ` · ${video.maker}` : ''}`]);
  if (telemetry) facts.push([word.telemetry, `${telemetry.dialect} · ${word.entries(telemetry.entries)} · ${word.flown(telemetry.lengthM ?? 0)}`]);
  if (telemetry?.first) facts.push([word.firstPlace, place(telemetry.first)]);
  if (telemetry?.last) facts.push([word.lastPlace, place(telemetry.last)]);
  if (photos) facts.push([word.photos, word.photoCount(photos.count, photos.positions)]);
  return el('div', { class: 'inspected' },
    el('h3', {}, el('span', { text: files.join(' + ') }), ' ', el('span', { class: verdict === 'NOT_USABLE' ? 'tag bad' : verdict === 'USABLE' ? 'tag good' : 'tag warn', text: word.verdicts[verdict] ?? verdict })),
    facts.length === 0 ? null : el('dl', {}, ...facts.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', { text: value })))),
    problems.length === 0 ? el('p', { class: 'quiet', text: word.noProblems })
      : el('ul', { class: 'problems' }, ...problems.map((problem) => el('li', { class: `problem problem-${problem.weight.toLowerCase()}` },
        el('strong', { text: word.weights[problem.weight] ?? problem.weight }),
        el('span', { text: lang() === 'en' ? problem.en : problem.zh }),
        problem.times > 1 ? el('span', { class: 'quiet', text: word.times(problem.times) }) : null,
        problem.detail ? el('span', { class: 'quiet', lang: 'en', text: problem.detail }) : null))));
}

const place = ([longitude, latitude]) => `${longitude.toFixed(6)}, ${latitude.toFixed(6)}`;

/** Track, ground seen and findings; before the survey the first and the last place. */
export function mapOf(flight, report) {
  const word = words().flights;
  const features = report?.features ?? [];
  const of = (role) => features.filter(({ properties }) => properties.role === role).map(({ geometry }) => geometry);
  const lines = of('track').map((geometry) => geometry.coordinates);
  const places = findings(report).map(({ geometry, properties }, i) => ({
    number: i + 1,
    longitude: geometry.coordinates[0], latitude: geometry.coordinates[1], uncertaintyM: properties.uncertaintyM,
    key: properties.incidentId, text: `${words().kinds[properties.kind] ?? properties.kind} ${words().ground.plusMinus(properties.uncertaintyM)}`,
  }));
  if (lines.length === 0) places.push(...ends(flight.inspection));
  return [el('h2', { text: word.map }), groundMap({
    places, lines,
    areas: of('seen').flatMap((geometry) => geometry.coordinates.map(([ring]) => ring)),
    rings: of('footprint').map((geometry) => geometry.coordinates[0]),
  }, word.mapName(findings(report).length)), el('p', { class: 'quiet', text: word.mapKey })];
}

function ends(inspection) {
  const word = words().flights;
  return (inspection?.flights ?? []).flatMap(({ telemetry }) => [[telemetry?.first, word.firstPlace], [telemetry?.last, word.lastPlace]])
    .filter(([at]) => at).map(([[longitude, latitude], text]) => ({ longitude, latitude, uncertaintyM: 0, key: text, text }));
}

const findings = (report) => (report?.features ?? []).filter(({ properties }) => properties.role === 'finding');

/**
 * What was found, each with its case.
 *
 * @param {boolean} readsCases whether the reader may open cases; else their numbers stand alone
 */
export function findingsOf(report, readsCases) {
  const word = words().flights;
  const all = findings(report);
  return [
    el('h2', { text: `${word.findings} (${all.length})` }),
    all.length === 0 ? el('p', { class: 'quiet', text: word.noFindings }) : null,
    el('ol', { class: 'flight-findings' }, ...all.map(({ properties }, number) => finding(properties, readsCases, number))),
  ];
}

function finding(found, readsCases, number) {
  const word = words();
  const name = word.kinds[found.kind] ?? found.kind;
  const text = [
    word.ground.plusMinus(found.uncertaintyM),
    found.areaM2 === undefined ? null : word.ground.areaOf(found.areaM2, found.areaUnsureM2),
    found.joined ? word.flights.joined : null,
  ].filter(Boolean).join(' · ');
  return el('li', {},
    readsCases && number < MOST_STILLS && found.still ? el('img', { src: found.still, alt: `${name} ${found.caseNo}`, width: '240', height: '135', loading: 'lazy', decoding: 'async' }) : null,
    el('div', {}, el('strong', { text: `${number + 1} ${name}` }), ' ',
      readsCases ? el('a', { class: 'mono', href: `/cases/${found.caseNo}`, text: found.caseNo }) : el('span', { class: 'mono', text: found.caseNo }), ' ',
      el('span', { class: 'tag', text: word.statuses[found.status] ?? found.status })),
    el('p', { class: 'quiet' }, text, ' ', el('time', { datetime: found.seenAt, title: full(found.seenAt), text: absolute(found.seenAt) })));
}
