/** What the file does not state, one row each: what was taken for it, how to measure it, and a place to say it. */
import * as api from './api.js';
import { byId, el, fill } from './dom.js';
import { assumedPaths } from './model.js';
import { store } from './store.js';
import { db, written } from './units.js';

/** Writes a value to the first of the paths that takes it. @param {string[]} paths @param {string} value @returns {Promise<string | null>} why not */
async function write(paths, value) {
  let why = 'This cannot be written from here; add it in the text.';
  for (const path of paths) {
    const answer = await api.set(store.text, path, value);
    if (typeof answer.text === 'string') {
      store.edit(answer.text, `state ${path}`);
      return null;
    }
    const error = answer.diagnostics.find((/** @type {api.Diagnostic} */ d) => d.severity === 'error') ?? answer.diagnostics[0];
    if (error && !/unknown|no such|there is no/i.test(error.message)) return `${error.message}. ${error.help}`;
    if (error) why = `${error.message}. ${error.help}`;
  }
  return why;
}

/** @param {any} a */
function range(a) {
  return a.low < a.high ? `${written(a.low, a.unit, a.what)} to ${written(a.high, a.unit, a.what)}` : '';
}

/** @param {any} a @param {number} i */
function row(a, i) {
  const id = `unknown-${i}`;
  const paths = assumedPaths(a.what);
  const said = el('p', { id: `${id}-said`, class: 'said', role: 'alert' });
  const input = /** @type {HTMLInputElement} */ (el('input', { id, type: 'text', size: 12, autocomplete: 'off', spellcheck: 'false', placeholder: written(a.value, a.unit, a.what), 'aria-describedby': `${id}-how ${id}-said` }));
  const submit = async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (!input.value.trim()) return;
    const why = await write(paths, input.value.trim()).catch((error) => String(error.message));
    said.textContent = why ?? '';
    input.toggleAttribute('aria-invalid', why !== null);
  };
  return el('li', { class: 'unknown' },
    el('form', { onsubmit: submit }, el('label', { for: id }, a.what), input, el('button', { type: 'submit', disabled: !paths.length, 'aria-label': `State ${a.what}` }, 'State')),
    el('p', { class: 'faint' }, `Taken as ${written(a.value, a.unit, a.what)}${range(a) ? `, somewhere from ${range(a)}` : ''}: ${a.why}.`,
      Math.abs(a.moves_db ?? 0) >= 0.1 ? ` It moves the result by ${db(Math.abs(a.moves_db))}.` : ''),
    el('details', {}, el('summary', {}, `How to measure ${a.what}`), el('p', { id: `${id}-how` }, a.measure ?? 'In the data sheet or manual of the equipment.')), said);
}

let drawn = '';

function show() {
  if (store.answer?.isQuick) return; // it does not know what each of them moves
  const assumed = store.good?.report?.assumed ?? [];
  const sorted = [...assumed].sort((a, b) => Math.abs(b.moves_db ?? 0) - Math.abs(a.moves_db ?? 0));
  const now = store.variant + JSON.stringify(sorted.map((a) => [a.what, a.value, a.low, a.high, a.moves_db]));
  byId('tab-unknowns').textContent = `Unknowns (${sorted.length})`;
  if (now === drawn) return;
  drawn = now;
  fill(byId('unknowns'), ...(sorted.length ? sorted.map(row) : [el('li', {}, 'Nothing: every value is stated.')]));
}

export function start() {
  store.addEventListener('answer', show);
}
