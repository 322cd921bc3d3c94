/** The eyes of digital links: the picture of one, what the standard wants beside what arrives, and the longest cable. */
import * as api from './api.js';
import { byId, el, fill, table } from './dom.js';
import { picture, width } from './pictures.js';
import { store } from './store.js';
import { openTab } from './tabs.js';
import { db, si } from './units.js';

const SHORTEST_M = 0.5;
const STEPS_PER_DECADE = 40;
const SETTLE_MS = 200;

const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (byId(id));
const slider = () => /** @type {HTMLInputElement} */ (byId('eye-length'));
const equalised = () => /** @type {HTMLInputElement} */ (byId('eye-equalised')).checked;
let asked = '';
let isRunning = false;
let isWaiting = false;
let settling = 0;

const links = () => store.good?.report?.digital ?? [];
const link = () => links().find((/** @type {any} */ l) => l.id === select('eye-link').value) ?? links()[0];

/** The slider is logarithmic; two significant digits are what a cable is bought by. */
const metres = () => Number((SHORTEST_M * 10 ** (Number(slider().value) / STEPS_PER_DECADE)).toPrecision(2));
const position = (/** @type {number} */ m) => Math.round(STEPS_PER_DECADE * Math.log10(Math.max(m, SHORTEST_M) / SHORTEST_M));

/** @param {boolean} [isOwn] the length that the file has */
function tellLength(isOwn = false) {
  const m = isOwn ? link()?.length_m : metres();
  const said = m ? `${si(m, 'm')}${isOwn ? ' (file)' : ''}` : '';
  byId('eye-length-said').textContent = said;
  slider().setAttribute('aria-valuetext', said);
  slider().dataset.own = isOwn ? 'yes' : '';
}

/** @param {number|null} s */
const time = (s) => si(s, 's');
/** @param {any} r */
const longest = (r) => (r.longest_is_beyond_10_km ? 'over 10 km' : r.longest_m === undefined ? '…' : r.longest_m === null ? 'none' : `${Number(r.longest_m.toPrecision(3))} m`);
/** @param {any} r */
const stops = (r) => (r.stops === undefined ? '…' : r.longest_is_beyond_10_km || !r.stops ? '–' : `${r.stops} (${r.because})`);

/** @param {any} e */
function account(e) {
  const rows = /** @type {[string, (r: any) => string, string][]} */ ([
    ['height', (r) => si(r.height_v, 'V'), si(e.mask.height_v, 'V')],
    ['width', (r) => time(r.width_s), time(e.mask.width_s)],
    ['jitter, peak to peak', (r) => time(r.jitter_pp_s), time(e.mask.jitter_pp_ui * e.ui_s)],
    ['height over the mask’s', (r) => (r.margin_db === null ? 'closed' : db(r.margin_db)), ''],
    ['the eye is', (r) => (r.open ? 'open' : `not open: ${r.limit}`), ''],
    ['longest cable', longest, ''], ['what stops a longer one', stops, '']]);
  return [table('The eye', ['figure', '#arrives', '#equalised', '#wanted'], rows.map(([name, of, wanted]) => [name, of(e.plain), of(e.equalised), wanted])),
    el('p', { class: 'faint' }, `${e.standard} over ${e.cable}: ${si(e.level_v_pp, 'V')} sent, ${si(e.cable_ohm, 'ohm')} cable, ${db(e.loss_db)} loss, return loss ${db(e.return_loss_db)}. ${e.mask.source ? `Wanted: ${e.mask.source}.` : ''}`)];
}

/** @param {boolean} isQuick without the longest cable, which takes most of the time */
async function once(isQuick) {
  const at = link();
  if (!at) return;
  const isOwn = slider().dataset.own === 'yes';
  const question = { port: at.id.split('->')[1], rate: Number(select('eye-rate').value), equalised: equalised(), longest: !isQuick, width: Math.max(320, Math.min(width(), byId('eye-picture').clientWidth || 320)),
    ...(isOwn ? {} : { length: `${metres()} m` }) };
  try {
    const answer = await api.eye(store.text, store.variant, question);
    const error = answer.diagnostics.find((/** @type {api.Diagnostic} */ d) => d.severity === 'error');
    byId('eye-said').textContent = error ? `${error.message}. ${error.help}` : '';
    const svg = answer.picture && picture(answer.picture);
    if (svg) fill(byId('eye-picture'), svg);
    if (answer.eye?.eyes[0]) fill(byId('eye-facts'), ...account(answer.eye.eyes[0]));
  } catch (error) {
    asked = '';
    byId('eye-said').textContent = String(/** @type {Error} */ (error).message);
  }
}

/** One question at a time, the last one wins; what takes long is asked when the slider rests. @param {boolean} isQuick */
async function ask(isQuick) {
  clearTimeout(settling);
  if (isRunning) {
    isWaiting = true;
    return;
  }
  isRunning = true;
  do {
    isWaiting = false;
    await once(isQuick);
  } while (isWaiting);
  isRunning = false;
  if (isQuick) settling = window.setTimeout(() => void ask(false), SETTLE_MS);
}

function show() {
  const all = links();
  byId('tab-eye').hidden = all.length === 0;
  if (all.length === 0 && !byId('panel-eye').hidden) openTab('try');
  const s = select('eye-link');
  if ([...s.options].map((o) => o.value).join() !== all.map((/** @type {any} */ l) => l.id).join())
    s.replaceChildren(...all.map((/** @type {any} */ l) => new Option(`${l.id} (${l.standard})`, l.id)));
  const now = [store.text, store.variant].join('\0');
  if (byId('panel-eye').hidden || now === asked || all.length === 0) return;
  asked = now;
  own();
}

/** The link as the file has it. */
function own() {
  slider().value = String(position(link()?.length_m ?? 1));
  tellLength(true);
  void ask(true);
}

export function start() {
  slider().max = String(position(1000));
  slider().addEventListener('input', () => {
    tellLength();
    void ask(true);
  });
  select('eye-link').addEventListener('change', own);
  for (const id of ['eye-rate', 'eye-equalised']) byId(id).addEventListener('change', () => void ask(true));
  store.addEventListener('answer', show);
  document.addEventListener('tab', show);
}
