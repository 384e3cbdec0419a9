/** The workers: what each holds, what it can hold, what it runs out of first, who wants it empty. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { ago, bytes, percent } from './format.js';
import { words } from './words.js';

const BAR = 120;

export class FleetPanel {
  constructor() {
    this.node = el('section', { class: 'panel fleet' });
  }

  async load() {
    this.fleet = await getJson('/api/v1/fleet').catch((failure) => {
      this.node.hidden = failure.status === 403;
      return null;
    });
  }

  render() {
    const word = words();
    const { fleet } = this;
    if (!fleet) {
      fill(this.node, el('h2', { text: word.fleet }), el('p', { class: 'quiet', text: word.failed }));
      return;
    }
    const orphans = fleet.cameras - fleet.held;
    fill(this.node,
      el('div', { class: 'panel-head' }, el('h2', { text: word.fleet }),
        fleet.workers.length === 0 ? null : el('span', { class: 'quiet', text: word.fleetSum(fleet.held, fleet.cameras, fleet.capacity) })),
      orphans > 0 ? el('p', { class: 'trouble', text: word.orphans(orphans) }) : null,
      fleet.workers.length === 0
        ? el('p', { class: 'quiet', text: word.noFleet })
        : el('div', { class: 'table-wrap' }, el('table', {},
          el('thead', {}, el('tr', {}, ...word.fleetColumns.map((name) => el('th', { scope: 'col', text: name })))),
          el('tbody', {}, ...fleet.workers.map((worker) => this.row(worker))))));
  }

  row(worker) {
    const word = words();
    const state = worker.alive ? worker.state : 'DEAD';
    const left = worker.drain && worker.held > 0 ? word.stillHeld(worker.held) : null;
    return el('tr', { class: worker.alive ? null : 'gone' },
      el('td', {}, el('span', { class: `lamp lamp-${state.toLowerCase()}`, 'aria-hidden': 'true' }),
        el('strong', { class: 'mono', text: worker.id }),
        worker.drain ? el('div', { class: 'quiet', text: word.drainBy(worker.drain) }) : null),
      el('td', { text: worker.alive ? [word.fleetStates[state], left].filter(Boolean).join(' · ') : word.deadSince(ago(worker.at)) }),
      el('td', {}, el('span', { text: `${worker.held} / ${worker.capacity}` }), this.bar(worker.capacity ? worker.held / worker.capacity : 0)),
      el('td', {}, el('span', { text: `${percent(worker.busiest)} ${word.resources[worker.scarcest] ?? worker.scarcest}` }), this.bar(worker.busiest)),
      el('td', { text: worker.coresUsed.toFixed(2) }),
      el('td', { text: bytes(worker.residentBytes) }),
      el('td', { text: String(worker.openSessions) }));
  }

  bar(part) {
    const width = Math.min(1, Math.max(0, part)) * BAR;
    return el('svg:svg', { viewBox: `0 0 ${BAR} 8`, class: 'load', 'aria-hidden': 'true' },
      el('svg:rect', { width: BAR, height: 8, rx: 4, class: 'bar-present' }),
      el('svg:rect', { width: width.toFixed(1), height: 8, rx: 4, class: part > 0.9 ? 'bar-full' : 'bar-observed' }));
  }
}
