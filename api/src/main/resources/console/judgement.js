/** What reviewers say of one case: a form, and what was said before, newest first. */
import { el, fill } from './dom.js';
import { getJson, postJson } from './feed.js';
import { absolute, full } from './format.js';
import { words } from './words.js';

const CONFIRMED = 'confirmed';
const OTHER = 'other-class';

export class Judgement {
  constructor(caseNo) {
    this.path = `/api/v1/cases/${encodeURIComponent(caseNo)}/verdicts`;
    this.verdicts = [];
    this.node = el('section', { class: 'panel judgement' });
    this.form = el('form', { onsubmit: (event) => { event.preventDefault(); this.give(); } });
    this.list = el('ol', { class: 'judgements' });
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.ctrlKey) this.form.requestSubmit();
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.target.blur();
    });
    this.heading = el('h2');
    fill(this.node, this.heading, this.form, this.said, this.list);
  }

  async load() {
    const answer = await getJson(this.path).catch(() => null);
    if (answer) this.verdicts = answer.verdicts;
    this.renderList();
  }

  focus() {
    this.choice?.focus();
  }

  say(text) {
    this.said.textContent = text;
  }

  render() {
    const word = words();
    this.heading.textContent = word.judgement;
    const kept = { choice: this.choice?.value, other: this.other?.value, note: this.note?.value };
    this.choice = el('select', { onchange: () => this.renderOther() },
      ...[CONFIRMED, ...Object.keys(word.reasons)].map((id) => el('option', { value: id, text: id === CONFIRMED ? word.confirmed : word.reasons[id] })));
    this.other = el('input', { type: 'text', maxlength: '64', pattern: '[A-Za-z0-9][A-Za-z0-9_\\-]*', list: 'classes', autocomplete: 'off' });
    this.otherRow = this.row(word.otherClass, this.other,
      el('datalist', { id: 'classes' }, ...Object.entries(word.labels).map(([id, name]) => el('option', { value: id, label: name }))));
    this.note = el('textarea', { rows: '2', maxlength: '2000' });
    fill(this.form, this.row(word.judgementIs, this.choice), this.otherRow, this.row(word.note, this.note),
      el('button', { type: 'submit', class: 'button', title: 'Ctrl+Enter', text: word.judge }));
    this.choice.value = kept.choice ?? CONFIRMED;
    this.other.value = kept.other ?? '';
    this.note.value = kept.note ?? '';
    this.renderOther();
    this.renderList();
  }

  row(name, ...controls) {
    return el('label', { class: 'judgement-row' }, el('span', { text: name }), ...controls);
  }

  renderOther() {
    this.otherRow.hidden = this.choice.value !== OTHER;
    this.other.required = !this.otherRow.hidden;
  }

  renderList() {
    const word = words();
    fill(this.list, ...this.verdicts.toReversed().map((verdict, older) => el('li', { class: older ? 'superseded' : null },
      el('strong', { text: verdict.confirmed ? word.confirmed : word.reasons[verdict.reason] ?? verdict.reason }),
      verdict.otherClass ? el('span', { text: `→ ${word.labels[verdict.otherClass] ?? verdict.otherClass}` }) : null,
      el('span', { text: verdict.who }),
      el('time', { datetime: verdict.at, title: full(verdict.at), text: absolute(verdict.at) }),
      older ? el('span', { class: 'quiet', text: word.superseded }) : null,
      verdict.note ? el('p', { class: 'judgement-note', text: verdict.note }) : null)));
  }

  async give() {
    const word = words();
    const confirmed = this.choice.value === CONFIRMED;
    const body = { confirmed, note: this.note.value };
    if (!confirmed) body.reason = this.choice.value;
    if (this.choice.value === OTHER) body.otherClass = this.other.value;
    try {
      await postJson(this.path, body);
      this.note.value = '';
      this.said.textContent = word.judgedNext;
      await this.load();
    } catch (failure) {
      this.said.textContent = failure.problems?.join('\n') || word.failed;
    }
  }
}
