// Measures what a person waits for, against a server that is already there: `cargo xtask bench browser` starts one
// on a million bills, names it in PORTAL_URL, and turns the samples (whole microseconds) into figures.
//
// Everything is measured inside the page, from the event's own time to the frame that shows its effect.
import { chromium } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { instrument } from './instrument.js';

const [, , samplesFile] = process.argv;
const origin = process.env.PORTAL_URL ?? 'http://127.0.0.1:8080';
const LOADS = 9;
const FILTERS = 24;
const JUMPS = 30;
const SCROLLS = 10;
const SCROLL_PX = 12_000;
const SCROLL_PX_PER_S = 4_000;

const micro = (ms) => Math.round(ms * 1000);
const grid = (page) => page.getByRole('grid', { name: 'Bills' });

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

async function newPage(cookies) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  if (cookies) await context.addCookies(cookies);
  await context.addInitScript(instrument);
  return context.newPage();
}

/** Waits until every row that is seen is filled. */
const settled = (page) => page.evaluate(() => window.bench.settled());

async function signIn() {
  const page = await newPage();
  await page.goto('/bills');
  await page.getByLabel('Email').fill('finance@harbour.example');
  await page.getByLabel('Password', { exact: true }).fill('portal-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await grid(page).waitFor();
  const cookies = await page.context().cookies();
  await page.context().close();
  return cookies;
}

/** First and largest paint, and the first rows, with an empty cache; then once more with a filled one. */
async function loads(cookies) {
  const names = ['first paint', 'largest paint', 'first rows'];
  const series = {};
  const note = (name, ms) => (series[name] ??= []).push(micro(ms));
  for (let load = 0; load < LOADS; load += 1) {
    const fresh = await newPage();
    await fresh.goto('/bills');
    await fresh.getByRole('button', { name: 'Sign in' }).waitFor();
    const [first, largest] = await fresh.evaluate(() => window.bench.paints());
    note('sign-in page, empty cache: first paint', first);
    note('sign-in page, empty cache: largest paint', largest);
    await fresh.context().close();
    const page = await newPage(cookies);
    for (const cache of ['empty cache', 'filled cache']) {
      await page.goto('/bills');
      await grid(page).waitFor();
      await settled(page);
      const values = await page.evaluate(() => window.bench.paints());
      names.forEach((name, place) => note(`bill list, ${cache}: ${name}`, values[place]));
    }
    await page.context().close();
  }
  return { title: 'From the address to the page', series };
}

/** Waits for the list to answer what `act` does; all of it, and what is not the server's. */
async function answered(page, act) {
  await settled(page);
  await page.evaluate(() => window.bench.expectList());
  await act();
  return page.evaluate(() => window.bench.listPainted());
}

/** A filter is clicked or typed; the clock stops at the frame that shows its rows. */
async function filters(page) {
  const series = {};
  const note = (name, { total, server }) => {
    (series[`${name}: in all`] ??= []).push(micro(total));
    (series[`${name}: beyond the server`] ??= []).push(micro(total - server));
  };
  const chip = (name) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  for (let turn = 0; turn < FILTERS; turn += 1) {
    await chip('Status').first().click();
    const status = ['Pending', 'Cleared', 'Any status'][turn % 3];
    note('a status', await answered(page, () => page.getByRole('radio', { name: status }).click()));
    const column = ['Consumption', 'Account', 'Product'][turn % 3];
    const head = page.getByRole('columnheader', { name: column }).getByRole('button');
    note('an order', await answered(page, () => head.click()));
  }
  const clear = page.getByRole('button', { name: 'Clear all' });
  if (await clear.isVisible()) await answered(page, () => clear.click());
  await chip('Product').first().click();
  const products = page.getByRole('list', { name: 'Product' }).getByRole('checkbox');
  await products.first().waitFor();
  const offered = await products.count();
  for (let turn = 0; turn < FILTERS; turn += 1) {
    const box = products.nth(turn % offered);
    note('a product', await answered(page, () => box.click()));
  }
  await page.keyboard.press('Escape');
  await answered(page, () => clear.click());
  const search = page.getByRole('searchbox', { name: 'Search in product, application, account and bill number' });
  for (const text of ['harbour', 'sms', 'order desk', 'tokyo', 'push', 'storage', 'hamburg', 'osaka', '港湾']) {
    const result = await answered(page, () => search.fill(text));
    note('text, 90 ms of rest included', result);
  }
  await answered(page, () => search.fill(''));
  return { title: 'From a filter to its rows on the screen (aim: ≤ 50 ms beyond the server)', series };
}

/** A wheel turns; every frame's length. */
async function scrolls(page, counts) {
  const box = await grid(page).boundingBox();
  const session = await page.context().newCDPSession(page);
  const frames = [];
  let [late, blank] = [0, 0];
  for (let scroll = 0; scroll < SCROLLS; scroll += 1) {
    await settled(page);
    await page.evaluate(() => window.bench.watchFrames());
    await session.send('Input.synthesizeScrollGesture', {
      x: Math.round(box.x + box.width / 2),
      y: Math.round(box.y + 300),
      yDistance: scroll % 4 === 3 ? SCROLL_PX : -SCROLL_PX,
      speed: SCROLL_PX_PER_S,
      gestureSourceType: 'mouse',
      preventFling: true,
    });
    const seen = await page.evaluate(() => window.bench.frames());
    frames.push(...seen.deltas.map(micro));
    late += seen.deltas.filter((delta) => delta > 33.4).length;
    blank += seen.blank;
  }
  counts['scroll: frames'] = frames.length;
  counts['scroll: frames over 33 ms'] = late;
  counts['scroll: frames with a row still to be filled'] = blank;
  const title = `Scrolling ${SCROLLS} times ${SCROLL_PX} px at ${SCROLL_PX_PER_S} px/s`;
  return { title, series: { 'frame to frame': frames } };
}

/** The scrollbar is put somewhere; the clock stops at the frame that shows the rows of there. */
async function jumps(page) {
  const series = { 'jump: in all, 30 ms of rest included': [], 'jump: beyond the server': [] };
  for (let jump = 0; jump < JUMPS; jump += 1) {
    await settled(page);
    const share = ((jump + 1) * 0.618_034) % 1;
    const { total, server } = await page.evaluate((share) => window.bench.jump(share), share);
    series['jump: in all, 30 ms of rest included'].push(micro(total));
    series['jump: beyond the server'].push(micro(total - server));
  }
  return { title: 'From the scrollbar to the rows of that place, a million rows', series };
}

const cookies = await signIn();
const counts = {};
const groups = [await loads(cookies)];
const page = await newPage(cookies);
await page.goto('/bills');
await grid(page).waitFor();
groups.push(await filters(page), await scrolls(page, counts), await jumps(page));
counts['elements of the page'] = await page.evaluate(() => document.getElementsByTagName('*').length);
counts['JavaScript and WebAssembly memory, bytes'] = await page.evaluate(() => performance.memory.usedJSHeapSize);
const version = browser.version();
await browser.close();
await writeFile(samplesFile, JSON.stringify({ browser: `Chromium ${version}`, groups, counts }, null, 1));
