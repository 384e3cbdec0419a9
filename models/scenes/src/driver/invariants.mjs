/** The label that is an incident of each kind where it stands in a zone of that kind. */
const OFFENDERS = { vending: 'stall', 'bin-overflow': 'bin_overflow', dumping: 'rubbish', 'green-parking': 'vehicle' };
/** A 576 pixels wide detector input has to show an incident's object at least this large. */
const LEAST_SIDE_PX = 24;
const INPUT_WIDTH = 576;
const ARRIVES_AFTER_US = 3_500_000;
const LONGEST_HIDDEN_US = 4_000_000;

/**
 * What a clip's ground truth must hold for the demo to be honest.
 * @returns {string[]} every fault found, each with where, expected and found; empty when sound
 */
export function faultsOf(truth) {
  return [...boxFaults(truth), ...truth.events.flatMap((event) => eventFaults(truth, event)), ...strangerFaults(truth)];
}

/** Bottom middle of a box: where the object meets the ground, nearly. */
export const groundPoint = ([l, , r, b]) => [(l + r) / 2, b];

/** Even-odd rule. */
export function contains(polygon, [x, y]) {
  let inside = false;
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon.at(i - 1);
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

function* boxesOf(truth) {
  for (const { ptsUs, boxes } of truth.frames) for (const box of boxes) yield { ptsUs, ...box };
}

function boxFaults(truth) {
  const faults = [];
  for (const { ptsUs, track, label, box } of boxesOf(truth)) {
    const [l, t, r, b] = box;
    const isSound = 0 <= l && l < r && r <= 1 && 0 <= t && t < b && b <= 1;
    if (!isSound) faults.push(`${truth.clip} ${ptsUs}: ${track}: expected a box within 0..1, found ${box}`);
    if (!truth.classes.includes(label))
      faults.push(`${truth.clip} ${ptsUs}: ${track}: expected one of ${truth.classes}, found ${label}`);
  }
  return faults;
}

function eventFaults(truth, { kind, fromUs, label, track }) {
  const where = `${truth.clip}: ${kind}`;
  const zone = truth.zones.find((z) => z.kind === kind);
  if (!zone) return [`${where}: expected a zone of that kind, found ${truth.zones.map((z) => z.kind)}`];
  const sightings = [...boxesOf(truth)].filter((b) => b.track === track && b.label === label);
  const faults = sightings
    .filter((b) => b.ptsUs < ARRIVES_AFTER_US)
    .map((b) => `${where}: expected no ${track} so early, found it at ${b.ptsUs}`);
  const settled = sightings.filter((b) => b.ptsUs >= fromUs);
  for (const { ptsUs, box } of settled) {
    if (!contains(zone.polygon, groundPoint(box)))
      faults.push(`${where} ${ptsUs}: expected ${track} in ${zone.id}, found ${groundPoint(box)}`);
    const sidePx = Math.min(box[2] - box[0], ((box[3] - box[1]) * truth.height) / truth.width) * INPUT_WIDTH;
    if (sidePx < LEAST_SIDE_PX)
      faults.push(`${where} ${ptsUs}: expected ${track} at least ${LEAST_SIDE_PX} px, found ${sidePx.toFixed(1)}`);
  }
  return [...faults, ...gapFaults(where, track, truth, fromUs, settled)];
}

/** From its start to the clip's end an event is seen again and again. */
function gapFaults(where, track, truth, fromUs, settled) {
  const times = [fromUs, ...settled.map((b) => b.ptsUs), truth.frames.at(-1).ptsUs];
  return times.slice(1).flatMap((t, i) => {
    const hidden = t - times[i];
    return hidden > LONGEST_HIDDEN_US
      ? [
          `${where}: expected ${track} at least every ${LONGEST_HIDDEN_US} us, found it hidden for ${hidden} from ${times[i]}`,
        ]
      : [];
  });
}

/** Nothing but the events' own objects offends in a zone while the events last. */
function strangerFaults(truth) {
  const faults = [];
  for (const { ptsUs, label, track, box } of boxesOf(truth)) {
    for (const { id, kind, polygon } of truth.zones) {
      const isTold = truth.events.some((event) => event.kind === kind && event.track === track);
      if (label === OFFENDERS[kind] && !isTold && contains(polygon, groundPoint(box))) {
        faults.push(`${truth.clip} ${ptsUs}: ${id}: expected no ${label} but the event's, found ${track}`);
      }
    }
  }
  return faults;
}
