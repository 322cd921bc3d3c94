/** Small helpers for the document. Text is always text: nothing here takes markup. */

/**
 * An element with attributes and children. Attributes that are functions are listeners (`onclick`), `true` is an empty
 * attribute, `false`, `null` and `undefined` leave it out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | number | null | false | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((c) => c !== null && c !== false && c !== undefined).map((c) => (c instanceof Node ? c : String(c))));
  return node;
}

/**
 * The element of that id.
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return /** @type {T} */ (node);
}

/**
 * Puts children in the place of what was there, and keeps the focus where it was if an element with that id is back.
 * @param {HTMLElement} parent
 * @param {...(Node | string | null | false)} children
 */
export function fill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement?.id : '';
  parent.replaceChildren(...children.filter((c) => c !== null && c !== false));
  if (focused) document.getElementById(focused)?.focus();
}

/**
 * A table with a caption for those who cannot see where it stands.
 * @param {string} caption
 * @param {string[]} heads names of the columns; one that begins with '#' holds numbers
 * @param {(string | Node)[][]} rows the first cell of each is its head
 */
export function table(caption, heads, rows) {
  const isNumber = heads.map((h) => h.startsWith('#'));
  const cell = (tag, content, i) => el(tag, { class: isNumber[i] && 'n', scope: tag === 'th' && 'row' }, content);
  return el('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, ...heads.map((h, i) => el('th', { class: isNumber[i] && 'n', scope: 'col' }, h.replace('#', ''))))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((c, i) => cell(i === 0 ? 'th' : 'td', c, i)))))));
}

/** @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
