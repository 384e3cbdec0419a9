/** One case: clip, stills, timeline, reasons, evidence and its proof. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, ago, bytes, duration, full, percent } from './format.js';
import { Gone } from './gone.js';
import { inHistory } from './history-words.js';
import { Judgement } from './judgement.js';
import { Nearby } from './nearby.js';
import { placeOf } from './place.js';
import { beside, canProve, check } from './proof.js';
import { Steps } from './steps.js';
import { explain, isFlight, maskedWords, seenWords, zoneName } from './why.js';
import { words } from './words.js';

const STAGES = ['first', 'threshold', 'raised'];
const TIMES = { first: 'firstSeenAt', threshold: 'thresholdAt', raised: 'raisedAt', cleared: 'clearedAt' };

export class CaseView {
  /** @param {{back: function(), open: function(string)}} host */
  constructor(host, caseNo) {
    this.host = host;
    this.caseNo = caseNo;
    this.boxes = true;
    this.why = '';
    this.proofs = new Map();
    this.seconds = {};
    this.judgement = new Judgement(caseNo);
    this.steps = new Steps(caseNo, () => this.load());
    this.gone = new Gone(caseNo, (href) => this.view(href));
    this.nearby = new Nearby(caseNo, () => this.load(), (held) => this.steps.hold(held));
    this.node = el('article', { class: 'page case-page' });
  }

  close() {
    this.video?.pause();
  }

  async load() {
    try {
      const detail = await getJson(`/api/v1/cases/${encodeURIComponent(this.caseNo)}`);
      const known = this.detail;
      this.detail = detail;
      this.gone.load(detail.raisedAt);
      this.nearby.load();
      if (known) this.renderChanging();
      else {
        await this.readManifest();
        this.render();
        this.judgement.load();
      }
    } catch (failure) {
      this.failure = failure;
      if (!this.detail) this.render();
    }
  }

  /** What only the manifest says: how well it was watched, and where the clip begins on the camera's timeline. */
  async readManifest() {
    const manifest = await getJson(this.detail.evidence.manifest.href).catch(() => null);
    this.watch = manifest?.watch;
    this.seconds = {};
    for (const stage of STAGES) {
      const moment = manifest?.times?.[stage]?.ptsUs;
      const from = manifest?.clip?.fromUs;
      const to = manifest?.clip?.toUs;
      if (moment >= from && moment <= to) this.seconds[stage] = (moment - from) / 1e6;
    }
  }

  onEvent(type, subject) {
    if (subject.caseNo !== this.caseNo) return;
    if (type === 'case-judged') this.judgement.load();
    if (['case-cleared', 'case-judged', 'case-moved', 'case-checked'].includes(type)) this.load();
  }

  onKey(key) {
    if (key === 'escape') this.host.back();
    if (key === 'b' && this.stills) this.toggleBoxes();
    if (key === 'v') this.judgement.focus();
    if (key === 'n') this.openNext();
  }

  /** The newest case that waits for a reviewer, but for this one. */
  async openNext() {
    const page = await getJson('/api/v1/cases?status=PENDING_REVIEW&limit=2').catch(() => null);
    const next = page?.cases.find((summary) => summary.caseNo !== this.caseNo);
    if (next) this.host.open(next.caseNo);
    else this.judgement.say(words().noneWaits);
  }

  part(name) {
    return this.detail.evidence.parts.find((part) => part.name === name);
  }

  render() {
    const word = words();
    document.title = `${this.caseNo} · ${word.name}`;
    const back = el('a', {
      class: 'back', href: '/', text: `← ${word.back}`,
      onclick: (event) => { event.preventDefault(); this.host.back(); },
    });
    if (!this.detail) {
      fill(this.node, back, this.failure ? this.renderFailure() : null);
      return;
    }
    this.head = el('header', { class: 'case-head' });
    this.timeline = el('section', { class: 'panel timeline' });
    this.stills = el('section', { class: 'panel stills' });
    this.place = el('section', { class: 'panel facts place' });
    this.history = el('section', { class: 'panel history' });
    this.evidence = el('section', { class: 'panel evidence' });
    fill(this.node, back, this.head,
      el('div', { class: 'case-body' },
        el('div', { class: 'case-main' }, this.player(), this.gone.node, this.stills, this.evidence),
        el('div', { class: 'case-side' }, this.nearby.node, this.judgement.node, this.steps.node, this.timeline, this.reasons(), this.place, this.facts(), this.history)));
    this.judgement.render();
    this.nearby.render();
    this.renderStills();
    this.renderEvidence();
    this.renderChanging();
  }

  renderFailure() {
    const word = words();
    return el('div', { class: 'empty' },
      el('h1', { text: this.failure.status === 404 ? word.notFound : word.failed }),
      this.failure.status === 404 ? el('p', { class: 'mono', text: this.caseNo })
        : el('button', { type: 'button', class: 'button', text: word.retry, onclick: () => this.load() }));
  }

  renderChanging() {
    const word = words();
    const { detail } = this;
    fill(this.head,
      el('div', { class: 'case-titles' },
        el('h1', {}, el('span', { class: `kind big kind-${detail.kind}`, text: word.kinds[detail.kind] ?? detail.kind }),
          el('span', { class: 'case-camera', text: detail.camera.name })),
        el('p', { class: 'case-sub' }, el('span', { class: 'mono', text: detail.caseNo }),
          el('time', { datetime: detail.raisedAt, title: full(detail.raisedAt), text: `${absolute(detail.raisedAt)} · ${ago(detail.raisedAt)}` }))),
      el('div', { class: 'case-tags' },
        el('span', { class: 'tag strong', text: word.statuses[detail.status] ?? detail.status }),
        el('span', { class: 'tag', text: detail.clearedAt ? word.cleared : word.present }),
        detail.experimental ? el('span', { class: 'tag warn', text: word.experimental, title: word.experimentalHint }) : null));
    this.renderTimeline();
    this.steps.render(detail);
    fill(this.place, ...placeOf(detail));
    fill(this.history, el('h2', { text: word.history }), el('ol', {}, ...detail.history.map((entry) => el('li', {},
      el('time', { datetime: entry.at, title: full(entry.at), text: absolute(entry.at) }),
      el('strong', { text: word.actions[entry.action] ?? entry.action }),
      entry.to ? el('span', { text: `${word.statuses[entry.from]} → ${word.statuses[entry.to]}` }) : null,
      el('span', { class: 'mono', text: entry.actor }),
      entry.action === 'FILED' || (entry.action === 'JUDGED' && entry.to !== 'VOID') ? null : el('p', { class: 'judgement-note', text: inHistory(entry.why) })))));
  }

  /** Where a part is fetched. */
  shown(part) {
    return this.view(part.href);
  }

  /** Masked, until a reason was given for seeing it as it was filed. */
  view(href) {
    return this.why ? `${href}?view=original&why=${encodeURIComponent(this.why)}` : `${href}?view=masked`;
  }

  /** The clip's masked copy, until a reason was given; where there is none the picture of the raise stands for it. */
  player() {
    const word = words();
    const clip = this.part('clip.mp4');
    if (!clip) return el('div', { class: 'player missing', text: word.clipMissing });
    const poster = this.part('raised.jpg');
    const copied = this.part('clip-masked.mp4');
    if (!this.why && !copied) {
      this.video = undefined;
      return el('div', { class: 'player masked' },
        poster ? el('img', { src: this.shown(poster), alt: word.stages.raised }) : null,
        this.unmasking(word.clipMasked));
    }
    this.video = el('video', {
      controls: true, playsinline: true, preload: 'metadata', muted: true, src: this.shown(clip),
      poster: poster ? this.shown(poster) : undefined, 'aria-label': word.clip,
    });
    const frame = el('div', { class: 'player' }, this.video);
    this.video.addEventListener('error', () => fill(frame, el('p', { class: 'quiet', text: words().clipFailed })));
    return this.why ? frame : el('div', {}, frame, this.unmasking(maskedWords(this.detail.camera)));
  }

  /** Asks why somebody wants to see the case unmasked; the reason goes into the audit log with everything then fetched. */
  unmasking(hint) {
    const word = words();
    const why = el('input', { type: 'text', name: 'why', required: true, maxlength: '200', 'aria-label': word.unmaskWhy, placeholder: word.unmaskWhy });
    return el('form', {
      class: 'unmask',
      onsubmit: (event) => {
        event.preventDefault();
        this.why = why.value.trim();
        if (this.why) {
          this.render();
          this.gone.render();
        }
      },
    }, el('p', { class: 'quiet', text: hint }), why, el('button', { type: 'submit', class: 'button', text: word.unmask }));
  }

  seek(stage) {
    if (!this.video || this.seconds[stage] === undefined) return;
    this.video.currentTime = this.seconds[stage];
    this.video.scrollIntoView({ block: 'nearest' });
    this.video.focus({ preventScroll: true });
  }

  renderStills() {
    const word = words();
    const shown = STAGES.map((stage) => [stage, this.part(this.boxes ? `${stage}-boxes.jpg` : `${stage}.jpg`)]);
    fill(this.stills,
      el('div', { class: 'panel-head' }, el('h2', { text: word.stills }),
        el('button', {
          type: 'button', class: 'switch', role: 'switch', 'aria-checked': String(this.boxes), text: word.boxes,
          onclick: () => this.toggleBoxes(),
        })),
      el('div', { class: 'still-row' }, ...shown.filter(([, part]) => part).map(([stage, part]) => el('figure', {},
        el('a', { href: this.shown(part), target: '_blank', rel: 'noopener' },
          el('img', { src: this.shown(part), alt: `${word.stages[stage]} ${absolute(this.detail[TIMES[stage]])}`, width: '320', height: '180', decoding: 'async' })),
        el('figcaption', {}, el('strong', { text: word.stages[stage] }),
          el('span', { text: absolute(this.detail[TIMES[stage]]) }))))));
  }

  toggleBoxes() {
    this.boxes = !this.boxes;
    this.renderStills();
    this.stills.querySelector('.switch').focus();
  }

  renderTimeline() {
    const word = words();
    const { detail } = this;
    const start = new Date(detail.firstSeenAt);
    const steps = [...STAGES, 'cleared'].map((stage) => {
      const at = detail[TIMES[stage]];
      const since = at && stage !== 'first' ? `+${duration(new Date(at) - start)}` : '';
      const seekable = this.seconds[stage] !== undefined && this.video;
      return el('li', { class: at ? `step step-${stage}` : 'step step-open' },
        el('span', { class: 'step-dot', 'aria-hidden': 'true' }),
        el('span', { class: 'step-name' }, seekable
          ? el('button', { type: 'button', class: 'seek', title: word.seek, text: word.stages[stage], onclick: () => this.seek(stage) })
          : el('span', { text: word.stages[stage] })),
        at ? el('time', { datetime: at, title: full(at), text: absolute(at) }) : el('span', { class: 'quiet', text: word.stillThere }),
        el('span', { class: 'since', text: since }));
    });
    fill(this.timeline, el('h2', { text: word.timeline }), el('ol', { class: 'steps' }, ...steps),
      this.dwellBar(),
      el('p', { class: 'dwell-words', text: this.dwellWords() }),
      el('ul', { class: 'watch-words quiet' }, ...this.watchWords().map((text) => el('li', { text }))));
  }

  /** What the dwell's figures rest on; nothing for older packs and for flights, which no camera's clock and view go with. */
  watchWords() {
    const word = words();
    const { watch } = this;
    if (!watch || isFlight(this.detail.camera)) return [];
    const signed = (us) => {
      const tenths = Math.round(us / 100000);
      return `${tenths < 0 ? '−' : tenths > 0 ? '+' : ''}${duration(Math.abs(tenths) * 100)}`;
    };
    return [
      word.clockOffset(signed(watch.clockOffsetUs), signed(watch.clockDriftUs)),
      word.viewAtRaise(word.views[watch.view.toUpperCase()] ?? watch.view),
      watch.suspendedLooks > 0 ? word.suspendedLooks(watch.suspendedLooks) : null,
      watch.missing.length > 0 ? word.missingLooks(watch.missing.map((stage) => word.stages[stage] ?? stage).join(', ')) : null,
    ].filter(Boolean);
  }

  /** How much of the time present was seen, to scale. */
  dwellBar() {
    const { presentMs, observedMs } = this.detail;
    if (presentMs === 0) return null;
    const seen = String(Math.min(100, (observedMs / presentMs) * 100));
    return el('svg:svg', { class: 'dwell-bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      el('svg:rect', { class: 'bar-present', width: '100', height: '6' }),
      el('svg:rect', { class: 'bar-observed', width: seen, height: '6' }));
  }

  reasons() {
    const word = words();
    const { detail } = this;
    const decided = el('div');
    explain(decided, this.caseNo);
    return el('section', { class: 'panel why' }, el('h2', { text: word.why }), el('p', { text: seenWords(detail) }),
      el('p', { class: 'quiet rule-words' }, `${word.ruleWords}: `, el('span', { lang: 'en', text: detail.why })), decided);
  }

  subject() {
    return words().labels[this.detail.label] ?? this.detail.label;
  }

  dwellWords() {
    const { presentMs, observedMs, longestGapMs } = this.detail;
    return words().dwell(duration(presentMs), duration(observedMs), duration(longestGapMs));
  }

  facts() {
    const word = words();
    const { detail } = this;
    const rows = [
      [word.label, `${this.subject()} · ${word.score} ${percent(detail.score)}`],
      [word.camera, `${detail.camera.name} (${detail.camera.id})`],
      [word.zone, zoneName(detail.camera, detail.zoneId)],
      [word.model, `${detail.model.name} ${detail.model.version}`, detail.model.sha256],
      [word.basis, word.bases[detail.basis] ?? detail.basis],
      ...this.verifier(),
      [word.rule, detail.ruleVersion],
      [word.zoneVersion, detail.zoneVersion],
      [word.worker, detail.workerId],
      [word.incident, detail.incidentId],
      [word.filed, absolute(detail.filedAt)],
    ];
    return el('section', { class: 'panel facts' }, el('h2', { text: word.facts }),
      el('dl', {}, ...rows.map(([name, value, title]) => el('div', {},
        el('dt', { text: name }), el('dd', { title, text: title ? `${value} · ${title.slice(0, 12)}…` : value })))));
  }

  /** What the second model said; no row where none was configured. */
  verifier() {
    const word = words();
    const { verifier } = this.detail;
    if (!verifier) return [];
    const judged = verifier.verdict === 'real' ? ` ${percent(verifier.score)}` : '';
    return [[word.verifier, `${verifier.name} ${verifier.version}: ${word.verdicts[verifier.verdict] ?? verifier.verdict}${judged}`, verifier.sha256]];
  }

  files() {
    return [...this.detail.evidence.parts, { name: 'manifest.json', mime: 'application/json', ...this.detail.evidence.manifest }];
  }

  renderEvidence() {
    const word = words();
    fill(this.evidence,
      el('div', { class: 'panel-head' }, el('h2', { text: word.evidence }),
        el('button', { type: 'button', class: 'button verify', disabled: !canProve() || this.proving, text: word.verify, onclick: () => this.prove() })),
      el('p', { class: 'quiet', text: canProve() ? word.evidenceHint : word.unsafeContext }),
      el('p', { class: `verdict ${this.verdictClass()}`, role: 'status', text: this.verdict() }),
      el('ul', { class: 'quiet' }, ...this.standing().map((text) => el('li', { text }))),
      el('ul', { class: 'files' }, ...this.files().map((file) => this.fileRow(file))));
  }

  /** What the files show beyond their digests, in words; nothing before they were checked. */
  standing() {
    const word = words();
    if (!this.beside) return [];
    const { seal, log, stamp, kept } = this.beside;
    return [
      seal ? word.sealed(seal) : word.unsealed,
      log ? word.logged(log) : word.unlogged,
      stamp?.stamped ? word.stamped(absolute(stamp.at), stamp.accuracyMs / 1000, stamp.authority) : word.unstamped,
      ...(kept ? word.kept(kept, absolute) : []),
      word.provesNot,
    ];
  }

  fileRow(file) {
    const word = words();
    const state = this.proofs.get(file.name) ?? 'unchecked';
    return el('li', {},
      el('a', { href: file.href, target: '_blank', rel: 'noopener', class: 'mono', text: file.name }),
      el('span', { class: 'size', text: file.bytes === undefined ? '' : bytes(file.bytes) }),
      el('span', { class: `proof proof-${state}`, text: word[state] }),
      el('code', { title: file.sha256, text: file.sha256 }));
  }

  verdict() {
    const word = words();
    const all = this.files().length;
    if (this.proving) return word.verifying(this.proofs.size, all);
    if (this.proofs.size < all) return '';
    const states = [...this.proofs.values()];
    const bad = states.filter((state) => state !== 'same' && state !== 'masked').length;
    const same = states.filter((state) => state === 'same').length;
    return bad === 0 ? word.verified(same) : word.verifyFailed(bad);
  }

  verdictClass() {
    if (this.proving || this.proofs.size < this.files().length) return '';
    return [...this.proofs.values()].every((state) => state === 'same' || state === 'masked') ? 'good' : 'bad';
  }

  async prove() {
    this.proofs.clear();
    this.proving = true;
    for (const file of this.files()) {
      this.renderEvidence();
      this.proofs.set(file.name, await check(file));
    }
    this.beside = await beside(this.detail.caseNo, this.files());
    this.proving = false;
    this.renderEvidence();
    this.evidence.querySelector('.verify').focus({ preventScroll: true });
  }
}
