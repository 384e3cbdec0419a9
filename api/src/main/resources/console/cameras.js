/** The strip of cameras with their states. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { ago } from './format.js';
import { words } from './words.js';

const REFRESH_MS = 20000;

/** Of many cameras the list is long and events bring the news, so it is read anew more rarely. */
const MANY_ROUNDS = 15;

/** Of more than FEW cameras only SHOWN are shown: the picked one, then those that are not well. */
const FEW = 48;
const SHOWN = 12;

/** Whether its stream is well and shows something else than its place. */
const isBlind = (camera) => camera.state === 'WATCHING' && Boolean(camera.reason?.startsWith('VIEW_'));

export class CameraStrip {
  constructor(onPick) {
    this.onPick = onPick;
    this.cameras = new Map();
    this.list = el('ul', { class: 'cameras' });
    this.node = el('section', { class: 'camera-strip' }, this.list);
    this.rounds = 0;
    this.timer = setInterval(() => this.refresh(), REFRESH_MS);
  }

  close() {
    clearInterval(this.timer);
  }

  refresh() {
    this.rounds += 1;
    if (this.cameras.size <= FEW || this.rounds % MANY_ROUNDS === 0) this.load();
  }

  async load() {
    try {
      const { cameras } = await getJson('/api/v1/cameras');
      this.cameras = new Map(cameras.map((camera) => [camera.id, camera]));
      this.render();
    } catch {
      // the header says that the connection is lost
    }
  }

  put(camera) {
    this.cameras.set(camera.id, camera);
    this.due ??= requestAnimationFrame(() => { // once a frame, however many change at once
      this.due = null;
      this.render();
    });
  }

  name(id) {
    return this.cameras.get(id)?.name ?? id;
  }

  pick(id) {
    this.picked = id;
    this.render();
  }

  render() {
    const word = words();
    this.node.setAttribute('aria-label', word.cameras);
    if (this.cameras.size === 0) {
      fill(this.list, el('li', { class: 'quiet', text: word.noCameras }));
      return;
    }
    const sorted = [...this.cameras.values()].sort((a, b) => this.urgency(a) - this.urgency(b) || a.id.localeCompare(b.id));
    const shown = sorted.length > FEW ? SHOWN : sorted.length;
    fill(this.list, ...sorted.slice(0, shown).map((camera) => this.item(camera)),
      shown < sorted.length ? el('li', {}, el('a', { href: '/coverage', text: word.camerasMore(sorted.length - shown) })) : null);
    this.onChange?.();
  }

  /** Few cameras keep their places; of many, the trouble comes first. */
  urgency(camera) {
    if (this.cameras.size <= FEW) return 0;
    if (this.picked === camera.id) return 0;
    return { STOPPED: 1, RETRYING: 2, CONNECTING: 3 }[camera.state] ?? (isBlind(camera) ? 2 : 4);
  }

  item(camera) {
    const word = words();
    const blind = isBlind(camera);
    const name = word.cameraStates[camera.state] ?? camera.state;
    const reason = camera.reason ? word.cameraReasons[camera.reason] ?? camera.reason : null;
    const state = [name, reason].filter(Boolean).join(' · ');
    const seen = camera.lastFrameAt ? word.lastFrame(ago(camera.lastFrameAt)) : word.noFrame;
    const detail = [state, camera.detail, seen].filter(Boolean).join(' · ');
    return el('li', {},
      el('button', {
        type: 'button',
        class: 'camera',
        'aria-pressed': String(this.picked === camera.id),
        title: detail,
        onclick: () => this.onPick(this.picked === camera.id ? '' : camera.id),
      },
      el('span', { class: `lamp lamp-${blind ? 'blind' : camera.state.toLowerCase()}`, 'aria-hidden': 'true' }),
      el('span', { class: 'camera-name', text: camera.name || camera.id }),
      el('span', { class: 'camera-state', text: state }),
      el('span', { class: 'camera-cases', text: word.casesOf(camera.cases) })));
  }
}
