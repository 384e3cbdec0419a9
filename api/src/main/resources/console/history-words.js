/** What the system itself writes into a case's history, in the reader's language; what persons and platforms wrote stays. */
import { absolute } from './format.js';
import { lang, words } from './words.js';

const INSTANT = '(\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)';

/** `2 × DARK, 1 × TURNED` in words. */
function views(looks) {
  return looks.replace(/\b[A-Z_]+\b/g, (view) => words().views[view] ?? view).replace('the same picture again', '同一画面重复').replaceAll(', ', '、');
}

/** English as written, and what it is in Chinese; a text is read sentence by sentence. */
const IN_CHINESE = [
  [`Not seen since ${INSTANT}\\.`, (at) => `${absolute(at)} 之后未再见到。`],
  ['(\\d+) of the case\'s incidents are still there\\.', (n) => `本案还有 ${n} 处仍在。`],
  ['Taken for the same thing: camera (\\S+), (\\d+) m from one that saw it, sees the same kind\\.', (camera, m) => `视为同一件：相距 ${m} 米的摄像机 ${camera} 看到同类事件。`],
  ['Taken for the same thing: camera (\\S+) sees the same kind in zone (\\S+)\\.', (camera, zone) => `视为同一件：摄像机 ${camera} 在区域 ${zone} 再次看到同类事件。`],
  ['Taken for the same thing: camera (\\S+) sees the same kind, (\\d+) m from where a flight saw it\\.', (camera, m) => `视为同一件：摄像机 ${camera} 在航拍位置 ${m} 米内看到同类事件。`],
  ['Taken for the same thing: flight (\\S+) sees the same kind (\\d+) m away, its place sure to (\\d+) m\\.', (flight, m, sure) => `视为同一件：航次 ${flight} 在 ${m} 米外看到同类事件（定位误差 ${sure} 米）。`],
  ['Seen again: ', () => '再次看到：'],
  ['There again, as a reviewer confirms\\.', () => '审核员确认再次出现。'],
  ['Confirmed; belongs to (\\S+), which is open again\\.', (caseNo) => `属实；并入重新打开的案件 ${caseNo}。`],
  ['No review needed: (\\S+) with a score of ([\\d.]+), at least ([\\d.]+); not experimental\\.', (kind, score, least) => `无须审核：置信度 ${score}，不低于 ${least}，且非试验性类别。`],
  ['Somebody is to be reminded; it may still stand for (\\d+) s\\.', (s) => `先行提醒；${s} 秒内改正的不立案。`],
  ['Still there after the reminder\\.', () => '提醒后仍在现场。'],
  ['It went after the reminder\\.', () => '提醒后已改正。'],
  ['Delivered as (\\S+)\\.', (event) => `已送达，事件编号 ${event}。`],
  ['Held: it has (?:an|(\\d+)) open cases? within (\\d+) m\\.', (n, m) => `暂缓上报：平台在 ${m} 米内有 ${n ?? 1} 件在办案件。`],
  ['Asked first in vain: (.+?)\\. ', (problem) => `上报前询问未得到回答（${problem}）。`],
  ['Held, as it named open cases before\\.', () => '暂缓上报：平台此前列出过在办案件。'],
  ['Held, as its setting says\\.', () => '按设置暂缓上报。'],
  ['(\\S+) is asked again: ', (target) => `再次询问 ${target}：`],
  ['Another thing than what (\\S+) has nearby: ', (target) => `与 ${target} 附近的在办案件不是同一件：`],
  ['The same thing as (\\S+) of (\\S+): ', (theirs, target) => `与 ${target} 的 ${theirs} 为同一件：`],
  ['Not asked first, because the case has no place\\. ', () => '案件没有位置，未先询问。'],
  ['It answered (\\d+)(?: with its number (\\S+?))?(?:, the case stands as (.+?))?\\.$', (status, number, word) => `应答 ${status}${number ? `，平台案号 ${number}` : ''}${word ? `，状态 ${word}` : ''}。`],
  ['A worker looks whether it is done\\.', () => '监看进程正在核查是否已处置。'],
  ['The platform speaks of it, so it has it\\.', () => '平台已有回告，视为已上报。'],
  ['It stands so already\\. ', () => '状态未变。'],
  ['Something newer is known\\. ', () => '已有更新的回告。'],
  ['No such word in the status map\\. ', () => '状态对照表中没有该状态。'],
  ['Not possible from where the case stands\\. ', () => '案件现状不允许该流转。'],
  ['The platform says ([^.:]+)(?:\\.$|: )', (said) => `平台回告 ${said}。`],
  ['GONE: ', () => '已消失：'],
  ['STILL: ', () => '仍在现场：'],
  ['UNSURE: ', () => '无法确认：'],
  [`Seen at ${INSTANT} in a clear view\\.`, (at) => `${absolute(at)} 在清晰画面中看到。`],
  ['(\\d+) of (\\d+) clear views without it, at least (\\d+) (min|s) apart, since it was handled', (n, all, time, unit) => `处置后 ${all} 次清晰画面中有 ${n} 次未见（间隔至少 ${time} ${unit === 's' ? '秒' : '分钟'}）`],
  ['; without a word: (.+)\\.$', (looks) => `；无法判断的画面：${views(looks)}。`],
  ['\\.$', () => '。'],
  [`Flight (\\S+) saw the place at ${INSTANT} and found nothing of the kind there\\.`, (flight, at) => `航次 ${flight} 于 ${absolute(at)} 飞过该处，未见同类事件。`],
  [`Flight (\\S+) saw it there at ${INSTANT}\\.`, (flight, at) => `航次 ${flight} 于 ${absolute(at)} 看到它仍在。`],
].map(([english, chinese]) => [new RegExp(`^\\s*${english}`), chinese]);

/** From the left as far as it is known; the rest as it was written. */
export function inHistory(text) {
  if (lang() === 'en') return text;
  let left = text;
  let said = '';
  for (let found = true; found && left;) {
    found = IN_CHINESE.find(([english]) => english.test(left));
    if (found) {
      const match = found[0].exec(left);
      said += found[1](...match.slice(1));
      left = left.slice(match[0].length);
    }
  }
  return said + left;
}
