/**
 * What would help, ranked by what it gains at the seat. A tick writes the change into a variant of its own, so that
 * everything above shows it at once, and the file as it stands stays as it was.
 */
import * as api from './api.js';
import { byId, el, fill } from './dom.js';
import { store } from './store.js';
import { db } from './units.js';

const NAME = 'With fixes';
/** @typedef {{rank: number, what: string, gained_db: number, louder_db: number, cost: string, note: string, hum_spl_db: number|null, audible: boolean, heard: string[], lines: string}} Fix */

/** @type {Fix[]} */
let fixes = [];
/** @type {Set<string>} */
const ticked = new Set();
let asked = '';

/** The text without the variant of the fixes. @param {string} text */
function base(text) {
  const lines = text.split('\n');
  const from = lines.findIndex((l) => l.startsWith(`variant "${NAME}"`));
  if (from < 0) return text;
  let to = from + 1;
  while (to < lines.length && /^\s+\S/.test(lines[to])) to++;
  const above = lines.slice(0, from);
  while (above.at(-1)?.trim() === '') above.pop();
  return [...above, '', ...lines.slice(to)].join('\n').replace(/\n+$/, '\n');
}

/** @param {string} text */
function withFixes(text) {
  const own = base(text);
  const lines = fixes.filter((f) => ticked.has(f.what)).flatMap((f) => f.lines.trimEnd().split('\n').map((l) => `  ${l}`));
  return lines.length ? `${own.trimEnd()}\n\nvariant "${NAME}"\n${lines.join('\n')}\n` : own;
}

/** @param {Fix} f @param {boolean} isOn */
function tick(f, isOn) {
  if (isOn) ticked.add(f.what);
  else ticked.delete(f.what);
  store.variant = ticked.size ? NAME : '';
  store.edit(withFixes(store.text), `fix ${f.what}`);
}

const COSTS = /** @type {Record<string, string>} */ ({ free: 'costs nothing', cable: 'costs a cable', box: 'costs a small box', device: 'costs a piece of equipment' });

/** What is left of it. @param {Fix} f */
function after(f) {
  if (f.hum_spl_db === null) return '';
  const heard = f.heard.length ? f.heard.join(' and ') : f.audible ? 'something' : '';
  return `hum ${db(f.hum_spl_db, 0, 'dB SPL')}; ${heard ? `${heard} still heard` : 'then nothing but music is heard'}`;
}

/** @param {Fix} f @param {number} i */
function row(f, i) {
  const id = `fix-${i}`;
  const box = /** @type {HTMLInputElement} */ (el('input', { id, type: 'checkbox', disabled: !f.lines, 'aria-describedby': `${id}-gain`, onchange: () => tick(f, box.checked) }));
  box.checked = ticked.has(f.what);
  return el('li', { class: 'fix' }, box, el('label', { for: id }, f.what),
    el('p', { id: `${id}-gain`, class: 'faint' }, [`gains ${db(f.gained_db)}`, after(f), Math.abs(f.louder_db) > 0.5 && `${db(Math.abs(f.louder_db))} ${f.louder_db > 0 ? 'louder' : 'quieter'}`,
      COSTS[f.cost] ?? '', f.note].filter(Boolean).join('; ')));
}

/** Ticks follow the text: undo takes them back too. */
function readTicks() {
  for (const f of fixes) {
    const isThere = store.text.includes(`variant "${NAME}"`) && f.lines.trim() !== '' && f.lines.trimEnd().split('\n').every((l) => store.text.includes(`\n  ${l}`));
    if (isThere) ticked.add(f.what);
    else ticked.delete(f.what);
  }
}

async function show() {
  const text = base(store.text);
  if (byId('panel-fix').hidden || store.text === '') return;
  try {
    if (text !== asked) {
      asked = text;
      const { fix } = await api.fix(text, '');
      if (asked !== text) return;
      fixes = (fix?.fixes ?? []).filter((/** @type {Fix} */ f) => f.gained_db > 0.5);
    }
    readTicks();
    fill(byId('fixes'), ...(fixes.length ? fixes.map(row) : [el('li', {}, 'Nothing more to gain: hum is not what limits this system.')]));
  } catch (error) {
    asked = '';
    fill(byId('fixes'), el('li', {}, String(/** @type {Error} */ (error).message)));
  }
}

export function start() {
  store.addEventListener('answer', () => void show());
  document.addEventListener('tab', () => void show());
}
