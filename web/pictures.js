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

const level = (/** @type {any} */ l) => [l.id, si(l.level_v_rms, 'V'), si(l.clip_v_rms, 'V'), db(l.headroom_db), si(l.noise_v_rms, 'V'),
  db(l.snr_a_db, 1, 'dBA'), si(l.hum_v_rms, 'V')];

/** @param {any} report */
function tables(report) {
  const seat = report.seat[0];
  fill(byId('system-table'), table('Cables', ['cable', '#gain', '#shield current', '#rejects 60 Hz', '#-3 dB at'], report.links.map(
    (/** @type {any} */ l) => [l.id, db(l.gain_db, 2), si(l.shield_current_a_rms, 'A'), db(l.cmrr?.[1]?.db ?? l.cmrr?.[0]?.db), si(l.f_high_hz, 'Hz')])));
  fill(byId('spectrum-table'), seat && table('Hum lines at the seat', ['frequency', '#level', '#threshold of hearing', '#over it'],
    seat.hum_lines.map((/** @type {any} */ h) => [si(h.f_hz, 'Hz'), db(h.spl_db, 1, 'dB SPL'), db(h.threshold_db, 1, 'dB SPL'), db(h.margin_db)])));
  fill(byId('limits-table'), table('What limits the system', ['cause', '#at the seat', '#over threshold', 'heard'], report.limits.map(
    (/** @type {any} */ l) => [l.cause, db(l.spl_db, 1, 'dB SPL'), db(l.margin_db), l.under_room_noise ? 'masked' : l.margin_db > 0 ? 'heard' : 'no'])));
  fill(byId('levels-table'), table('Levels, noise and hum', ['place', '#largest signal', '#clips at', '#headroom', '#noise', '#SNR', '#hum'],
    [...report.links.map((/** @type {any} */ l) => level({ ...l, id: l.id.split('->')[1] })), ...report.outputs.map(level)]));
}

function draw() {
  const answer = store.good;
  if (!answer) return;
  for (const name of ['system', 'spectrum', 'limits', 'levels']) show(`${name}-figure`, answer.pictures[name]);
  tables(answer.report);
  byId('pictures').classList.toggle('stale', !store.answer?.report);
}

/** A figure with a picture and its table. @param {string} name @param {string} title @param {string} caption */
function figure(name, title, caption) {
  return el('figure', { id: `${name}-figure`, class: 'card', hidden: true },
    el('h2', {}, title),
    el('div', { class: 'picture wide', tabindex: 0, role: 'group', 'aria-label': title }),
    el('figcaption', {}, caption),
    el('details', {}, el('summary', {}, `${title}: as a table`), el('div', { id: `${name}-table` })));
}

export function start() {
  byId('system-place').append(figure('system', 'The system and its earths', 'A closed ring of shields and earths carries current; red is a loop.'));
  byId('pictures').append(
    figure('spectrum', 'What reaches the seat', 'What rises above the threshold of hearing and the room is heard.'),
    figure('limits', 'What limits the system', 'Each cause by its margin over the threshold of hearing, the most audible first.'),
    figure('levels', 'Level windows', 'From hum and noise at the foot to clipping at the top; the line is the largest signal.'));
  store.addEventListener('answer', draw);
}
