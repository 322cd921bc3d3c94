/** The verdict: one word that is always in sight, and the sentences, told to screen readers when they change. */
import { byId, el, fill } from './dom.js';
import { store } from './store.js';
import { db } from './units.js';

/** The word for a limit; the same steps as in the report for a terminal. @param {any} limit */
function word(limit) {
  if (limit.margin_db > 0 && !limit.under_room_noise) return limit.margin_db > 20 ? 'LOUD' : 'HEARD';
  if (limit.margin_db > -6) return limit.under_room_noise ? 'masked' : 'near';
  return 'ok';
}

const WORDS = ['LOUD', 'HEARD', 'masked', 'near', 'ok'];

/** The worst word of these limits: hum that the room masks may lead the list, and hiss below it be heard. @param {any[]} limits */
export function worst(limits) {
  const said = new Set(limits.map(word));
  return WORDS.find((w) => said.has(w)) ?? 'ok';
}

/** @type {Map<string, {spl: number, margin: number}>} the seat of each variant of this system as last seen */
const seen = new Map();

/** @param {any} seat */
function heardMost(seat) {
  return { spl: seat.hum_spl_db, margin: Math.max(seat.hum_margin_db ?? -Infinity, seat.noise_margin_db ?? -Infinity) };
}

/** @param {any} report */
function change(report) {
  const before = seen.get('');
  const seat = report.seat[0];
  if (!store.variant || !before || !seat || before.spl === null) return null;
  return el('p', { class: 'change' }, `Hum before: ${db(before.spl, 0, 'dB SPL')}; now ${db(seat.hum_spl_db, 0, 'dB SPL')}.`);
}

let telling = 0;

function show() {
  const report = store.good?.report;
  if (!report) return;
  const isStale = !store.answer?.report;
  const said = worst(report.limits);
  const badge = byId('badge');
  badge.textContent = isStale ? 'mistake in the text' : report.seat.length ? said : 'no seat';
  badge.dataset.word = isStale ? 'stale' : said;
  if (report.seat[0]) seen.set(store.variant, heardMost(report.seat[0]));
  fill(byId('verdict-change'), change(report));
  document.title = `${report.system || 'Humdinger'}: ${said}`;
  clearTimeout(telling);
  byId('verdict-sight').textContent = report.verdict;
  byId('verdict').dataset.word = said;
  telling = window.setTimeout(() => { // a dragged slider is not read aloud all the way
    const live = byId('verdict-live');
    const words = isStale ? 'The text has mistakes; the pictures show it as it was before.' : report.verdict;
    if (live.textContent !== words) live.textContent = words;
  }, 400);
}

function showVariants() {
  const answer = store.answer;
  if (!answer) return;
  const select = /** @type {HTMLSelectElement} */ (byId('variant'));
  const names = ['', ...answer.variants];
  if ([...select.options].map((o) => o.value).join('\n') !== names.join('\n'))
    select.replaceChildren(...names.map((name) => new Option(name === '' ? 'as it stands' : name, name)));
  select.value = store.variant;
  byId('variant-field').hidden = answer.variants.length === 0;
}

export function start() {
  store.addEventListener('answer', show);
  store.addEventListener('answer', showVariants);
  store.addEventListener('text', () => store.past.length || seen.clear());
  byId('variant').addEventListener('change', (e) => store.look(/** @type {HTMLSelectElement} */ (e.target).value));
}
