// Nothing of another organization is ever visible, nor of another account for those who see only some (E3).
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { expect, read, readAll, test } from './portal.js';

/** A bill that only others may see. */
async function foreign({ sessions, playwright, baseURL }, query) {
  const storageState = await sessions('finance@harbour.example');
  const request = await playwright.request.newContext({ baseURL, storageState });
  const { items } = await read(request, `/api/v1/bills?${query}&limit=1`);
  await request.dispose();
  return items[0];
}

/** The bill is said not to be there, by the page and by the interface. */
async function isNotThere(page, list, bill) {
  await page.goto(`/bills?bill=${bill.id}`);
  await expect(list.panel.getByRole('alert')).toContainText('There is nothing here for you.');
  for (const part of ['', '/lines', '/document.pdf']) {
    expect((await page.request.get(`/api/v1/bills/${bill.id}${part}`)).status(), part).toBe(404);
  }
  const answer = await page.request.post('/api/v1/bills/export.csv', { data: { query: '', only: [bill.id] } });
  expect(await answer.text()).not.toContain(bill.account.number);
}

/** An account that others see is as unknown as one that does not exist. */
async function knowsNothingOf(page, account) {
  await page.goto(`/bills?account=${account}`);
  await expect(page.getByRole('alert')).toContainText(`“${account}” is not known here: choose one from the list.`);
  const [foreign, invented] = await Promise.all(
    [account, 'XYZ-9999'].map(async (number) => {
      const answer = await page.request.get(`/api/v1/bills?account=${number}`);
      const { request_id: _, ...problem } = await answer.json();
      return JSON.stringify(problem).replaceAll(number, 'number');
    }),
  );
  expect(foreign).toBe(invented);
}

test.describe('a clerk of one account', () => {
  test.use({ person: 'clerk@harbour.example' });

  test('sees only its bills, totals, choices', async ({ page, tolerate }) => {
    tolerate(/status of 400 .*account=HRB-0003/);
    const list = new BillList(page);
    await list.open();
    await expect(page.getByRole('banner')).toContainText('1 account');
    const { items, totals } = await readAll(page.request, '');
    expect([...new Set(items.map((bill) => bill.account.number))]).toEqual(['HRB-0002']);
    expect(totals.map((total) => total.consumption.currency)).toEqual(['SGD']);
    expect(await list.totals()).toHaveLength(1);
    const accounts = await list.choices('Account');
    await expect(accounts.getByRole('checkbox')).toHaveCount(1);
    await expect(accounts.getByRole('checkbox', { name: 'Harbour Stores Singapore' })).toBeVisible();
    await page.keyboard.press('Escape');
    const applications = await list.choices('Application');
    const own = new Set(items.map((bill) => bill.application.id));
    await expect(applications.getByRole('checkbox')).toHaveCount(own.size);
    await page.keyboard.press('Escape');
    await knowsNothingOf(page, 'HRB-0003');
  });

  test('is told nothing of another account’s bill', async ({ page, sessions, playwright, baseURL, tolerate }) => {
    tolerate(/status of 404 .*\/api\/v1\/bills\/bil-/);
    const bill = await foreign({ sessions, playwright, baseURL }, 'account=HRB-0003');
    await isNotThere(page, new BillList(page), bill);
  });
});

test.describe('another organization', () => {
  test.use({ person: 'finance@meridian.example' });

  test('sees its own bills only', async ({ page, tolerate }) => {
    tolerate(/status of 400 .*account=HRB-0002/);
    const list = new BillList(page);
    await list.open();
    await expect(page.getByRole('banner')).toContainText('Meridian Freight');
    await list.scrollTo(0.5);
    await list.isRight();
    const { items } = await readAll(page.request, '');
    expect(items.filter((bill) => !bill.account.number.startsWith('MDF-'))).toEqual([]);
    await expect(page.getByRole('main')).not.toContainText('Harbour');
    await knowsNothingOf(page, 'HRB-0002');
    await expectAccessible(page);
  });

  test('is told nothing of a foreign bill', async ({ page, sessions, playwright, baseURL, tolerate }) => {
    tolerate(/status of 404 .*\/api\/v1\/bills\/bil-/);
    const bill = await foreign({ sessions, playwright, baseURL }, 'status=pending');
    await isNotThere(page, new BillList(page), bill);
  });
});
