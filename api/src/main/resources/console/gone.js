/** Whether the thing of a handled case is gone: what it looked like at the raise, and what the camera saw since. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, full, percent } from './format.js';
import { inHistory } from './history-words.js';
import { words } from './words.js';

export class Gone {
  /** @param {function(string): string} shown where a picture is fetched: masked, or as it was taken for a reason */
  constructor(caseNo, shown) {
    this.shown = shown;
    this.path = `/api/v1/cases/${encodeURIComponent(caseNo)}/checks`;
    this.node = el('section', { class: 'panel gone-check', hidden: true });
  }

  /** @param {string} raisedAt when the picture before was taken */
  async load(raisedAt) {
    this.raisedAt = raisedAt;
    this.found = await getJson(this.path).catch(() => null) ?? this.found;
    this.render();
  }

  render() {
    if (!this.found) return;
    const word = words();
    const { checks, before, open } = this.found;
    const newest = checks.at(-1);
    const samples = open?.samples.length || !newest ? open?.samples ?? [] : newest.samples;
    this.node.hidden = !newest && !open;
    if (this.node.hidden) return;
    const after = samples.filter((sample) => sample.picture && sample.view === 'CLEAR').at(-1)
      ?? samples.filter((sample) => sample.picture).at(-1);
    fill(this.node,
      el('div', { class: 'panel-head' }, el('h2', { text: word.gone }),
        newest ? el('strong', { class: `tag proposal-${newest.proposal}`, text: word.proposals[newest.proposal] }) : null),
      open ? el('p', { class: 'quiet', role: 'status', text: word.goneOpen(open.samples.length, absolute(open.until)) }) : null,
      newest ? el('p', { class: 'quiet', text: word.goneOnlyProposes }) : null,
      el('div', { class: 'still-row' },
        before ? this.figure(before, word.goneBefore, this.raisedAt, '') : null,
        after ? this.figure(after.picture.href, word.goneAfter, after.at, this.said(after)) : null),
      el('ol', { class: 'looks' }, ...samples.map((sample) => el('li', {},
        el('time', { datetime: sample.at, title: full(sample.at), text: absolute(sample.at) }), ' ',
        el('span', { text: this.said(sample) }),
        sample.detail ? el('span', { class: 'quiet', lang: 'en', text: ` ${sample.detail}` }) : null))),
      newest ? el('p', { class: 'quiet', text: inHistory(newest.why) }) : null,
      newest?.manifest ? el('p', { class: 'quiet' },
        el('a', { href: newest.manifest.href, target: '_blank', rel: 'noopener', text: word.goneManifest }), ' ',
        el('code', { title: newest.manifest.sha256, text: `${newest.manifest.sha256.slice(0, 12)}…` })) : null);
  }

  figure(picture, name, at, said) {
    const href = this.shown(picture);
    return el('figure', {},
      el('a', { href, target: '_blank', rel: 'noopener' },
        el('img', { src: href, alt: `${name} ${absolute(at)}`, width: '320', height: '180', decoding: 'async' })),
      el('figcaption', {}, el('strong', { text: said ? `${name} · ${said}` : name }), el('span', { text: absolute(at) })));
  }

  /** What one look says, in a word. */
  said(sample) {
    const word = words();
    if (sample.view !== 'CLEAR' || sample.finding === 'UNTOLD') {
      return sample.view === 'CLEAR' ? word.findings.UNTOLD : word.views[sample.view] ?? sample.view;
    }
    return sample.seen ? `${word.findings.THERE}${sample.score ? ` ${percent(sample.score)}` : ''}` : word.findings.GONE;
  }
}
