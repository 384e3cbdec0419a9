/** The models: where each stands, for which cameras, who moved it when and why. */
import { el, fill } from './dom.js';
import { getJson } from './feed.js';
import { absolute, ago, bytes, full, percent } from './format.js';
import { words } from './words.js';

export class ModelPage {
  /** @param {{back: function()}} host */
  constructor(host) {
    this.host = host;
    this.models = [];
    this.details = new Map();
    this.heading = el('h1');
    this.groups = el('section', { class: 'panel groups' });
    this.list = el('ol', { class: 'models' });
    this.foot = el('p', { class: 'quiet' });
    this.node = el('div', { class: 'page models-page' }, el('div', { class: 'list-head' }, this.heading),
      this.groups, this.list, this.foot);
  }

  close() {}

  async load() {
    try {
      const [{ models }, rollout] = await Promise.all([getJson('/api/v1/models'), getJson('/api/v1/rollout')]);
      this.models = models;
      this.rollout = rollout;
      this.failed = false;
      await Promise.all([...this.details.keys()].map((digest) => this.readDetail(digest)));
    } catch {
      this.failed = true;
    }
    this.render();
  }

  async readDetail(digest) {
    this.details.set(digest, await getJson(`/api/v1/models/${digest}`).catch(() => null));
  }

  onEvent(type) {
    if (type === 'model-changed') this.load();
  }

  onKey(key) {
    if (key === 'escape') this.host.back();
  }

  async toggle(digest) {
    if (this.details.has(digest)) this.details.delete(digest);
    else await this.readDetail(digest);
    this.render();
    this.list.querySelector(`[data-digest="${digest}"]`)?.focus({ preventScroll: true });
  }

  render() {
    const word = words();
    document.title = `${word.models} · ${word.name}`;
    this.heading.textContent = word.models;
    this.renderGroups();
    fill(this.list, ...this.models.map((model) => this.item(model)));
    this.foot.textContent = this.failed ? word.failed : this.models.length === 0 ? word.noModels : word.modelsHint;
  }

  renderGroups() {
    const word = words();
    const groups = Object.entries(this.rollout?.groups ?? {});
    this.groups.hidden = groups.length === 0;
    fill(this.groups, el('h2', { text: word.groups }), ...groups.map(([name, group]) => el('div', { class: 'group' },
      el('strong', { class: 'mono', text: name }),
      ...['active', 'canary', 'shadow', 'previous'].filter((role) => group[role]).map((role) => el('span', { class: 'duty' },
        el('span', { class: `tag${role === 'active' ? ' strong' : ''}`, text: word.modelRoles[role] }),
        el('span', { text: `${group[role].name} ${group[role].version}` }),
        group[role].share ? el('span', { class: 'quiet', text: word.share(percent(group[role].share)) }) : null)),
      ...this.atWork(name))));
  }

  /** What workers say that is not simply well. */
  atWork(group) {
    const word = words();
    return (this.rollout.workers ?? [])
      .filter((worker) => worker.group === group && (worker.state === 'REFUSED' || worker.state === 'ROLLED_BACK'))
      .map((worker) => el('p', { class: 'trouble' },
        el('strong', { text: word.workerStates[worker.state] }),
        el('span', { text: `${worker.model.name} ${worker.model.version} · ${worker.workerId} · ${ago(worker.seenAt)}` }),
        el('span', { class: 'quiet', text: worker.why })));
  }

  item(model) {
    const word = words();
    const open = this.details.has(model.sha256);
    return el('li', { class: 'panel model' },
      el('div', { class: 'model-head' },
        el('h2', { text: `${model.name} ${model.version}` }),
        el('span', { class: model.state === 'ACTIVE' ? 'tag strong' : 'tag', text: word.modelStates[model.state] ?? model.state }),
        model.role === 'verifier' ? el('span', { class: 'tag', text: word.verifier }) : null,
        model.experimental ? el('span', { class: 'tag warn', text: word.experimental, title: word.experimentalHint }) : null,
        el('button', {
          type: 'button', class: 'button', 'aria-expanded': String(open), 'data-digest': model.sha256,
          text: open ? word.less : word.steps, onclick: () => this.toggle(model.sha256),
        })),
      el('p', { class: 'duties' }, ...model.groups.map((duty) => el('span', { class: 'duty' },
        el('span', { class: 'tag', text: word.modelRoles[duty.role] }), el('span', { class: 'mono', text: duty.group }),
        duty.share ? el('span', { class: 'quiet', text: word.share(percent(duty.share)) }) : null))),
      el('p', { class: 'classes' }, ...model.classes.map((each) => el('span', {
        class: each.experimental ? 'tag warn' : 'tag', title: each.experimental ? word.experimentalHint : null,
        text: word.labels[each.label] ?? each.label,
      }))),
      el('p', { class: 'quiet model-foot' },
        el('code', { text: model.sha256, title: model.sha256 }), el('span', { text: bytes(model.bytes) }),
        el('span', { text: model.signedBy ? word.signedBy(model.signedBy) : word.unsigned }),
        el('time', { datetime: model.importedAt, title: full(model.importedAt), text: `${word.imported} ${absolute(model.importedAt)} · ${model.importedBy}` })),
      open ? this.history(this.details.get(model.sha256)) : null);
  }

  history(detail) {
    const word = words();
    if (!detail) return el('p', { class: 'quiet', text: word.failed });
    const gate = detail.gate?.report;
    return el('div', { class: 'model-steps' },
      gate ? el('p', { class: gate.passed ? 'gate good' : 'gate bad' },
        el('a', { href: `/api/v1/models/${detail.sha256}/gate.html`, target: '_blank', rel: 'noopener', text: gate.passed ? word.gatePassed : word.gateFailed }),
        el('span', { class: 'quiet', text: gate.golden?.name ?? '' })) : null,
      el('ol', {}, ...detail.steps.toReversed().map((step) => el('li', {},
        el('time', { datetime: step.at, title: full(step.at), text: absolute(step.at) }),
        el('strong', { text: word.modelSteps[step.step] ?? step.step }),
        step.group ? el('span', { class: 'mono', text: step.group }) : null,
        step.share ? el('span', { text: word.share(percent(step.share)) }) : null,
        el('span', { class: 'who', text: step.who }),
        el('span', { class: 'why', text: step.why }),
        step.skipped ? el('span', { class: 'quiet', text: word.skipped(step.skipped) }) : null))));
  }
}
