import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { openBrowser } from './browser.mjs';
import { CLASSES } from './classes.mjs';

const run = promisify(execFile);
const COLOURS = ['#ff3b30', '#34c759', '#ff9500', '#ffdd00', '#0a84ff', '#ff7bff'];
const CELL = { width: 640, height: 360 };

/**
 * Draws a contact sheet: pictures of a stills folder, or frames of a clip, with their boxes (and a
 * clip's zones).
 * @returns {Promise<string>} the PNG's path
 */
export async function renderSheet({ source, out, count = 12, columns = 3 }) {
  const isFolder = (await stat(source)).isDirectory();
  const cells = isFolder ? await cellsOfFolder(source, count) : await cellsOfClip(source, count);
  const path = out ?? (isFolder ? join(source, 'sheet.png') : source.replace(/\.mp4$/, '.sheet.png'));
  const browser = await openBrowser();
  try {
    const rows = Math.ceil(cells.length / columns);
    await browser.page.setViewportSize({ width: CELL.width * columns, height: CELL.height * rows });
    await browser.page.setContent(
      `<body style="margin:0;background:#111;display:flex;flex-wrap:wrap">${cells.map(cellHtml).join('')}</body>`,
    );
    await browser.page.screenshot({ path });
  } finally {
    await browser.close();
  }
  return path;
}

async function cellsOfFolder(folder, count) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  const step = Math.max(1, Math.floor(names.length / count));
  const chosen = names.filter((_, i) => i % step === 0).slice(0, count);
  const classes = await linesOf(join(folder, 'classes.txt'));
  return Promise.all(
    chosen.map(async (name) => ({
      title: name,
      jpeg: await readFile(join(folder, name)),
      boxes: (await linesOf(join(folder, name.replace(/\.jpg$/, '.txt')))).map((line) => fromYolo(line, classes)),
      zones: [],
    })),
  );
}

async function linesOf(path) {
  return (await readFile(path, 'utf8')).split('\n').filter(Boolean);
}

function fromYolo(line, classes) {
  const [index, cx, cy, w, h] = line.split(' ').map(Number);
  return { label: classes[index], box: [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2] };
}

async function cellsOfClip(clip, count) {
  const truth = JSON.parse(await readFile(clip.replace(/\.mp4$/, '.truth.json'), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'sheet-'));
  try {
    const step = Math.max(1, Math.floor(truth.frames.length / count));
    const frames = truth.frames.filter((_, i) => i % step === 0).slice(0, count);
    return await Promise.all(
      frames.map(async ({ ptsUs, boxes }, i) => {
        const picture = join(folder, `${i}.jpg`);
        await run('ffmpeg', [
          '-v',
          'error',
          '-ss',
          String(ptsUs / 1e6),
          '-i',
          clip,
          '-frames:v',
          '1',
          '-q:v',
          '2',
          picture,
        ]);
        return {
          title: `${basename(clip)} ${ptsUs / 1e6} s`,
          jpeg: await readFile(picture),
          boxes,
          zones: truth.zones,
        };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cellHtml({ title, jpeg, boxes, zones }) {
  const shapes = [...zones.map(zoneSvg), ...boxes.map(boxSvg), text(4, 14, '#fff', 12, title)].join('');
  const size = `width="${CELL.width}" height="${CELL.height}"`;
  const picture = `<image href="data:image/jpeg;base64,${jpeg.toString('base64')}" ${size}/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${picture}${shapes}</svg>`;
}

function zoneSvg({ polygon }) {
  const points = polygon.map(([x, y]) => `${x * CELL.width},${y * CELL.height}`).join(' ');
  return `<polygon points="${points}" fill="#0ff2" stroke="#0ff" stroke-dasharray="4"/>`;
}

function boxSvg({ label, track, box: [l, t, r, b] }) {
  const colour = COLOURS[label === 'vendor_canopy' ? 0 : CLASSES.indexOf(label)];
  const [x, y] = [l * CELL.width, t * CELL.height];
  const size = `width="${(r - l) * CELL.width}" height="${(b - t) * CELL.height}"`;
  const rect = `<rect x="${x}" y="${y}" ${size} fill="none" stroke="${colour}" stroke-width="1.2"/>`;
  return rect + text(x, y - 2, colour, 10, track ? `${label} ${track}` : label);
}

function text(x, y, colour, sizePx, words) {
  const safe = words.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" fill="${colour}" font-size="${sizePx}" font-family="sans-serif">${safe}</text>`;
}
