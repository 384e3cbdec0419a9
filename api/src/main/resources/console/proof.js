/** Fetches evidence afresh, never from the browser's cache, and computes its SHA-256 here. */
import { getJson } from './feed.js';

export const canProve = () => Boolean(globalThis.crypto?.subtle);

/** @returns {Promise<'same'|'different'|'unreadable'|'masked'>} masked: the original is not shown to this caller */
export async function check(part) {
  try {
    const response = await fetch(part.href, { cache: 'no-store' });
    if (response.status === 403 || response.headers.get('X-Evidence-View') === 'masked') return 'masked';
    if (!response.ok) return 'unreadable';
    const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex === part.sha256 ? 'same' : 'different';
  } catch {
    return 'unreadable';
  }
}

/**
 * What else lies beside the evidence: its seal, its place in the log, its time-stamp, and how it is kept. Read here, not verified here.
 *
 * @returns {Promise<{seal: ?{algorithm: string, keyId: string, demo: boolean}, log: ?{index: number, size: number, signed: boolean},
 *   stamp: ?object, kept: ?object}>} null what cannot be read
 */
export async function beside(caseNo, files) {
  const path = `/api/v1/cases/${encodeURIComponent(caseNo)}`;
  const [seal, log, stamp, kept] = await Promise.all([readSeal(files.find((file) => file.name === 'seal.json')), readLog(caseNo),
    getJson(`${path}/time-stamp`).catch(() => null), getJson(`${path}/kept`).catch(() => null)]);
  return { seal, log, stamp, kept };
}

async function readSeal(file) {
  try {
    if (!file) return null;
    const { algorithm, keyId, certificates } = await (await fetch(file.href, { cache: 'no-store' })).json();
    return { algorithm, keyId, demo: certificates.some((each) => atob(each).includes('streetwarden-demo')) };
  } catch {
    return null;
  }
}

/** The fields of c2sp.org/tlog-proof@v1 that a person asks for. */
async function readLog(caseNo) {
  try {
    const response = await fetch(`/api/v1/cases/${encodeURIComponent(caseNo)}/proof`, { cache: 'no-store' });
    if (!response.ok) return null;
    const [head, checkpoint, signatures] = (await response.text()).split('\n\n');
    return { index: Number(/^index (\d+)$/m.exec(head)[1]), size: Number(checkpoint.split('\n')[1]), signed: Boolean(signatures?.trim()) };
  } catch {
    return null;
  }
}
