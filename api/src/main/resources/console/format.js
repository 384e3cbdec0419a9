/** Times, durations and sizes as people read them. */
import { lang, words } from './words.js';

const ZONE = 'Asia/Shanghai';

/** `11-21 12:00:07` in China's time, with the year where it is not this one. */
export function absolute(iso) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    }).formatToParts(new Date(iso)).map((part) => [part.type, part.value]),
  );
  const year = String(new Date().getFullYear()) === parts.year ? '' : `${parts.year}-`;
  return `${year}${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
}

/** Date, time and zone in full, for titles. */
export function full(iso) {
  return new Intl.DateTimeFormat(lang(), { timeZone: ZONE, dateStyle: 'long', timeStyle: 'long' }).format(new Date(iso));
}

/** A day with its year. */
export function day(iso) {
  return new Intl.DateTimeFormat(lang(), { timeZone: ZONE, dateStyle: 'medium' }).format(new Date(iso));
}

export function ago(iso) {
  const word = words().ago;
  const s = Math.round((Date.now() - new Date(iso)) / 1000);
  if (s < 5) return word.now;
  if (s < 60) return word.s(s);
  if (s < 3600) return word.m(Math.floor(s / 60));
  return s < 86400 ? word.h(Math.floor(s / 3600)) : word.d(Math.floor(s / 86400));
}

/** Whole seconds, minutes and hours; tenths below ten seconds where they are not zero. */
export function duration(ms) {
  const word = words().duration;
  if (ms < 10000) return word.s(Number((ms / 1000).toFixed(1)));
  const s = Math.round(ms / 1000);
  const pieces = [[Math.floor(s / 3600), word.h], [Math.floor((s % 3600) / 60), word.m], [s % 60, word.s]];
  return pieces.filter(([n]) => n > 0).map(([n, say]) => say(n)).join(word.join);
}

/** What workers say, `中文 / English` with `; ` between remarks, in the reader's language. */
export function inLanguage(text) {
  return (text ?? '').split('; ').map((remark) => {
    const [chinese, english = chinese] = remark.split(' / ');
    return lang() === 'en' ? english : chinese;
  }).join(lang() === 'en' ? '; ' : '；');
}

export function bytes(n) {
  if (n < 1024) return `${n} B`;
  if (n < 1048576) return `${(n / 1024).toFixed(0)} kB`;
  return n < 1073741824 ? `${(n / 1048576).toFixed(1)} MB` : `${(n / 1073741824).toFixed(2)} GB`;
}

/** With two decimals, rounded down: 99.996 % is not all. */
export const percentFine = (fraction) => `${Math.floor(fraction * 10000) / 100}%`;

export const percent = (fraction) => `${Math.round(fraction * 100)}%`;
