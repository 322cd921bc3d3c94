/** A server with a file of its own, a browser, and a page that minds what a page must never do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const EXAMPLE = join(ROOT, 'examples', 'living-room.hum');
const PROGRAM = process.env.HUMDINGER;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export class Server {
  /** @param {{text?: string, noFile?: boolean}} [options] */
  static async start({ text, noFile } = {}) {
    const s = new Server();
    s.folder = mkdtempSync(join(tmpdir(), 'humdinger-web-'));
    s.file = join(s.folder, 'living-room.hum');
    if (text === undefined) copyFileSync(EXAMPLE, s.file);
    else writeFileSync(s.file, text);
    s.process = spawn(PROGRAM, ['serve', ...(noFile ? [] : [s.file])], { env: { ...process.env, HUMDINGER_CATALOGUE: join(ROOT, 'catalogue') } });
    s.said = '';
    s.process.stderr.on('data', (d) => { s.said += d; });
    s.url = await new Promise((resolve, reject) => {
      s.process.stdout.once('data', (d) => resolve(String(d).trim()));
      s.process.once('exit', () => reject(new Error(s.said)));
    });
    return s;
  }

  text() {
    return readFileSync(this.file, 'utf8');
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    assert.equal(await ended, 0, this.said);
    assert.doesNotMatch(this.said, /Sanitizer/);
    rmSync(this.folder, { recursive: true });
  }
}

let browser;
export async function openBrowser() {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
}

/** A page of the server. `close` fails when something was asked from outside or the console had something to say. */
export async function openPage(server, options = {}) {
  const context = await (await openBrowser()).newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const complaints = [];
  const own = new URL(server.url).origin;
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`error: ${e.message}`));
  page.on('request', (r) => !r.url().startsWith(own) && !/^(blob|data):/.test(r.url()) && complaints.push(`asked outside: ${r.url()}`));
  page.on('dialog', (d) => void d.accept());
  await page.goto(server.url);
  await page.waitForSelector('html[data-ready]');
  const close = async (allowed = /^$/) => {
    const wrong = complaints.filter((c) => !allowed.test(c));
    await context.close();
    assert.deepEqual(wrong, []);
  };
  return { page, close };
}

/** The answer to everything asked so far has been drawn. */
export async function settled(page) {
  await page.waitForTimeout(250); // longer than the debounce of the text
  await page.waitForSelector('#work[aria-busy=false]', { state: 'attached' });
}

export const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** No violation of WCAG 2.2 A and AA in what is shown. */
export async function accessible(page, where) {
  await page.evaluate(AXE); // by the debugger, which the page's policy does not concern
  const found = await page.evaluate(async () => (await window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
    .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any.map((a) => a.message).join(' ')}`).slice(0, 3).join(' | ')}`));
  assert.deepEqual(found, [], where);
}

/** @param {import('playwright-core').Page} page */
export async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

