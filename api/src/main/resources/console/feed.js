/** The server's events; comes back by itself after any cut, and says when everything must be loaded anew. */

const TYPES = ['case-filed', 'case-cleared', 'case-judged', 'case-moved', 'case-checked',
  'camera-changed', 'model-changed', 'coverage-below', 'coverage-kept'];

/**
 * @param {{onEvent: function(string, Object), onReset: function(), onState: function(boolean)}} listener
 *     onState hears true once events flow and false while they do not
 */
export function follow(listener) {
  const source = new EventSource('/api/v1/events');
  let greeted = false;
  source.addEventListener('hello', () => {
    listener.onState(true);
    if (!greeted) listener.onReset();
    greeted = true;
  });
  source.addEventListener('reset', () => {
    listener.onState(true);
    listener.onReset();
  });
  for (const type of TYPES) {
    source.addEventListener(type, (event) => listener.onEvent(type, JSON.parse(event.data)));
  }
  source.onerror = () => {
    listener.onState(false);
    if (source.readyState !== EventSource.CLOSED) return;
    getJson('/api/v1/session').catch(() => null);
    setTimeout(() => restart(listener, source), 3000);
  };
  return source;
}

/** After an answer that was no event stream, the browser gives up; we do not. */
function restart(listener, source) {
  source.close();
  follow(listener);
}

export class HttpError extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** Sends whoever is not signed in, or no longer, to the page where he can. */
function heed(response) {
  if (response.status === 401 && location.pathname !== '/login') {
    location.replace(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
}

export async function getJson(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json' } });
  heed(response);
  if (!response.ok) throw new HttpError(response.status);
  return response.json();
}

/** @param {boolean} keepalive whether it goes on where the page ends meanwhile */
export async function postJson(path, body, keepalive = false) {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive });
  heed(response);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new HttpError(response.status), { problems: answer.problems ?? [answer.detail] });
  return answer;
}

/** Any request that changes something; null where the answer is empty. A refusal carries its problems. */
export async function sendJson(method, path, body) {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  heed(response);
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw Object.assign(new HttpError(response.status), { problems: answer?.problems ?? [answer?.detail ?? ''] });
  return answer;
}
