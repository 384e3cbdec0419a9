/** The console: which view is shown, what is live, which language speaks. */
import { AccountPage } from './account.js';
import { AccountsPage } from './accounts.js';
import { CameraStrip } from './cameras.js';
import { CaseList } from './case-list.js';
import { CaseView } from './case-view.js';
import { CoveragePage } from './coverage.js';
import { fill } from './dom.js';
import { follow, getJson } from './feed.js';
import { Uploads } from './flight-upload.js';
import { FlightView } from './flight-view.js';
import { FlightPage } from './flights.js';
import { InsightPage } from './insight.js';
import { ModelPage } from './models.js';
import { peopleWords } from './people-words.js';
import { QueuePage } from './queue.js';
import { READS_RETENTION, RetentionPage } from './retention.js';
import { retentionWords } from './retention-words.js';
import { SignIn } from './sign-in.js';
import { SitePage } from './sites.js';
import { IncidentPage } from './why.js';
import { lang, switchLanguage, words } from './words.js';

const main = document.querySelector('main');
const linkState = document.querySelector('.link-state');
const announcer = document.querySelector('.announcer');
const cameras = new CameraStrip(() => {});
const uploads = new Uploads();

/** Who hears of no case, camera or model. */
const DEAF = ['security-admin', 'audit-admin', 'worker'];

const signingIn = location.pathname === '/login';

let view = null;
let caller = null;
let connected = null;
let listScroll = 0;
let lastOpened = null;

function show() {
  view?.close();
  const match = location.pathname.match(/^\/cases\/([^/]+)$/);
  const flight = location.pathname.match(/^\/flights\/([^/]+)$/);
  const flightHost = { back, openFlight, uploads, caller: () => caller };
  if (signingIn) view = new SignIn();
  else if (match) view = new CaseView({ back, open }, decodeURIComponent(match[1]));
  else if (location.pathname === '/models') view = new ModelPage({ back });
  else if (location.pathname === '/coverage') view = new CoveragePage({ back });
  else if (location.pathname === '/incidents') view = new IncidentPage({ back, open });
  else if (location.pathname === '/insight') view = new InsightPage({ back });
  else if (location.pathname === '/account') view = new AccountPage({ back });
  else if (location.pathname === '/accounts') view = new AccountsPage({ back });
  else if (location.pathname === '/retention') view = new RetentionPage({ back, caller: () => caller });
  else if (location.pathname === '/flights') view = new FlightPage(flightHost);
  else if (flight) view = new FlightView(flightHost, decodeURIComponent(flight[1]));
  else if (location.pathname === '/sites') view = new SitePage({ back });
  else if (location.pathname === '/queue') view = new QueuePage({ back, open });
  else view = new CaseList({ open, announce, cameras });
  fill(main, view.node);
  renderFrame();
  view.render();
  const loading = view.load();
  if (view instanceof CaseList) loading.then(returnToList);
  else window.scrollTo(0, 0);
}

function returnToList() {
  window.scrollTo(0, listScroll);
  if (lastOpened) view.link?.(lastOpened)?.focus({ preventScroll: true });
  lastOpened = null;
}

function open(caseNo) {
  listScroll = window.scrollY;
  lastOpened = caseNo;
  history.pushState({ inside: true }, '', `/cases/${caseNo}`);
  show();
  main.focus({ preventScroll: true });
}

function openFlight(flightId) {
  history.pushState({ inside: true }, '', `/flights/${flightId}`);
  show();
  main.focus({ preventScroll: true });
}

function back() {
  if (history.state?.inside) {
    history.back();
    return;
  }
  history.pushState(null, '', '/');
  show();
}

/** Whoever gives roles has no other, and sees no case. */
const givesRoles = () => caller?.roles.includes('security-admin') ?? false;
const readsRetention = () => READS_RETENTION.some((role) => caller?.roles.includes(role));
const onlyGivesRoles = () => givesRoles() && caller.roles.length === 1;

function mayOpen(page) {
  if (page === '/accounts') return givesRoles();
  return page === '/retention' ? readsRetention() : !onlyGivesRoles();
}

function announce(text) {
  announcer.textContent = text;
}

function renderFrame() {
  const word = words();
  document.documentElement.lang = lang();
  document.querySelector('.skip').textContent = word.skip;
  document.querySelector('.brand-name').textContent = word.name;
  for (const link of document.querySelectorAll('.to-page')) {
    link.textContent = { '/models': word.models, '/coverage': word.coverage, '/incidents': word.rules.unfiled, '/insight': word.insight.name, '/flights': word.flights.name, '/sites': word.flights.sites.name, '/retention': retentionWords().name, '/accounts': peopleWords().accounts, '/queue': word.queue.name }[link.pathname];
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    link.hidden = signingIn || !mayOpen(link.pathname);
  }
  const own = document.querySelector('.caller');
  own.textContent = caller?.name ?? '';
  own.title = caller ? peopleWords().account : '';
  own.hidden = !caller;
  const out = document.querySelector('.sign-out');
  out.textContent = word.signOut;
  out.hidden = !caller;
  const button = document.querySelector('.language');
  button.textContent = word.otherLanguage;
  button.title = word.languageHint;
  button.lang = lang() === 'en' ? 'zh-CN' : 'en';
  if (connected !== null) {
    linkState.textContent = connected ? word.live : word.lost;
    linkState.className = connected ? 'link-state on' : 'link-state off';
  }
}

function onKey(event) {
  const typing = event.target.closest?.('input, select, textarea, video');
  if (event.metaKey || event.ctrlKey || event.altKey || (typing && event.key !== 'Escape')) return;
  if (view.onKey(event.key.toLowerCase())) event.preventDefault();
}

document.querySelector('.language').addEventListener('click', () => {
  switchLanguage();
  renderFrame();
  cameras.render();
  view.render();
});
document.querySelector('.sign-out').addEventListener('click', async () => {
  const response = await fetch('/api/v1/session', { method: 'DELETE' });
  location.assign(response.status === 200 ? (await response.json()).location : '/login');
});
for (const link of document.querySelectorAll('.to-page, .caller')) {
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (location.pathname === link.pathname) return;
    history.pushState({ inside: true }, '', link.pathname);
    show();
    main.focus({ preventScroll: true });
  });
}
document.addEventListener('keydown', onKey);
addEventListener('popstate', show);

show();
if (!signingIn) begin();

function begin() {
  getJson('/api/v1/session').then((answer) => {
    caller = answer;
    if (onlyGivesRoles() && location.pathname === '/') {
      history.replaceState(null, '', '/accounts');
      show();
    }
    renderFrame();
    view.onCaller?.();
    if (!caller.roles.every((role) => DEAF.includes(role))) listen();
  }, listen);
}

function listen() {
  cameras.load();
  follow({
    onState(state) {
      connected = state;
      renderFrame();
    },
    onReset() {
      cameras.load();
      view.load();
    },
    onEvent(type, subject) {
      if (type === 'camera-changed') cameras.put(subject);
      view.onEvent(type, subject);
    },
  });
}
