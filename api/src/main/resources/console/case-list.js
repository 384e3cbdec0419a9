/** The list of cases: newest first, filtered, growing by itself. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, ago, duration, full } from './format.js';
import { words } from './words.js';

const PAGE = 40;
const FILTERS = ['kind', 'camera', 'status', 'held'];

export class CaseList {
  /** @param {{open: function(string), announce: function(string), cameras: CameraStrip}} host */
  constructor(host) {
    this.host = host;
    this.filter = readFilter();
    this.cases = [];
    this.cursor = null;
    this.loaded = false;
    this.heading = el('h1');
    this.count = el('span', { class: 'count' });
    this.filters = el('div', { class: 'filters', role: 'group' });
    this.grid = el('ol', { class: 'cases' });
    this.foot = el('div', { class: 'list-foot' });
    this.node = el('div', { class: 'page list-page' }, host.cameras.node,
      el('div', { class: 'list-head' }, el('div', { class: 'title-line' }, this.heading, this.count), this.filters),
      this.grid, this.foot);
    host.cameras.onPick = (id) => this.setFilter('camera', id);
    host.cameras.onChange = () => this.renderFilters();
    this.tick = setInterval(() => this.renderAges(), 5000);
  }

  close() {
    clearInterval(this.tick);
  }

  query(cursor) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    for (const name of FILTERS) if (this.filter[name]) query.set(name, this.filter[name]);
    if (cursor) query.set('cursor', cursor);
    return `/api/v1/cases?${query}`;
  }

  async load() {
    const asked = JSON.stringify(this.filter);
    try {
      const page = await getJson(this.query(null));
      if (asked !== JSON.stringify(this.filter)) return;
      this.cases = page.cases;
      this.cursor = page.nextCursor;
      this.loaded = true;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.render();
  }

  async loadMore() {
    const page = await getJson(this.query(this.cursor)).catch(() => null);
    if (!page) return;
    const known = new Set(this.cases.map((summary) => summary.caseNo));
    this.cases.push(...page.cases.filter((summary) => !known.has(summary.caseNo)));
    this.cursor = page.nextCursor;
    this.render();
  }

  onEvent(type, subject) {
    if (!type.startsWith('case-')) return;
    if (this.filter.held) { // what is held does not stand in the summary
      this.load();
      return;
    }
    const at = this.cases.findIndex((summary) => summary.caseNo === subject.caseNo);
    if (at >= 0) {
      if (this.matches(subject)) this.cases[at] = subject;
      else this.cases.splice(at, 1);
    } else if (type === 'case-filed' && this.matches(subject)) {
      const before = this.cases.findIndex((summary) => summary.raisedAt <= subject.raisedAt);
      if (before < 0 && this.cursor) return; // belongs to a page that is not loaded yet
      this.cases.splice(before < 0 ? this.cases.length : before, 0, subject);
      this.fresh = subject.caseNo;
      const word = words();
      this.host.announce(word.newCase(word.kinds[subject.kind] ?? subject.kind, subject.camera.name));
    } else return;
    this.render();
  }

  matches(summary) {
    const { kind, camera, status } = this.filter;
    return (!kind || summary.kind === kind) && (!camera || summary.camera.id === camera)
      && (!status || summary.status === status);
  }

  setFilter(name, value) {
    this.filter[name] = value;
    const query = new URLSearchParams();
    for (const key of FILTERS) if (this.filter[key]) query.set(key, this.filter[key]);
    history.replaceState(null, '', query.size ? `/?${query}` : '/');
    this.loaded = false;
    this.cases = [];
    this.cursor = null;
    this.render();
    this.load();
  }

  render() {
    const word = words();
    document.title = `${word.cases} · ${word.name}`;
    this.heading.textContent = word.cases;
    this.count.textContent = this.loaded ? word.caseCount(this.cases.length, Boolean(this.cursor)) : '';
    if (this.host.cameras.picked !== this.filter.camera) this.host.cameras.pick(this.filter.camera);
    this.renderFilters();
    this.renderCases();
    this.renderFoot();
  }

  renderFilters() {
    const word = words();
    const cameras = Object.fromEntries([...this.host.cameras.cameras.values()].map((c) => [c.id, c.name || c.id]));
    if (this.filter.camera && !(this.filter.camera in cameras)) cameras[this.filter.camera] = this.filter.camera;
    const choices = { kind: word.kinds, camera: cameras, status: word.statuses, held: word.heldChoices };
    const signature = JSON.stringify([choices, this.filter]);
    if (signature === this.shownFilters) return;
    this.shownFilters = signature;
    fill(this.filters, ...FILTERS.map((name) => this.select(name, choices[name])));
  }

  select(name, choices) {
    const word = words();
    const chosen = this.filter[name] ?? '';
    return el('label', { class: chosen ? 'filter set' : 'filter' }, el('span', { text: word[name] }),
      el('select', { name, onchange: (event) => this.setFilter(name, event.target.value) },
        el('option', { value: '', text: word.all, selected: !chosen }),
        ...Object.entries(choices).map(([value, text]) => el('option', { value, text, selected: chosen === value }))));
  }

  renderCases() {
    const focused = document.activeElement?.dataset?.caseNo;
    fill(this.grid, ...this.cases.map((summary) => this.card(summary)));
    if (focused) this.link(focused)?.focus({ preventScroll: true });
    this.fresh = null;
  }

  card(summary) {
    const word = words();
    const kind = word.kinds[summary.kind] ?? summary.kind;
    const picture = summary.picture
      ? el('img', { src: `${summary.picture}?view=masked`, alt: '', loading: 'lazy', decoding: 'async', width: '320', height: '180' })
      : el('span', { class: 'no-picture', text: word.noPicture });
    return el('li', { class: summary.caseNo === this.fresh ? 'card fresh' : 'card' },
      el('a', {
        href: `/cases/${summary.caseNo}`, class: 'card-link', 'data-case-no': summary.caseNo,
        onclick: (event) => this.follow(event, summary.caseNo),
      },
      el('span', { class: 'thumb' }, picture),
      el('span', { class: 'card-text' },
        el('span', { class: 'card-top' },
          el('span', { class: `kind kind-${summary.kind}`, text: kind }),
          summary.experimental ? el('span', { class: 'tag warn', text: word.experimental, title: word.experimentalHint }) : null,
          summary.clearedAt ? el('span', { class: 'tag', text: word.cleared }) : null),
        el('span', { class: 'card-camera', text: summary.camera.name }),
        el('span', { class: 'card-time' },
          el('time', { datetime: summary.raisedAt, title: full(summary.raisedAt), class: 'ago', text: ago(summary.raisedAt) }),
          el('span', { class: 'absolute', text: absolute(summary.raisedAt) })),
        el('span', { class: 'card-foot' },
          el('span', { class: 'case-no', text: summary.caseNo }),
          el('span', { class: 'status', text: word.statuses[summary.status] ?? summary.status }),
          el('span', { class: 'dwell', text: duration(summary.presentMs) })))));
  }

  follow(event, caseNo) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.host.open(caseNo);
  }

  renderFoot() {
    const word = words();
    if (this.failed) {
      fill(this.foot, el('p', { text: word.failed }),
        el('button', { type: 'button', class: 'button', text: word.retry, onclick: () => this.load() }));
    } else if (this.loaded && this.cases.length === 0) {
      fill(this.foot, this.empty());
    } else {
      fill(this.foot,
        this.cursor ? el('button', { type: 'button', class: 'button more', text: word.more, onclick: () => this.loadMore() }) : null,
        this.loaded ? el('p', { class: 'keys', text: word.keys }) : null);
    }
  }

  empty() {
    const word = words();
    if (FILTERS.some((name) => this.filter[name])) {
      return el('div', { class: 'empty' }, el('p', { text: word.emptyFiltered }),
        el('button', { type: 'button', class: 'button', text: word.clearFilter, onclick: () => this.clearFilters() }));
    }
    return el('div', { class: 'empty' },
      el('img', { src: '/assets/icon.svg', alt: '', width: '56', height: '56' }),
      el('h2', { text: word.emptyTitle }), el('p', { text: word.emptyText }));
  }

  clearFilters() {
    for (const name of FILTERS) this.filter[name] = '';
    this.setFilter('kind', '');
  }

  renderAges() {
    for (const time of this.grid.querySelectorAll('time.ago')) time.textContent = ago(time.dateTime);
  }

  link(caseNo) {
    return this.grid.querySelector(`[data-case-no="${CSS.escape(caseNo)}"]`);
  }

  /** J, K; Enter follows the focused link by itself. */
  onKey(key) {
    if (key !== 'j' && key !== 'k') return;
    const links = [...this.grid.querySelectorAll('.card-link')];
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + (key === 'j' ? 1 : -1)));
    links[next]?.focus();
  }
}

function readFilter() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
}
