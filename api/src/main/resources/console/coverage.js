/** Whether living cameras are seen as often as promised, which are not and why, and who watches them. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { FleetPanel } from './fleet.js';
import { absolute, ago, duration, full, percentFine } from './format.js';
import { words } from './words.js';

const REFRESH_MS = 10000;
const PAGE = 50;
const HOURS = 6;
const WIDTH = 960;
const HEIGHT = 150;

/** What costs the promise first, then what nobody could have seen. */
const REASONS = ['NO_SESSION', 'OVERLOADED', 'LATE', 'UNREPORTED', 'VIEW_INVALID', 'REFUSED', 'DEAD'];

export class CoveragePage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.sight = null;
    this.rows = [];
    this.next = null;
    this.fleet = new FleetPanel();
    this.heading = el('h1');
    this.tags = el('div', { class: 'case-tags' });
    this.figures = el('dl', { class: 'figures' });
    this.chart = el('div', { class: 'chart' });
    this.reasons = el('div', { class: 'reasons', role: 'group' });
    this.table = el('div', { class: 'table-wrap' });
    this.foot = el('p', { class: 'quiet' });
    this.summary = el('section', { class: 'panel' }, this.figures, this.chart);
    this.node = el('div', { class: 'page coverage-page' },
      el('div', { class: 'case-head' }, this.heading, this.tags),
      this.summary,
      this.fleet.node,
      el('section', { class: 'panel blind' }, this.reasons, this.table),
      this.foot);
    this.timer = setInterval(() => this.load(), REFRESH_MS);
  }

  close() {
    clearInterval(this.timer);
  }

  query(after) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    for (const sight of this.sight ? [this.sight] : REASONS) query.append('sight', sight);
    if (after) query.set('after', after);
    return `/api/v1/coverage/cameras?${query}`;
  }

  async load() {
    const asked = this.sight;
    const longer = this.rows.length > PAGE; // a reader who went further is not thrown back
    try {
      const [standing, page] = await Promise.all([
        this.city(), longer ? null : getJson(this.query(null)), this.fleet.load()]);
      if (asked !== this.sight) return;
      this.standing = standing;
      if (page) this.take(page, []);
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.render();
  }

  /** How the whole city stands; null for whom that is not shown to. */
  city() {
    return getJson(`/api/v1/coverage?hours=${HOURS}`).catch((failure) => {
      if (failure.status === 403) return null;
      throw failure;
    });
  }

  take(page, before) {
    this.rows = [...before, ...page.cameras];
    this.next = page.next;
  }

  async more() {
    const page = await getJson(this.query(this.next)).catch(() => null);
    if (page) this.take(page, this.rows);
    this.renderBlind();
  }

  choose(sight) {
    this.sight = this.sight === sight ? null : sight;
    this.rows = [];
    this.load();
  }

  onEvent(type) {
    if (type.startsWith('coverage-')) this.load();
  }

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  render() {
    const word = words();
    document.title = `${word.coverage} · ${word.name}`;
    this.heading.textContent = word.coverage;
    this.foot.textContent = this.failed ? word.failed : word.coverageHint;
    this.fleet.render();
    if (this.standing === undefined) return;
    this.summary.hidden = this.standing === null;
    if (this.standing) {
      this.renderFigures();
      this.renderChart();
    }
    this.renderBlind();
  }

  renderFigures() {
    const word = words();
    const now = this.standing;
    const said = word.promise(percentFine(now.targetShare), duration(now.promiseSeconds * 1000));
    fill(this.tags,
      el('span', { class: 'tag', text: said }),
      now.cameras === 0 ? null : el('span', {
        class: now.below ? 'tag bad' : 'tag good', title: now.since ? full(now.since) : null,
        text: now.below ? word.promiseBelow(absolute(now.since)) : word.promiseKept,
      }));
    const figure = (name, value, more) => el('div', {}, el('dt', { text: name }), el('dd', { text: value }),
      more ? el('dd', { class: 'quiet', text: more }) : null);
    fill(this.figures,
      figure(word.seenNow, percentFine(now.share), word.ofLiving(now.seen, now.living)),
      figure(word.couldPromise, now.reachSeconds === null ? '–' : duration(Math.round(now.reachSeconds) * 1000), word.couldPromiseHint),
      figure(word.blindNow, String(now.living - now.seen), word.blindNowHint),
      figure(word.outOfSight, String(now.sights.DEAD + now.sights.REFUSED + now.sights.VIEW_INVALID), word.outOfSightHint(now.cameras)));
  }

  /** One bar per window; the axis begins where something is to be seen. */
  renderChart() {
    const word = words();
    const { windows, targetShare, at, promiseSeconds } = this.standing;
    if (windows.length === 0) {
      fill(this.chart, el('p', { class: 'quiet', text: word.noWindows }));
      return;
    }
    const lowest = Math.min(targetShare, ...windows.map((window) => window.share));
    const floor = Math.max(0, Math.floor((lowest - (1 - lowest) * 0.5) * 50) / 50);
    const y = (share) => HEIGHT - ((share - floor) / (1 - floor)) * HEIGHT;
    const slots = Math.round((HOURS * 3600) / promiseSeconds);
    const slot = WIDTH / slots;
    const start = new Date(at).getTime() - HOURS * 3600000;
    const bars = windows.map((window) => {
      const open = new Date(window.start).getTime() + window.seconds * 1000 > new Date(at).getTime();
      const x = Math.max(0, (new Date(window.start).getTime() - start) / (window.seconds * 1000)) * slot;
      const name = `${absolute(window.start)}  ${percentFine(window.share)}  ${word.ofLiving(window.seen, window.living)}${open ? `  ${word.openWindow}` : ''}`;
      return el('svg:rect', {
        x: x.toFixed(1), width: Math.max(1, slot - 2).toFixed(1), y: y(Math.max(floor, window.share)).toFixed(1),
        height: (HEIGHT - y(Math.max(floor, window.share))).toFixed(1),
        class: open ? 'window open' : window.share < targetShare ? 'window below' : 'window',
      }, el('svg:title', { text: name }));
    });
    const line = y(targetShare).toFixed(1);
    fill(this.chart,
      el('svg:svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': word.chart(HOURS) },
        ...bars, el('svg:line', { x1: 0, x2: WIDTH, y1: line, y2: line, class: 'promise-line' })),
      el('div', { class: 'chart-foot' },
        el('span', { text: absolute(new Date(start).toISOString()) }),
        el('span', { class: 'promise-key', text: word.promiseLine(percentFine(targetShare)) }),
        el('span', { text: word.axis(percentFine(floor)) }),
        el('span', { text: absolute(at) })));
  }

  renderBlind() {
    const word = words();
    const sights = this.standing?.sights;
    const chosen = REASONS.filter((sight) => !sights || sights[sight] > 0 || sight === this.sight);
    fill(this.reasons, el('h2', { text: word.blindCameras }),
      ...chosen.map((sight) => el('button', {
        type: 'button', class: 'button reason', 'aria-pressed': String(this.sight === sight), title: word.sightHints[sight],
        text: [word.sights[sight], sights?.[sight]].join(' ').trim(), onclick: () => this.choose(sight),
      })));
    if (this.rows.length === 0) {
      fill(this.table, el('p', { class: 'quiet', text: this.standing?.cameras === 0 ? word.noCoverage : word.noBlind }));
      return;
    }
    fill(this.table, el('table', {},
      el('thead', {}, el('tr', {}, ...word.blindColumns.map((name) => el('th', { scope: 'col', text: name })))),
      el('tbody', {}, ...this.rows.map((camera) => this.row(camera)))),
    this.next ? el('button', { type: 'button', class: 'button', text: word.moreCameras, onclick: () => this.more() }) : null);
  }

  row(camera) {
    const word = words();
    return el('tr', {},
      el('td', {}, el('a', { href: `/?camera=${encodeURIComponent(camera.id)}`, text: camera.name || camera.id }),
        camera.name ? el('div', { class: 'quiet mono', text: camera.id }) : null),
      el('td', {}, el('span', { class: 'tag', text: word.sights[camera.sight] ?? camera.sight, title: word.sightHints[camera.sight] })),
      el('td', { text: word.views[camera.view] ?? camera.view }),
      el('td', {}, camera.lastSeenAt
        ? el('time', { datetime: camera.lastSeenAt, title: full(camera.lastSeenAt), text: ago(camera.lastSeenAt) })
        : el('span', { text: word.never })),
      el('td', { class: 'mono', text: camera.workerId }));
  }
}
