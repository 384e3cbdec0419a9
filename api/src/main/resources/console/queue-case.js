/** One waiting case as its reviewer judges it: pictures, clip, why it was filed and where it is. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, ago, full } from './format.js';
import { groundMap } from './ground-map.js';
import { placeOf } from './place.js';
import { explain, maskedWords, seenWords } from './why.js';
import { words } from './words.js';

const STAGES = ['first', 'threshold', 'raised'];
const TIMES = { first: 'firstSeenAt', threshold: 'thresholdAt', raised: 'raisedAt' };
const USUAL_FRAME_S = 0.04;
const NEARBY_DEGREES = 0.002;
const MOST_NEARBY = 6;

export class QueueCase {
  /** @param {{boxes: boolean, why: string}} shown how pictures are shown; shared by all cases of the page */
  constructor(caseNo, shown) {
    this.caseNo = caseNo;
    this.shown = shown;
    this.here = false;
    this.frameS = USUAL_FRAME_S;
    this.node = el('article', { class: 'queue-case', 'data-case-no': caseNo });
    this.load();
  }

  async load() {
    const path = `/api/v1/cases/${encodeURIComponent(this.caseNo)}`;
    try {
      this.detail = await getJson(path);
    } catch {
      fill(this.node, el('p', { class: 'quiet', text: words().failed }));
      return;
    }
    this.render();
    this.preload();
    const at = this.detail.ground ?? this.detail.place?.position;
    if (!at) return;
    const [d, { longitude, latitude }] = [NEARBY_DEGREES, at];
    const box = [longitude - d, latitude - d, longitude + d, latitude + d].map((edge) => edge.toFixed(6)).join(',');
    const page = await getJson(`/api/v1/cases?bbox=${box}&limit=${MOST_NEARBY}`).catch(() => null);
    this.nearby = page?.cases.filter((each) => each.caseNo !== this.caseNo) ?? [];
    this.renderPlace();
  }

  part(name) {
    return this.detail.evidence.parts.find((part) => part.name === name);
  }

  /** Originals are fetched of the case that is shown alone: each is a view in the audit log. */
  href(part) {
    return this.here && this.shown.why ? `${part.href}?view=original&why=${encodeURIComponent(this.shown.why)}` : `${part.href}?view=masked`;
  }

  render() {
    if (!this.detail) return;
    const word = words();
    const { detail } = this;
    this.player = el('div', { class: 'player' });
    this.offer = el('div', { class: 'unmask-offer' });
    this.stills = el('section', { class: 'panel stills' });
    this.place = el('section', { class: 'panel facts place' });
    const decided = el('div');
    explain(decided, this.caseNo);
    fill(this.node,
      el('header', { class: 'case-head' }, el('h2', {},
        el('span', { class: `kind big kind-${detail.kind}`, text: word.kinds[detail.kind] ?? detail.kind }), ' ',
        el('span', { class: 'case-camera', text: detail.camera.name })),
      el('p', { class: 'case-sub' }, el('span', { class: 'mono', text: detail.caseNo }),
        el('time', { datetime: detail.raisedAt, title: full(detail.raisedAt), text: `${absolute(detail.raisedAt)} · ${ago(detail.raisedAt)}` })),
      detail.experimental ? el('span', { class: 'tag warn', text: word.experimental, title: word.experimentalHint }) : null),
      el('div', { class: 'case-body' },
        el('div', { class: 'case-main' }, this.player, this.offer, this.stills),
        el('div', { class: 'case-side' }, el('section', { class: 'panel why' }, el('h2', { text: word.why }),
          el('p', { text: seenWords(detail) }), decided), this.place)));
    this.renderStills();
    this.renderPlace();
  }

  /** The picture of the raise, large, and all of them, small; the clip instead once it is played, or somebody said why he wants to see it as it was filed. */
  renderStills() {
    if (!this.detail) return;
    const word = words();
    const picture = (stage) => this.part(this.shown.boxes ? `${stage}-boxes.jpg` : `${stage}.jpg`) ?? this.part(`${stage}.jpg`);
    const image = (stage, attributes) => el('img', {
      src: this.href(picture(stage)), alt: `${word.stages[stage]} ${absolute(this.detail[TIMES[stage]])}`, decoding: 'async', ...attributes,
    });
    const stages = STAGES.filter((stage) => picture(stage));
    fill(this.stills, el('div', { class: 'still-row' }, ...stages.map((stage) => el('figure', {}, image(stage, { width: '320', height: '180' }),
      el('figcaption', {}, el('strong', { text: word.stages[stage] }), el('span', { text: absolute(this.detail[TIMES[stage]]) }))))));
    fill(this.offer, this.copied() && !this.shown.why
      ? el('button', { type: 'button', class: 'button', text: word.unmask, onclick: () => this.askWhy() }) : null);
    if (!this.video) {
      const large = stages.at(-1);
      fill(this.player, large ? image(large, {}) : el('p', { class: 'quiet', text: word.noPicture }));
    } else if (!this.player.firstChild) {
      this.player.append(this.video);
    }
  }

  renderPlace() {
    const word = words().queue;
    const { position } = this.detail.place ?? {};
    const map = position && !this.detail.ground
      ? groundMap({ places: [{ ...position, uncertaintyM: position.uncertaintyM ?? 0, key: 'here', text: words().place }] }, words().ground.map) : null;
    const others = (this.nearby ?? []).map((each) => el('li', {},
      el('a', { href: `/cases/${each.caseNo}`, target: '_blank', rel: 'noopener', text: `${words().kinds[each.kind] ?? each.kind} · ${words().statuses[each.status] ?? each.status}` }),
      ` ${absolute(each.raisedAt)}`));
    fill(this.place, ...placeOf(this.detail), map, others.length > 0 ? el('h3', { text: word.nearby }) : null, el('ol', { class: 'sightings' }, ...others));
  }

  /** It is the case that is shown now. */
  enter() {
    if (this.here) return;
    this.here = true;
    if (!this.shown.why) return;
    this.renderStills();
    this.preload();
  }

  /** Whether the clip has a masked copy. */
  copied() {
    return Boolean(this.part('clip-masked.mp4'));
  }

  /** Fetches the clip: the original of the case that is shown once there is a reason, the masked copy when it is asked for. */
  preload(asked = false) {
    const clip = this.detail && this.part('clip.mp4');
    if (!clip || !this.here || this.video || !(this.shown.why || (asked && this.copied()))) return;
    const poster = this.part('raised.jpg');
    this.video = el('video', {
      controls: true, playsinline: true, preload: 'auto', muted: true, src: this.href(clip),
      poster: poster ? this.href(poster) : undefined, 'aria-label': words().clip,
    });
    this.video.addEventListener('pointerup', () => this.video.blur());
    this.video.addEventListener('error', () => fill(this.player, el('p', { class: 'quiet', text: words().clipFailed })));
    this.learnFrame(0, null);
    fill(this.player, this.video);
  }

  /** How long a frame stands, from two that were shown one behind the other. */
  learnFrame(presented, mediaTime) {
    this.video.requestVideoFrameCallback?.((now, frame) => {
      const stood = frame.mediaTime - mediaTime;
      if (frame.presentedFrames === presented + 1 && stood > 0.005 && stood < 1.1) this.frameS = stood;
      this.learnFrame(frame.presentedFrames, frame.mediaTime);
    });
  }

  play() {
    this.preload(true);
    if (!this.detail || !this.part('clip.mp4')) return;
    if (!this.video) this.askWhy();
    else if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  pause() {
    this.video?.pause();
  }

  /** One frame on or back; a playing clip stands then. */
  step(frames) {
    this.preload(true);
    if (!this.video) return;
    this.video.pause();
    this.video.currentTime = Math.min(Math.max(0, this.video.currentTime + frames * this.frameS), this.video.duration || 0);
  }

  /** The original is shown for a reason, which stands in the audit log with everything then fetched. */
  askWhy() {
    const word = words();
    const why = el('input', { type: 'text', name: 'why', required: true, maxlength: '200', 'aria-label': word.unmaskWhy, placeholder: word.unmaskWhy });
    const form = el('form', {
      class: 'unmask',
      onsubmit: (event) => {
        event.preventDefault();
        this.shown.why = why.value.trim();
        if (!this.shown.why) return;
        form.remove();
        this.pause();
        this.video = undefined;
        this.renderStills();
        this.play();
      },
    }, el('p', { class: 'quiet', text: this.copied() ? maskedWords(this.detail.camera) : word.clipMasked }), why, el('button', { type: 'submit', class: 'button', text: word.unmask }));
    why.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      form.remove();
    });
    this.player.querySelector('form')?.remove();
    this.player.classList.add('masked');
    this.player.append(form);
    why.focus();
  }
}
