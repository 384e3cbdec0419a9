/** The register of dumping places: where they are, and what each flight over them saw. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, full } from './format.js';
import { groundMap } from './ground-map.js';
import { words } from './words.js';

const MOST_PICTURES = 6;
const CHANGE_CLASSES = { NEW: 'tag warn', GROWN: 'tag bad', GONE: 'tag good' };

export class SitePage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.sites = [];
    this.details = new Map();
    this.next = null;
    this.heading = el('h1');
    this.hint = el('p', { class: 'quiet' });
    this.map = el('section', { class: 'panel' });
    this.list = el('ol', { class: 'models' });
    this.foot = el('div');
    this.node = el('div', { class: 'page sites-page' }, el('div', { class: 'case-head' }, this.heading), this.hint, this.map, this.list, this.foot);
  }

  close() {}

  async load() {
    await this.take('/api/v1/sites', []);
    this.render();
  }

  async take(path, before) {
    try {
      const page = await getJson(path);
      this.sites = [...before, ...page.sites];
      this.next = page.next;
      this.loaded = true;
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  async more() {
    await this.take(`/api/v1/sites?before=${this.next}`, this.sites);
    this.render();
  }

  onEvent() {}

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  async toggle(id) {
    if (this.details.has(id)) this.details.delete(id);
    else this.details.set(id, await getJson(`/api/v1/sites/${id}`).catch(() => null));
    this.render();
    this.list.querySelector(`[data-site="${id}"]`)?.focus({ preventScroll: true });
  }

  async choose(id) {
    if (!this.details.has(id)) await this.toggle(id);
    this.list.querySelector(`[data-site="${id}"]`)?.scrollIntoView({ block: 'center' });
  }

  render() {
    const word = words().flights.sites;
    document.title = `${word.name} · ${words().name}`;
    this.heading.textContent = word.name;
    this.hint.textContent = this.failed ? words().failed : this.loaded && this.sites.length === 0 ? word.none : word.hint;
    this.map.hidden = this.sites.length === 0;
    if (this.sites.length > 0) fill(this.map, groundMap({
      places: this.sites.map((site) => ({ ...site, key: String(site.id), state: site.views[0]?.change.toLowerCase(), text: `${word.site(site.id)} ${word.changes[site.views[0]?.change] ?? ''}` })),
    }, word.map, (key) => this.choose(Number(key))));
    fill(this.list, ...this.sites.map((site) => this.item(site)));
    fill(this.foot, this.next ? el('button', { type: 'button', class: 'button', text: word.more, onclick: () => this.more() }) : null);
  }

  item(site) {
    const word = words().flights.sites;
    const open = this.details.has(site.id);
    const views = this.details.get(site.id)?.views ?? site.views;
    return el('li', { class: 'panel site' },
      el('div', { class: 'model-head' },
        el('h2', { text: word.site(site.id) }),
        el('span', { class: 'tag', text: words().kinds[site.kind] ?? site.kind }),
        el('span', { class: 'quiet', text: `${site.longitude.toFixed(6)}, ${site.latitude.toFixed(6)} ${words().ground.plusMinus(site.uncertaintyM)}` }),
        el('button', { type: 'button', class: 'button', 'aria-expanded': String(open), 'data-site': String(site.id), text: open ? words().less : word.views, onclick: () => this.toggle(site.id) })),
      el('ol', { class: 'site-views' }, ...views.map(viewOf)),
      open ? el('div', { class: 'site-pictures' }, ...views.filter((view) => view.caseNo).slice(0, MOST_PICTURES).map((view) => pictureOf(site, view))) : null);
  }
}

/** Newest first, all over the same ground. */
function pictureOf(site, view) {
  const word = words().flights.sites;
  return el('figure', {},
    el('img', { src: `/api/v1/sites/${site.id}/views/${view.id}/ground.jpg`, alt: `${word.site(site.id)} ${absolute(view.at)}`, width: '256', height: '256', loading: 'lazy', decoding: 'async' }),
    el('figcaption', {}, el('strong', { text: word.changes[view.change] }), el('span', { text: absolute(view.at) })));
}

function viewOf(view) {
  const word = words().flights.sites;
  return el('li', {},
    el('time', { datetime: view.at, title: full(view.at), text: absolute(view.at) }),
    el('span', { class: CHANGE_CLASSES[view.change] ?? 'tag', text: word.changes[view.change] }),
    view.change === 'GONE' ? null : el('span', { text: view.areaM2 === null ? word.noArea : words().ground.areaOf(view.areaM2, view.areaUnsureM2) }),
    view.caseNo ? el('a', { class: 'mono', href: `/cases/${view.caseNo}`, text: view.caseNo }) : null,
    el('a', { class: 'mono', href: `/flights/${view.flightId}`, text: view.flightId }),
    view.proposal === 'NONE' ? null : el('strong', { text: word.proposals[view.proposal]?.(view.proposedFor) ?? view.proposal }));
}
