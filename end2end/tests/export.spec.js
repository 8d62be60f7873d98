// Export data and documents of several bills (B4, B5): what comes out is what was filtered or selected.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { filesOf } from './archive.js';
import { BillList, whatsappAccount } from './bill_list.js';
import { expect, readAll, test } from './portal.js';

const FILTER = 'account=HRB-0003&cycle_from=2026-06&sort=-consumption';

let list;

test.beforeEach(({ page }) => {
  list = new BillList(page);
});

/** Presses an entry of "Export data"; the bytes of the file that is saved. */
async function exported(page, entry) {
  await page.getByRole('button', { name: 'Export data' }).click();
  return saved(page, () => page.getByRole('menuitem', { name: entry }).click());
}

async function saved(page, press) {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  const name = download.suggestedFilename();
  await expect(page.getByRole('status').filter({ hasText: `Saved as ${name}.` })).toBeVisible();
  return { name, bytes: await readFile(await download.path()) };
}

/** The rows of a CSV file as objects by heading. */
function rowsOf(bytes) {
  const text = bytes.toString('utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const lines = text.slice(1).trimEnd().split('\r\n');
  const cells = (line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"'),
    );
  const [head, ...rows] = lines.map(cells);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
}

/** An amount as a whole number of minor units. */
const minor = (value) => BigInt(value.replace('.', ''));

/** A bill as a row of the export says it. */
const rowOf = (bill) => ({
  'Billing cycle': bill.cycle,
  'Account number': bill.account.number,
  'Account name': bill.account.name,
  Product: bill.product.name,
  'WhatsApp Business Account': whatsappAccount(bill),
  AppKey: bill.application.app_key ?? '',
  'Application ID': bill.application.id,
  'Application name': bill.application.name,
  'Service usage': bill.usage.map(({ value }) => value).join('; '),
  Unit: bill.usage.map(({ unit }) => unit).join('; '),
  Currency: bill.consumption.currency,
  'Consumption amount': bill.consumption.value,
  'Payment status': bill.status === 'pending' ? 'Pending' : 'Cleared',
  'Overdraft amount': bill.overdraft.value,
  'Bill number': bill.number ?? '',
});

test('b5 CSV of what is filtered holds every bill, in order, to the same totals', async ({ page }) => {
  await list.open(FILTER);
  const { items, totals } = await readAll(page.request, FILTER);
  const { name, bytes } = await exported(page, `CSV of ${items.length} bills`);
  expect(name).toMatch(/\.csv$/);
  const rows = rowsOf(bytes);
  expect(rows).toEqual(items.map(rowOf));
  for (const { consumption, overdraft } of totals) {
    const own = rows.filter((row) => row.Currency === consumption.currency);
    const sum = (column) => own.reduce((sum, row) => sum + minor(row[column]), 0n);
    expect(sum('Consumption amount')).toBe(minor(consumption.value));
    expect(sum('Overdraft amount')).toBe(minor(overdraft.value));
  }
});

test('b5 Excel of all bills is a workbook with every row', async ({ page }) => {
  await list.open();
  const { name, bytes } = await exported(page, 'Excel of 19,000 bills');
  expect(name).toMatch(/\.xlsx$/);
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const files = filesOf(bytes);
  expect([...files.keys()]).toEqual(expect.arrayContaining(['[Content_Types].xml', 'xl/workbook.xml']));
  const sheets = [...files.keys()].filter((file) => /^xl\/worksheets\/sheet\d+\.xml$/.test(file));
  expect(sheets).toHaveLength(1);
  const sheet = files.get(sheets[0]).toString('utf8');
  const totals = (await list.totals()).length;
  expect(sheet.match(/<row[ >]/g).length).toBe(1 + 19_000 + totals);
  expect(sheet).toContain('<autoFilter');
  expect(sheet).toContain('state="frozen"');
});

test('b5 exports the selection only', async ({ page }) => {
  await list.open(FILTER);
  const { items } = await readAll(page.request, FILTER);
  for (const key of ['j', 'Space', 'j', 'j', 'Space']) await page.keyboard.press(key);
  const { bytes } = await exported(page, 'CSV of 2 bills');
  expect(rowsOf(bytes)).toEqual([items[0], items[2]].map(rowOf));
  await list.grid.focus();
  for (const key of ['x', 'j', 'Space']) await page.keyboard.press(key);
  const rest = items.filter((_, at) => at !== 3);
  const { bytes: less } = await exported(page, `CSV of ${rest.length} bills`);
  expect(rowsOf(less)).toEqual(rest.map(rowOf));
});

test('b5 says how many rows of a CSV have come, and of how many', async ({ page }) => {
  await list.open();
  // A file that stops in the middle of a row, of which the server says that it has four.
  await page.evaluate(() => {
    const real = window.fetch;
    window.fetch = async (input, options) => {
      const address = typeof input === 'string' ? input : input.url;
      if (!address.includes('export.csv')) return real(input, options);
      const body = new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('cycle,name\r\n2026-10,"two\nlines"\r\n2026-'));
          window.goOn = () => stream.close();
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'x-rows': '4' } });
    };
  });
  await page.getByRole('button', { name: 'Export data' }).click();
  await page.getByRole('menuitem', { name: /^CSV of/ }).click();
  const progress = page.getByRole('status').filter({ hasText: 'Preparing the file' });
  await expect(progress).toContainText('25% · 1 of 4 rows');
  await expect(progress.getByRole('progressbar')).toHaveAttribute('value', '1');
  await expect(progress.getByRole('progressbar')).toHaveAttribute('max', '4');
  const saving = page.waitForEvent('download');
  await page.evaluate(() => window.goOn());
  await saving;
});

test('b5 an export is cancelled while it runs', async ({ page }) => {
  await list.open();
  let goOn;
  const held = new Promise((resolve) => {
    goOn = resolve;
  });
  await page.route('**/export.xlsx', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const downloads = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('button', { name: 'Export data' }).click();
  await expect(page.getByRole('menu')).toMatchAriaSnapshot({ name: 'export.aria.yml' });
  await page.getByRole('menuitem', { name: /^Excel of/ }).click();
  const progress = page.getByRole('status').filter({ hasText: 'Preparing the file' });
  await expect(progress.getByRole('progressbar', { name: 'Preparing the file' })).toBeVisible();
  await expectAccessible(page);
  const calledOff = page.waitForEvent('requestfailed', (request) => request.url().includes('export.xlsx'));
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await calledOff;
  goOn();
  await expect(progress).toBeHidden();
  await list.isRight();
  expect(downloads).toEqual([]);
});

test('b4 several bills as one PDF or as a ZIP', async ({ page }) => {
  await list.open('status=cleared&sort=-overdraft');
  for (const key of ['j', 'Space', 'j', 'Space', 'j', 'Space']) await page.keyboard.press(key);
  const open = page.getByRole('button', { name: 'Download PDF (3)' });
  await open.click();
  const one = await saved(page, () => page.getByRole('menuitem', { name: 'One PDF', exact: true }).click());
  expect(one.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await open.click();
  const zip = await saved(page, () => page.getByRole('menuitem', { name: 'ZIP, one PDF each' }).click());
  const files = filesOf(zip.bytes);
  expect(files.size).toBe(3);
  for (const [name, content] of files) {
    expect(name).toMatch(/\.pdf$/);
    expect(content.subarray(0, 5).toString()).toBe('%PDF-');
  }
});

test('b4 more bills than a document holds is said beside the button', async ({ page }) => {
  await list.open();
  await page.keyboard.press('x');
  const button = page.getByRole('button', { name: 'Download PDF (19,000)' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(
    '19,000 bills are selected; one document holds at most 5,000.',
  );
});
