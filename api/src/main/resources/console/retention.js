/** What is kept how long; where an upgrade found material, what the rules would delete, and the word that lets them. */
import { labelled, table } from './account.js';
import { el, fill } from './dom.js';
import { getJson, postJson } from './feed.js';
import { bytes, day, full } from './format.js';
import { retentionWords } from './retention-words.js';
import { words } from './words.js';

const DAYS = 30;
const MOST_DUE = 100;
const CONFIRMING = ['system-admin', 'audit-admin'];

const date = (iso) => el('time', { datetime: iso, title: full(iso), text: day(iso) });

/** Who reads this page. */
export const READS_RETENTION = ['auditor', ...CONFIRMING];

export class RetentionPage {
  /** @param {{back: function(), caller: function()}} host */
  constructor(host) {
    this.host = host;
    this.heading = el('h1');
    this.body = el('div', { class: 'retention' });
    this.why = el('input', { type: 'text', name: 'why', maxlength: '500', required: true, autocomplete: 'off' });
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.node = el('div', { class: 'page retention-page' }, el('div', { class: 'case-head' }, this.heading), this.body);
  }

  close() {}

  async load() {
    try {
      this.retention = await getJson(`/api/v1/retention?days=${DAYS}`);
      this.due = this.retention.confirmed ? null : (await getJson(`/api/v1/retention/due?days=0&limit=${MOST_DUE}`)).due;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.render();
  }

  onEvent() {}

  onCaller() {
    this.render();
  }

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  render() {
    const word = retentionWords();
    document.title = `${word.name} · ${words().name}`;
    this.heading.textContent = word.name;
    if (this.failed) {
      fill(this.body, el('p', { class: 'quiet', text: words().failed }));
      return;
    }
    if (this.retention) fill(this.body, this.confirmation(), this.rules());
  }

  rules() {
    const word = retentionWords();
    const count = (each, ...fields) => fields.map((field) => String(each[field]));
    return el('section', { class: 'panel' },
      table(word.name, word.columns, this.retention.classes.map((each) => [
        word.classes[each.class] ?? each.class, each.days === null ? word.forGood : word.days(each.days), ...count(each, 'due', 'soon', 'going', 'refused', 'deleted')])),
      el('p', { class: 'quiet', text: `${word.holds(this.retention.holds)} ${word.log}` }));
  }

  confirmation() {
    const word = retentionWords();
    const { confirmed } = this.retention;
    if (confirmed) return el('p', { class: 'retention-begun', text: word.confirmed(confirmed.who, full(confirmed.at), confirmed.why) });
    const more = this.due.length === MOST_DUE;
    return el('section', { class: 'panel retention-waits' },
      el('p', {}, el('strong', { text: word.waiting })),
      el('h2', { text: word.dueTitle }),
      this.due.length ? table(word.dueTitle, word.dueColumns, this.due.map((each) => this.row(each))) : null,
      el('p', { text: this.due.length ? word.sum(this.due.length, bytes(this.due.reduce((sum, each) => sum + each.bytes, 0)), more) : word.noneDue }),
      this.mayConfirm() ? this.form() : el('p', { class: 'quiet', text: word.others }),
      this.said);
  }

  row(due) {
    const word = retentionWords();
    const ofCase = due.class.endsWith('-cases');
    return [ofCase ? el('a', { class: 'mono', href: `/cases/${due.subject}`, text: due.subject }) : el('span', { class: 'mono', text: due.subject }),
      word.classes[due.class] ?? due.class, date(due.since), due.until ? date(due.until) : '', String(due.objects), bytes(due.bytes)];
  }

  mayConfirm() {
    return CONFIRMING.some((role) => this.host.caller()?.roles.includes(role));
  }

  form() {
    const word = retentionWords();
    return el('form', { onsubmit: (event) => { event.preventDefault(); this.confirm(); } },
      el('p', { text: word.final }), labelled(words().stepWhy, this.why),
      el('div', { class: 'step-buttons' }, el('button', { type: 'submit', class: 'button', text: word.confirm })));
  }

  async confirm() {
    try {
      await postJson('/api/v1/retention/confirm', { why: this.why.value });
      this.said.textContent = '';
      await this.load();
    } catch (failure) {
      this.said.textContent = retentionWords().refused + (failure.problems?.join(' ') ?? words().failed);
    }
  }
}
