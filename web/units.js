/** Numbers as people read them. The server sends SI. */
import { el } from './dom.js';

const PREFIXES = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'u'], [1e-9, 'n'], [1e-12, 'p']];

/** Three significant digits and no exponent. @param {number} v */
function digits(v) {
  return String(Number(v.toPrecision(3)));
}

/** @param {number | null | undefined} v @param {string} unit @returns {string} "0.0219", "ohm/m" -> "21.9 mohm/m" */
export function si(v, unit) {
  if (v === null || v === undefined || !Number.isFinite(v)) return '–';
  if (v === 0) return `0 ${unit}`.trim();
  if (unit === '' || unit === 'dB' || unit === 'm' && v >= 0.01) return `${digits(v)} ${unit}`.trim();
  const [scale, prefix] = PREFIXES.find(([s]) => Math.abs(v) >= /** @type {number} */ (s) * 0.9995) ?? [1e-12, 'p'];
  return `${digits(v / Number(scale))} ${prefix}${unit}`;
}

/** @param {number | null | undefined} v @param {number} [decimals] @param {string} [unit] */
export function db(v, decimals = 1, unit = 'dB') {
  return v === null || v === undefined ? '–' : `${v.toFixed(decimals).replace(/^-(?=0*\.?0*$)/, '').replace('-', '\u2212')} ${unit}`;
}

/** A value as it is written in a file: with a unit of the language. @param {number} v @param {string} unit @param {string} what */
export function written(v, unit, what) {
  if (unit === '' && /velocity|unbalance/.test(what)) return `${digits(v * 100)} %`;
  return si(v, unit).replace('\u2013', '?');
}

/**
 * A figure of the report, and beside it what nine in ten systems that fit the file have, where that is another one.
 * @param {any} object @param {string} key @param {(v: any) => string} format
 */
export function banded(object, key, format) {
  const said = format(object[key]);
  const band = object[`${key}_band`];
  if (!Array.isArray(band) || band.some((v) => typeof v !== 'number')) return said;
  const [low, high] = band.map((v) => format(v));
  return low === high ? said : el('span', {}, said, el('span', { class: 'band' }, ` ${low} to ${high}`));
}
