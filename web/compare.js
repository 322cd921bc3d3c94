/** Two variants side by side, the level difference first; and a new variant from another cable. */
import * as api from './api.js';
import { byId, el, fill, table } from './dom.js';
import { picture } from './pictures.js';
import { store } from './store.js';
import { db, si } from './units.js';

const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id));
const nameOf = (/** @type {string} */ v) => (v === '' ? 'as the file stands' : v);
let asked = '';

const ROWS = /** @type {[string, (s: any) => string][]} */ ([
  ['largest signal', (s) => si(s.level_v_rms, 'V')], ['loudest at the seat', (s) => db(s.peak_spl_db, 1, 'dB SPL')],
  ['SNR, A-weighted', (s) => db(s.snr_a_db, 1, 'dBA')], ['hum under signal', (s) => db(s.hum_under_signal_db)],
  ['hum at the seat', (s) => db(s.hum_spl_db, 1, 'dB SPL')], ['hum over threshold of hearing', (s) => db(s.hum_margin_db)],
  ['hiss at the seat', (s) => db(s.noise_spl_dba, 1, 'dBA')], ['hiss over threshold of hearing', (s) => db(s.noise_margin_db)],
  ['heard', (s) => (s.audible ? 'yes' : 'no')], ['limited by', (s) => s.limited_by ?? '–']]);

/** @param {any} c @param {string} a @param {string} b */
function result(c, a, b) {
  const difference = Math.abs(c.level_difference_db);
  const said = difference < 0.1 ? 'A and B are equally loud at the same setting.' : `B is ${db(difference)} ${c.level_difference_db > 0 ? 'louder' : 'quieter'} than A at the same setting.`;
  return [el('p', { class: 'lead' }, said),
    el('p', {}, c.verdict),
    table('A and B side by side', ['what', `A: ${nameOf(a)}`, `B: ${nameOf(b)}`], ROWS.map(([name, of]) => [name, of(c.a), of(c.b)]))];
}

/** The spectra of both. @param {string} text @param {string} variant @param {string} title */
async function spectrum(text, variant, title) {
  const answer = await api.report(text, variant, { doubts: false, pictures: ['spectrum'] });
  const svg = answer.pictures.spectrum && picture(answer.pictures.spectrum);
  return svg ? el('figure', {}, el('h3', {}, `${title}: ${nameOf(variant)}`), el('div', { class: 'picture wide', tabindex: 0, role: 'group', 'aria-label': `${title}: spectrum at the seat` }, svg)) : null;
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
    const pictures = await Promise.all([spectrum(text, a, 'A'), spectrum(text, b, 'B')]);
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
