/** The catalogue: search it, add a box, join two ports with a cable. The text gets the lines that a person would write. */
import * as api from './api.js';
import { byId, el, fill } from './dom.js';
import { boxIds, DATA_KINDS, ports } from './model.js';
import { store } from './store.js';

const DEBOUNCE_MS = 150;
const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
const choice = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id));
let typing = 0;
let asked = '';

/**
 * Puts a line below the last statement that begins with one of the words (with its indented lines), else before the
 * first variant, else at the end.
 * @param {string} text @param {string[]} words @param {string} line
 */
export function insert(text, words, line) {
  const lines = text.split('\n');
  let at = -1;
  let inside = false;
  lines.forEach((l, i) => {
    if (/^\S/.test(l) && !l.startsWith('#')) inside = words.includes(l.split(/\s/, 1)[0]);
    if (inside && l.trim() !== '' && !/^#/.test(l)) at = i + 1;
  });
  if (at < 0) at = lines.findIndex((l) => /^(variant|expect)\b/.test(l));
  if (at < 0) at = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  lines.splice(at, 0, line);
  return lines.join('\n');
}

/** @param {string} name "benchmark/dac3" */
function newId(name) {
  const base = (name.split('/')[1] ?? name).replace(/[^a-z0-9-]/gi, '').replace(/^[^a-z]+/i, '') || 'box';
  const taken = boxIds();
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

/** @param {{name: string, kind: string, title: string}} e */
function add(e) {
  const said = byId('add-said');
  if (e.kind === 'cable') {
    field('cable-type').value = e.name;
    said.textContent = `${e.title}: choose below what it joins.`;
    choice('cable-from').focus();
  } else if (e.kind === 'device') {
    const id = newId(e.name);
    store.edit(insert(store.text, ['box'], `\nbox ${id} "${e.title.replace(/["\\]/g, '')}" like ${e.name}`), `add ${id}`);
    said.textContent = `${e.title} is now the box ${id}. Join it to the others below.`;
  } else
    said.textContent = `${e.title}: write “like ${e.name}” in the text where it belongs.`;
}

async function find() {
  const words = field('search').value.trim();
  asked = words;
  if (words.length < 2) return fill(byId('found'));
  try {
    const { entries } = await api.search(words);
    if (asked !== words) return;
    byId('found-said').textContent = entries.length ? `${entries.length} found` : 'nothing found';
    fill(byId('found'), ...entries.slice(0, 30).map((/** @type {any} */ e) => el('li', {},
      el('button', { type: 'button', onclick: () => add(e) }, el('span', { class: 'faint' }, `${e.kind}: `), e.title || e.name, el('span', { class: 'faint' }, ` ${e.name}`)))));
  } catch (error) {
    byId('found-said').textContent = String(/** @type {Error} */ (error).message);
  }
}

/** @param {string} id @param {string[]} ids */
function offer(id, ids) {
  const select = choice(id);
  const before = select.value;
  if ([...select.options].map((o) => o.value).join() === ids.join()) return;
  select.replaceChildren(...ids.map((p) => new Option(p, p)));
  if (ids.includes(before)) select.value = before;
}

/** The plain cable that fits the chosen output, unless another one was named. */
async function suggestType() {
  const type = field('cable-type');
  const from = (await ports()).find((p) => p.way === 'out' && p.id === choice('cable-from').value);
  if (!from || !['', 'rca', ...DATA_KINDS].includes(type.value.trim())) return;
  type.value = DATA_KINDS.includes(from.kind) ? from.kind : 'rca';
}

async function showPorts() {
  if (byId('panel-add').hidden) return;
  const all = await ports();
  offer('cable-from', all.filter((p) => p.way === 'out').map((p) => p.id));
  offer('cable-to', all.filter((p) => p.way === 'in').map((p) => p.id));
  await suggestType();
}

/** @param {Event} e */
function addCable(e) {
  e.preventDefault();
  const [from, to] = [choice('cable-from').value, choice('cable-to').value];
  if (!from || !to) return;
  const line = `cable ${from} -> ${to}  ${field('cable-type').value.trim() || 'rca'} ${field('cable-length').value.trim() || '1 m'}`;
  store.edit(insert(store.text, ['cable', 'box'], line), `add ${line}`);
  byId('add-said').textContent = `Added: ${line}`;
}

export function start() {
  field('search').addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => void find(), DEBOUNCE_MS);
  });
  byId('cable-form').addEventListener('submit', addCable);
  choice('cable-from').addEventListener('change', () => void suggestType());
  store.addEventListener('answer', () => void showPorts());
  document.addEventListener('tab', () => void showPorts());
}
