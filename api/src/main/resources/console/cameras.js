/** The strip of cameras with their states. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { ago } from './format.js';
import { words } from './words.js';

const REFRESH_MS = 20000;

export class CameraStrip {
  constructor(onPick) {
    this.onPick = onPick;
    this.cameras = new Map();
    this.list = el('ul', { class: 'cameras' });
    this.node = el('section', { class: 'camera-strip' }, this.list);
    this.timer = setInterval(() => this.load(), REFRESH_MS);
  }

  close() {
    clearInterval(this.timer);
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
    this.render();
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
    const sorted = [...this.cameras.values()].sort((a, b) => a.id.localeCompare(b.id));
    fill(this.list, ...sorted.map((camera) => this.item(camera)));
    this.onChange?.();
  }

  item(camera) {
    const word = words();
    const state = word.cameraStates[camera.state] ?? camera.state;
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
      el('span', { class: `lamp lamp-${camera.state.toLowerCase()}`, 'aria-hidden': 'true' }),
      el('span', { class: 'camera-name', text: camera.name || camera.id }),
      el('span', { class: 'camera-state', text: state }),
      el('span', { class: 'camera-cases', text: word.casesOf(camera.cases) })));
  }
}
