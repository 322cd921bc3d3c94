/** What the page needs to know of the file, read from its JSON twin: values with their paths, ports, names. */
import * as api from './api.js';
import { store } from './store.js';

/** @typedef {{do: any[], with?: Statement[]}} Statement */

/** Lines with nothing but a comment are statements without `do`. @param {Statement[] | undefined} list @returns {Statement[]} */
const real = (list) => (list ?? []).filter((s) => Array.isArray(s.do));

function statements() {
  return real(store.good?.system?.statements);
}

/** Statements of the variant that is looked at. @returns {Statement[]} */
function variantStatements() {
  const own = statements().find((s) => s.do[0] === 'variant' && (s.do[1]?.text ?? s.do[1]) === store.variant);
  return real(own?.with);
}

/** @param {string} name */
const quoted = (name) => `"${name.replace(/["\\]/g, '\\$&')}".`;

/** @param {Statement} s */
const cableId = (s) => s.do[0] === 'cable' ? s.do.slice(1).filter((w) => typeof w === 'string').slice(0, 2).join('->') : '';

/** "" or the path of the variant, when the statement that `is` finds is in it. @param {(s: Statement) => boolean} is */
function prefix(is) {
  return store.variant && variantStatements().some(is) ? quoted(store.variant) : '';
}

/** @param {string} id */
export function cablePath(id) {
  return prefix((s) => cableId(s) === id) + id;
}

/** The unit that the length of a cable is written in. @param {string} id */
export function lengthUnit(id) {
  const own = [...variantStatements(), ...statements()].find((s) => cableId(s) === id);
  const length = own?.do.find((w) => ['m', 'cm', 'mm', 'ft', 'km'].includes(w?.unit));
  return length?.unit ?? 'm';
}

const VOLTS = { V: 1, mV: 1e-3, uV: 1e-6, kV: 1e3 };

/** Grounds and outlets with their voltage. @returns {{name: string, kind: string, path: string, volts: number | null}[]} */
export function groundVoltages() {
  const found = [...statements(), ...variantStatements()].filter((s) => s.do[0] === 'ground' || s.do[0] === 'outlet');
  return found.map((s) => {
    const emf = s.do[s.do.indexOf('emf') + 1];
    const stated = s.do.includes('emf') && emf?.unit in VOLTS ? emf : null;
    const value = stated ? (stated.value ?? Math.sqrt(stated.low * stated.high)) : null;
    const name = s.do[1]?.text ?? s.do[1];
    return { name, kind: s.do[0], path: `${prefix((v) => v === s)}${name}.emf`, volts: value === null ? null : value * VOLTS[/** @type {keyof VOLTS} */ (stated.unit)] };
  });
}

/** The paths that an assumed value may be written to, the likeliest first. @param {string} what "r of catv" */
export function assumedPaths(what) {
  const speakers = /^loudspeakers at (.+)$/.exec(what);
  if (speakers) return [`speaker.${speakers[1]}.count`];
  const found = /^(\S+) of (.+?)(?:, .*)?$/.exec(what);
  if (!found) return [];
  const [, key, owner] = found;
  if (key === 'plug') return [`${owner}.plug`];
  const own = owner.includes('->') ? cablePath(owner) : owner;
  return [...new Set([`${own}.${key}`, `speaker.${owner}.${key}`, `headphones.${owner}.${key}`, ...(store.variant ? [`${quoted(store.variant)}${owner}.${key}`] : [])])];
}

/** What a cable must be called between two ports of that kind; of all others any cable of wires will do. */
export const DATA_KINDS = ['usb', 'hdmi', 'ethernet', 'optical'];

/** @param {Statement} s */
function portsIn(s) {
  return real(s.with).filter((line) => line.do[0] === 'in' || line.do[0] === 'out').map((line) => ({ way: line.do[0], name: String(line.do[1]), kind: String(line.do[2]) }));
}

/** @type {Map<string, {way: string, name: string, kind: string}[]>} ports of catalogue devices */
const known = new Map();

/** @param {string} device */
async function portsOf(device) {
  if (!known.has(device)) {
    const { entry } = await api.entry(device).catch(() => ({ entry: null }));
    const lines = (entry?.lines ?? []).map((/** @type {string} */ l) => /^\s*(in|out) (\S+) ?(\S*)/.exec(l)).filter(Boolean);
    known.set(device, lines.map((/** @type {RegExpExecArray} */ m) => ({ way: m[1], name: m[2], kind: m[3] })));
  }
  return known.get(device) ?? [];
}

/** Every port of the system. @returns {Promise<{way: string, id: string, kind: string}[]>} */
export async function ports() {
  const all = [];
  for (const s of [...statements(), ...variantStatements()].filter((x) => x.do[0] === 'box')) {
    const like = s.do.indexOf('like');
    const own = [...portsIn(s), ...(like > 0 ? await portsOf(String(s.do[like + 1])) : [])];
    all.push(...own.map((p) => ({ way: p.way, id: `${s.do[1]}.${p.name}`, kind: p.kind })));
  }
  return [...new Map(all.map((p) => [p.way + p.id, p])).values()];
}

/** What a box is called: its title, else its name. @param {string} id */
export function boxTitle(id) {
  const own = [...variantStatements(), ...statements()].find((s) => s.do[0] === 'box' && s.do[1] === id && s.do[2]?.text);
  return own ? String(own.do[2].text) : id;
}

/** @returns {Set<string>} */
export function boxIds() {
  return new Set(statements().filter((s) => s.do[0] === 'box').map((s) => String(s.do[1])));
}
