/** Who are you: name and password, or a link that holds once; then back to where one wanted to be. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { lang, words } from './words.js';

export class SignIn {
  constructor() {
    this.form = el('form', { onsubmit: (event) => { event.preventDefault(); this.open(); } });
    this.said = el('p', { class: 'judgement-said', role: 'alert' });
    this.heading = el('h1');
    this.elsewhere = el('p', { class: 'elsewhere' });
    this.ways = null;
    this.node = el('section', { class: 'page sign-in' }, el('div', { class: 'panel judgement' }, this.heading, this.elsewhere, this.form, this.said));
  }

  render() {
    const word = words();
    const kept = { name: this.name?.value, password: this.password?.value, code: this.code?.value };
    this.heading.textContent = word.signIn;
    this.name = el('input', { type: 'text', name: 'name', maxlength: '60', required: true, autocomplete: 'username' });
    this.password = el('input', { type: 'password', name: 'password', maxlength: '128', required: true, autocomplete: 'current-password' });
    this.code = el('input', { type: 'text', name: 'code', maxlength: '24', autocomplete: 'one-time-code' });
    this.button = el('button', { type: 'submit', class: 'button', text: word.signIn });
    this.name.value = kept.name ?? '';
    this.password.value = kept.password ?? '';
    this.code.value = kept.code ?? '';
    fill(this.form, this.row(word.accountName, this.name), this.row(word.password, this.password), this.row(word.code, this.code), this.button);
    this.renderElsewhere();
  }

  renderElsewhere() {
    const names = this.ways?.oidc;
    this.away = names && el('button', { type: 'button', class: 'button', text: lang() === 'en' ? names.en : names.zh, onclick: () => this.leave() });
    fill(this.elsewhere, this.away, names && el('span', { class: 'or', text: words().orHere }));
  }

  row(name, control) {
    return el('label', { class: 'judgement-row' }, el('span', { text: name }), control);
  }

  async load() {
    const link = new URLSearchParams(location.hash.slice(1)).get('once');
    if (!link) {
      const refused = new URLSearchParams(location.search).get('refused');
      if (refused) this.said.textContent = refused === 'away' ? words().providerAway : words().providerRefused;
      this.name.focus();
      await this.learnWays();
      return;
    }
    history.replaceState(null, '', location.pathname + location.search);
    this.said.textContent = words().signInByLink;
    await this.send({ link }, words().linkRefused);
  }

  async learnWays() {
    try {
      this.ways = await getJson('/api/v1/session/ways');
      this.renderElsewhere();
    } catch {
      // name and password remain
    }
  }

  async leave() {
    this.away.disabled = true;
    try {
      const response = await fetch('/api/v1/session/oidc',
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ next: wanted() }) });
      if (response.ok) {
        location.assign((await response.json()).location);
        return;
      }
      this.said.textContent = words().providerAway;
    } catch {
      this.said.textContent = words().failed;
    }
    this.away.disabled = false;
  }

  async open() {
    const body = { name: this.name.value, password: this.password.value };
    if (this.code.value) body.code = this.code.value;
    await this.send(body, words().signInRefused);
  }

  async send(body, refused) {
    this.button.disabled = true;
    try {
      const response = await fetch('/api/v1/session',
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      if (response.ok) {
        location.replace(wanted());
        return;
      }
      this.said.textContent = response.status === 401 || response.status === 422 ? refused : words().failed;
    } catch {
      this.said.textContent = words().failed;
    }
    this.button.disabled = false;
  }

  onKey() {}

  onEvent() {}

  close() {}
}

/** A path of ours that was asked for before signing in. */
function wanted() {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
