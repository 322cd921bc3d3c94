/** How a number is spread over all that is uncertain: its distribution, how many systems meet a target, and what precision buys. */
import * as api from './api.js';
import { byId, el, fill, table } from './dom.js';
import { picture, width } from './pictures.js';
import { store } from './store.js';
import { db, si } from './units.js';

const FIRST = 500; // shown while the rest is solved
const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
/** @type {AbortController | null} */
let running = null;
let shownFor = '';

/** @param {any} report the numbers that may be asked for, as in an expect line: [what, how it is called] */
function quantities(report) {
  const hz = report.conditions.mains_hz;
  const seat = report.seat.length ? [['hum', 'hum at the seat'], ['hum-margin', 'hum over the threshold of hearing'], ['noise-margin', 'hiss over the threshold of hearing']] : [];
  const inputs = report.links.flatMap((/** @type {any} */ l) => {
    const port = l.id.split('->')[1];
    return [[`cmrr of ${port} at ${hz} Hz`, `rejection into ${port} at ${hz} Hz`], [`cmrr of ${port} at 1 kHz`, `rejection into ${port} at 1 kHz`], [`hum of ${port}`, `hum into ${port}`],
      [`snr-a of ${port}`, `SNR of ${port}, A-weighted`], [`gain of ${port}`, `gain to ${port}`], [`f-high of ${port}`, `upper corner of ${port}`], [`headroom of ${port}`, `headroom of ${port}`]];
  });
  return [['', 'what the file expects, or the report is about'], ...seat, ...inputs];
}

function showChoices() {
  const report = store.good?.report;
  if (!report) return;
  const s = /** @type {HTMLSelectElement} */ (byId('tolerance-what'));
  const all = quantities(report);
  if ([...s.options].map((o) => o.value).join('\n') !== all.map(([what]) => what).join('\n')) {
    const before = s.value;
    s.replaceChildren(...all.map(([what, name]) => new Option(name, what)));
    s.value = all.some(([what]) => what === before) ? before : '';
  }
  const isStale = shownFor !== '' && shownFor !== [store.text, store.variant].join('\0');
  byId('tolerance-stale').hidden = !isStale;
}

/** @param {number|null|undefined} v @param {string} unit */
function amount(v, unit) {
  if (unit === 'dB' && v !== null && v !== undefined && v > 200) return 'over 200 dB';
  return unit.startsWith('dB') ? db(v, 1, unit.replace('dBSPL', 'dB SPL')) : si(v, unit).replace(/^-/, '\u2212');
}

const percent = (/** @type {number|null} */ v) => (v === null ? '–' : `${Number((100 * v).toPrecision(3))} %`);

/** @param {any} q */
function yieldOf(q) {
  const t = q.target;
  if (!t) return el('p', { class: 'faint' }, 'No target: say one, such as > 60 dB, and the yield is told.');
  return el('p', { class: 'lead' }, `Yield ${percent(t.yield)}: so many systems meet it; 95 % sure, ${percent(t.yield_low)} to ${percent(t.yield_high)}.`);
}

/** @param {any} q */
function corner(q) {
  const c = q.worst_corner;
  if (!c) return el('p', { class: 'faint' }, 'Too many uncertain values to look for the worst corner here; humdinger tolerance does.');
  const said = `Worst corner: ${amount(c.value, q.unit)}${c.of_all_corners ? '' : ' or worse'}`;
  return el('details', {}, el('summary', {}, said), table(said, ['value', '#at'], c.at.map((/** @type {any} */ a) => [a.what, a.unit === '' ? percent(a.value) : si(a.value, a.unit)])));
}

/** @param {any} q */
function percentiles(q) {
  const p = q.percentiles;
  const rows = [['lowest sample', p.p0], ['1 % are below', p.p1], ['5 % are below', p.p5], ['half are below', p.p50], ['95 % are below', p.p95], ['99 % are below', p.p99], ['highest sample', p.p100], ['as the report has it', q.nominal]];
  return table(`Percentiles of ${q.what}`, ['figure', '#value'], rows.map(([name, v]) => [String(name), amount(/** @type {number} */ (v), q.unit)]));
}

/** Each uncertain value known exactly, and each tolerance narrowed. @param {any} q */
function precision(q) {
  if (!q.precision) return null;
  const row = (/** @type {string} */ what, /** @type {string} */ how, /** @type {any} */ o) => [what, how, amount(o.worst_5_percent, q.unit), ...(q.target ? [percent(o.yield)] : [])];
  const rows = q.precision.flatMap((/** @type {any} */ g) => [row(g.what, 'exactly', g.exact), ...(g.narrowed ?? []).map((/** @type {any} */ n) => row(g.what, n.tolerance.replace('+-', '\u00b1'), n))]);
  return el('div', {}, el('h4', {}, 'What precision buys'),
    el('p', { class: 'faint' }, 'Of the first 1,024 samples, with that value known or made as said and everything else as it is.'),
    table(`What precision buys of ${q.what}`, ['value', 'known or made', '#5 % are worse than', ...(q.target ? ['#yield'] : [])], rows));
}

/** @param {any} answer */
function show(answer) {
  const t = answer.tolerance;
  const svg = answer.picture && picture(answer.picture);
  const n = t.done.toLocaleString('en');
  byId('tolerance-said').textContent = `${n}${t.done < t.samples ? ` of ${t.samples.toLocaleString('en')}` : ''} samples, ${t.parameters} uncertain values.`;
  fill(byId('tolerance-result'),
    svg && el('div', { class: 'picture wide', tabindex: 0, role: 'group', 'aria-label': 'Distribution and yield' }, svg),
    ...t.quantities.flatMap((/** @type {any} */ q) => [el('h3', {}, `${q.what}${q.place && !q.what.includes(q.place) ? `, at ${q.place}` : ''}`), yieldOf(q), percentiles(q), corner(q), precision(q)]));
}

/** @param {number} samples @param {boolean} isPrecise @param {AbortSignal} signal */
async function once(samples, isPrecise, signal) {
  const what = field('tolerance-typed').value.trim() || field('tolerance-what').value;
  const wide = Math.max(320, Math.min(width(), byId('panel-tolerance').clientWidth));
  const answer = await api.tolerance(store.text, store.variant, { ...(what && { quantities: [what] }), target: field('tolerance-target').value.trim(), samples, precision: isPrecise, width: wide }, signal);
  if (answer.tolerance) {
    show(answer);
    return true;
  }
  const error = answer.diagnostics.find((/** @type {api.Diagnostic} */ d) => d.severity === 'error');
  byId('tolerance-said').textContent = error ? `${error.message}. ${error.help}` : 'There is no answer; see the text.';
  fill(byId('tolerance-result'));
  return false;
}

/** A few samples at once, then all; a new wish gives up the old one. @param {Event} e */
async function sample(e) {
  e.preventDefault();
  running?.abort();
  const own = new AbortController();
  running = own;
  shownFor = [store.text, store.variant].join('\0');
  byId('tolerance-stale').hidden = true;
  byId('tolerance-result').setAttribute('aria-busy', 'true');
  byId('tolerance-said').textContent = 'Sampling …';
  const samples = Number(field('tolerance-samples').value);
  const isPrecise = field('tolerance-precision').checked;
  try {
    const isGood = (samples > FIRST || isPrecise) ? await once(FIRST, false, own.signal) : true;
    if (isGood && !own.signal.aborted) await once(samples, isPrecise, own.signal);
  } catch (error) {
    if (/** @type {Error} */ (error).name !== 'AbortError') byId('tolerance-said').textContent = String(/** @type {Error} */ (error).message);
  }
  if (running === own) byId('tolerance-result').setAttribute('aria-busy', 'false');
}

export function start() {
  byId('tolerance-form').addEventListener('submit', (e) => void sample(e));
  store.addEventListener('answer', showChoices);
}
