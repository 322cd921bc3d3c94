/** The system as a sentence: boxes and cables in order, each cable with its word. A cable opens its account. */
import { byId, el, fill } from './dom.js';
import { boxTitle } from './model.js';
import { amperes, mainsCmrr, volts } from './pictures.js';
import { store } from './store.js';
import { banded, db, si } from './units.js';
import { worst } from './verdict.js';

let opened = '';

/** @param {any} report @param {any} link */
function account(report, link) {
  const rows = [['largest signal', banded(link, 'level_v_rms', volts)], ['headroom', banded(link, 'headroom_db', db)], ['gain of the link', banded(link, 'gain_db', (v) => db(v, 2))],
    ['noise', banded(link, 'noise_v_rms', volts)], ['hum', banded(link, 'hum_v_rms', volts)], ['current in the shield', banded(link, 'shield_current_a_rms', amperes)],
    ['rejects mains hum between its boxes by', mainsCmrr(report, link)], ['−3 dB at', banded(link, 'f_high_hz', (v) => si(v, 'Hz'))]];
  return el('dl', { class: 'account' }, el('dt', {}, 'sockets'), el('dd', {}, link.id.replace('->', ' to ')), ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** Its boxes by their titles; its sockets too where that is not enough. @param {any} report @param {string} id */
function joined(report, id) {
  const titles = (/** @type {string} */ link) => link.split('->').map((port) => boxTitle(port.split('.')[0])).join(' to ');
  const isAlone = report.links.filter((/** @type {any} */ l) => titles(l.id) === titles(id)).length === 1;
  return isAlone ? titles(id) : `${titles(id)} (${id.replace('->', ' to ')})`;
}

/** @param {any} report @param {any} link */
function item(report, link) {
  const said = worst(report.limits.filter((/** @type {any} */ l) => l.where === link.id));
  const isOpen = opened === link.id;
  const toggle = () => {
    opened = isOpen ? '' : link.id;
    show();
  };
  return el('li', {},
    el('button', { id: `link-${link.id}`, type: 'button', class: 'link', 'aria-expanded': isOpen, onclick: toggle },
      el('span', { class: 'word', 'data-word': said }, said), ` ${joined(report, link.id)}, ${link.cable} ${si(link.length_m, 'm')}, `,
      el('span', { class: 'faint' }, `${si(link.shield_current_a_rms, 'A')} in the shield`)),
    isOpen && account(report, link));
}

/** What carries data has no account: nothing of it is heard but through the grounds it joins. @param {any} link */
function digitalItem(link) {
  const titles = link.id.split('->').map((/** @type {string} */ port) => boxTitle(port.split('.')[0])).join(' to ');
  const ground = link.joins_grounds ? `${si(link.shield_current_a_rms, 'A')} through it` : 'joins no grounds';
  return el('li', { class: 'data' }, `${link.kind}: ${titles}, ${link.cable} ${si(link.length_m, 'm')}, `, el('span', { class: 'faint' }, `no audio, ${ground}`));
}

function show() {
  const report = store.good?.report;
  if (report) fill(byId('strip'), ...report.links.map((/** @type {any} */ l) => item(report, l)), ...(report.digital_links ?? []).map(digitalItem));
}

export function start() {
  store.addEventListener('answer', show);
}
