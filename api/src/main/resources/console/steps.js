/** Where a case stands, what is possible from there, and who takes it there. */
import { el, fill } from './dom.js';
import { postJson } from './feed.js';
import { absolute, full } from './format.js';
import { words } from './words.js';

export class Steps {
  /** @param {function()} onTaken called after each step */
  constructor(caseNo, onTaken) {
    this.path = `/api/v1/cases/${encodeURIComponent(caseNo)}/steps`;
    this.onTaken = onTaken;
    this.node = el('section', { class: 'panel judgement case-life' });
    this.form = el('form', { onsubmit: (event) => { event.preventDefault(); } });
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.target.blur();
    });
  }

  /** While a delivery is held, nobody hands the case over by hand; its steps say so too. */
  hold(held) {
    this.held = held;
    if (this.detail) this.render(this.detail);
  }

  render(detail) {
    const word = words();
    this.detail = detail;
    this.from = detail.status;
    const kept = this.why?.value ?? '';
    this.why = el('input', { type: 'text', maxlength: '500', required: true, autocomplete: 'off' });
    this.why.value = kept;
    fill(this.form, this.row(word.stepWhy, this.why),
      el('div', { class: 'step-buttons' }, ...detail.steps.map((step) => el('button', {
        type: 'button', class: 'button', value: step.action, title: word.statuses[step.to], text: word.stepNames[step.action] ?? step.action,
        onclick: () => this.form.reportValidity() && this.take(step.action),
      }))));
    fill(this.node, el('h2', { text: word.life }), el('p', { class: 'life-now' },
      el('strong', { text: word.statuses[detail.status] ?? detail.status }), ' ',
      el('time', { datetime: detail.statusSince, title: full(detail.statusSince), text: word.since(absolute(detail.statusSince)) })),
    ...this.facts(detail), this.held ? el('p', { class: 'quiet', text: word.nearby.first }) : null, detail.steps.length ? this.form : null, this.said);
  }

  facts(detail) {
    const word = words();
    return [
      detail.platformCaseNo ? el('p', {}, `${word.platformCaseNo}: `, el('span', { class: 'mono', text: detail.platformCaseNo })) : null,
      detail.recurrenceOf ? el('p', {}, `${word.recurrenceOf}: `,
        el('a', { class: 'mono', href: `/cases/${detail.recurrenceOf}`, text: detail.recurrenceOf })) : null,
    ];
  }

  row(name, control) {
    return el('label', { class: 'judgement-row' }, el('span', { text: name }), control);
  }

  async take(action) {
    try {
      await postJson(this.path, { action, from: this.from, why: this.why.value });
      this.why.value = '';
      this.said.textContent = words().judged;
      await this.onTaken();
    } catch (failure) {
      this.said.textContent = failure.problems?.join('\n') || words().failed;
    }
  }
}
