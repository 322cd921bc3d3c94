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

const MAX_STEPS = 500;
const SAME_EDIT_MS = 1500;

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
  /** @type {{set: Map<string, {value: string, label: string}>, since: number} | null} */
  #waiting = null;

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

  /** Changes one value where it stands in the text. @param {string} path @param {string} value @param {string} label */
  change(path, value, label) {
    this.ask({ path, value, label });
  }

  get isSaved() {
    return this.text === this.file.saved;
  }

  /**
   * Asks for everything anew. While an answer is on its way only the latest wish waits: a dragged slider never queues up.
   * @param {{path: string, value: string, label: string}} [change]
   */
  ask(change) {
    this.#waiting ??= { set: new Map(), since: performance.now() };
    if (change) this.#waiting.set.set(change.path, change);
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

  /** @param {{set: Map<string, {value: string, label: string}>, since: number}} wish */
  async #once(wish) {
    const asked = this.text;
    const set = [...wish.set].map(([path, { value }]) => ({ path, value }));
    try {
      const answer = await api.report(asked, this.variant, set.length ? set : undefined);
      if (this.text !== asked) { // the text went on meanwhile: the changes are made in the new one
        for (const change of wish.set.values()) this.ask(/** @type {any} */ (change));
        return;
      }
      if (this.variant && !answer.variants.includes(this.variant)) {
        this.variant = '';
        this.ask();
        return;
      }
      this.answer = answer;
      if (answer.report) this.good = answer;
      if (set.length && typeof answer.text === 'string') this.edit(answer.text, [...wish.set.values()][0].label, true);
      this.tell('answer');
      measure(wish.since);
    } catch (error) {
      this.dispatchEvent(new CustomEvent('trouble', { detail: String(/** @type {Error} */ (error).message) }));
    }
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
