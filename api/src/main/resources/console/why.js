/** Why incidents were filed, held or left out: what was decided, step by step, in words. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, duration, full, percent } from './format.js';
import { words } from './words.js';

/** An ISO-8601 duration such as PT1H30M or P1D as people read it. */
function span(text) {
  const found = /^PT?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  return found ? duration(((+(found[1] ?? 0) * 60 + +(found[2] ?? 0)) * 60 + +(found[3] ?? 0)) * 1000) : text;
}

function value(check, text) {
  if (check === 'score' || check === 'observed-share') return percent(Number(text));
  if (/^P/.test(text)) return span(text);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? absolute(text) : text;
}

function area(step, word) {
  const { facts } = step;
  return [
    [facts.code, facts.name].filter(Boolean).join(' '),
    facts.document,
    facts.where ? word.where[facts.where] : null,
    facts.borderM ? word.border(Math.abs(Number(facts.borderM)).toFixed(1), Number(facts.uncertaintyM).toFixed(0)) : null,
    facts.capacity ? word.capacity(facts.standing, facts.capacity) : null,
    facts.because ? word.because[facts.because] : null,
  ].filter(Boolean).join(' · ');
}

function stepText(step, word) {
  const { check, facts } = step;
  if (facts.code || facts.where) return area(step, word);
  if (check === 'ground-position') return words().ground.plusMinus(Number(facts.uncertaintyM));
  if (check === 'open-case') return facts.caseNo;
  if (facts.found !== undefined) return word.askedFound(value(check, facts.asked), value(check, facts.found));
  return '';
}

/** The one sentence about what was seen. */
export function seenWords({ label, zoneId, presentMs, observedMs, longestGapMs, score, camera, ground }) {
  const word = words();
  const subject = word.labels[label] ?? label;
  if (isFlight(camera) && ground) return word.reasonFromAir(subject, word.ground.plusMinus(ground.uncertaintyM), duration(presentMs), percent(score));
  return word.reason(subject, zoneId, word.dwell(duration(presentMs), duration(observedMs), duration(longestGapMs)), percent(score));
}

/** Where it stood, as people call it. */
export const zoneName = (camera, zoneId) => (isFlight(camera) ? words().ground.zone : zoneId);

/** How pictures and clip are masked that have a masked copy. */
export const maskedWords = (camera) => (isFlight(camera) ? words().flightIsMasked : words().clipIsMasked);

/** Whether what saw it flew: its clock is the aircraft's, and its zone all the ground. */
export const isFlight = (camera) => camera.id.startsWith('flight:');

/** The one sentence about a decision. */
export function said(decision) {
  const word = words().rules;
  const until = decision.until ? word.until(absolute(decision.until)) : '';
  return `${word.outcomes[decision.outcome]}${word.stop}${word.reasons[decision.reason] ?? decision.reason}${until}`;
}

/** Everything that was weighed, as a list. */
export function steps(decision) {
  const word = words().rules;
  return el('ul', { class: 'quiet' }, ...decision.steps.map((step) => el('li', {},
    el('span', { text: `${word.checks[step.check] ?? step.check} ` }),
    el('strong', { text: word.results[step.result] }),
    el('span', { text: ` ${stepText(step, word)}` }))),
  decision.review ? el('li', { text: word.review }) : null);
}

/** Fills a node of the case page with why the case was filed; leaves it empty where that was not kept. */
export async function explain(node, caseNo) {
  const why = await getJson(`/api/v1/cases/${encodeURIComponent(caseNo)}/why`).catch(() => null);
  const word = words().rules;
  fill(node, ...(why?.incidents ?? []).slice(0, 1).flatMap(({ decision, rules }) => [
    el('h3', { text: word.why }),
    el('p', { text: said(decision) }),
    el('p', { class: 'quiet', text: word.rule(decision.rule ?? word.none, rules.slice(0, 12)) }),
    steps(decision),
  ]));
}

/** What made no case. */
export class IncidentPage {
  /** @param {{back: function(), open: function(string)}} host */
  constructor(host) {
    this.host = host;
    this.outcome = 'SUPPRESS';
    this.rows = [];
    this.next = null;
    this.heading = el('h1');
    this.choice = el('div', { class: 'reasons', role: 'group' });
    this.table = el('div', { class: 'table-wrap' });
    this.foot = el('p', { class: 'quiet' });
    this.node = el('div', { class: 'page incident-page' }, el('div', { class: 'case-head' }, this.heading),
      el('section', { class: 'panel' }, this.choice, this.table), this.foot);
  }

  close() {}

  async load(after = null) {
    const query = new URLSearchParams({ outcome: this.outcome });
    if (after) query.set('after', after);
    try {
      const page = await getJson(`/api/v1/incidents?${query}`);
      this.rows = after ? [...this.rows, ...page.incidents] : page.incidents;
      this.next = page.next;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.render();
  }

  onEvent(type) {
    if (type === 'case-filed') this.load();
  }

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  choose(outcome) {
    this.outcome = outcome;
    this.rows = [];
    this.load();
  }

  render() {
    const word = words();
    document.title = `${word.rules.unfiled} · ${word.name}`;
    this.heading.textContent = word.rules.unfiled;
    this.foot.textContent = this.failed ? word.failed : word.rules.hint;
    fill(this.choice, ...['SUPPRESS', 'WAIT', 'REMIND', 'FILE'].map((outcome) => el('button', {
      type: 'button', class: 'button reason', 'aria-pressed': String(outcome === this.outcome),
      text: word.rules.outcomes[outcome], onclick: () => this.choose(outcome),
    })));
    if (this.rows.length === 0) {
      fill(this.table, el('p', { class: 'quiet', text: word.rules.nothing }));
      return;
    }
    fill(this.table, el('table', {},
      el('thead', {}, el('tr', {}, ...word.rules.columns.map((name) => el('th', { scope: 'col', text: name })))),
      el('tbody', {}, ...this.rows.map((row) => this.row(row)))),
    this.next ? el('button', { type: 'button', class: 'button', text: word.rules.more, onclick: () => this.load(this.next) }) : null);
  }

  row(row) {
    const word = words();
    return el('tr', {},
      el('td', {}, el('time', { datetime: row.raisedAt, title: full(row.raisedAt), text: absolute(row.raisedAt) })),
      el('td', {}, el('span', { class: `kind kind-${row.kind}`, text: word.kinds[row.kind] ?? row.kind })),
      el('td', { text: `${row.camera.name} · ${zoneName(row.camera, row.zoneId)}` }),
      el('td', {}, el('details', {}, el('summary', { text: said(row.decision) }),
        el('p', { class: 'quiet', text: word.rules.rule(row.decision.rule ?? word.rules.none, row.rules.slice(0, 12)) }), steps(row.decision))),
      el('td', {}, row.caseNo ? el('a', {
        href: `/cases/${row.caseNo}`, class: 'mono', text: row.caseNo,
        onclick: (event) => { event.preventDefault(); this.host.open(row.caseNo); },
      }) : null));
  }
}
