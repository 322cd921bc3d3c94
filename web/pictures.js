/**
 * The pictures: SVG drawn by the program, parsed as XML and put into the page. Its own <style> is left out (the page's
 * policy allows none; style.css has the same classes, and knows the theme).
 */
import { byId, el, fill, table } from './dom.js';
import { store } from './store.js';
import { banded, db, si } from './units.js';

const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('humdinger-svg', { createHTML: (/** @type {string} */ s) => s });

/** @param {string} text */
const withoutStyle = (text) => text.replace(/<style>[^<]*<\/style>\n?/, ''); // no text of the file has a '<': the program escapes it

/** @param {string} text @returns {SVGElement | null} */
function parse(text) {
  const svg = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'image/svg+xml').documentElement;
  if (svg.localName !== 'svg') return null;
  for (const other of svg.querySelectorAll('style, script, foreignObject')) other.remove();
  return /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(svg, true)));
}

/** @param {string} text */
export const picture = (text) => parse(withoutStyle(text));

/** @type {WeakMap<Element, string[]>} the lines that a picture in the page was made from */
const linesOf = new WeakMap();

/**
 * Changes in place what is another line now: the program writes one element per line, and while something is dragged most
 * of them stay. @param {Element} svg @param {string[]} lines @returns {boolean} false: it is too different for that
 */
function patch(svg, lines) {
  const before = linesOf.get(svg);
  if (before?.length !== lines.length || before[0] !== lines[0] || svg.childElementCount !== lines.length - 2) return false;
  const changed = [...lines.keys()].filter((i) => lines[i] !== before[i]);
  const fresh = changed.length ? parse([lines[0], ...changed.map((i) => lines[i]), '</svg>'].join('\n')) : svg;
  if (!fresh || (fresh !== svg && fresh.childElementCount !== changed.length)) return false;
  const children = [...svg.children];
  if (fresh !== svg) [...fresh.children].forEach((child, i) => children[changed[i] - 1].replaceWith(child));
  linesOf.set(svg, lines);
  return true;
}

/** Shows a picture in a place that scrolls sideways where the screen is narrow. @param {string} id @param {string | null | undefined} text */
function show(id, text) {
  const figure = byId(id);
  const box = /** @type {Element} */ (figure.querySelector('.picture'));
  const lines = text ? withoutStyle(text).trimEnd().split('\n') : [];
  if (box.firstElementChild && !figure.hidden && patch(box.firstElementChild, lines)) return;
  const svg = text ? parse(lines.join('\n')) : null;
  figure.hidden = !svg;
  if (!svg) return;
  linesOf.set(svg, lines);
  box.replaceChildren(svg);
}

/** Rejection of the interface at the mains frequency. @param {any} report @param {any} link */
export function mainsCmrr(report, link) {
  return banded(link.cmrr?.find((/** @type {any} */ c) => c.f_hz === report.conditions.mains_hz) ?? {}, 'db', db);
}

export const volts = (/** @type {number|null} */ v) => si(v, 'V');
export const amperes = (/** @type {number|null} */ v) => si(v, 'A');
const spl = (/** @type {number|null} */ v) => db(v, 1, 'dB SPL');
const one = (/** @type {number|null} */ v) => db(v);
const level = (/** @type {any} */ l) => [l.id, banded(l, 'level_v_rms', volts), banded(l, 'clip_v_rms', volts), banded(l, 'headroom_db', one), banded(l, 'noise_v_rms', volts),
  banded(l, 'snr_a_db', (v) => db(v, 1, 'dBA')), banded(l, 'hum_v_rms', volts)];

/** Tables are made when they are looked at: a dragged slider has no time for what nobody sees. */
const TABLES = /** @type {Record<string, (report: any) => Node | null>} */ ({
  system: (r) => table('Cables', ['cable', '#gain', '#shield current', '#rejects mains hum', '#-3 dB at'], [...r.links.map(
    (/** @type {any} */ l) => [l.id, banded(l, 'gain_db', (v) => db(v, 2)), banded(l, 'shield_current_a_rms', amperes), mainsCmrr(r, l), banded(l, 'f_high_hz', (v) => si(v, 'Hz'))]),
  ...(r.digital_links ?? []).map((/** @type {any} */ l) => [`${l.id}, ${l.kind}`, 'no audio', l.joins_grounds ? amperes(l.shield_current_a_rms) : 'none', '', ''])]),
  spectrum: (r) => r.seat[0] && table('Hum lines at the seat', ['frequency', '#level', '#threshold of hearing', '#over it'],
    r.seat[0].hum_lines.map((/** @type {any} */ h) => [si(h.f_hz, 'Hz'), banded(h, 'spl_db', spl), spl(h.threshold_db), banded(h, 'margin_db', one)])),
  limits: (r) => table('What limits the system', ['cause', '#at the seat', '#over threshold', 'heard'], r.limits.map(
    (/** @type {any} */ l) => [l.cause, banded(l, 'spl_db', spl), banded(l, 'margin_db', one), l.under_room_noise ? 'masked' : l.margin_db > 0 ? 'heard' : 'no'])),
  levels: (r) => table('Levels, noise and hum', ['place', '#largest signal', '#clips at', '#headroom', '#noise', '#SNR', '#hum'],
    [...r.links.map((/** @type {any} */ l) => level({ ...l, id: l.id.split('->')[1] })), ...r.outputs.map(level)]),
});

/** @param {string} name */
function drawTable(name) {
  const details = /** @type {HTMLDetailsElement} */ (byId(`${name}-details`));
  if (details.open && store.good) fill(byId(`${name}-table`), TABLES[name](store.good.report));
}

const isOpen = (/** @type {string} */ id) => /** @type {HTMLDetailsElement} */ (byId(id)).open;

/** Names of the pictures that somebody sees: nothing else is drawn. */
function names() {
  return ['system', 'spectrum', 'limits', 'levels', ...(isOpen('more') ? ['response', 'cmrr'] : [])];
}

/** How wide pictures are shown here: on paper and on a large screen in full, else so that their text keeps its size. */
export function width() {
  const px = (byId('system-place').clientWidth || byId('main').clientWidth - 16) - 34; // before the first answer the place is hidden
  return px >= 560 ? 760 : Math.max(320, 10 * Math.floor(px / 10));
}

const wanted = () => ({ pictures: names(), width: width() });
let drawnAt = 0;

const RESIZED_MS = 150;
let resizing = 0;

/** Another width that matters, and that stays: a phone is turned, a window made narrow. */
function resized() {
  clearTimeout(resizing);
  resizing = window.setTimeout(() => store.good && drawnAt && width() !== drawnAt && store.ask(), RESIZED_MS);
}

function draw() {
  const answer = store.good;
  if (!answer) return;
  drawnAt = width();
  for (const name of names()) show(`${name}-figure`, answer.pictures[name]);
  for (const name of Object.keys(TABLES)) drawTable(name);
  byId('pictures').classList.toggle('stale', !store.answer?.report);
}

/** A figure with a picture and its table. @param {string} name @param {string} title @param {string} caption */
function figure(name, title, caption) {
  return el('figure', { id: `${name}-figure`, class: 'card', hidden: true },
    el('h2', {}, title),
    el('div', { class: 'picture wide', tabindex: 0, role: 'group', 'aria-label': title }),
    el('figcaption', {}, caption),
    name in TABLES && el('details', { id: `${name}-details`, ontoggle: () => drawTable(name) }, el('summary', {}, `${title}: as a table`), el('div', { id: `${name}-table` })));
}

export function start() {
  byId('system-place').append(figure('system', 'The system and its earths', 'The milliamperes are what flows in each shield.'));
  byId('pictures').append(
    figure('spectrum', 'What reaches the seat', 'What rises above the threshold of hearing and the room is heard.'),
    figure('limits', 'What limits the system', 'Each cause by its margin over the threshold of hearing, the most audible first.'),
    figure('levels', 'Levels, from noise to clipping', 'From hum and noise at the foot to clipping at the top; the line is the largest signal.'),
    el('details', { id: 'more', class: 'card', ontoggle: () => isOpen('more') && store.ask() }, el('summary', {}, 'Response and rejection against frequency'),
      figure('response', 'Response', 'Gain of each link against frequency.'),
      figure('cmrr', 'Rejection of a ground voltage', 'How much of a voltage between the two boxes each link keeps out; higher is better.')));
  store.pictures = wanted;
  window.addEventListener('resize', resized);
  store.addEventListener('answer', draw);
}
