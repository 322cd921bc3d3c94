/** The questions to the server: docs/http.md. */

/**
 * @typedef {{code: string, severity: 'error'|'warning'|'note', message: string, help: string, file?: string, line?: number,
 *   column?: number, columns?: number}} Diagnostic
 * @typedef {{report: any, text?: string|null, diagnostics: Diagnostic[], variants: string[],
 *   pictures: Record<string, string|null>, system: any, isQuick?: boolean}} Answer `isQuick`: without what the doubts are
 */

const KEY = 'humdinger-key';

/** The key comes in the fragment, which is never sent; it is taken out of sight and kept for reloads of this tab. */
function takeKey() {
  const found = /[#&]key=([0-9a-f]{32})/.exec(location.hash);
  if (found) {
    sessionStorage.setItem(KEY, found[1]);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? '';
}

const key = takeKey();

export class ServerError extends Error {
  /** @param {number} status @param {string} why */
  constructor(status, why) {
    super(why);
    this.status = status;
  }
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal] */
async function ask(method, path, body, signal) {
  const request = { method, headers: { 'X-Humdinger-Key': key }, body: body === undefined ? undefined : JSON.stringify(body), signal };
  let response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ServerError(0, 'The program does not answer. Is humdinger serve still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ServerError(response.status, answer.error ?? `The program answered ${response.status}.`);
  return answer;
}

/**
 * What a report may leave out: `set` are changes to make first, `doubts: false` leaves out how sure the numbers are,
 * `pictures` names those wanted, `width` is how wide they are shown, and behind them is what the variant `against` shows.
 * @typedef {{set?: {path: string, value: string}[], doubts?: boolean, pictures?: string[], width?: number, against?: string}} Wanted
 * @param {string} text @param {string} variant @param {Wanted} [wanted] @param {AbortSignal} [signal] @returns {Promise<Answer>}
 */
export const report = (text, variant, wanted, signal) => ask('POST', '/api/report', { text, variant, ...wanted }, signal);
/** @param {string} text @param {string} a @param {string} b */
export const compare = (text, a, b) => ask('POST', '/api/compare', { text, a, b });
/** @param {string} text @param {string} variant */
export const fix = (text, variant) => ask('POST', '/api/fix', { text, variant });
/** @param {string} text @param {string} path @param {string} value */
export const set = (text, path, value) => ask('POST', '/api/set', { text, path, value });
/** @param {string} text @param {string} variant */
export const html = (text, variant) => ask('POST', '/api/html', { text, variant });
/** @param {string} name @param {string} length @param {string} source @param {string} load @param {number} width */
export const cable = (name, length, source, load, width) => ask('POST', '/api/cable', { name, length, source, load, width });
/** @param {string} text @param {string} variant @param {object} wanted */
export const eye = (text, variant, wanted) => ask('POST', '/api/eye', { text, variant, ...wanted });
/** @param {string} text @param {string} variant @param {object} wanted @param {AbortSignal} signal */
export const tolerance = (text, variant, wanted, signal) => ask('POST', '/api/tolerance', { text, variant, ...wanted }, signal);
/** @param {string} words */
export const search = (words) => ask('GET', `/api/catalogue?search=${encodeURIComponent(words)}`);
/** @param {string} name */
export const entry = (name) => ask('GET', `/api/catalogue?name=${encodeURIComponent(name)}`);
export const readFile = () => ask('GET', '/api/file');
/** @param {string} text @param {string} version */
export const writeFile = (text, version) => ask('PUT', '/api/file', { text, version });
