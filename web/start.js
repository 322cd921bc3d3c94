/** The start: three questions, each a short form that becomes a system; or a file. */
import { byId, el, fill } from './dom.js';
import { store } from './store.js';
import { guides } from './systems.js';
import { openTab } from './tabs.js';

/** @typedef {import('./systems.js').Field} Field */

/** @param {boolean} isWorking */
function show(isWorking) {
  byId('start').hidden = isWorking;
  byId('work').hidden = !isWorking;
  byId('tools').hidden = !isWorking;
}

export function showWork() {
  show(true);
  byId('advice').hidden = true;
}

/** @param {Field} f */
function field(f) {
  const id = `guide-${f.name}`;
  const help = f.help && el('p', { id: `${id}-help`, class: 'faint' }, f.help);
  const input = f.options
    ? el('select', { id, name: f.name }, ...f.options.map(([value, label]) => el('option', { value }, label)))
    : el('input', { id, name: f.name, type: 'text', inputmode: 'decimal', size: 6, value: f.value, autocomplete: 'off', 'aria-describedby': f.help && `${id}-help` });
  return el('div', { class: 'field' }, el('label', { for: id }, f.label + (f.unit ? ` (${f.unit})` : '')), input, help);
}

/** @param {string} name */
function open(name) {
  const guide = guides[name];
  const form = el('form', { class: 'card guide', onsubmit: (/** @type {Event} */ e) => {
    e.preventDefault();
    const said = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (form))].map(([k, v]) => [k, String(v)]));
    store.leaveFile();
    store.open(guide.text(said), guide.variant);
    showWork();
    fill(byId('advice-list'), ...guide.advice(said).map((a) => el('li', {}, a)));
    byId('advice').hidden = false;
    byId('advice-next').textContent = guide.next;
    openTab(guide.tab);
    byId('verdict').focus();
    window.scrollTo(0, 0);
  } },
  el('h2', { tabindex: -1, id: 'guide-title' }, guide.title), el('p', {}, guide.lead), ...guide.fields.map(field),
  el('div', { class: 'row' }, el('button', { type: 'submit', class: 'primary' }, 'Show me'), el('button', { type: 'button', onclick: () => close(name) }, 'Back')));
  fill(byId('guide'), form);
  byId('questions').hidden = true;
  byId('guide-title').focus();
}

/** @param {string} name */
function close(name) {
  fill(byId('guide'));
  byId('questions').hidden = false;
  byId(`ask-${name}`).focus();
}

export function showStart() {
  show(false);
  fill(byId('guide'));
  byId('questions').hidden = false;
}

export function start() {
  for (const name of Object.keys(guides)) byId(`ask-${name}`).addEventListener('click', () => open(name));
  byId('advice-next').addEventListener('click', () => {
    const tab = /** @type {HTMLElement} */ (document.querySelector('#tabs [aria-selected=true]'));
    tab.scrollIntoView();
    tab.focus();
  });
  byId('new').addEventListener('click', showStart);
  byId('back-to-work').addEventListener('click', () => show(true));
  document.addEventListener('opened', showWork);
}
