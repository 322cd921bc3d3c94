/**
 * From an input event to the paint that shows its answer, in the page with the three-box system: a length and a ground
 * voltage are dragged as fast as the browser tells of it, and the page's own performance entries are read.
 *
 *   node bench/serve/latency.mjs PROGRAM
 */
import { loadavg, cpus } from 'node:os';
import { resolve } from 'node:path';

process.env.HUMDINGER = resolve(process.argv[2]);
const { closeBrowser, openPage, Server, settled } = await import('../../tests/web/harness.mjs');

const STEPS = 120;

/** Moves a slider once a frame from its place to both ends and back. */
async function drag(page, path) {
  await page.evaluate(() => performance.clearMeasures());
  await page.evaluate(async ([wanted, steps]) => {
    const slider = document.querySelector(`#sliders input[data-path="${wanted}"]`);
    const [low, high] = [Number(slider.min), Number(slider.max)];
    for (let i = 0; i < steps; i++) {
      await new Promise((painted) => requestAnimationFrame(painted));
      slider.value = String(low + (high - low) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / steps)));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  }, [path, STEPS]);
  await settled(page);
  return page.evaluate(() => performance.getEntriesByName('humdinger-input-to-paint').map((m) => m.duration));
}

/** @param {number[]} list @param {number} part */
function quantile(list, part) {
  return [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(part * list.length))];
}

const server = await Server.start();
const { page, close } = await openPage(server);
await settled(page);
console.log(`${cpus().length} cores, load before: ${loadavg()[0].toFixed(1)}`);
for (const path of ['pre.main->amp.line.length', 'catv.emf']) {
  await drag(page, path); // the first time is for the browser's compiler
  const told = await drag(page, path);
  console.log(`${path}: ${told.length} paints for ${STEPS} input events, median ${quantile(told, 0.5).toFixed(1)} ms, 95 % ${quantile(told, 0.95).toFixed(1)} ms, worst ${Math.max(...told).toFixed(1)} ms`);
}
await close();
await closeBrowser();
await server.stop();
