/** Files on their way into flights by tus; goes on while other pages are shown. */
import './tus.min.js';
import { getJson, postJson } from './feed.js';

const tus = globalThis.tus;

const ENDPOINT = '/api/v1/uploads';
const CHUNK_BYTES = 5 * 1024 * 1024; // a part of the object store
const AT_ONCE = 3;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];
const WORTH_ANOTHER_TRY = [409, 423, 429, 460];
const SPEED_MS = 15000;
const TOLD_MS = 250;
const FLIGHT_FILE = /\.(mp4|mov|m4v|avi|mkv|ts|srt|jpe?g|dng|tiff?|asc|hgt)$/i;

/** @typedef {{name: string, file: File}} Chosen name with folders */

export class Uploads {
  constructor() {
    this.jobs = [];
    this.samples = [];
    this.onChange = () => {};
    addEventListener('beforeunload', (event) => {
      if (this.jobs.some((job) => job.state === 'sending' || job.state === 'waiting')) event.preventDefault();
    });
  }

  /**
   * Goes on with a flight of mine that announced these files, else announces one.
   *
   * @param {Chosen[]} chosen
   * @param {string} name what a new flight is called
   * @param {string} pilot who I am
   */
  async add(chosen, name, pilot) {
    const flight = await begun(chosen, pilot) ?? await postJson('/api/v1/flights', {
      name, files: chosen.map(({ name: fileName, file }) => ({ name: fileName, bytes: file.size })),
    });
    for (const { name: fileName, file } of chosen) {
      const announced = flight.files.find((each) => each.name === fileName);
      const known = this.jobs.find((job) => job.flightId === flight.flightId && job.name === fileName);
      if (!announced.stored && !known) this.jobs.push(this.job(flight.flightId, announced, file));
      else if (known?.state === 'failed') this.resume(known);
    }
    this.samples = []; // what was kept before is no speed
    this.next();
    return flight;
  }

  job(flightId, { name, shown, bytes, received, upload }, file) {
    const job = { flightId, name, shown, bytes, sent: received, state: 'waiting', checked: Boolean(crypto.subtle), said: null };
    job.upload = new tus.Upload(file, {
      endpoint: ENDPOINT,
      uploadUrl: upload,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      metadata: { flight: flightId, filename: name },
      onBeforeRequest: (request) => putChecksum(request, file),
      onShouldRetry: (failure) => {
        const status = failure.originalResponse?.getStatus() ?? 0;
        job.said = status === 0 ? 'cut' : null;
        this.tell();
        return status < 400 || status >= 500 || WORTH_ANOTHER_TRY.includes(status);
      },
      onProgress: (sent) => {
        job.sent = sent;
        job.said = null;
        this.tell();
      },
      onError: (failure) => this.end(job, 'failed', said(failure)),
      onSuccess: () => this.end(job, 'done', null),
    });
    return job;
  }

  end(job, state, text) {
    job.state = state;
    job.said = text;
    this.next();
  }

  next() {
    const free = AT_ONCE - this.jobs.filter((job) => job.state === 'sending').length;
    for (const job of this.jobs.filter((each) => each.state === 'waiting').slice(0, free)) {
      job.state = 'sending';
      job.upload.start();
    }
    this.tell(true);
  }

  pause(job) {
    job.upload.abort();
    this.end(job, 'paused', null);
  }

  resume(job) {
    job.state = 'waiting';
    job.said = null;
    this.next();
  }

  of(flightId) {
    return this.jobs.filter((job) => job.flightId === flightId);
  }

  /** Forgets a flight that was deleted. */
  drop(flightId) {
    this.of(flightId).filter((job) => job.state === 'sending').forEach((job) => job.upload.abort());
    this.jobs = this.jobs.filter((job) => job.flightId !== flightId);
    this.next();
  }

  sent() {
    return this.jobs.reduce((sum, job) => sum + job.sent, 0);
  }

  /** Of the last seconds; 0 where nothing moves. */
  bytesPerSecond() {
    const from = this.samples.find(({ at }) => performance.now() - at < SPEED_MS);
    const seconds = from ? (performance.now() - from.at) / 1000 : 0;
    return seconds < 1 ? 0 : Math.max(0, (this.sent() - from.sent) / seconds);
  }

  tell(now = false) {
    const at = performance.now();
    if (!now && at - (this.samples.at(-1)?.at ?? 0) < TOLD_MS) return;
    this.samples = [...this.samples.filter((sample) => at - sample.at < SPEED_MS), { at, sent: this.sent() }];
    this.onChange();
  }
}

/** Only where the browser computes digests: over HTTPS or on this machine. */
async function putChecksum(request, file) {
  if (request.getMethod() !== 'PATCH' || !crypto.subtle) return;
  const from = Number(request.getHeader('Upload-Offset'));
  const chunk = await file.slice(from, from + CHUNK_BYTES).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', chunk));
  request.setHeader('Upload-Checksum', `sha256 ${btoa(String.fromCharCode(...digest))}`);
}

async function begun(chosen, pilot) {
  const { flights } = await getJson('/api/v1/flights?state=UPLOADING&limit=200');
  for (const open of flights.filter((flight) => flight.pilot === pilot && flight.fileCount >= chosen.length)) {
    const flight = await getJson(`/api/v1/flights/${open.flightId}`);
    const announced = new Map(flight.files.map((file) => [file.name, file]));
    if (chosen.every(({ name, file }) => announced.get(name)?.bytes === file.size)) return flight;
  }
  return null;
}

function said(failure) {
  try {
    const answer = JSON.parse(failure.originalResponse.getBody());
    return (answer.problems ?? [answer.detail]).join(' ');
  } catch {
    return 'cut';
  }
}

/** @return {Chosen[]} */
export function chosenFiles(input) {
  return [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/**
 * What was dropped, folders looked through.
 *
 * @return {Promise<Chosen[]>}
 */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  return (await Promise.all(entries.map((entry) => within(entry, '')))).flat();
}

async function within(entry, folder) {
  const name = folder + entry.name;
  if (entry.isFile) return [{ name, file: await new Promise((resolve, reject) => { entry.file(resolve, reject); }) }];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return found;
    for (const child of some) found.push(...(await within(child, `${name}/`)));
  }
}

/** Of a folder only what a flight may have; of files chosen one by one all, so that the answer can say why not. */
export function flightFiles(chosen) {
  return chosen.filter(({ name }) => !name.includes('/') || FLIGHT_FILE.test(name));
}
