/**
 * What a cable is: found in the catalogue, with its matrices, impedance, loss and pickup, and what a length of it does. What the
 * program tells of it is shown as it comes: a key ends in its unit (docs/json.md), so a figure that is new needs no line here.
 */
import * as api from './api.js';
import { byId, el, fill, table } from './dom.js';
import { picture, width } from './pictures.js';
import { db, si } from './units.js';

const DEBOUNCE_MS = 150;
const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
let typing = 0;
let asked = '';

const UNITS = /** @type {[string, string][]} */ ([['_f_m', 'F/m'], ['_h_m', 'H/m'], ['_ohm_m', 'ohm/m'], ['_s_m', 'S/m'], ['_v_rms', 'V'], ['_a_rms', 'A'], ['_ohm', 'ohm'],
  ['_hz', 'Hz'], ['_deg', '°'], ['_ratio', ''], ['_v', 'V'], ['_a', 'A'], ['_t', 'T'], ['_h', 'H'], ['_f', 'F'], ['_s', 's'], ['_m', 'm'], ['_c', '°C']]);

const NAMES = /** @type {Record<string, string>} */ ({
  c_core_core_f_m: 'capacitance, core to core', c_core_rest_f_m: 'capacitance, core to all others', c_core_shield_f_m: 'capacitance, core to shield',
  c_common_f_m: 'capacitance, cores together to shield', l_loop_h_m: 'inductance of the loop', r_loop_ohm_m: 'resistance of the loop', r_shield_ohm_m: 'resistance of the shield',
  velocity_ratio: 'velocity, of light', shield_cutoff_hz: 'shield cutoff', f_high_hz: '−3 dB with this source and load', response_20khz_db: 'at 20 kHz, re 1 kHz',
  loss_db_m: 'loss when matched', transfer_ohm_m: 'transfer impedance of the shield', field_t: 'in a field of', perfect_v_rms: 'voltage, cores in their places',
  uneven_v_rms: 'voltage, cores that wander by 1 %', lay_m: 'lay', section_assumed: 'cross-section assumed', g_s_m: 'conductance', matrices: 'matrices against frequency',
  l_h_m: 'inductance against a far return', c_f_m: 'capacitance', r_ohm_m: 'resistance of each conductor', f_hz: 'frequency', z_ohm: 'impedance', angle_deg: 'angle' });

/** Key without its unit, as words. @param {string} key */
function nameOf(key) {
  if (key in NAMES) return NAMES[key];
  const end = UNITS.find(([e]) => key.endsWith(e))?.[0] ?? '';
  return key.slice(0, key.length - end.length).replace(/_db[a-z]*$/, '').replaceAll('_', ' ');
}

/** @param {string} key @param {unknown} v */
function valueOf(key, v) {
  if (v === null) return '–';
  if (typeof v === 'boolean') return v ? 'yes' : 'no';
  if (typeof v !== 'number') return String(v);
  const decibels = /_(db[a-z]*)(_m|_100m)?$/i.exec(key);
  if (decibels) return db(Math.abs(v) < 0.0005 ? 0 : v, Math.abs(v) < 0.1 && Math.abs(v) >= 0.0005 ? 3 : 1, decibels[2] ? `dB per ${decibels[2].slice(1)}` : 'dB');
  if (key.endsWith('_ratio')) return `${Number((100 * v).toPrecision(3))} %`;
  if (key.endsWith('_deg')) return `${v.toFixed(1).replace('-', '\u2212')}°`;
  return si(v, UNITS.find(([e]) => key.endsWith(e))?.[1] ?? '').replace(/(^|\s)-/, '$1\u2212');
}

/** @param {unknown} v */
const isPlain = (v) => v === null || typeof v !== 'object';
/** @param {any} v */
const isTable = (v) => Array.isArray(v) && v.length > 0 && v.every((row) => row !== null && typeof row === 'object' && !Array.isArray(row));

/** One conductor after the other. @param {string} key @param {any[]} rows @param {string} [at] */
function matrix(key, rows, at = '') {
  const n = rows.length;
  const conductor = (/** @type {number} */ i) => (i === n - 1 && n > 1 ? 'shield' : `core ${i + 1}`);
  const isSquare = rows.every(Array.isArray);
  const heads = ['conductor', ...(isSquare ? rows.map((_, i) => `#${conductor(i)}`) : ['#value'])];
  return table(at ? `${nameOf(key)} at ${at}` : nameOf(key), heads, rows.map((row, i) => [conductor(i), ...(isSquare ? row : [row]).map((/** @type {unknown} */ v) => valueOf(key, v))]));
}

/** Matrices at one frequency. @param {any} row */
function atFrequency(row) {
  const keys = Object.keys(row);
  const said = keys.filter((k) => isPlain(row[k])).map((k) => valueOf(k, row[k])).join(', ');
  return [el('h4', {}, `At ${said}`), ...keys.filter((k) => Array.isArray(row[k])).flatMap((k) => [el('p', {}, nameOf(k)), matrix(k, row[k], said)])];
}

/** @param {string} key @param {any} v @returns {Node | null} */
function section(key, v) {
  let shown = null;
  if (isTable(v) && Object.values(v[0]).some(Array.isArray)) shown = el('div', {}, ...v.flatMap(atFrequency));
  else if (isTable(v)) {
    const keys = Object.keys(v[0]).filter((k) => isPlain(v[0][k]));
    shown = table(nameOf(key), keys.map((k, i) => (i ? '#' : '') + nameOf(k)), v.map((/** @type {any} */ row) => keys.map((k) => valueOf(k, row[k]))));
  } else if (Array.isArray(v) && v.length) shown = matrix(key, v);
  else if (!Array.isArray(v)) shown = plain(nameOf(key), v);
  return shown && el('details', { open: key === 'impedance' || key === 'loss' || key === 'pickup' }, el('summary', {}, `${nameOf(key)[0].toUpperCase()}${nameOf(key).slice(1)}`), shown);
}

/** The figures of an object, those beside whose key stands a band with it. @param {string} caption @param {any} object */
function plain(caption, object) {
  const keys = Object.keys(object).filter((k) => isPlain(object[k]) && object[k] !== null && !['type', 'title', 'length_m'].includes(k) && !(object[k] === 0 && /^(lay|spacing)_m$/.test(k)));
  const band = (/** @type {string} */ k) => (Array.isArray(object[`${k}_band`]) ? `, ${object[`${k}_band`].map((/** @type {unknown} */ v) => valueOf(k, v)).join(' to ')}` : '');
  return keys.length ? table(caption, ['figure', '#value'], keys.map((k) => [nameOf(k), valueOf(k, object[k]) + band(k)])) : null;
}

/** @param {any} cable */
function account(cable) {
  const parts = Object.keys(cable).filter((k) => !isPlain(cable[k]) && !k.endsWith('_band')).map((k) => section(k, cable[k]));
  return [el('h3', {}, `${cable.title || cable.type}, ${si(cable.length_m, 'm')}`), plain('What it is', cable), ...parts].filter((p) => p !== null);
}

async function show() {
  const [name, length, source, load] = ['cable-name', 'cable-long', 'cable-source', 'cable-load'].map((id) => field(id).value.trim());
  const now = [name, length, source, load].join('\0');
  if (byId('panel-cable').hidden || now === asked || !name) return;
  asked = now;
  try {
    const wide = Math.max(320, Math.min(width(), byId('panel-cable').clientWidth));
    const { cable, picture: drawn, diagnostics } = await api.cable(name, length, source, load, wide);
    if (asked !== now) return;
    const error = diagnostics.find((/** @type {api.Diagnostic} */ d) => d.severity === 'error');
    byId('cable-said').textContent = error ? `${error.message}. ${error.help}` : '';
    const svg = drawn && picture(drawn);
    byId('cable-picture').hidden = !svg;
    if (svg) fill(byId('cable-picture'), svg);
    if (cable) fill(byId('cable-facts'), ...cable.cables.slice(0, 1).flatMap(account));
  } catch (error) {
    asked = '';
    byId('cable-said').textContent = String(/** @type {Error} */ (error).message);
  }
}

/** Cables whose name or title has the words, as what can be chosen. */
async function offer() {
  const words = field('cable-name').value.trim();
  if (words.length < 2) return;
  const { entries } = await api.search(words).catch(() => ({ entries: [] }));
  const cables = entries.filter((/** @type {any} */ e) => e.kind === 'cable').slice(0, 30);
  fill(byId('cable-found'), ...cables.map((/** @type {any} */ e) => el('li', {}, el('button', { type: 'button', onclick: () => look(e.name) }, e.title || e.name, el('span', { class: 'faint' }, ` ${e.name}`)))));
  byId('cable-found-said').textContent = cables.length ? `${cables.length} in the catalogue` : '';
}

/** @param {string} name "canare/l-4e6s" */
function look(name) {
  field('cable-name').value = name;
  fill(byId('cable-found'));
  byId('cable-found-said').textContent = '';
  field('cable-name').focus();
  void show();
}

const KINDS = ['rca', 'xlr', 'trs', 'pair', 'coax', 'quad', 'unshielded', 'ribbon'];

function changed() {
  clearTimeout(typing);
  typing = window.setTimeout(() => {
    void offer();
    const name = field('cable-name').value.trim();
    if (name.includes('/') || KINDS.includes(name)) void show();
  }, DEBOUNCE_MS);
}

export function start() {
  for (const id of ['cable-name', 'cable-long', 'cable-source', 'cable-load']) field(id).addEventListener('input', changed);
  byId('cable-look').addEventListener('submit', (e) => {
    e.preventDefault();
    void show();
  });
  document.addEventListener('tab', () => void show());
}
