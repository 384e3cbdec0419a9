/** Waiting cases one after the other, judged by keys alone; those that follow are fetched before they are needed. */
import { el, fill } from './dom.js';
import { postJson } from './feed.js';
import { QueueCase } from './queue-case.js';
import { words } from './words.js';

const WANTED = 3;
const HOLD_MS = 45_000;
const UNDO_MS = 6_000;
const MOST_LEFT = 400;
const MOST_JUDGED = 20;
const OTHER = 'other-class';

/** Acts by key; a digit refuses with the reason of that place, or names the class where one is asked for. */
const KEYS = { y: 'confirm', s: 'later', u: 'undo', p: 'play', arrowleft: 'back', arrowright: 'on', b: 'boxes', o: 'page', '?': 'help' };

export class QueuePage {
  /** @param {{back: function(), open: function(string)}} host */
  constructor(host) {
    this.host = host;
    this.shown = { boxes: true, why: '' };
    this.cases = [];
    this.left = [];
    this.judged = [];
    this.given = null;
    this.count = 0;
    this.begunMs = performance.now();
    this.keys = true;
    this.heading = el('h1');
    this.progress = el('p', { class: 'count', role: 'status' });
    this.acts = el('section', { class: 'panel queue-acts' });
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.help = el('section', { class: 'panel queue-help', hidden: true });
    this.slot = el('div', { class: 'queue-slot' });
    this.node = el('div', { class: 'page queue-page' },
      el('div', { class: 'case-head' }, this.heading, this.progress), this.acts, this.help, this.said, this.slot);
    this.holding = setInterval(() => this.deal(), HOLD_MS);
    this.leaving = () => this.send(true);
    addEventListener('pagehide', this.leaving);
  }

  /** What was judged and not sent yet is sent. */
  close() {
    clearInterval(this.holding);
    removeEventListener('pagehide', this.leaving);
    this.send(true);
    this.closed = true;
    this.current?.pause();
  }

  get current() {
    return this.cases[0];
  }

  load() {
    return this.deal();
  }

  /** Keeps what is here for this reviewer and fills up behind it; one question at a time, the last one asked counts. */
  async deal() {
    if (this.closed || this.dealing) {
      this.again = true;
      return;
    }
    this.dealing = true;
    this.again = false;
    try {
      const dealt = await postJson('/api/v1/queue', { held: this.cases.map((each) => each.caseNo), left: this.passed(), wanted: WANTED });
      this.waiting = dealt.waiting - (this.given?.verdict ? 1 : 0);
      this.more = dealt.more;
      this.failure = null;
      if (!this.undone) this.take(dealt.cases.map((each) => each.caseNo));
    } catch (failure) {
      this.failure = failure;
    }
    this.undone = false;
    this.dealing = false;
    this.renderShown();
    if (this.again) this.deal();
  }

  /** What was put off, and what was judged here and may not have arrived yet. */
  passed() {
    return [...new Set([...this.left, ...this.judged, ...(this.given ? [this.given.board.caseNo] : [])])];
  }

  /** What is no longer dealt goes; what was judged here since the question was asked does not come back. */
  take(numbers) {
    const known = new Map(this.cases.map((each) => [each.caseNo, each]));
    const gone = this.passed();
    if (this.current && !numbers.includes(this.current.caseNo)) this.said.textContent = words().queue.taken(this.current.caseNo);
    this.cases = numbers.filter((caseNo) => !gone.includes(caseNo)).map((caseNo) => known.get(caseNo) ?? new QueueCase(caseNo, this.shown));
  }

  onEvent(type, subject) {
    const here = this.cases.some((each) => each.caseNo === subject.caseNo);
    if (type === 'case-filed' ? this.cases.length < WANTED : here && ['case-judged', 'case-moved', 'case-cleared'].includes(type)) this.deal();
  }

  /** @return {boolean} whether the key meant something here */
  onKey(key) {
    if (key === 'escape') {
      if (this.asking) this.ask(false);
      else this.host.back();
      return true;
    }
    if (!this.keys) return false;
    const choice = /^[1-9]$/.test(key) ? this.choices()[Number(key) - 1] : undefined;
    if (choice) choice.act();
    else if (KEYS[key]) this.act(KEYS[key]);
    else return false;
    return true;
  }

  act(name) {
    if (name === 'confirm') this.give({ confirmed: true });
    if (name === 'later') this.give(null);
    if (name === 'undo') this.undo();
    if (name === 'play') this.current?.play();
    if (name === 'back') this.current?.step(-1);
    if (name === 'on') this.current?.step(1);
    if (name === 'boxes') this.toggleBoxes();
    if (name === 'page' && this.current) this.host.open(this.current.caseNo);
    if (name === 'help') this.toggleHelp();
  }

  /** What the digits mean now: reasons, or classes while one is asked for. */
  choices() {
    const word = words();
    if (this.asking) {
      return Object.entries(word.labels).map(([id, name]) => ({ name, act: () => this.give({ confirmed: false, reason: OTHER, otherClass: id }) }));
    }
    return Object.entries(word.reasons).map(([reason, name]) => ({
      name, act: () => (reason === OTHER ? this.ask(true) : this.give({ confirmed: false, reason })),
    }));
  }

  ask(asking) {
    this.asking = asking && this.current !== undefined;
    this.renderActs();
  }

  /** Takes a verdict, or puts the case off where it is null, and shows the next one at once; what was given before goes out. */
  give(verdict) {
    const board = this.cases.shift();
    if (!board) return;
    board.pause();
    const sent = this.send();
    this.asking = false;
    this.given = { board, verdict };
    if (verdict) {
      this.count += 1;
      this.sending = setTimeout(() => this.send(), UNDO_MS);
    } else this.left = [...this.left, board.caseNo].slice(-MOST_LEFT);
    this.said.textContent = words().queue.given(board.caseNo, this.verdictWords(verdict));
    this.renderShown();
    sent.then(() => this.deal());
  }

  verdictWords(verdict) {
    const word = words();
    if (!verdict) return word.queue.acts.later;
    if (verdict.confirmed) return word.confirmed;
    return verdict.otherClass ? `${word.reasons[OTHER]}：${word.labels[verdict.otherClass]}` : word.reasons[verdict.reason];
  }

  undo() {
    if (!this.given) return;
    const { board, verdict } = this.given;
    clearTimeout(this.sending);
    this.given = null;
    if (verdict) this.count -= 1;
    else this.left = this.left.filter((caseNo) => caseNo !== board.caseNo);
    this.cases.unshift(board);
    this.undone = this.dealing;
    this.said.textContent = words().queue.undone(board.caseNo);
    this.renderShown();
    this.deal();
  }

  /** @param {boolean=} leaving whether the page goes, so that the request must outlive it */
  async send(leaving = false) {
    const { given } = this;
    clearTimeout(this.sending);
    this.given = null;
    if (!given?.verdict) {
      this.renderActs();
      return;
    }
    this.judged = [...this.judged, given.board.caseNo].slice(-MOST_JUDGED);
    this.renderActs();
    try {
      await postJson(`/api/v1/cases/${encodeURIComponent(given.board.caseNo)}/verdicts?unjudged=true`, given.verdict, leaving);
    } catch (failure) {
      this.count -= 1;
      this.judged = this.judged.filter((caseNo) => caseNo !== given.board.caseNo);
      this.said.textContent = words().queue.unsent(given.board.caseNo, failure.problems?.join('\n') || words().failed);
      this.deal();
    }
  }

  toggleBoxes() {
    this.shown.boxes = !this.shown.boxes;
    this.cases.forEach((each) => each.renderStills());
    this.renderActs();
  }

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.renderActs();
  }

  render() {
    this.cases.forEach((each) => each.render());
    this.renderShown();
  }

  renderShown() {
    if (this.closed) return;
    const word = words();
    document.title = `${word.queue.name} · ${word.name}`;
    this.heading.textContent = word.queue.name;
    this.renderProgress();
    this.renderActs();
    const now = this.current?.node ?? this.empty();
    if (this.slot.firstChild === now) return;
    fill(this.slot, now);
    this.current?.enter();
  }

  renderProgress() {
    const word = words().queue;
    const all = this.count + (this.waiting ?? 0);
    const pace = this.count > 0 ? word.pace((performance.now() - this.begunMs) / 1000 / this.count) : '';
    this.progress.textContent = this.waiting === undefined ? '' : `${word.progress(this.count, `${all}${this.more ? '+' : ''}`)}${pace}`;
  }

  renderActs() {
    const focused = this.acts.contains(document.activeElement) ? document.activeElement.getAttribute('aria-keyshortcuts') : null;
    this.fillActs();
    if (focused) this.acts.querySelector(`[aria-keyshortcuts="${focused}"]`)?.focus();
  }

  fillActs() {
    const word = words();
    const button = (key, name, act, attributes = {}) => el('button', {
      type: 'button', class: 'button', 'aria-keyshortcuts': key, onclick: act, ...attributes,
    }, el('kbd', { text: key }), ` ${name}`);
    const act = (key, name, attributes) => button(key.toUpperCase(), word.queue.acts[name], () => this.act(name), attributes);
    const none = this.current === undefined;
    fill(this.acts,
      el('div', { class: 'queue-row', role: 'group', 'aria-label': this.asking ? word.otherClass : word.judgement },
        this.asking ? el('strong', { text: word.otherClass }) : act('y', 'confirm', { class: 'button strong', disabled: none }),
        ...this.choices().map((choice, i) => button(String(i + 1), choice.name, choice.act, { disabled: none }))),
      el('div', { class: 'queue-row' },
        act('s', 'later', { disabled: none }), act('u', 'undo', { disabled: !this.given }),
        act('p', 'play', { disabled: none }), act('b', 'boxes', { 'aria-pressed': String(this.shown.boxes) }),
        act('o', 'page', { disabled: none }), act('?', 'help', { 'aria-expanded': String(!this.help.hidden) }),
        el('button', {
          type: 'button', class: 'switch', role: 'switch', 'aria-checked': String(this.keys), text: word.queue.keysOn,
          onclick: () => { this.keys = !this.keys; this.renderActs(); },
        })));
    fill(this.help, el('h2', { text: word.queue.acts.help }), el('dl', {}, ...word.queue.keys.map(([keys, meaning]) => el('div', {},
      el('dt', {}, el('kbd', { text: keys })), el('dd', { text: meaning })))));
  }

  empty() {
    const word = words();
    if (this.failure) {
      return el('div', { class: 'empty' }, el('p', { text: this.failure.status === 403 ? word.queue.forbidden : word.failed }),
        el('button', { type: 'button', class: 'button', text: word.retry, onclick: () => this.deal() }));
    }
    if (this.waiting === undefined) return el('div', { class: 'empty' });
    return el('div', { class: 'empty' }, el('p', { text: word.queue.none }),
      this.left.length > 0 ? el('button', {
        type: 'button', class: 'button', text: word.queue.takeLeft(this.left.length),
        onclick: () => { this.left = []; this.deal(); },
      }) : null);
  }
}
