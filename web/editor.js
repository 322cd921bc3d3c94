/** The text itself, with what is wrong marked in place and listed below. */
import { byId, el, fill } from './dom.js';
import { store } from './store.js';

/** @typedef {import('./api.js').Diagnostic} Diagnostic */

const DEBOUNCE_MS = 120;
const area = () => /** @type {HTMLTextAreaElement} */ (byId('text'));
let typing = 0;

/** Where the diagnostic begins and ends in the text; columns count characters. @param {string} text @param {Diagnostic} d */
function place(text, d) {
  let begin = 0;
  for (let line = 1; line < (d.line ?? 1); line++) begin = text.indexOf('\n', begin) + 1 || text.length;
  const line = text.slice(begin).split('\n', 1)[0];
  const before = [...line].slice(0, (d.column ?? 1) - 1).join('').length;
  const meant = [...line].slice((d.column ?? 1) - 1, (d.column ?? 1) - 1 + Math.max(1, d.columns ?? 1)).join('').length;
  return { begin: begin + before, end: begin + before + Math.max(meant, 1) };
}

/** Diagnostics that have a place in this text. */
function placed() {
  const all = store.answer?.diagnostics ?? [];
  return all.filter((d) => d.line);
}

/** The text again, behind the text area, with marks under what is wrong. */
function mark() {
  const text = store.text;
  const marks = placed().map((d) => ({ ...place(text, d), severity: d.severity })).sort((a, b) => a.begin - b.begin);
  const parts = [];
  let at = 0;
  for (const m of marks) {
    if (m.begin < at) continue;
    parts.push(text.slice(at, m.begin), el('mark', { 'data-severity': m.severity }, text.slice(m.begin, m.end) || ' '));
    at = m.end;
  }
  byId('marks').replaceChildren(...parts, `${text.slice(at)}\n`);
}

/** @param {Diagnostic} d */
function goTo(d) {
  const { begin, end } = place(store.text, d);
  area().focus();
  area().setSelectionRange(begin, end);
}

const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' };

/** @param {Diagnostic} d */
function item(d) {
  return el('li', { 'data-severity': d.severity },
    el('button', { type: 'button', disabled: !d.line, onclick: () => goTo(d) }, `${WORDS[d.severity]}${d.line ? `, line ${d.line}` : ''}: ${d.message}`),
    d.help && el('p', {}, d.help), el('span', { class: 'faint' }, d.code));
}

function showDiagnostics() {
  const all = store.answer?.diagnostics ?? [];
  const n = all.filter((d) => d.severity === 'error').length;
  fill(byId('diagnostics'), ...all.map(item));
  byId('diagnostics-said').textContent = n ? `${n} ${n === 1 ? 'error' : 'errors'} in the text` : all.length ? 'No errors' : '';
  byId('tab-text').textContent = n ? `Text (${n} ${n === 1 ? 'error' : 'errors'})` : 'Text';
  area().setAttribute('aria-invalid', String(n > 0));
  mark();
}

function numbers() {
  const n = store.text.split('\n').length;
  const lines = byId('lines');
  if (lines.childElementCount !== 0 || lines.textContent?.split('\n').length !== n) lines.textContent = Array.from({ length: n }, (_, i) => i + 1).join('\n');
}

function showText() {
  const a = area();
  if (a.value !== store.text) {
    const { selectionStart, selectionEnd } = a;
    a.value = store.text;
    if (document.activeElement === a) a.setSelectionRange(selectionStart, selectionEnd);
  }
  numbers();
  mark();
  const name = byId('save-state');
  name.textContent = store.file.name ? (store.isSaved ? 'saved' : 'not saved') : 'not in a file';
}

function scroll() {
  byId('marks').scrollTop = byId('lines').scrollTop = area().scrollTop;
  byId('marks').scrollLeft = area().scrollLeft;
}

function typed() {
  clearTimeout(typing);
  typing = window.setTimeout(() => store.edit(area().value, 'typing'), DEBOUNCE_MS);
}

/** What was typed a moment ago counts now. */
export function flush() {
  clearTimeout(typing);
  store.edit(area().value, 'typing');
}

export function start() {
  area().addEventListener('input', typed);
  area().addEventListener('change', flush);
  area().addEventListener('scroll', scroll);
  store.addEventListener('text', showText);
  store.addEventListener('answer', showDiagnostics);
}
