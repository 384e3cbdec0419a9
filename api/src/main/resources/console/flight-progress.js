/** How far a flight is. */
import { el } from './dom.js';
import { duration, percent } from './format.js';
import { words } from './words.js';

/** Which tag a state gets. */
export const STATE_CLASSES = { REFUSED: 'tag bad', FAILED: 'tag bad', DONE: 'tag good', SURVEYING: 'tag strong' };

/** How far its files or its survey are. */
export function progressOf(flight) {
  const word = words().flights;
  const { doneMs, totalMs, findings, etaSeconds } = flight.progress;
  if (flight.state === 'UPLOADING') return [bar(flight.received, flight.bytes, word.uploaded)];
  if (flight.state === 'SURVEYING' && totalMs > 0) {
    return [bar(doneMs, totalMs, word.surveyed),
      el('div', { class: 'quiet', text: [etaSeconds === null ? null : word.left(duration(etaSeconds * 1000)), word.findingCount(findings)].filter(Boolean).join(' · ') })];
  }
  return flight.state === 'DONE' || flight.state === 'FAILED' ? [el('span', { text: word.findingCount(findings) })] : [el('span', { class: 'quiet', text: '–' })];
}

export function bar(done, all, name) {
  return el('span', { class: 'flight-bar' },
    el('progress', { max: String(all), value: String(done), 'aria-label': name }),
    el('span', { text: ` ${percent(Math.floor((done / all) * 100) / 100)}` }));
}
