#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { check } from './src/driver/check.mjs';
import { VIEW_CLASSES } from './src/driver/classes.mjs';
import { CLIPS, renderClip } from './src/driver/clip.mjs';
import { renderFlight } from './src/driver/flight.mjs';
import { renderPatrol } from './src/driver/patrol.mjs';
import { renderSheet } from './src/driver/sheet.mjs';
import { renderStills } from './src/driver/stills.mjs';

const HELP = `Renders street scenes with exact boxes in headless Chromium. Same seed, same scenes.

  render.mjs stills --seed S --count N --out DIR [--from I] [--view pole|drone|site]
      N random scenes, 960x540, from a street's pole, from a drone, or of surveyed sites, eight to a site: NAME.jpg and NAME.txt (YOLO: class cx cy w h, fractions).
  render.mjs clip NAME... --out DIR [--seed S] [--labels-only]
      Demo stories (${CLIPS.join(', ')}): NAME.mp4 and NAME.truth.json.
  render.mjs patrol THING-WEATHER... --out DIR [--seed S]
      Two hours before a fixed camera, a look a minute: NNNN.jpg and truth.json in a folder each. THING is stall, pile,
      planter or none, put down at look 60 and taken away at 100; WEATHER is day, overcast, dusk, rain or leaves.
  render.mjs flight NAME... --out DIR [--seed S] [--truth-only]
      A drone over a site (survey), and a week later (reflight): NAME.mp4, NAME.truth.json and NAME.DIALECT.srt.
      With a seed another site, in another light, by an aircraft that is wrong by other amounts: NAME-S.mp4 and so on.
  render.mjs sheet FILE.mp4|DIR [--out FILE.png] [--count N] [--columns N]
      A contact sheet with boxes and zones drawn in.
  render.mjs check [--clips DIR]
      Renders labels again and compares them with the clips' ground truth.

  CHROMIUM  path of the browser (default /usr/bin/chromium); ffmpeg is taken from PATH.
Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  seed: { type: 'string' },
  count: { type: 'string' },
  from: { type: 'string' },
  view: { type: 'string' },
  out: { type: 'string' },
  columns: { type: 'string' },
  clips: { type: 'string' },
  'labels-only': { type: 'boolean' },
  'truth-only': { type: 'boolean' },
};

class UsageError extends Error {}

const COMMANDS = {
  async stills({ seed, count, out, from, view = 'pole' }) {
    if (!Object.hasOwn(VIEW_CLASSES, view))
      throw new UsageError(`--view: expected one of ${Object.keys(VIEW_CLASSES).join(', ')}, found ${view}`);
    await renderStills({
      seed: needed('--seed', seed),
      count: whole('--count', needed('--count', count)),
      out: needed('--out', out),
      from: whole('--from', from ?? '0'),
      view,
    });
  },
  async clip({ out, seed, 'labels-only': labelsOnly }, names) {
    const unknown = names.filter((name) => !CLIPS.includes(name));
    if (!names.length || unknown.length)
      throw new UsageError(`clip: expected names out of ${CLIPS.join(', ')}, found ${unknown.join(', ') || 'none'}`);
    needed('--out', out);
    for (const name of names) await renderClip({ name, out, seed, labelsOnly });
  },
  async patrol({ out, seed = '1' }, names) {
    if (!names.length) throw new UsageError('patrol: expected THING-WEATHER, found none');
    needed('--out', out);
    for (const name of names) await renderPatrol({ name, seed, out });
  },
  async flight({ out, seed, 'truth-only': truthOnly }, names) {
    if (!names.length) throw new UsageError('flight: expected names, found none');
    needed('--out', out);
    for (const name of names) await renderFlight({ name, out, seed, truthOnly });
  },
  async sheet({ out, count, columns }, [source]) {
    console.log(
      await renderSheet({
        source: needed('FILE.mp4|DIR', source),
        out,
        count: whole('--count', count ?? '12'),
        columns: whole('--columns', columns ?? '3'),
      }),
    );
  },
  async check({ clips }) {
    const faults = await check({ clips });
    for (const fault of faults) console.error(fault);
    if (faults.length) process.exitCode = 1;
  },
};

function needed(name, value) {
  if (value === undefined) throw new UsageError(`${name}: expected a value, found none`);
  return value;
}

function whole(name, text) {
  if (!/^\d+$/.test(text)) throw new UsageError(`${name}: expected a whole number, found ${text}`);
  return Number(text);
}

async function main() {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) return console.log(HELP);
  const [command, ...rest] = positionals;
  if (!Object.hasOwn(COMMANDS, command ?? ''))
    throw new UsageError(`expected one of ${Object.keys(COMMANDS).join(', ')}, found ${command ?? 'nothing'}`);
  return COMMANDS[command](values, rest);
}

main().catch((error) => {
  const isUsage = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(`render.mjs: ${error.message}`);
  if (isUsage) console.error('Try: render.mjs --help');
  process.exitCode = isUsage ? 2 : 1;
});
