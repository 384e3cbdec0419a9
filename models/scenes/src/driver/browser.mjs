import { readFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ORIGIN = 'http://scenes.invalid';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--use-gl=angle',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/**
 * Opens the renderer page in headless Chromium with software GL. Nothing listens on a port: the
 * page's files are answered from this folder and every other address is refused.
 *
 * @param {number} width of the pictures, pixels; 960 are those of training and clips
 * @returns {Promise<{page, close: function(): Promise<void>}>} page.evaluate may use window.scenes
 */
export async function openRenderer({ width = 960 } = {}) {
  const browser = await openBrowser();
  const faults = [];
  browser.page.on('pageerror', (error) => faults.push(error.message));
  browser.page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  try {
    await browser.page.route('**/*', answer);
    await browser.page.goto(`${ORIGIN}/src/page/index.html?width=${width}`, { timeout: 120_000 });
    await browser.page.waitForFunction('window.scenes', null, { timeout: 120_000 });
  } catch (error) {
    await browser.close();
    throw new Error(`renderer page: expected window.scenes, found ${faults.join('; ') || error.message}`);
  }
  return browser;
}

/** An empty page; the caller closes it. The browser is $CHROMIUM or Debian's. */
export async function openBrowser() {
  const before = childrenOf(process.pid);
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const page = await browser.newPage();
  level(childrenOf(process.pid).filter((pid) => !before.includes(pid)));
  return { page, close: () => browser.close() };
}

async function answer(route) {
  const url = new URL(route.request().url());
  const path = normalize(join(ROOT, decodeURIComponent(url.pathname)));
  if (url.origin !== ORIGIN || !path.startsWith(ROOT)) return route.abort();
  try {
    return await route.fulfill({
      body: await readFile(path),
      contentType: TYPES[extname(path)] ?? 'application/octet-stream',
    });
  } catch {
    return route.fulfill({ status: 404, body: 'not found' });
  }
}

/** Chromium raises its GPU process above its parent when run as root; this takes it back. */
function level(pids) {
  for (const pid of pids) {
    try {
      if (niceOf(pid) < niceOf(process.pid)) setPriority(pid, niceOf(process.pid));
    } catch {
      // the process ended meanwhile
    }
  }
}

/** All descendants, from /proc; empty where there is no /proc. */
function childrenOf(root) {
  const parents = new Map();
  try {
    for (const entry of readdirSync('/proc')) if (/^\d+$/.test(entry)) parents.set(Number(entry), stat(entry)?.[1]);
  } catch {
    return [];
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (Number(parent) === pid) found.push(child);
  return found.slice(1);
}

const niceOf = (pid) => Number(stat(pid)[16]);

/** The fields of /proc/PID/stat after the command name. */
function stat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return null;
  }
}
