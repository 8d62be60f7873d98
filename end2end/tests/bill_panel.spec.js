// One bill beside the list: what it is, what it owes, where every amount came from (B4 and the derivation).
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { BillList, figure, money } from './bill_list.js';
import { expect, read, test } from './portal.js';

let list;

test.beforeEach(({ page }) => {
  list = new BillList(page);
});

const minus = (amount) => (/[1-9]/.test(amount.value) ? { ...amount, value: `-${amount.value}` } : amount);

/** Names and values of a list of terms. */
const terms = (panel) =>
  panel.evaluate((panel) => {
    const texts = (name) => [...panel.getElementsByTagName(name)].map((found) => found.textContent.trim());
    const values = texts('dd');
    return Object.fromEntries(texts('dt').map((term, at) => [term, values[at]]));
  });

/** Everything in the panel is what the server says of the bill. */
async function showsBill(page, id) {
  const bill = await read(page.request, `/api/v1/bills/${id}`);
  const { items } = await read(page.request, `/api/v1/bills/${id}/lines?limit=50`);
  const { summary, balances, derivation } = bill;
  await expect(list.panel.getByRole('heading', { level: 2 })).toHaveText(
    `${summary.product.name} · ${summary.application.name}`,
  );
  await expect(list.panel).toContainText(summary.number ?? 'Not issued yet');
  const shown = await terms(list.panel);
  expect(shown).toMatchObject({
    Account: `${summary.account.name} (${summary.account.number})`,
    Application: `${summary.application.name} (${summary.application.id})`,
    'Billing cycle': summary.cycle,
    Consumption: money(balances.consumption),
    'Covered by prepaid balance': money(minus(balances.prepaid_cover)),
    Outstanding: money(balances.outstanding),
  });
  await expect(list.panel.getByRole('heading', { name: 'Lines' })).toBeVisible();
  for (const line of items) {
    const source = `${line.file}, row ${figure(String(line.row))}`;
    const item = list.panel.getByRole('listitem').filter({ hasText: line.description }).filter({ hasText: source });
    await expect(item.filter({ hasText: figure(line.amount) })).toHaveCount(1);
  }
  for (const { file, first_row: first, last_row: last } of derivation.sources) {
    const rows = first === last ? `row ${figure(`${first}`)}` : `rows ${figure(`${first}`)}–${figure(`${last}`)}`;
    await expect(list.panel).toContainText(`of ${file}, ${rows}`);
  }
  const { currency, value } = balances.consumption;
  const decimals = (value.split('.')[1] ?? '').length;
  await expect(list.panel.getByRole('heading', { name: `How ${figure(value)} came about` })).toBeVisible();
  await expect(list.panel).toContainText(`exact sum ${figure(derivation.exact)} ${currency}`);
  await expect(list.panel).toContainText(
    `to ${decimals} ${decimals === 1 ? 'decimal' : 'decimals'}: ${figure(value)}, ` +
      (/[1-9]/.test(derivation.residue) ? `residue ${figure(derivation.residue)}` : 'no residue'),
  );
  return bill;
}

const openId = (page) => new URL(page.url()).searchParams.get('bill');

test('opens by a click, shows amounts, origin and lines, closes', async ({ page }) => {
  await list.open('status=pending&sort=-consumption');
  const { items } = await read(page.request, '/api/v1/bills?status=pending&sort=-consumption&limit=3');
  await list.grid.getByRole('row').filter({ hasText: items[0].application.id }).first().click();
  await expect(page).toHaveURL(/&bill=bil-/);
  await showsBill(page, openId(page));
  await list.isRight();
  await expect(list.panel).toMatchAriaSnapshot({ name: 'bill.aria.yml' });
  await expectAccessible(page);
  await list.panel.getByRole('button', { name: 'Close' }).click();
  await expect(list.panel).toBeHidden();
  await expect(page).toHaveURL('/bills?status=pending&sort=-consumption');
  await page.goBack();
  await expect(list.panel).toBeVisible();
});

for (const [name, query] of [
  ['of a currency without decimals', 'account=HRB-0005&sort=consumption'],
  ['of a currency with three decimals', 'account=HRB-0007&sort=-overdraft'],
  ['that is a credit', 'sort=consumption&account=HRB-0001'],
  ['that was paid', 'status=cleared&sort=-overdraft'],
  ['that is not issued', 'sort=-cycle'],
  ['of WhatsApp', 'product=whatsapp&status=cleared'],
]) {
  test(`opens by its address: a bill ${name}`, async ({ page }) => {
    const { items } = await read(page.request, `/api/v1/bills?${query}&limit=1`);
    await page.goto(`/bills?bill=${items[0].id}`);
    await showsBill(page, items[0].id);
  });
}

test('a bill that is not there for the reader says so', async ({ page, sessions, playwright, baseURL, tolerate }) => {
  tolerate(/status of 404 .*\/api\/v1\/bills\/bil-/);
  const storageState = await sessions('finance@meridian.example');
  const stranger = await playwright.request.newContext({ baseURL, storageState });
  const { items } = await read(stranger, '/api/v1/bills?limit=1');
  await stranger.dispose();
  for (const id of [items[0].id, 'bil-0000000000000']) {
    await page.goto(`/bills?bill=${id}`);
    await list.isRight();
    if (openId(page) === items[0].id) {
      await expect(list.panel.getByRole('alert')).toContainText('There is nothing here for you.');
      await expect(list.panel).not.toContainText(items[0].account.name);
      await expectAccessible(page);
    }
  }
});

test('b4 downloads the bill as PDF, the same bytes each time', async ({ page }) => {
  const { items } = await read(page.request, '/api/v1/bills?status=cleared&from=2000&limit=1');
  const [bill] = items;
  expect(bill.number).toMatch(/^HRB-\d{4}-\d{8}$/);
  await page.goto(`/bills?bill=${bill.id}`);
  const downloading = page.waitForEvent('download');
  await list.panel.getByRole('button', { name: 'Download bill' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toContain('.pdf');
  await expect(page.getByRole('status').filter({ hasText: 'Saved as' })).toContainText(download.suggestedFilename());
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.subarray(-6).toString().trim()).toBe('%%EOF');
  const again = await page.request.get(`/api/v1/bills/${bill.id}/document.pdf`);
  expect(Buffer.compare(bytes, await again.body())).toBe(0);
});

test('b4 downloads from the row', async ({ page }) => {
  await list.open('status=cleared');
  const downloading = page.waitForEvent('download');
  await list.grid.getByRole('button', { name: 'PDF' }).first().click();
  const bytes = await readFile(await (await downloading).path());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await expect(list.panel).toBeHidden();
});

test('copies the link of the bill', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { items } = await read(page.request, '/api/v1/bills?limit=1');
  await page.goto(`/bills?bill=${items[0].id}`);
  await list.panel.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Link copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('b1 beside the panel the columns that matter stay in sight', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await list.open();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(list.panel).toBeVisible();
  const edge = (await list.panel.boundingBox()).x;
  for (const name of ['Product', 'Account', 'Billing cycle', 'Consumption', 'Status', 'Overdraft']) {
    const head = await list.column(name).boundingBox();
    expect(head.x + head.width, name).toBeLessThanOrEqual(edge);
  }
  // The application stands under its product; what the panel shows itself gives way.
  await expect(list.column('Service usage')).toBeHidden();
  const [product, application] = await Promise.all(
    ['product', 'application'].map((name) => list.grid.locator(`tbody [data-c="${name}"]`).first().boundingBox()),
  );
  expect(application.x).toBe(product.x);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list.column('Service usage')).toBeVisible();
});
