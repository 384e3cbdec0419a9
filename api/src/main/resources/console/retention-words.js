/** The words of the page about how long things are kept. */
import { lang } from './words.js';

const WORDS = {
  'zh-CN': {
    name: '留存期限',
    classes: {
      'closed-cases': '已结案件的证据', 'rejected-cases': '审核不通过、不予受理或作废案件的证据', incidents: '未成案事件的证据',
      'incident-rows': '未成案事件的判定记录', 'delivery-log': '推送尝试记录', 'dataset-exports': '数据集导出记录', 'refused-records': '被拒收的上报记录',
    },
    columns: ['材料', '保存', '已到期', '30 天内到期', '正在删除', '存储拒绝删除', '已删除'],
    days: (n) => `${n} 天`,
    forGood: '长期',
    log: '证据与操作日志长期保存，不会删除。',
    holds: (n) => `${n} 件案件因诉讼保全不受期限影响。`,
    confirmed: (who, at, why) => `自 ${at} 起按期限删除（${who}：${why}）。`,
    waiting: '升级时发现已有材料：确认之前不会删除任何内容。',
    dueTitle: '确认后随即删除的证据',
    dueColumns: ['案件或事件', '材料', '起算', '到期', '文件', '大小'],
    sum: (n, size, more) => `共 ${n} 份，${size}${more ? '；只列出最早到期的，总数见上表' : ''}。`,
    noneDue: '目前没有到期的证据。',
    final: '删除不能撤销。请先核对上面的清单；需要留存的案件先设诉讼保全。',
    confirm: '确认，按期限删除',
    others: '由系统管理员或审计管理员确认。',
    refused: '没有成功：',
  },
  en: {
    name: 'Retention',
    classes: {
      'closed-cases': 'Evidence of closed cases', 'rejected-cases': 'Evidence of cases rejected, refused or void', incidents: 'Evidence of incidents that made no case',
      'incident-rows': 'What was decided about those', 'delivery-log': 'Tries to push', 'dataset-exports': 'Exports of datasets', 'refused-records': 'Refused records',
    },
    columns: ['Material', 'Kept', 'Due', 'Due in 30 days', 'Being deleted', 'Refused by the store', 'Deleted'],
    days: (n) => `${n} days`,
    forGood: 'for good',
    log: 'The log of evidence and acts is kept for good.',
    holds: (n) => `Cases under legal hold, which no rule touches: ${n}.`,
    confirmed: (who, at, why) => `Deleting as the rules say since ${at} (${who}: ${why}).`,
    waiting: 'The upgrade found material: nothing is deleted before you confirm.',
    dueTitle: 'Evidence that is deleted as soon as you confirm',
    dueColumns: ['Case or incident', 'Material', 'Since', 'Due', 'Files', 'Size'],
    sum: (n, size, more) => `${n} packs, ${size}${more ? '; the soonest alone are listed, the table above counts all' : ''}.`,
    noneDue: 'No evidence is due.',
    final: 'What is deleted does not come back. Look through the list; put cases that must stay under legal hold first.',
    confirm: 'Confirm, delete as the rules say',
    others: 'A system administrator or an audit administrator confirms.',
    refused: 'Not done: ',
  },
};

export const retentionWords = () => WORDS[lang()];
