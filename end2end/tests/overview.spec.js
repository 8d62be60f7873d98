// The overview: where one lands; what it says is what the lists say that it leads to.
import { expectAccessible } from './accessible.js';
import { figure, money } from './bill_list.js';
import { MonthlyList } from './monthly_list.js';
import { expect, read, test } from './portal.js';

const TITLES = {
  overdue: 'Overdue: the service may be interrupted',
  due_soon: 'Due within 7 days',
  short: 'Not enough balance for what is due',
  not_issued: 'Not issued yet',
};

const chart = (page, name) => page.getByRole('region', { name });

test('is where one lands, and says what needs somebody', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL('/overview');
  await expect(page).toHaveTitle('Overview · Billing portal');
  const { matters } = await read(page.request, '/api/v1/overview');
  const needs = page.getByRole('region', { name: 'What needs you' });
  for (const { kind, count, amounts } of matters) {
    const matter = needs.getByRole('listitem').filter({ hasText: TITLES[kind] });
    await expect(matter.first()).toContainText(figure(String(count)));
    await expect(matter.first()).toContainText(money(amounts[0]));
  }
  await expectAccessible(page);
});

test('every number leads to the monthly bills that it counts', async ({ page }) => {
  await page.goto('/overview');
  const { matters } = await read(page.request, '/api/v1/overview');
  const list = new MonthlyList(page);
  for (const { kind, count } of matters.filter(({ kind }) => kind === 'overdue' || kind === 'due_soon')) {
    await page.getByRole('link', { name: new RegExp(TITLES[kind]) }).click();
    await expect(list.table).toHaveAttribute('aria-rowcount', `${count + 1}`);
    await list.isRight();
    await page.goBack();
    await expect(page).toHaveURL('/overview');
  }
});

test('charts have a table behind them, in the currency that is chosen', async ({ page }) => {
  await page.goto('/overview');
  await page.getByRole('combobox', { name: 'Currency' }).selectOption('USD');
  await expect(page).toHaveURL('/overview?currency=USD');
  const { figures } = await read(page.request, '/api/v1/overview?currency=USD');
  for (const name of [/^Outstanding by due date · USD/, /^Share by account/, /^Spend by product/]) {
    const region = chart(page, name);
    await expect(region.getByRole('table')).toHaveCount(1);
    await region.getByRole('button', { name: 'As a table' }).click();
    await expect(region.getByRole('button', { name: 'As a chart' })).toBeVisible();
  }
  const spend = chart(page, /^Spend by product/).getByRole('table');
  for (const { product, total } of figures.products.filter(({ product }) => product)) {
    await expect(spend.getByRole('row').filter({ hasText: product.name }).first()).toContainText(figure(total.value));
  }
  const shares = chart(page, /^Share by account/).getByRole('table');
  const { account, total } = figures.accounts[0];
  await expect(shares.getByRole('row').filter({ hasText: account.name })).toContainText(figure(total.value));
  const due = chart(page, /^Outstanding by due date/).getByRole('table');
  for (const { outstanding } of figures.bands) await expect(due).toContainText(figure(outstanding.value));
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue('USD');
});
