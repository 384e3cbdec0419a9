/** Where files of a flight are dropped or chosen, and how far each is on its way. */
import { el, fill } from './dom.js';
import { bar } from './flight-progress.js';
import { chosenFiles, droppedFiles, flightFiles } from './flight-upload.js';
import { bytes, duration } from './format.js';
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
    this.sum = el('p', { class: 'quiet upload-sum', role: 'status' });
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
    const focused = document.activeElement?.dataset?.job;
    fill(this.list, ...jobs.map((job) => this.item(job)));
    if (focused) this.list.querySelector(`[data-job="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  item(job) {
    const word = words().flights;
    const button = (text, act) => el('button', {
      type: 'button', class: 'button', text, 'aria-label': `${text} ${job.shown}`, 'data-job': `${job.flightId} ${job.name}`, onclick: act,
    });
    const failed = job.said === 'cut' ? word.cut : job.said;
    return el('li', { class: `upload upload-${job.state}` },
      el('span', { class: 'upload-name', text: job.shown }),
      bar(job.sent, job.bytes, word.progressOf(job.shown)),
      el('span', { class: 'quiet', text: `${bytes(job.sent)} / ${bytes(job.bytes)}` }),
      el('span', { class: 'upload-state', text: [word.jobStates[job.state], job.state === 'done' && job.checked ? word.checksummed : null, failed].filter(Boolean).join(' · ') }),
      job.state === 'sending' || job.state === 'waiting' ? button(word.pause, () => this.host.uploads.pause(job)) : null,
      job.state === 'paused' || job.state === 'failed' ? button(word.resume, () => this.host.uploads.resume(job)) : null);
  }
}
