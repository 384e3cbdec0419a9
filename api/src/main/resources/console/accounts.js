/** People's accounts and machines' keys, for whoever gives roles. */
import { labelled, roleTags, scopeText, table } from './account.js';
import { el, fill } from './dom.js';
import { getJson, sendJson } from './feed.js';
import { absolute } from './format.js';
import { GrantFields } from './grant-fields.js';
import { KeyPanel } from './key-panel.js';
import { peopleWords, refusal } from './people-words.js';
import { words } from './words.js';

export class AccountsPage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.accounts = [];
    this.form = null;
    this.secrets = [];
    this.heading = el('h1');
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.shown = el('section', { class: 'panel shown-once', role: 'status' });
    this.list = el('section', { class: 'panel accounts' });
    this.editor = el('section', { class: 'panel judgement editor' });
    this.keys = new KeyPanel({ run: (work, done) => this.run(work, done), show: (secrets) => this.showOnce(secrets) });
    this.node = el('div', { class: 'page accounts-page' }, el('div', { class: 'case-head' }, this.heading), this.said, this.shown, this.list, this.editor, this.keys.node);
  }

  close() {}

  onEvent() {}

  onKey(key) {
    if (key !== 'escape') return;
    if (this.form) this.edit(null);
    else this.host.back();
  }

  async load() {
    try {
      const [{ accounts }, ways, caller] = await Promise.all([getJson('/api/v1/accounts'), getJson('/api/v1/session/ways'), getJson('/api/v1/session'), this.keys.load()]);
      this.accounts = accounts;
      this.elsewhere = ways.oidc;
      this.caller = caller.name;
    } catch (failure) {
      this.said.textContent = failure.status === 403 ? peopleWords().forbidden : words().failed;
    }
    this.render();
  }

  render() {
    const word = peopleWords();
    document.title = `${word.accounts} · ${words().name}`;
    this.heading.textContent = word.accounts;
    this.list.hidden = this.keys.node.hidden = !this.caller;
    this.renderShown();
    fill(this.list, el('div', { class: 'panel-head' }, el('h2', { text: word.people }), el('button', { type: 'button', class: 'button add', text: word.add, onclick: () => this.edit({}) })),
      table(word.people, [word.name, word.role, word.scope, word.state, ''], this.accounts.map((account) => this.row(account))));
    this.renderEditor();
    this.keys.render();
  }

  row(account) {
    const word = peopleWords();
    const state = account.disabled ? [word.disabled, 'bad'] : account.lockedUntil ? [word.locked(absolute(account.lockedUntil)), 'warn'] : [word.active, ''];
    return [
      el('span', {}, el('strong', { text: account.name }), account.issuer ? el('span', { class: 'quiet', text: ` ${word.byIssuer(account.issuer)}` }) : null),
      el('span', { class: 'case-tags' }, ...roleTags(account.roles)),
      scopeText(account),
      el('span', { class: 'case-tags' }, el('span', { class: `tag ${state[1]}`, text: state[0] }), account.oneTimeCodes ? el('span', { class: 'tag', text: word.hasCodes }) : null),
      account.name === this.caller ? el('span', { class: 'quiet', text: word.own })
        : el('button', { type: 'button', class: 'button', text: word.edit, 'data-name': account.name, onclick: () => this.edit(account) })];
  }

  /** @param {Object|null} account empty for a new one, null for none */
  edit(account) {
    this.form = account && { account, grant: new GrantFields(account.name ? account : undefined), subject: el('input', { type: 'text', name: 'subject', maxlength: '255' }) };
    this.said.textContent = '';
    this.renderEditor();
    this.editor.querySelector('input')?.focus();
  }

  renderEditor() {
    this.editor.hidden = !this.form;
    if (!this.form) return;
    const word = peopleWords();
    const { account, grant } = this.form;
    const name = el('input', { type: 'text', name: 'name', maxlength: '60', required: true });
    const disabled = el('input', { type: 'checkbox', name: 'disabled', checked: account.disabled });
    const save = () => (account.name ? this.change(account, { ...grant.value, disabled: disabled.checked }) : this.add({ name: name.value, ...grant.value }));
    fill(this.editor, el('h2', { text: account.name ? word.editing(account.name) : word.add }),
      el('form', { onsubmit: (event) => { event.preventDefault(); save(); } }, account.name ? null : labelled(word.name, name), ...grant.nodes,
        account.name ? el('label', { class: 'check' }, disabled, el('span', { text: word.disable })) : null,
        el('p', { class: 'step-buttons' }, el('button', { type: 'submit', class: 'button', text: account.name ? word.save : word.add }),
          el('button', { type: 'button', class: 'button', text: word.cancel, onclick: () => this.edit(null) }))),
      account.name ? this.more(account) : null);
  }

  /** What else can be done to an account, each a step of its own. */
  more(account) {
    const word = peopleWords();
    const path = `/api/v1/accounts/${encodeURIComponent(account.name)}`;
    const button = (text, work) => el('button', { type: 'button', class: 'button', text, onclick: () => { if (confirm(word.sure(text))) this.run(work, word.done); } });
    const password = (answer) => this.showOnce([[word.passwordOf(account.name), answer.password]]);
    const link = async () => this.showOnce([[word.linkOf(account.name), location.origin + (await sendJson('POST', `${path}/link`, {})).path]]);
    const identity = () => sendJson('PUT', `${path}/identity`, { subject: this.form.subject.value });
    return el('div', { class: 'more' },
      el('p', { class: 'step-buttons' }, button(word.link, link),
        account.issuer ? null : button(word.reset, async () => password(await sendJson('POST', `${path}/reset`, {}))),
        account.lockedUntil ? button(word.unlock, () => sendJson('DELETE', `${path}/lock`)) : null,
        account.oneTimeCodes ? button(word.dropCodes, () => sendJson('DELETE', `${path}/codes`)) : null,
        account.issuer ? button(word.unlink, async () => password(await sendJson('DELETE', `${path}/identity`))) : null),
      this.elsewhere && !account.issuer ? el('div', { class: 'identity' }, labelled(word.subject, this.form.subject),
        el('p', { class: 'quiet', text: word.identityHint }), button(word.identity, identity)) : null);
  }

  async add(body) {
    await this.run(async () => {
      const made = await sendJson('POST', '/api/v1/accounts', body);
      this.showOnce([[peopleWords().passwordOf(made.name), made.password]]);
    }, '');
  }

  async change(account, body) {
    await this.run(() => sendJson('PUT', `/api/v1/accounts/${encodeURIComponent(account.name)}`, body), peopleWords().done);
  }

  /** @param {Array<[string, string]>} secrets what each is, and itself */
  showOnce(secrets) {
    this.secrets = secrets;
    this.renderShown();
  }

  renderShown() {
    this.shown.hidden = this.secrets.length === 0;
    fill(this.shown, el('p', { text: peopleWords().shownOnce }), el('dl', {}, ...this.secrets.flatMap(([what, secret]) => [el('dt', { text: what }), el('dd', {}, el('code', { text: secret }))])));
  }

  /** Does something, shows the lists anew and closes the form; says why it was refused otherwise. */
  async run(work, done) {
    this.secrets = [];
    try {
      await work();
      this.form = null;
      this.said.textContent = done;
      await this.load();
    } catch (failure) {
      this.renderShown();
      this.said.textContent = failure.problems ? refusal(failure.problems) : words().failed;
    }
  }
}
