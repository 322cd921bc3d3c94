/** The page: starts its parts, and the keys that work everywhere. */
import * as add from './add.js';
import * as cable from './cable.js';
import * as compare from './compare.js';
import { byId } from './dom.js';
import * as editor from './editor.js';
import * as eye from './eye.js';
import * as fixes from './fixes.js';
import * as pictures from './pictures.js';
import * as saving from './save.js';
import * as begin from './start.js';
import { store } from './store.js';
import * as strip from './strip.js';
import * as tabs from './tabs.js';
import * as theme from './theme.js';
import * as tolerance from './tolerance.js';
import * as trying from './try.js';
import * as unknowns from './unknowns.js';
import * as verdict from './verdict.js';

function undo() {
  editor.flush();
  store.undo();
}

/** Undo is that of the whole page, in the text too. @param {KeyboardEvent} e */
function onKey(e) {
  if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
  const key = e.key.toLowerCase();
  const target = /** @type {HTMLElement} */ (e.target);
  const isOtherField = target instanceof HTMLInputElement && target.type === 'text';
  if (key === 's') void saving.save();
  else if (key === 'z' && !e.shiftKey && !isOtherField) undo();
  else if ((key === 'y' || (key === 'z' && e.shiftKey)) && !isOtherField) store.redo();
  else return;
  e.preventDefault();
}

function showHistory() {
  /** @type {HTMLButtonElement} */ (byId('undo')).disabled = store.past.length === 0;
  /** @type {HTMLButtonElement} */ (byId('redo')).disabled = store.future.length === 0;
  byId('back-to-work').hidden = store.text === '';
}

async function open() {
  try {
    if (await saving.load()) begin.showWork();
    else begin.showStart();
  } catch (error) {
    begin.showStart();
    byId('said').textContent = String(/** @type {Error} */ (error).message);
  }
  document.documentElement.dataset.ready = 'yes';
}

theme.start();
tabs.start();
for (const part of [pictures, verdict, strip, trying, unknowns, fixes, compare, add, cable, tolerance, eye, editor, saving, begin]) part.start();
byId('undo').addEventListener('click', undo);
byId('redo').addEventListener('click', () => store.redo());
document.addEventListener('keydown', onKey);
store.addEventListener('text', showHistory);
store.addEventListener('busy', () => byId('work').setAttribute('aria-busy', String(store.isBusy)));
store.addEventListener('trouble', (e) => saving.say(/** @type {CustomEvent} */ (e).detail));
void open();
