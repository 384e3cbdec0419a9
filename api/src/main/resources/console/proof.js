/** Fetches evidence afresh, never from the browser's cache, and computes its SHA-256 here. */

export const canProve = () => Boolean(globalThis.crypto?.subtle);

/** @returns {Promise<'same'|'different'|'unreadable'>} */
export async function check(part) {
  try {
    const response = await fetch(part.href, { cache: 'no-store' });
    if (!response.ok) return 'unreadable';
    const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex === part.sha256 ? 'same' : 'different';
  } catch {
    return 'unreadable';
  }
}
