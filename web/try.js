/** What if: sliders for the lengths of cables and the voltages of grounds. Every picture follows while one is dragged. */
import { byId, el, fill } from './dom.js';
import { cablePath, groundVoltages, lengthUnit } from './model.js';
import { store } from './store.js';
import { db, si } from './units.js';
import { worst } from './verdict.js';

const METRES = { m: 1, cm: 0.01, mm: 0.001, ft: 0.3048, km: 1000 };
const LOW_V = 1e-4;
const DECADES = 4; // 0.1 mV to 1 V

/**
 * @typedef {{id: string, label: string, path: string, at: number, low: number, high: number, step: number,
 *   written: (at: number) => string}} Slider
 */

/** @param {any} link @returns {Slider} */
function lengthSlider(link) {
  const unit = /** @type {keyof METRES} */ (lengthUnit(link.id));
  const high = Math.max(30, 10 * Math.ceil(link.length_m / 10)) / METRES[unit];
  return { id: `length ${link.id}`, label: `length of ${link.id}`, path: `${cablePath(link.id)}.length`, at: link.length_m / METRES[unit], low: 0.5 / METRES[unit],
    high, step: unit === 'm' ? 0.5 : high / 60, written: (at) => `${Number(at.toPrecision(3))} ${unit}` };
}

/** A voltage on a logarithmic scale: half a percent of a decade is no news, a tenth of a decade is. @param {ReturnType<typeof groundVoltages>[0]} g @returns {Slider} */
function voltageSlider(g) {
  const volts = (/** @type {number} */ at) => LOW_V * 10 ** (at / 25);
  return { id: `emf ${g.kind} ${g.name}`, label: `voltage of ${g.kind} ${g.name}`, path: g.path, at: 25 * Math.log10((g.volts ?? 0.01) / LOW_V), low: 0, high: 25 * DECADES,
    step: 0.25, written: (at) => si(Number(volts(at).toPrecision(2)), 'V') };
}

/** @param {Slider} s */
function row(s) {
  const id = `slider-${s.id}`;
  const said = el('output', { for: id }, s.written(s.at));
  const input = /** @type {HTMLInputElement} */ (el('input', { id, type: 'range', min: s.low, max: s.high, step: s.step, 'aria-valuetext': s.written(s.at), 'data-path': s.path,
    oninput: () => {
      const value = s.written(Number(input.value));
      said.textContent = value;
      input.setAttribute('aria-valuetext', value);
      store.change(s.path, value, s.path, true);
    },
    onchange: () => store.settle() }));
  input.value = String(Math.min(s.high, Math.max(s.low, s.at)));
  return el('div', { class: 'slider' }, el('label', { for: id }, s.label), input, said);
}

let drawn = '';

/** Rows are made anew only when what they are about has changed: a slider under the finger stays the same element. */
function show() {
  const report = store.good?.report;
  if (!report) return;
  const seat = report.seat[0];
  const said = worst(report.limits);
  fill(byId('try-said'), el('span', { class: 'word', 'data-word': said }, said),
    seat ? ` hum ${db(seat.hum_spl_db, 0, 'dB SPL')}, hiss ${db(seat.noise_spl_dba, 0, 'dBA')} at the seat` : ' no loudspeaker or headphones');
  const sliders = [...groundVoltages().map(voltageSlider), ...report.links.map(lengthSlider)];
  const now = sliders.map((s) => `${s.path} ${s.high}`).join('\n');
  if (now !== drawn) {
    drawn = now;
    fill(byId('sliders'), ...sliders.map(row));
    return;
  }
  for (const s of sliders) {
    const input = /** @type {HTMLInputElement | null} */ (document.getElementById(`slider-${s.id}`));
    if (!input || (document.activeElement === input && store.isBusy)) continue;
    if (Math.abs(Number(input.value) - s.at) > s.step / 2) input.value = String(s.at);
    const value = s.written(s.at);
    input.setAttribute('aria-valuetext', value);
    if (input.nextElementSibling) input.nextElementSibling.textContent = value;
  }
}

export function start() {
  store.addEventListener('answer', show);
}
