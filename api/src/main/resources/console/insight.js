/** Hot kinds, places and hours, what left its usual band, how right we were and how far cases came. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, duration, percent, percentFine } from './format.js';
import { words } from './words.js';

const WEEKS = 9;
const WIDTH = 960;
const HEIGHT = 150;

/** @param {Array<{value: number|null, title: string, class?: string}>} bars */
function barChart(label, bars, feet) {
  const most = Math.max(1, ...bars.map((bar) => bar.value ?? 0));
  const slot = WIDTH / bars.length;
  return [
    el('svg:svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      ...bars.map((bar, i) => {
        const height = (HEIGHT - 8) * ((bar.value ?? 0) / most);
        return el('svg:rect', {
          x: (i * slot + 2).toFixed(1), width: Math.max(1, slot - 4).toFixed(1), y: (HEIGHT - height).toFixed(1), height: height.toFixed(1),
          class: `window ${bar.class ?? ''}`,
        }, el('svg:title', { text: bar.title }));
      })),
    el('div', { class: 'chart-foot' }, ...feet.map((text) => el('span', { text })))];
}

const share = (part, whole) => (whole === 0 ? '–' : percent(part / whole));
const seconds = (value) => (value === null ? '–' : duration(Math.round(value) * 1000));

export class InsightPage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.heading = el('h1');
    this.span = el('p', { class: 'quiet' });
    this.body = el('div', { class: 'insight' });
    this.node = el('div', { class: 'page insight-page' }, el('div', { class: 'case-head' }, this.heading, this.span), this.body);
  }

  close() {}

  async load() {
    try {
      this.insight = await getJson(`/api/v1/insight?weeks=${WEEKS}`);
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.render();
  }

  onEvent() {}

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  render() {
    const word = words().insight;
    document.title = `${word.name} · ${words().name}`;
    this.heading.textContent = word.name;
    if (this.failed) {
      fill(this.body, el('p', { class: 'quiet', text: words().failed }));
      return;
    }
    if (!this.insight) return;
    const { from, to, weeks } = this.insight;
    this.span.textContent = word.span(absolute(from), absolute(to), weeks.length);
    fill(this.body, this.figures(), this.warnings(), this.weeks(), this.hours(), this.trends(word.kindsTitle, this.insight.kinds, (name) => words().kinds[name] ?? name),
      this.trends(word.placesTitle, this.insight.places, (name) => name), this.precision(), this.sources());
  }

  panel(title, ...children) {
    return el('section', { class: 'panel' }, el('h2', { text: title }), ...children);
  }

  table(columns, rows) {
    return el('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': columns.join(' ') }, el('table', {},
      el('thead', {}, el('tr', {}, ...columns.map((text) => el('th', { scope: 'col', text })))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell, i) => el(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null },
        cell instanceof Node ? cell : String(cell))))))));
  }

  figures() {
    const word = words().insight;
    const sum = (field) => this.insight.weeks.reduce((total, week) => total + week[field], 0);
    const { times } = this.insight;
    const figure = (name, value, more) => el('div', {}, el('dt', { text: name }), el('dd', { text: value }), el('dd', { class: 'quiet', text: more }));
    return el('section', { class: 'panel' }, el('dl', { class: 'figures' },
      figure(word.cases, String(sum('cases')), word.lateOnes(sum('late'))),
      figure(word.registered, share(sum('registered'), sum('pushed')), word.ofPushed(sum('registered'), sum('pushed'))),
      figure(word.closed, share(sum('closed'), sum('registered')), word.ofRegistered(sum('closed'), sum('registered'))),
      ...['toFiled', 'toPushed', 'toAccepted', 'toClosed'].map((span) => figure(word[span], seconds(times[span].medianSeconds),
        times[span].p95Seconds === null ? '' : word.p95(seconds(times[span].p95Seconds))))));
  }

  warnings() {
    const word = words().insight;
    const { warnings, placesCompared, expectedByChance, kinds } = this.insight;
    const item = (warning) => {
      const name = warning.of === 'place' ? warning.name : words().kinds[warning.name] ?? warning.name;
      const said = word.why(warning.counts.at(-1), warning.counts.length - 1, warning.band);
      const seen = warning.coverage === null ? '' : word.coverageThen(percentFine(warning.coverage));
      return el('li', {}, el('span', { class: `tag ${warning.standing === 'ABOVE' ? 'bad' : 'warn'}`, text: word.standings[warning.standing] }),
        ` ${name}${word.colon}${said}${seen}`);
    };
    return this.panel(word.warnings,
      warnings.length === 0 ? el('p', { text: word.noWarnings }) : el('ul', { class: 'warnings' }, ...warnings.map(item)),
      el('p', { class: 'quiet', text: word.method(placesCompared + kinds.length, expectedByChance.toFixed(1)) }));
  }

  weeks() {
    const word = words().insight;
    const { weeks } = this.insight;
    const bars = weeks.map((week) => ({ value: week.cases, title: `${absolute(week.start)}  ${week.cases}` }));
    return this.panel(word.weeksTitle, el('div', { class: 'chart' }, ...barChart(word.weeksTitle, bars, [absolute(weeks[0].start), word.axisCases(Math.max(...weeks.map((week) => week.cases))), absolute(this.insight.to)])),
      this.table(word.weekColumns, weeks.map((week) => [absolute(week.start).slice(0, -3), week.cases, share(week.rejected, week.approved + week.rejected),
        week.pushed, share(week.registered, week.pushed), share(week.closed, week.registered), week.coverage === null ? '–' : percentFine(week.coverage)])));
  }

  hours() {
    const word = words().insight;
    const { hours } = this.insight;
    const most = Math.max(...hours);
    const bars = hours.map((value, hour) => ({ value, title: `${hour}:00  ${value}`, class: value === most && most > 0 ? 'below' : '' }));
    return this.panel(word.hoursTitle, el('div', { class: 'chart' }, ...barChart(word.hoursTitle, bars, ['0:00', word.hottest(hours.indexOf(most), most), '24:00'])));
  }

  trends(title, trends, name) {
    const word = words().insight;
    const rows = trends.map((trend) => [name(trend.name), trend.counts.at(-1), trend.band ? `${trend.band.low}–${trend.band.high}` : '–',
      el('span', { class: `tag ${trend.standing === 'ABOVE' ? 'bad' : trend.standing === 'BELOW' ? 'warn' : ''}`, text: word.standings[trend.standing] }),
      el('span', { class: 'spark' }, ...this.spark(trend))]);
    return this.panel(title, rows.length === 0 ? el('p', { class: 'quiet', text: word.nothing }) : this.table(word.trendColumns, rows));
  }

  spark(trend) {
    const most = Math.max(1, ...trend.counts);
    const points = trend.counts.map((count, i) => `${(i * 100) / Math.max(1, trend.counts.length - 1)},${(24 - (22 * count) / most).toFixed(1)}`).join(' ');
    return [el('svg:svg', { viewBox: '0 0 100 26', width: 100, height: 26, role: 'img', 'aria-label': trend.counts.join(', ') },
      el('svg:polyline', { points, class: 'spark-line' }))];
  }

  precision() {
    const word = words().insight;
    const { kindPrecision, cameraPrecision } = this.insight;
    const row = (each, name) => [name, each.confirmed, each.judged, each.precision === null ? '–' : percent(each.precision), each.judged === 0 ? '–' : `${percent(each.low)}–${percent(each.high)}`];
    const kind = (each) => words().kinds[each.kind] ?? each.kind;
    return this.panel(word.precisionTitle, this.table(word.precisionColumns, kindPrecision.map((each) => row(each, kind(each)))),
      el('p', { class: 'quiet', text: word.worstCameras }),
      cameraPrecision.length === 0 ? el('p', { class: 'quiet', text: word.nothing })
        : this.table(word.precisionColumns, cameraPrecision.map((each) => row(each, `${each.cameraName || each.cameraId} · ${kind(each)}`))));
  }

  sources() {
    const word = words().insight;
    return this.panel(word.sourcesTitle, this.table(word.sourceColumns, this.insight.sources.map((each) => [words().bases[each.basis] ?? each.basis, each.cases,
      each.precision === null ? '–' : percent(each.precision)])));
  }
}
