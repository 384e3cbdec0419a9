/** Keys of machines and commands: made, rotated, revoked; each is shown once. */
import { labelled, roleTags, scopeText, table, time } from './account.js';
import { el, fill } from './dom.js';
import { getJson, sendJson } from './feed.js';
import { GrantFields } from './grant-fields.js';
import { peopleWords } from './people-words.js';

const OVERLAP_HOURS = 72;

export class KeyPanel {
  /** @param {{run: function(function(), string), show: function(Array)}} host */
  constructor(host) {
    this.host = host;
    this.keys = [];
    this.grant = null;
    this.node = el('section', { class: 'panel judgement api-keys' });
  }

  async load() {
    this.keys = (await getJson('/api/v1/keys')).keys;
    this.grant = null;
  }

  render() {
    const word = peopleWords();
    fill(this.node, el('div', { class: 'panel-head' }, el('h2', { text: word.keys }), el('button', { type: 'button', class: 'button add-key', text: word.addKey, onclick: () => this.begin() })),
      this.grant ? this.form() : null,
      table(word.keys, [word.name, 'ID', word.role, word.scope, word.expires, word.used, ''], this.keys.map((key) => this.row(key))));
  }

  row(key) {
    const word = peopleWords();
    const valid = new Date(key.expiresAt) > new Date();
    const button = (text, asked, work) => el('button', { type: 'button', class: 'button', text, onclick: () => { if (confirm(asked)) this.host.run(work, ''); } });
    return [
      el('strong', { text: key.name }), el('code', { text: `sw_${key.id}` }),
      el('span', { class: 'case-tags' }, ...roleTags(key.roles), key.signs ? el('span', { class: 'tag strong', text: word.signed }) : null), scopeText(key),
      valid ? time(key.expiresAt) : word.expired, key.usedAt ? time(key.usedAt) : word.never,
      valid ? el('span', { class: 'step-buttons' }, button(word.rotate, word.rotateHint, () => this.rotate(key)), button(word.revoke, word.sure(word.revoke), () => sendJson('DELETE', `/api/v1/keys/${key.id}`))) : ''];
  }

  begin() {
    this.grant = new GrantFields();
    this.render();
    this.node.querySelector('input')?.focus();
  }

  form() {
    const word = peopleWords();
    const name = el('input', { type: 'text', name: 'name', maxlength: '60', required: true });
    const days = el('input', { type: 'number', name: 'days', min: '1', max: '731', value: '365', required: true });
    const signs = el('input', { type: 'checkbox', name: 'signs' });
    const make = () => this.host.run(async () => {
      const body = { name: name.value, ...this.grant.value, days: Number(days.value) };
      this.shown(name.value, await sendJson('POST', '/api/v1/keys', signs.checked ? { ...body, signs: true } : body));
    }, '');
    return el('form', { onsubmit: (event) => { event.preventDefault(); make(); } }, labelled(word.name, name), ...this.grant.nodes, labelled(word.days, days),
      el('label', { class: 'check' }, signs, el('span', { text: word.signs })),
      el('p', { class: 'step-buttons' }, el('button', { type: 'submit', class: 'button', text: word.addKey }),
        el('button', { type: 'button', class: 'button', text: word.cancel, onclick: () => { this.grant = null; this.render(); } })));
  }

  async rotate(key) {
    this.shown(key.name, await sendJson('POST', `/api/v1/keys/${key.id}/rotate`, { overlapHours: OVERLAP_HOURS }));
  }

  shown(name, made) {
    const word = peopleWords();
    this.host.show([[word.keyOf(name), made.key], ...(made.signingSecret ? [[word.signingOf(name), made.signingSecret]] : [])]);
  }
}
