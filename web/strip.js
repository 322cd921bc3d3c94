/** The system as a sentence: boxes and cables in order, each cable with its word. A cable opens its account. */
import { byId, el, fill } from './dom.js';
import { amperes, mainsCmrr, volts } from './pictures.js';
import { store } from './store.js';
import { banded, db, si } from './units.js';
import { word } from './verdict.js';

let opened = '';

/** The worst limit of a cable. @param {any} report @param {string} id */
function stateOf(report, id) {
  const limit = report.limits.find((/** @type {any} */ l) => l.where === id);
  return limit ? word(limit) : 'ok';
}

/** @param {any} report @param {any} link */
function account(report, link) {
  const rows = [['largest signal', banded(link, 'level_v_rms', volts)], ['headroom', banded(link, 'headroom_db', db)], ['gain of the link', banded(link, 'gain_db', (v) => db(v, 2))],
    ['noise', banded(link, 'noise_v_rms', volts)], ['hum', banded(link, 'hum_v_rms', volts)], ['current in the shield', banded(link, 'shield_current_a_rms', amperes)],
    ['rejects mains hum between its boxes by', mainsCmrr(report, link)], ['−3 dB at', banded(link, 'f_high_hz', (v) => si(v, 'Hz'))]];
  return el('dl', { class: 'account' }, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** @param {any} report @param {any} link */
function item(report, link) {
  const said = stateOf(report, link.id);
  const [from, to] = link.id.split('->');
  const isOpen = opened === link.id;
  const toggle = () => {
    opened = isOpen ? '' : link.id;
    show();
  };
  return el('li', {},
    el('button', { id: `link-${link.id}`, type: 'button', class: 'link', 'aria-expanded': isOpen, onclick: toggle },
      el('span', { class: 'word', 'data-word': said }, said), ` ${from} to ${to}, ${link.cable} ${si(link.length_m, 'm')}, `,
      el('span', { class: 'faint' }, `${si(link.shield_current_a_rms, 'A')} in the shield`)),
    isOpen && account(report, link));
}

function show() {
  const report = store.good?.report;
  if (report) fill(byId('strip'), ...report.links.map((/** @type {any} */ l) => item(report, l)));
}

export function start() {
  store.addEventListener('answer', show);
}
