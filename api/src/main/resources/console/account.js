/** One's own account: who one is, password, one-time codes, where one is signed in. */
import { el, fill } from './dom.js';
import { getJson, sendJson } from './feed.js';
import { absolute, full } from './format.js';
import { peopleWords, refusal } from './people-words.js';
import { words } from './words.js';

const QUIET_ZONE = 4;

export function roleTags(roles) {
  return roles.map((role) => el('span', { class: 'tag', text: peopleWords().roles[role] ?? role }));
}

export function scopeText({ grids, cameraGroups }) {
  const word = peopleWords();
  const parts = [grids.length ? `${word.grids} ${grids.join(', ')}` : '', cameraGroups.length ? `${word.cameraGroups} ${cameraGroups.join(', ')}` : ''];
  return parts.filter(Boolean).join(' · ') || word.city;
}

/** @param {Array<string>} columns @param {Array<Array<Node|string>>} rows */
export function table(label, columns, rows) {
  return el('div', { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': label }, el('table', {},
    el('thead', {}, el('tr', {}, ...columns.map((text) => el('th', { scope: 'col', text })))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell) => (cell instanceof Node ? el('td', {}, cell) : el('td', { text: cell }))))))));
}

export function labelled(name, control) {
  return el('label', { class: 'judgement-row' }, el('span', { text: name }), control);
}

export function time(iso) {
  return el('time', { datetime: iso, title: full(iso), text: absolute(iso) });
}

function qr({ size, path }) {
  const whole = size + 2 * QUIET_ZONE;
  return el('svg:svg', { class: 'qr', viewBox: `${-QUIET_ZONE} ${-QUIET_ZONE} ${whole} ${whole}`, role: 'img', 'aria-label': peopleWords().codes, 'shape-rendering': 'crispEdges' },
    el('svg:rect', { x: -QUIET_ZONE, y: -QUIET_ZONE, width: whole, height: whole, class: 'qr-paper' }), el('svg:path', { d: path, class: 'qr-ink' }));
}

export class AccountPage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.account = null;
    this.step = null;
    this.heading = el('h1');
    this.said = el('p', { class: 'judgement-said', role: 'status' });
    this.who = el('section', { class: 'panel facts' });
    this.password = el('section', { class: 'panel judgement password' });
    this.codes = el('section', { class: 'panel judgement codes' });
    this.sessions = el('section', { class: 'panel sessions' });
    this.signIns = el('section', { class: 'panel sign-ins' });
    this.node = el('div', { class: 'page account-page' }, el('div', { class: 'case-head' }, this.heading), this.said,
      el('div', { class: 'people' }, this.who, this.password, this.codes), this.sessions, this.signIns);
  }

  close() {}

  onEvent() {}

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  async load() {
    try {
      this.account = await getJson('/api/v1/session/account');
      this.failed = null;
    } catch (failure) {
      this.failed = failure.status === 404 ? peopleWords().isKey : words().failed;
    }
    this.render();
  }

  render() {
    const word = peopleWords();
    document.title = `${word.account} · ${words().name}`;
    this.heading.textContent = word.account;
    for (const panel of [this.who, this.password, this.codes, this.sessions, this.signIns]) panel.hidden = !this.account;
    if (this.failed) this.said.textContent = this.failed;
    if (!this.account) return;
    this.renderWho();
    this.renderPassword();
    this.renderCodes();
    this.renderSessions();
  }

  renderWho() {
    const word = peopleWords();
    const { name, roles, issuer, madeAt, madeBy } = this.account;
    const row = (term, ...what) => el('div', {}, el('dt', { text: term }), el('dd', {}, ...what));
    fill(this.who, el('h2', { text: name }), el('dl', {},
      row(word.role, el('span', { class: 'case-tags' }, ...roleTags(roles))),
      row(word.scope, scopeText(this.account)),
      row(word.proof, issuer ? word.byIssuer(issuer) : word.byPassword),
      row('', word.madeBy(madeBy, absolute(madeAt)))));
  }

  input(name, type, autocomplete, maxlength = '128') {
    return el('input', { type, name, autocomplete, maxlength, required: true });
  }

  renderPassword() {
    const word = peopleWords();
    if (this.account.issuer) {
      fill(this.password, el('h2', { text: word.password }), el('p', { class: 'quiet', text: word.passwordElsewhere }));
      return;
    }
    const old = this.input('old', 'password', 'current-password');
    const fresh = this.input('new', 'password', 'new-password');
    const again = this.input('again', 'password', 'new-password');
    const change = () => {
      if (fresh.value === again.value) this.run(() => sendJson('POST', '/api/v1/session/password', { old: old.value, new: fresh.value }), word.changed);
      else this.said.textContent = word.differ;
    };
    fill(this.password, el('h2', { text: word.password }), el('p', { class: 'quiet', text: word.rules }), this.form(change,
      labelled(word.oldPassword, old), labelled(word.newPassword, fresh), labelled(word.again, again), el('button', { type: 'submit', class: 'button', text: word.change })));
  }

  form(submit, ...children) {
    return el('form', { onsubmit: (event) => { event.preventDefault(); submit(); } }, ...children);
  }

  renderCodes() {
    const word = peopleWords();
    const { issuer, oneTimeCodes, recoveryCodes } = this.account;
    const text = issuer ? word.codesElsewhere : oneTimeCodes ? word.codesOn(recoveryCodes) : word.codesOff;
    fill(this.codes, el('h2', { text: word.codes }), el('p', { class: 'quiet', text }), ...(issuer ? [] : this.codesStep(oneTimeCodes)));
  }

  /** What is next of turning codes on or off. */
  codesStep(on) {
    const word = peopleWords();
    if (this.proposed) return this.confirmation();
    if (this.recovery) {
      return [el('p', { text: word.recovery }), el('ul', { class: 'recovery mono' }, ...this.recovery.map((code) => el('li', { text: code })))];
    }
    if (!this.step) {
      return [el('p', { class: 'step-buttons' },
        el('button', { type: 'button', class: 'button set-up', text: on ? word.again2 : word.setUp, onclick: () => this.begin('on') }),
        on ? el('button', { type: 'button', class: 'button turn-off', text: word.turnOff, onclick: () => this.begin('off') }) : null)];
    }
    const password = this.input('password', 'password', 'current-password');
    const code = this.input('code', 'text', 'one-time-code', '24');
    const off = this.step === 'off';
    const submit = () => (off ? this.turnOff(password.value, code.value) : this.propose(password.value));
    return [this.form(submit, labelled(word.oldPassword, password), off ? labelled(word.codeOrRecovery, code) : null,
      el('p', { class: 'step-buttons' }, el('button', { type: 'submit', class: 'button', text: off ? word.turnOff : word.setUp }), this.cancel()))];
  }

  cancel() {
    return el('button', { type: 'button', class: 'button', text: peopleWords().cancel, onclick: () => this.begin(null) });
  }

  begin(step) {
    this.step = step;
    this.proposed = null;
    this.recovery = null;
    this.renderCodes();
    this.codes.querySelector('input')?.focus();
  }

  confirmation() {
    const word = peopleWords();
    const code = el('input', { type: 'text', name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '6', required: true });
    return [el('p', { text: word.scan }), qr(this.proposed.qr), el('p', {}, el('span', { class: 'quiet', text: `${word.secret} ` }), el('code', { class: 'secret', text: this.proposed.secret })),
      this.form(() => this.confirm(code.value), labelled(word.code, code),
        el('p', { class: 'step-buttons' }, el('button', { type: 'submit', class: 'button', text: word.confirm }), this.cancel()))];
  }

  async propose(password) {
    await this.run(async () => { this.proposed = await sendJson('POST', '/api/v1/session/codes', { password }); }, '');
    this.codes.querySelector('input')?.focus();
  }

  async confirm(code) {
    await this.run(async () => {
      this.recovery = (await sendJson('PUT', '/api/v1/session/codes', { code })).recoveryCodes;
      this.proposed = null;
      this.step = null;
    }, '');
  }

  async turnOff(password, code) {
    await this.run(async () => {
      await sendJson('POST', '/api/v1/session/codes/off', { password, code });
      this.step = null;
      this.recovery = null;
    }, peopleWords().off);
  }

  renderSessions() {
    const word = peopleWords();
    const { sessions, signIns } = this.account;
    const others = sessions.some((session) => !session.present);
    fill(this.sessions, el('div', { class: 'panel-head' }, el('h2', { text: word.sessions }), others
      ? el('button', { type: 'button', class: 'button end-others', text: word.endOthers, onclick: () => this.run(() => sendJson('DELETE', '/api/v1/session/sessions'), word.done) }) : null),
    table(word.sessions, [word.address, word.signedInAt, word.usedAt, ''], sessions.map((session) => [
      session.address, time(session.madeAt), time(session.seenAt), session.present ? el('span', { class: 'tag strong', text: word.here })
        : el('button', { type: 'button', class: 'button', text: word.end, onclick: () => this.run(() => sendJson('DELETE', `/api/v1/session/sessions/${session.id}`), word.done) })])));
    fill(this.signIns, el('h2', { text: word.signIns }), signIns.length
      ? table(word.signIns, [word.signedInAt, word.how, word.address], signIns.map((each) => [time(each.at), word.hows(each.how), each.address]))
      : el('p', { class: 'quiet', text: word.none }));
  }

  /** Does something and shows what it made of the account, or why it was refused. */
  async run(work, done) {
    try {
      await work();
      this.said.textContent = done;
      await this.load();
    } catch (failure) {
      this.said.textContent = failure.problems ? refusal(failure.problems) : words().failed;
    }
  }
}
