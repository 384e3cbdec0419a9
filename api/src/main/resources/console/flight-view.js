/** One flight: its files, what is wrong with them, how far its survey is, and what was found. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { UploadPanel } from './flight-drop.js';
import { progressOf, STATE_CLASSES } from './flight-progress.js';
import { findingsOf, inspectionOf, mapOf } from './flight-report.js';
import { absolute, bytes, full, inLanguage } from './format.js';
import { lang, words } from './words.js';

const REFRESH_MS = 3000;
const UNDER_WAY = ['UPLOADING', 'INSPECTING', 'READY', 'SURVEYING'];
const DELETABLE = ['UPLOADING', 'INSPECTING', 'REFUSED', 'READY'];

export class FlightView {
  /** @param {{back: function(), uploads: Uploads, caller: function(): Object}} host */
  constructor(host, flightId) {
    this.host = host;
    this.path = `/api/v1/flights/${encodeURIComponent(flightId)}`;
    this.heading = el('h1');
    this.tags = el('div', { class: 'case-tags' });
    this.back = el('a', { class: 'back', href: '/flights' });
    this.panel = new UploadPanel(host, () => this.load(), flightId);
    this.head = el('section', { class: 'panel facts' });
    this.inspection = el('section', { class: 'panel inspection' });
    this.map = el('section', { class: 'panel flight-map' });
    this.findings = el('section', { class: 'panel findings' });
    this.files = el('section', { class: 'panel' });
    this.foot = el('p', { class: 'quiet', role: 'status' });
    this.node = el('div', { class: 'page flight-page' }, this.back, el('div', { class: 'case-head' }, this.heading, this.tags),
      this.panel.node, this.head, this.inspection, this.map, this.findings, this.files, this.foot);
    this.drawn = new Map();
    this.timer = setInterval(() => { if (!this.flight || UNDER_WAY.includes(this.flight.state)) this.load(); }, REFRESH_MS);
  }

  close() {
    clearInterval(this.timer);
    this.panel.close();
  }

  async load() {
    try {
      const flight = await getJson(this.path);
      const known = this.flight;
      this.flight = flight;
      if (flight.inspection && (!this.report || UNDER_WAY.includes(known?.state))) this.report = await getJson(`${this.path}/findings.geojson`);
      this.failed = false;
    } catch (failure) {
      this.failed = true;
      this.missing = failure.status === 404;
    }
    this.render();
  }

  async remove() {
    const word = words().flights;
    if (!confirm(word.deleteSure)) return;
    const response = await fetch(this.path, { method: 'DELETE' });
    if (response.ok) {
      this.host.uploads.drop(this.flight.flightId);
      this.host.back();
    } else {
      this.foot.textContent = words().failed;
    }
  }

  onEvent() {}

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  mine() {
    return this.flight.pilot === this.host.caller()?.name;
  }

  /** Who asks is known now: what he may do here is shown. */
  onCaller() {
    this.render();
  }

  render() {
    const word = words().flights;
    document.title = `${this.flight?.name ?? word.name} · ${words().name}`;
    this.back.textContent = word.back;
    this.foot.textContent = this.missing ? word.missing : this.failed ? words().failed : '';
    const { flight } = this;
    for (const part of [this.head, this.inspection, this.map, this.findings, this.files]) part.hidden = !flight;
    if (!flight) return;
    this.heading.textContent = flight.name;
    fill(this.tags, el('span', { class: STATE_CLASSES[flight.state] ?? 'tag', text: word.states[flight.state] }),
      el('span', { class: 'quiet', text: inLanguage(flight.detail) }));
    this.panel.render();
    if (flight.state !== 'UPLOADING' || !this.mine()) this.panel.node.hidden = true;
    this.renderHead();
    this.renderFindings();
    this.renderFiles();
  }

  /** Draws a part anew only where what it shows has changed, so that nothing is pulled from under a pointer. */
  draw(part, shown, children) {
    const signature = JSON.stringify([lang(), shown]);
    if (this.drawn.get(part) === signature) return;
    this.drawn.set(part, signature);
    fill(part, ...children());
  }

  renderHead() {
    const word = words().flights;
    const { flight } = this;
    const facts = [
      [word.id, el('span', { class: 'mono', text: flight.flightId })],
      [word.pilot, flight.pilot],
      [word.begun, el('time', { datetime: flight.createdAt, title: full(flight.createdAt), text: absolute(flight.createdAt) })],
      [word.progress, el('span', {}, ...progressOf(flight))],
    ];
    const ended = flight.state === 'DONE' || flight.state === 'FAILED';
    this.draw(this.head, [flight, this.mine()], () => [el('h2', { text: word.flight }),
      el('dl', {}, ...facts.map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', {}, value)))),
      el('p', { class: 'flight-doors' },
        ...(flight.inspection ? ['report.pdf', 'findings.geojson', 'findings.kml'] : []).map((name) => el('a', {
          class: 'button', href: `${this.path}/${name}`, download: `${flight.flightId}-${name}`, text: word.exports[name],
        })),
        this.mine() && DELETABLE.includes(flight.state) ? el('button', { type: 'button', class: 'button', text: word.remove, onclick: () => this.remove() }) : null),
      flight.inspection && !ended ? el('p', { class: 'quiet', text: word.reportSoFar }) : null]);
  }

  renderFindings() {
    const { flight, report } = this;
    this.inspection.hidden = !flight.inspection && flight.state !== 'INSPECTING';
    this.draw(this.inspection, flight.inspection, () => inspectionOf(flight));
    this.map.hidden = !flight.inspection;
    this.draw(this.map, [flight.inspection, report], () => mapOf(flight, report));
    this.findings.hidden = !report;
    const readsCases = (this.host.caller()?.roles ?? []).some((role) => ['operator', 'reviewer', 'auditor'].includes(role));
    this.draw(this.findings, [report, readsCases], () => findingsOf(report, readsCases));
  }

  renderFiles() {
    const word = words().flights;
    this.draw(this.files, this.flight.files, () => [el('h2', { text: word.files }), el('div', { class: 'table-wrap' }, el('table', {},
      el('thead', {}, el('tr', {}, ...word.fileColumns.map((name) => el('th', { scope: 'col', text: name })))),
      el('tbody', {}, ...this.flight.files.map((file) => el('tr', {},
        el('td', { text: file.shown, title: file.pairedWith ? word.pairedWith(file.pairedWith) : null }),
        el('td', { text: word.roles[file.role] }),
        el('td', { text: file.stored ? bytes(file.bytes) : `${bytes(file.received)} / ${bytes(file.bytes)}` }),
        el('td', {}, file.sha256 ? el('code', { title: file.sha256, text: `${file.sha256.slice(0, 16)}…` }) : el('span', { class: 'quiet', text: word.notHere })))))))]);
  }
}
