/**
 * The pictures: SVG drawn by the program, parsed as XML and put into the page. Its own <style> is left out (the page's
 * policy allows none; style.css has the same classes, and knows the theme).
 */
import { byId, el, fill, table } from './dom.js';
import { store } from './store.js';
import { db, si } from './units.js';

const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('humdinger-svg', { createHTML: (/** @type {string} */ s) => s });

/** @param {string} text @returns {SVGElement | null} */
export function picture(text) {
  const own = text.replace(/<style>[^<]*<\/style>/, ''); // no text of the file has a '<': the program escapes it
  const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(own) : own, 'image/svg+xml');
  const svg = parsed.documentElement;
  if (svg.localName !== 'svg') return null;
  for (const style of svg.querySelectorAll('style, script, foreignObject')) style.remove();
  return /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(svg, true)));
}

/** Shows a picture in a place that scrolls sideways where the screen is narrow. @param {string} id @param {string | null | undefined} text */
function show(id, text) {
  const figure = byId(id);
  const svg = text ? picture(text) : null;
  figure.hidden = !svg;
  if (svg) {
    const box = figure.querySelector('.picture');
    box?.replaceChildren(svg);
  }
}

/** Rejection of the interface at the mains frequency. @param {any} report @param {any} link */
export function mainsCmrr(report, link) {
  return link.cmrr?.find((/** @type {any} */ c) => c.f_hz === report.conditions.mains_hz)?.db;
}

const level = (/** @type {any} */ l) => [l.id, si(l.level_v_rms, 'V'), si(l.clip_v_rms, 'V'), db(l.headroom_db), si(l.noise_v_rms, 'V'),
  db(l.snr_a_db, 1, 'dBA'), si(l.hum_v_rms, 'V')];

/** Tables are made when they are looked at: a dragged slider has no time for what nobody sees. */
const TABLES = /** @type {Record<string, (report: any) => Node | null>} */ ({
  system: (r) => table('Cables', ['cable', '#gain', '#shield current', '#rejects mains hum', '#-3 dB at'], r.links.map(
    (/** @type {any} */ l) => [l.id, db(l.gain_db, 2), si(l.shield_current_a_rms, 'A'), db(mainsCmrr(r, l)), si(l.f_high_hz, 'Hz')])),
  spectrum: (r) => r.seat[0] && table('Hum lines at the seat', ['frequency', '#level', '#threshold of hearing', '#over it'],
    r.seat[0].hum_lines.map((/** @type {any} */ h) => [si(h.f_hz, 'Hz'), db(h.spl_db, 1, 'dB SPL'), db(h.threshold_db, 1, 'dB SPL'), db(h.margin_db)])),
  limits: (r) => table('What limits the system', ['cause', '#at the seat', '#over threshold', 'heard'], r.limits.map(
    (/** @type {any} */ l) => [l.cause, db(l.spl_db, 1, 'dB SPL'), db(l.margin_db), l.under_room_noise ? 'masked' : l.margin_db > 0 ? 'heard' : 'no'])),
  levels: (r) => table('Levels, noise and hum', ['place', '#largest signal', '#clips at', '#headroom', '#noise', '#SNR', '#hum'],
    [...r.links.map((/** @type {any} */ l) => level({ ...l, id: l.id.split('->')[1] })), ...r.outputs.map(level)]),
});

/** @param {string} name */
function drawTable(name) {
  const details = /** @type {HTMLDetailsElement} */ (byId(`${name}-details`));
  if (details.open && store.good) fill(byId(`${name}-table`), TABLES[name](store.good.report));
}

function draw() {
  const answer = store.good;
  if (!answer) return;
  for (const name of ['system', 'spectrum', 'limits', 'levels']) show(`${name}-figure`, answer.pictures[name]);
  if (/** @type {HTMLDetailsElement} */ (byId('more')).open) for (const name of ['response', 'cmrr']) show(`${name}-figure`, answer.pictures[name]);
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
  byId('system-place').append(figure('system', 'The system and its earths', 'A closed ring of shields and earths carries current; red is a loop.'));
  byId('pictures').append(
    figure('spectrum', 'What reaches the seat', 'What rises above the threshold of hearing and the room is heard.'),
    figure('limits', 'What limits the system', 'Each cause by its margin over the threshold of hearing, the most audible first.'),
    figure('levels', 'Level windows', 'From hum and noise at the foot to clipping at the top; the line is the largest signal.'),
    el('details', { id: 'more', class: 'card', ontoggle: draw }, el('summary', {}, 'Response and rejection against frequency'),
      figure('response', 'Response', 'Gain of each link against frequency.'),
      figure('cmrr', 'Rejection of a ground voltage', 'How much of a voltage between the two boxes each link keeps out; higher is better.')));
  store.addEventListener('answer', draw);
}
