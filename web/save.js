/** The file: read at the start, saved to where it came from or downloaded; and the report to post somewhere. */
import * as api from './api.js';
import { byId, download } from './dom.js';
import { flush } from './editor.js';
import { store } from './store.js';

/** @param {string} words */
export function say(words) {
  byId('said').textContent = words;
}

/** @param {string} end */
function fileName(end) {
  const own = (store.file.name ?? '').split('/').at(-1)?.replace(/\.hum$/, '');
  const title = String(store.good?.report?.system ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${own || title || 'system'}${end}`;
}

function showName() {
  byId('file-name').textContent = store.file.name ? String(store.file.name.split('/').at(-1)) : 'new system';
}

/** The file as it is on disk. @returns {Promise<boolean>} whether there is one */
export async function load() {
  const file = await api.readFile();
  store.file = { name: file.name, version: file.version, saved: file.text ?? '' };
  if (file.name) store.open(file.text);
  return Boolean(file.name);
}

/** @param {number} status */
async function conflict(status) {
  if (status !== 409) return false;
  byId('conflict').hidden = false;
  byId('conflict-reload').focus();
  return true;
}

export async function save() {
  flush();
  if (!store.file.name) {
    download(fileName('.hum'), store.text, 'text/plain');
    return say('Downloaded as a .hum file.');
  }
  const text = store.text;
  try {
    const { version } = await api.writeFile(text, String(store.file.version));
    store.file = { ...store.file, version, saved: text };
    store.tell('text');
    say('Saved.');
  } catch (error) {
    if (!(await conflict(/** @type {api.ServerError} */ (error).status))) say(String(/** @type {Error} */ (error).message));
  }
}

/** Keeps ours: its version becomes the one that we know, so that the next save replaces it. */
async function keepOurs() {
  const file = await api.readFile();
  store.file = { ...store.file, version: file.version, saved: file.text ?? '' };
  byId('conflict').hidden = true;
  await save();
}

export async function saveReport() {
  flush();
  try {
    const { html } = await api.html(store.text, store.variant);
    if (!html) return say('The text has mistakes; a report needs a system that can be solved.');
    download(fileName('.html'), html, 'text/html');
    say('Downloaded the report as one HTML file.');
  } catch (error) {
    say(String(/** @type {Error} */ (error).message));
  }
}

/** @param {Event} e */
async function openFile(e) {
  const input = /** @type {HTMLInputElement} */ (e.target);
  const file = input.files?.[0];
  if (!file) return;
  if (file.size > 512 * 1024) return say('A system file is text of at most 512 KiB.');
  const text = await file.text();
  input.value = '';
  store.leaveFile();
  store.open(text);
  document.dispatchEvent(new Event('opened'));
}

export function start() {
  store.addEventListener('text', showName);
  byId('save').addEventListener('click', () => void save());
  byId('report').addEventListener('click', () => void saveReport());
  byId('print').addEventListener('click', () => window.print());
  byId('open').addEventListener('change', (e) => void openFile(e));
  byId('conflict-reload').addEventListener('click', async () => {
    byId('conflict').hidden = true;
    await load();
  });
  byId('conflict-keep').addEventListener('click', () => void keepOurs());
  window.addEventListener('beforeunload', (e) => {
    if (store.file.name && !store.isSaved) e.preventDefault();
  });
}
