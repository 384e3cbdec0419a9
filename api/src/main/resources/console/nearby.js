/** What platforms have open near a case, and whether it is the same thing, where a person has to say so. */
import { el, fill } from './dom.js';
import { getJson, postJson } from './feed.js';
import { absolute, ago, full } from './format.js';
import { words } from './words.js';

export class Nearby {
  /**
   * @param {function()} onDecided called after each decision
   * @param {function(boolean)} onHeld told whether a person has to decide
   */
  constructor(caseNo, onDecided, onHeld) {
    this.path = `/api/v1/cases/${encodeURIComponent(caseNo)}/nearby`;
    this.onDecided = onDecided;
    this.onHeld = onHeld;
    this.answers = [];
    this.node = el('section', { class: 'panel judgement nearby', hidden: true });
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.node.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.target.blur();
    });
  }

  async load() {
    const answer = await getJson(this.path).catch(() => null);
    const shown = JSON.stringify(answer?.answers ?? []);
    if (shown === this.shown) return;
    this.shown = shown;
    this.answers = answer?.answers ?? [];
    const held = this.answers.some((each) => each.held);
    if (held) this.said.textContent = '';
    this.onHeld(held);
    this.render();
  }

  render() {
    this.node.hidden = this.answers.length === 0;
    fill(this.node, el('h2', { text: words().nearby.title }), ...this.answers.map((answer) => this.answer(answer)), this.said);
  }

  answer(answer) {
    const word = words().nearby;
    const why = el('input', { type: 'text', name: 'why', maxlength: '500', required: true, autocomplete: 'off' });
    const number = el('input', { type: 'text', name: 'number', maxlength: '64', autocomplete: 'off' });
    const form = el('form', { onsubmit: (event) => { event.preventDefault(); } });
    const decide = (act, joined) => form.reportValidity() && this.decide({ target: answer.target, act, platformCaseNo: joined, why: why.value });
    fill(form,
      el('p', { class: 'quiet', text: answer.unanswered ? word.unanswered(answer.target, answer.unanswered) : word.asked(answer.target, answer.radiusM, absolute(answer.askedAt)) }),
      el('ul', { class: 'nearby-found' }, ...answer.found.map((found) => el('li', {}, ...this.found(found),
        answer.held ? el('button', { type: 'button', class: 'button', value: found.platformCaseNo, text: word.join, onclick: () => decide('join', found.platformCaseNo) }) : null))),
      answer.more ? el('p', { class: 'quiet', text: word.more(answer.more) }) : null,
      answer.decision ? el('p', { text: word.decided(answer.decision, absolute(answer.decision.at)) }) : null,
      answer.held ? this.row(words().stepWhy, why) : null,
      answer.held && answer.unanswered ? this.row(word.number, number) : null,
      answer.held ? el('div', { class: 'step-buttons' },
        answer.unanswered ? el('button', { type: 'button', class: 'button', text: word.join, onclick: () => number.value.trim() && decide('join', number.value.trim()) }) : null,
        el('button', { type: 'button', class: 'button nearby-push', text: word.push, onclick: () => decide('push') }),
        el('button', { type: 'button', class: 'button nearby-ask', text: word.ask, onclick: () => decide('ask') })) : null);
    return form;
  }

  found(found) {
    const word = words().nearby;
    return [
      el('span', { class: 'mono', text: found.platformCaseNo }),
      el('span', { text: found.distanceM === null ? word.somewhere : word.metres(found.distanceM) }),
      found.at ? el('time', { datetime: found.at, title: full(found.at), text: ago(found.at) }) : null,
      ...[found.source, found.status, found.code].map((text) => (text ? el('span', { text }) : null)),
    ];
  }

  row(name, control) {
    return el('label', { class: 'judgement-row' }, el('span', { text: name }), control);
  }

  async decide(decision) {
    try {
      await postJson(this.path, decision);
      this.said.textContent = decision.act === 'ask' ? words().nearby.asking : words().judged;
      await this.onDecided();
    } catch (failure) {
      this.said.textContent = failure.problems?.join('\n') || words().failed;
    }
  }
}
