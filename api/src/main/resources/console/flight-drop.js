/** Where files of a flight are dropped or chosen, and how far each is on its way. */
import { el, fill } from './dom.js';
import { chosenFiles, droppedFiles, flightFiles } from './flight-upload.js';
import { bytes, duration, percent } from './format.js';
import { words } from './words.js';

const PILOT = 'pilot';

export class UploadPanel {
  /**
   * @param {{uploads: Uploads, caller: function(): Object}} host
   * @param {function()} onAdded called when a flight was announced or goes on
   * @param {string=} flightId only what is on its way to this one is shown
   */
  constructor(host, onAdded, flightId = null) {
    this.host = host;
    this.onAdded = onAdded;
    this.flightId = flightId;
    this.rows = new Map();
    this.heading = el('h2');
    this.hint = el('p', { class: 'quiet' });
    this.files = el('input', { type: 'file', multiple: true, class: 'pick-files', onchange: (event) => this.pick(event.target) });
    this.folder = el('input', { type: 'file', multiple: true, webkitdirectory: true, class: 'pick-folder', onchange: (event) => this.pick(event.target) });
    this.filesWord = el('span');
    this.folderWord = el('span');
    this.name = el('input', { type: 'text', maxlength: '200', autocomplete: 'off' });
    this.nameWord = el('span');
    this.drop = el('div', { class: 'drop' }, this.hint, el('div', { class: 'drop-ways' },
      el('label', { class: 'button' }, this.filesWord, this.files),
      el('label', { class: 'button' }, this.folderWord, this.folder),
      el('label', { class: 'drop-name' }, this.nameWord, this.name)));
    this.said = el('p', { class: 'judgement-said', role: 'alert' });
    this.sum = el('p', { class: 'quiet upload-sum' });
    this.list = el('ol', { class: 'uploads' });
    this.node = el('section', { class: 'panel upload-panel', hidden: true }, this.heading, this.drop, this.said, this.sum, this.list);
    this.listenToDrops();
    host.uploads.onChange = () => this.renderJobs();
  }

  close() {
    this.host.uploads.onChange = () => {};
  }

  listenToDrops() {
    const mark = (on) => this.drop.classList.toggle('over', on);
    this.drop.addEventListener('dragover', (event) => { event.preventDefault(); mark(true); });
    this.drop.addEventListener('dragleave', () => mark(false));
    this.drop.addEventListener('drop', async (event) => {
      event.preventDefault();
      mark(false);
      await this.add(await droppedFiles(event.dataTransfer));
    });
  }

  async pick(input) {
    const chosen = chosenFiles(input);
    input.value = '';
    await this.add(chosen);
  }

  async add(all) {
    const word = words().flights;
    const chosen = flightFiles(all);
    this.said.textContent = '';
    if (chosen.length === 0) {
      this.said.textContent = word.nothingChosen;
      return;
    }
    const first = chosen[0].name;
    const name = this.name.value.trim() || (first.includes('/') ? first.split('/')[0] : first.replace(/\.[^.]*$/, ''));
    try {
      const flight = await this.host.uploads.add(chosen, name.slice(0, 200), this.host.caller().name);
      this.name.value = '';
      this.said.textContent = [
        all.length > chosen.length ? word.leftOut(all.length - chosen.length) : null,
        ...flight.unpaired.map((file) => word.unpaired[file.role](file.name)),
      ].filter(Boolean).join('\n');
      this.onAdded();
    } catch (failure) {
      this.said.textContent = failure.problems?.join('\n') || words().failed;
    }
    this.renderJobs();
  }

  render() {
    const word = words().flights;
    this.node.hidden = !this.host.caller()?.roles?.includes(PILOT);
    this.heading.textContent = this.flightId ? word.goOn : word.bring;
    this.hint.textContent = this.flightId ? word.goOnHint : word.dropHint;
    this.filesWord.textContent = word.pickFiles;
    this.folderWord.textContent = word.pickFolder;
    this.nameWord.textContent = word.flightName;
    this.nameWord.parentNode.hidden = this.flightId !== null;
    this.list.setAttribute('aria-label', word.onTheWay);
    this.renderJobs();
  }

  renderJobs() {
    const word = words().flights;
    const { uploads } = this.host;
    const jobs = this.flightId ? uploads.of(this.flightId) : uploads.jobs;
    const left = jobs.reduce((sum, job) => sum + (job.state === 'done' ? 0 : job.bytes - job.sent), 0);
    const speed = uploads.bytesPerSecond();
    this.sum.textContent = left > 0 && speed > 0
      ? word.speed(`${bytes(Math.round(speed))}/s`, duration(Math.max(1000, Math.round((left / speed) * 1000)))) : '';
    const rows = jobs.map((job) => this.rowOf(job));
    if (rows.length !== this.list.children.length || rows.some(({ node }, at) => this.list.children[at] !== node)) {
      fill(this.list, ...rows.map(({ node }) => node));
    }
    rows.forEach((row) => row.update());
  }

  rowOf(job) {
    if (!this.rows.has(job)) this.rows.set(job, new UploadRow(job, this.host.uploads));
    return this.rows.get(job);
  }
}

/** One file on its way; its nodes stay, so that a button is not pulled from under a pointer. */
class UploadRow {
  constructor(job, uploads) {
    this.job = job;
    this.progress = el('progress', { max: String(job.bytes) });
    this.share = el('span');
    this.kept = el('span', { class: 'quiet' });
    this.state = el('span', { class: 'upload-state' });
    this.button = el('button', { type: 'button', class: 'button', onclick: () => (this.running() ? uploads.pause(job) : uploads.resume(job)) });
    this.node = el('li', {}, el('span', { class: 'upload-name', text: job.shown }),
      el('span', { class: 'flight-bar' }, this.progress, ' ', this.share), this.kept, this.state, this.button);
  }

  running() {
    return this.job.state === 'sending' || this.job.state === 'waiting';
  }

  update() {
    const word = words().flights;
    const { job } = this;
    const text = this.running() ? word.pause : word.resume;
    this.node.className = `upload upload-${job.state}`;
    this.progress.value = job.sent;
    this.progress.setAttribute('aria-label', word.progressOf(job.shown));
    this.share.textContent = percent(Math.floor((job.sent / job.bytes) * 100) / 100);
    this.kept.textContent = `${bytes(job.sent)} / ${bytes(job.bytes)}`;
    this.state.textContent = [word.jobStates[job.state], job.state === 'done' && job.checked ? word.checksummed : null,
      job.said === 'cut' ? word.cut : job.said].filter(Boolean).join(' · ');
    this.button.hidden = job.state === 'done';
    this.button.textContent = text;
    this.button.setAttribute('aria-label', `${text} ${job.shown}`);
  }
}
