/** Dark, light, or as the system says; remembered. */
import { byId } from './dom.js';

const KEY = 'humdinger-theme';
const ORDER = ['auto', 'light', 'dark'];

/** @param {string} theme */
function apply(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = `Theme: ${theme}`;
}

export function start() {
  let theme = localStorage.getItem(KEY) ?? 'auto';
  if (!ORDER.includes(theme)) theme = 'auto';
  apply(theme);
  byId('theme').addEventListener('click', () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    localStorage.setItem(KEY, theme);
    apply(theme);
  });
}
