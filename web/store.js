/**
 * What the page shows: the text (with its history), the variant that is looked at, and the last answer.
 * `text` is told when the text has changed, `answer` when the numbers and pictures have, `busy` around a question.
 */
import * as api from './api.js';

/** What can be sent: no NUL, no half of a surrogate pair. @param {string} text */
function clean(text) {
  const whole = /** @type {any} */ (text).toWellFormed?.() ?? text;
  return whole.replaceAll('\0', '\ufffd');
}

/** @typedef {{text: string, label: string, at: number}} Step */
/** @typedef {{set: Map<string, {path: string, value: string, label: string}>, since: number, isQuick: boolean, isDragged: boolean}} Wish */

const MAX_STEPS = 500;
const SAME_EDIT_MS = 1500;
const SETTLE_MS = 150; // a finger that rests so long on a slider gets the whole answer

class Store extends EventTarget {
  text = '';
  variant = '';
  /** @type {api.Answer | null} the last answer */
  answer = null;
  /** @type {api.Answer | null} the last answer that had a report */
  good = null;
  /** @type {{name: string|null, version: string|null, saved: string}} */
  file = { name: null, version: null, saved: '' };
  /** @type {Step[]} */
  past = [];
  /** @type {Step[]} */
  future = [];
  #running = false;
  /** @type {Wish | null} */
  #waiting = null;
  /** @type {AbortController | null} of a question that only asks again what is shown, more fully */
  #refining = null;
  #settling = 0;
  /** What is shown of the pictures. @type {() => {pictures: string[], width?: number}} */
  pictures = () => ({ pictures: [] });

  /** @param {string} name */
  tell(name) {
    this.dispatchEvent(new Event(name));
  }

  /** What follows is another system: saving it does not touch the file that was open. */
  leaveFile() {
    this.file = { name: null, version: null, saved: '' };
  }

  /** A new system: nothing before it can be undone. @param {string} text @param {string} [variant] */
  open(text, variant = '') {
    this.past = [];
    this.future = [];
    this.text = clean(text);
    this.variant = variant;
    this.tell('text');
    this.ask();
  }

  /**
   * A change by the person. Edits with one label that follow each other closely are one step of undo.
   * @param {string} text
   * @param {string} label
   * @param {boolean} [isAnswered] the server has answered for this text already
   */
  edit(text, label, isAnswered = false) {
    text = clean(text);
    if (text === this.text) return;
    const last = this.past.at(-1);
    const now = performance.now();
    if (last && last.label === label && now - last.at < SAME_EDIT_MS) last.at = now;
    else this.past.push({ text: this.text, label, at: now });
    if (this.past.length > MAX_STEPS) this.past.shift();
    this.future = [];
    this.text = text;
    this.tell('text');
    if (!isAnswered) this.ask();
  }

  /** @param {Step[]} from @param {Step[]} to */
  #step(from, to) {
    const step = from.pop();
    if (!step) return;
    to.push({ text: this.text, label: step.label, at: 0 });
    this.text = step.text;
    this.tell('text');
    this.ask();
  }

  undo() {
    this.#step(this.past, this.future);
  }

  redo() {
    this.#step(this.future, this.past);
  }

  /** @param {string} variant */
  look(variant) {
    this.variant = variant;
    this.ask();
  }

  /**
   * Changes one value where it stands in the text.
   * @param {string} path @param {string} value @param {string} label
   * @param {boolean} [isDragged] more will follow at once, see `settle`
   */
  change(path, value, label, isDragged = false) {
    this.ask({ path, value, label }, isDragged);
  }

  /** The drag is over: asks how sure the numbers are, if the last answer does not say. */
  settle() {
    clearTimeout(this.#settling);
    if (this.answer?.isQuick || this.#waiting || this.#running) this.#refine();
  }

  get isSaved() {
    return this.text === this.file.saved;
  }

  /**
   * Asks anew, twice: for the numbers and pictures, and when they are shown, how sure they are, which takes far longer. While an
   * answer is on its way only the latest wish waits: a dragged slider never queues up.
   * @param {{path: string, value: string, label: string}} [change]
   * @param {boolean} [isDragged] what is sure is asked only when it settles
   */
  ask(change, isDragged = false) {
    this.#refining?.abort(); // it would tell how sure the numbers were
    this.#waiting ??= { set: new Map(), since: performance.now(), isQuick: true, isDragged };
    this.#waiting.isQuick = true;
    this.#waiting.isDragged &&= isDragged;
    if (change) this.#waiting.set.set(change.path, change);
    if (!this.#running) void this.#run();
  }

  #refine() {
    this.#waiting ??= { set: new Map(), since: performance.now(), isQuick: false, isDragged: false };
    this.#waiting.isDragged = false;
    if (!this.#running) void this.#run();
  }

  async #run() {
    this.#running = true;
    this.tell('busy');
    while (this.#waiting) {
      const wish = this.#waiting;
      this.#waiting = null;
      await this.#once(wish);
    }
    this.#running = false;
    this.tell('busy');
  }

  get isBusy() {
    return this.#running;
  }

  /** @param {Wish} wish */
  async #once(wish) {
    const asked = this.text;
    const set = [...wish.set].map(([path, { value }]) => ({ path, value }));
    clearTimeout(this.#settling);
    try {
      const answer = await this.#report(wish, set);
      if (this.text !== asked) { // the text went on meanwhile: the changes are made in the new one
        for (const change of wish.set.values()) this.ask(change, wish.isDragged);
        return;
      }
      if (this.variant && !answer.variants.includes(this.variant)) {
        this.variant = '';
        this.ask();
        return;
      }
      this.#take(answer, wish);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError')
        this.dispatchEvent(new CustomEvent('trouble', { detail: String(/** @type {Error} */ (error).message) }));
    }
  }

  /** @param {Wish} wish @param {{path: string, value: string}[]} set */
  async #report(wish, set) {
    this.#refining = wish.isQuick ? null : new AbortController(); // a change is never given up
    const wanted = { ...this.pictures(), ...(this.variant && { against: 'base' }), ...(set.length && { set }), ...(wish.isQuick && { doubts: false }) };
    try {
      return await api.report(this.text, this.variant, wanted, this.#refining?.signal);
    } finally {
      this.#refining = null;
    }
  }

  /** @param {api.Answer} answer @param {Wish} wish */
  #take(answer, wish) {
    answer.isQuick = wish.isQuick;
    this.answer = answer;
    if (answer.report) this.good = answer;
    if (wish.set.size && typeof answer.text === 'string') this.edit(answer.text, [...wish.set.values()][0].label, true);
    this.tell('answer');
    if (wish.isQuick) measure(wish.since);
    if (wish.isDragged) this.#settling = window.setTimeout(() => this.settle(), SETTLE_MS);
    else if (wish.isQuick && answer.report) this.#refine();
  }
}

/** From the wish to the painted answer, for whoever looks at performance entries. @param {number} since */
function measure(since) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes after this frame is painted
    channel.port1.onmessage = () => performance.measure('humdinger-input-to-paint', { start: since, end: performance.now() });
    channel.port2.postMessage(0);
  });
}

export const store = new Store();
