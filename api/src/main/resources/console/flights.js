/** Flights: bringing one, and how far each is. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { UploadPanel } from './flight-drop.js';
import { progressOf, STATE_CLASSES } from './flight-progress.js';
import { absolute, bytes, full, inLanguage } from './format.js';
import { lang, words } from './words.js';

const REFRESH_MS = 5000;
const PAGE = 50;

export class FlightPage {
  /** @param {{back: function(), openFlight: function(string), uploads: Uploads, caller: function(): Object}} host */
  constructor(host) {
    this.host = host;
    this.flights = [];
    this.next = null;
    this.heading = el('h1');
    this.panel = new UploadPanel(host, () => this.load());
    this.table = el('div', { class: 'table-wrap' });
    this.foot = el('p', { class: 'quiet' });
    this.node = el('div', { class: 'page flights-page' }, el('div', { class: 'case-head' }, this.heading), this.panel.node,
      el('section', { class: 'panel' }, this.table), this.foot);
    this.timer = setInterval(() => this.load(), REFRESH_MS);
  }

  close() {
    clearInterval(this.timer);
    this.panel.close();
  }

  async load() {
    if (this.flights.length > PAGE) return; // a reader who went further is not thrown back
    try {
      const page = await getJson(`/api/v1/flights?limit=${PAGE}`);
      this.flights = page.flights;
      this.next = page.next;
      this.loaded = true;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.renderList();
  }

  async more() {
    const page = await getJson(`/api/v1/flights?limit=${PAGE}&after=${this.next}`).catch(() => null);
    if (!page) return;
    this.flights.push(...page.flights);
    this.next = page.next;
    this.renderList();
  }

  onEvent() {}

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  /** Who asks is known now: what he may do here is shown. */
  onCaller() {
    this.render();
  }

  render() {
    const word = words().flights;
    document.title = `${word.name} · ${words().name}`;
    this.heading.textContent = word.name;
    this.panel.render();
    this.renderList();
  }

  renderList() {
    const word = words().flights;
    this.foot.textContent = this.failed ? words().failed : '';
    if (!this.loaded) return;
    const shown = JSON.stringify([lang(), this.flights, this.next]);
    if (shown === this.shown) return; // nothing is pulled from under a pointer
    this.shown = shown;
    if (this.flights.length === 0) {
      fill(this.table, el('p', { class: 'quiet', text: word.none }));
      return;
    }
    const focused = document.activeElement?.dataset?.flightId;
    fill(this.table,
      el('table', {},
        el('thead', {}, el('tr', {}, ...word.columns.map((name) => el('th', { scope: 'col', text: name })))),
        el('tbody', {}, ...this.flights.map((flight) => this.row(flight)))),
      this.next ? el('button', { type: 'button', class: 'button', text: word.more, onclick: () => this.more() }) : null);
    if (focused) this.table.querySelector(`[data-flight-id="${focused}"]`)?.focus({ preventScroll: true });
  }

  row(flight) {
    const word = words().flights;
    const open = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.host.openFlight(flight.flightId);
    };
    return el('tr', {},
      el('td', {}, el('a', { href: `/flights/${flight.flightId}`, 'data-flight-id': flight.flightId, text: flight.name, onclick: open }),
        el('div', { class: 'quiet mono', text: flight.flightId })),
      el('td', {}, el('span', { class: STATE_CLASSES[flight.state] ?? 'tag', text: word.states[flight.state] }),
        el('div', { class: 'quiet', text: inLanguage(flight.detail) })),
      el('td', {}, ...progressOf(flight)),
      el('td', { text: `${flight.fileCount} · ${bytes(flight.bytes)}` }),
      el('td', { text: flight.pilot }),
      el('td', {}, el('time', { datetime: flight.createdAt, title: full(flight.createdAt), text: absolute(flight.createdAt) })));
  }
}
