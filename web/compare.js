/** Two variants side by side, the level difference first; and a new variant from another cable. */
import * as api from './api.js';
import { byId, el, fill, table } from './dom.js';
import { picture, volts, width } from './pictures.js';
import { store } from './store.js';
import { banded, db, si, written } from './units.js';

const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id));
const nameOf = (/** @type {string} */ v) => (v === '' ? 'as it stands' : v);
let asked = '';

const spl = (/** @type {number|null} */ v) => db(v, 1, 'dB SPL');
const dba = (/** @type {number|null} */ v) => db(v, 1, 'dBA');
const one = (/** @type {number|null} */ v) => db(v);
const ROWS = /** @type {[string, (s: any) => string | Node][]} */ ([
  ['largest signal', (s) => banded(s, 'level_v_rms', volts)], ['loudest at the seat', (s) => banded(s, 'peak_spl_db', spl)],
  ['SNR, A-weighted', (s) => banded(s, 'snr_a_db', dba)], ['hum under signal', (s) => banded(s, 'hum_under_signal_db', one)],
  ['hum at the seat', (s) => banded(s, 'hum_spl_db', spl)], ['hum over threshold of hearing', (s) => banded(s, 'hum_margin_db', one)],
  ['hiss at the seat', (s) => banded(s, 'noise_spl_dba', dba)], ['hiss over threshold of hearing', (s) => banded(s, 'noise_margin_db', one)],
  ['heard', (s) => (s.audible ? 'yes' : 'no')], ['limited by', (s) => s.limited_by ?? '–']]);

const TURNED = /** @type {Record<string, string>} */ ({ above: 'above', below: 'below' });

/** What would turn the verdict, and how to find out. @param {any} flip */
function flipPoint(flip) {
  if (!flip) return null;
  const of = flip.of === 'both' ? '' : ` (${flip.of.toUpperCase()})`;
  const said = flip.turns
    ? `It turns where ${flip.what}${of} is ${TURNED[flip.turns_when] ?? 'past'} ${written(flip.value, flip.unit, flip.what)}: then ${flip.to_verdict}. It was taken as ${written(flip.taken, flip.unit, flip.what)}.`
    : `It does not turn for any value of what is known least, ${flip.what}${of}: from ${written(flip.low, flip.unit, flip.what)} to ${written(flip.high, flip.unit, flip.what)}, ${flip.from_verdict}.`;
  return el('div', { class: 'flip' }, el('h3', {}, 'Where would this turn?'), el('p', {}, said),
    flip.measure && el('details', {}, el('summary', {}, `How to measure ${flip.what}`), el('p', {}, flip.measure)));
}

/** @param {any} c @param {string} a @param {string} b */
function result(c, a, b) {
  const difference = Math.abs(c.level_difference_db);
  const said = difference < 0.1 ? 'A and B are equally loud at the same setting.' : `B is ${db(difference)} ${c.level_difference_db > 0 ? 'louder' : 'quieter'} than A at the same setting.`;
  return [el('p', { class: 'lead' }, said),
    el('p', {}, c.verdict),
    flipPoint(c.flip),
    table('A and B side by side', ['what', `A: ${nameOf(a)}`, `B: ${nameOf(b)}`], ROWS.map(([name, of]) => [name, of(c.a), of(c.b)]))];
}

/** One picture of B with A ghosted behind. @param {string} text @param {string} a @param {string} b @param {string} name @param {string} title */
async function picturesOf(text, a, b, name, title) {
  const wide = Math.max(320, Math.min(width(), byId('compare-result').clientWidth));
  const answer = await api.report(text, b, { doubts: false, pictures: [name], against: a || 'base', width: wide });
  const svg = answer.pictures[name] && picture(answer.pictures[name]);
  return svg ? el('figure', {}, el('h3', {}, title), el('div', { class: 'picture wide', tabindex: 0, role: 'group', 'aria-label': title }, svg)) : null;
}

async function show() {
  const a = select('compare-a').value;
  const b = select('compare-b').value;
  const now = [store.text, a, b].join('\0');
  if (byId('panel-compare').hidden || now === asked) return;
  asked = now;
  const text = store.text;
  try {
    const { compare } = await api.compare(text, a, b);
    if (asked !== now) return;
    if (!compare) return fill(byId('compare-result'), el('p', {}, 'One of the two has mistakes; see the text.'));
    fill(byId('compare-result'), ...result(compare, a, b));
    const pictures = await Promise.all([['spectrum', 'At the seat: B, and A ghosted behind'], ['limits', 'What limits B, and A before it']]
      .map(([name, title]) => picturesOf(text, a, b, name, title)));
    if (asked === now) byId('compare-result').append(...pictures.filter((p) => p !== null));
  } catch (error) {
    asked = '';
    fill(byId('compare-result'), el('p', {}, String(/** @type {Error} */ (error).message)));
  }
}

function showChoices() {
  const variants = store.answer?.variants ?? [];
  for (const [id, otherwise] of [['compare-a', ''], ['compare-b', variants[0] ?? '']]) {
    const s = select(id);
    const names = ['', ...variants];
    if ([...s.options].map((o) => o.value).join('\n') === names.join('\n')) continue;
    const before = s.options.length > 1 ? s.value : otherwise;
    s.replaceChildren(...names.map((v) => new Option(nameOf(v), v)));
    s.value = names.includes(before) ? before : otherwise;
  }
  const links = store.good?.report?.links ?? [];
  const cables = select('variant-cable');
  if ([...cables.options].map((o) => o.value).join() !== links.map((/** @type {any} */ l) => l.id).join())
    cables.replaceChildren(...links.map((/** @type {any} */ l) => new Option(`${l.id} (${l.cable} ${si(l.length_m, 'm')})`, l.id)));
  void show();
}

/** Adds a variant in which one cable is another one. @param {Event} e */
function addVariant(e) {
  e.preventDefault();
  const [from, to] = select('variant-cable').value.split('->');
  const type = /** @type {HTMLInputElement} */ (byId('variant-type')).value.trim();
  const length = /** @type {HTMLInputElement} */ (byId('variant-length')).value.trim();
  const name = /** @type {HTMLInputElement} */ (byId('variant-name')).value.trim().replace(/["\\\n]/g, '') || `${type} ${length}`;
  if (!from || !to) return;
  const text = store.text.endsWith('\n') || store.text === '' ? store.text : `${store.text}\n`;
  store.edit(`${text}\nvariant "${name}"\n  remove cable ${from} -> ${to}\n  cable ${from} -> ${to}  ${type} ${length}\n`, `variant ${name}`);
}

export function start() {
  for (const id of ['compare-a', 'compare-b']) byId(id).addEventListener('change', () => void show());
  byId('variant-form').addEventListener('submit', addVariant);
  store.addEventListener('answer', showChoices);
  document.addEventListener('tab', () => void show());
}
