/** Tabs: arrows, Home and End move between them; the document is told `tab` when one is opened. */
import { byId } from './dom.js';

const tabs = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[role=tab]')]);

/** @param {string} name "compare" */
export function openTab(name) {
  for (const tab of tabs()) {
    const isIt = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(isIt));
    tab.tabIndex = isIt ? 0 : -1;
    byId(String(tab.getAttribute('aria-controls'))).hidden = !isIt;
  }
  document.dispatchEvent(new Event('tab'));
}

/** @param {KeyboardEvent} e */
function move(e) {
  const all = tabs().filter((t) => !t.hidden);
  const at = all.indexOf(/** @type {HTMLElement} */ (e.target));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (at < 0 || to === undefined) return;
  e.preventDefault();
  const tab = all[(to + all.length) % all.length];
  openTab(tab.id.slice(4));
  tab.focus();
}

export function start() {
  for (const tab of tabs()) tab.addEventListener('click', () => openTab(tab.id.slice(4)));
  byId('tabs').addEventListener('keydown', move);
  openTab('try');
}
