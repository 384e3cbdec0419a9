/** What somebody may do and see, as fields of a form. */
import { labelled } from './account.js';
import { el } from './dom.js';
import { peopleWords } from './people-words.js';

const ROLES = ['operator', 'reviewer', 'auditor', 'model-engineer', 'pilot', 'platform', 'worker', 'system-admin', 'security-admin', 'audit-admin'];

const split = (text) => text.split(/[\s,，、]+/).filter(Boolean);

export class GrantFields {
  /** @param {{roles: Array<string>, grids: Array<string>, cameraGroups: Array<string>}} grant to begin with */
  constructor(grant = { roles: [], grids: [], cameraGroups: [] }) {
    const word = peopleWords();
    this.boxes = ROLES.map((role) => el('input', { type: 'checkbox', name: 'role', value: role, checked: grant.roles.includes(role) }));
    this.grids = el('input', { type: 'text', name: 'grids', value: grant.grids.join(', '), maxlength: '2000' });
    this.groups = el('input', { type: 'text', name: 'cameraGroups', value: grant.cameraGroups.join(', '), maxlength: '2000' });
    this.nodes = [
      el('fieldset', { class: 'roles' }, el('legend', { text: word.role }), ...this.boxes.map((box) => el('label', {}, box, el('span', { text: word.roles[box.value] })))),
      el('p', { class: 'quiet', text: word.apart }),
      labelled(word.grids, this.grids), labelled(word.cameraGroups, this.groups), el('p', { class: 'quiet', text: word.scopeHint })];
  }

  get value() {
    return {
      roles: this.boxes.filter((box) => box.checked).map((box) => box.value),
      grids: split(this.grids.value),
      cameraGroups: split(this.groups.value),
    };
  }
}
