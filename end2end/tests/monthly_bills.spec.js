// Monthly bills (M1, M4, M5): what every account owes, since when, why, and what was paid.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { money } from './bill_list.js';
import { MonthlyList, paid } from './monthly_list.js';
import { expect, read, test } from './portal.js';

/** Since when a bill is late, as its row says it. */
function lateSince({ overdue_since: since }, before) {
  const [year, month, day] = since.split('-').map(Number);
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[month - 1];
  return `${before} ${day} ${name} ${year}`;
}

let list;

test.beforeEach(({ page }) => {
  list = new MonthlyList(page);
});

test('m1 shows a row for each account and cycle, with exact totals and ages', async ({ page }) => {
  await list.open();
  await expect(page.getByRole('heading', { level: 1, name: 'Monthly bills' })).toBeVisible();
  await expect(page).toHaveTitle('Monthly bills · Billing portal');
  await expect(list.table.getByRole('columnheader')).toHaveText([
    'Account',
    'Billing cycle',
    'Consumption',
    'Amount paid',
    'Outstanding',
    'Due date',
    'Status',
    'Actions',
  ]);
  await expect(list.table.getByRole('columnheader', { name: 'Billing cycle' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(list.filters).toMatchAriaSnapshot({ name: 'filters.aria.yml' });
  await expectAccessible(page);
});

test('m1 filters stand in the address: back, forward, reload and a copied link show the same', async ({ page }) => {
  await list.open();
  const states = await list.choices('Status');
  await states.getByRole('checkbox', { name: 'Partly settled' }).check();
  await expect(page).toHaveURL('/monthly-bills?state=partly_settled');
  await list.isRight();
  await page.keyboard.press('Escape');
  await list.filters.getByRole('button', { name: 'Only overdue' }).click();
  await expect(page).toHaveURL('/monthly-bills?state=partly_settled&overdue=true');
  await list.isRight();
  await list.ageing.getByRole('button', { name: '31–60 days late' }).click();
  await expect(page).toHaveURL('/monthly-bills?state=partly_settled&overdue=true&age=days60');
  await list.isRight();
  await list.search.fill('shanghai');
  await expect(page).toHaveURL(/&q=shanghai$/);
  await list.search.fill('上海');
  await expect(page).toHaveURL(/&q=%E4%B8%8A%E6%B5%B7$/);
  await list.isRight();
  await page.reload();
  await list.isRight();
  await expect(list.search).toHaveValue('上海');
  await page.goBack();
  await expect(page).toHaveURL('/monthly-bills?state=partly_settled&overdue=true');
  await list.isRight();
  await list.filters.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL('/monthly-bills');
  await list.isRight();
});

test('m1 sorts by every column, both ways', async ({ page }) => {
  await list.open('state=partly_settled');
  const orders = { Account: 'account', Consumption: '-consumption', Outstanding: '-outstanding', 'Due date': 'due' };
  for (const [name, sort] of Object.entries(orders)) {
    await list.table.getByRole('button', { name }).click();
    await expect(page).toHaveURL(new RegExp(`sort=${sort}$`));
    await list.isRight();
  }
  await list.table.getByRole('button', { name: 'Due date' }).click();
  await expect(page).toHaveURL(/sort=-due$/);
  await list.isRight();
});

test('m1 m3 an overdue row says in the row what may happen, and since when', async ({ page }) => {
  await list.open('overdue=true&sort=due');
  const { items } = await read(page.request, '/api/v1/monthly-bills?overdue=true&sort=due&limit=5');
  for (const [at, bill] of items.entries()) {
    await expect(list.row(at).getByText('Service may be interrupted')).toBeVisible();
    await expect(list.row(at).getByText(lateSince(bill, 'Late since'), { exact: true })).toBeVisible();
  }
  await list.open('account=HRB-0005&overdue=true');
  await expect(list.row(0).getByText('Charge failed', { exact: true })).toBeVisible();
  await expectAccessible(page);
});

test('m1 the last of many rows is reached by keyboard, and opened', async ({ page }) => {
  await list.open();
  const { count } = await read(page.request, '/api/v1/monthly-bills?limit=1');
  const { items } = await read(page.request, `/api/v1/monthly-bills?limit=2&from=${count - 2}`);
  await page.keyboard.press('End');
  await expect(list.row(count - 1)).toContainText(items[1].account.name);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/monthly-bills?open=${items[0].cycle}.${items[0].account.number}`);
  await expect(list.panel.getByRole('heading', { level: 2 })).toHaveText(items[0].account.name);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/monthly-bills');
});

test('m5 says why a monthly bill is unsettled, with figures and what to do', async ({ page }) => {
  const { items } = await read(page.request, '/api/v1/monthly-bills?overdue=true&limit=1');
  const { account, cycle, balances } = items[0];
  const path = `/api/v1/monthly-bills/${account.number}/${cycle}`;
  const why = await read(page.request, `${path}/explanation`);
  await list.open('overdue=true');
  await list.row(0).getByRole('cell').first().click();
  await expect(list.panel).toContainText(`${lateSince(items[0], 'Overdue since')}: the service may be interrupted.`);
  await expect(list.panel).toContainText(money(balances.outstanding));
  const reasons = list.panel.getByRole('region', { name: 'Why is this unsettled?' });
  await expect(reasons.getByRole('listitem')).toHaveCount(why.conditions.length);
  const { outstanding, missing } = why.conditions.map(({ finding }) => finding).find((found) => found.missing);
  await expect(reasons).toContainText(`Of ${money(outstanding)} outstanding`);
  await expect(reasons).toContainText(`${money(missing)} is missing`);
  await expect(reasons).toContainText(`within 2 seconds of a top-up of ${money(why.earliest.money)}`);
  const pay = list.panel.getByRole('link', { name: 'Pay bill' });
  await expect(pay).toHaveAttribute('href', `/funding/top-up?account=${account.number}&cycle=${cycle}`);
  await expectAccessible(page);
});

test('m5 a reason leads to where one acts', async ({ page }) => {
  for (const [query, name, where] of [
    ['account=HRB-0006&state=unsettled', 'Account settings', '/funding?account=HRB-0006&tab=settings'],
    ['account=HRB-0004&state=unsettled', 'Funding account', '/funding?account=HRB-0004'],
    ['account=HRB-0010&overdue=true', 'Payment methods', '/funding/payment-methods?account=HRB-0010'],
  ]) {
    await list.open(query);
    await list.row(0).getByRole('cell').first().click();
    await list.panel.getByRole('link', { name }).first().click();
    await expect(page).toHaveURL(where);
  }
  await page.goto('/funding?account=HRB-0006&tab=settings');
  await expect(page.getByRole('heading', { name: 'Automatic settlement', exact: true })).toBeVisible();
});

test('a2 paying a bill fills in what older ones take first, and says so beside the amount', async ({ page }) => {
  // The newest overdue month of an account that owes several, and pays them by itself.
  const { items } = await read(page.request, '/api/v1/monthly-bills?overdue=true&sort=-cycle&limit=500');
  const owed = (at, { account: { number }, cycle }) => items[at].account.number === number && items[at].cycle < cycle;
  let found = null;
  for (const bill of items.filter((bill) => items.some((_, at) => owed(at, bill)))) {
    const why = await read(page.request, `/api/v1/monthly-bills/${bill.account.number}/${bill.cycle}/explanation`);
    if (why.earliest.when === 'after_top_up') {
      found = { ...bill, needed: why.earliest.money.value };
      break;
    }
  }
  const { account: { number }, cycle, balances, needed } = found;
  await list.open(`account=${number}&overdue=true`);
  const row = list.table.getByRole('row').filter({ hasText: cycle });
  await row.getByRole('link', { name: 'Pay bill' }).click();
  await expect(page).toHaveURL(new RegExp(`/funding/top-up\\?account=${number}&cycle=${cycle}`));
  const amount = page.getByRole('textbox', { name: 'Amount' });
  await expect(amount).toHaveValue(needed);
  const form = page.getByRole('main');
  await expect(form).toContainText(/older monthly bill.* paid first/);
  await expect(form).toContainText(`Then ${cycle} is settled.`);
  await expectAccessible(page);
  // Its own amount alone goes to older ones.
  await amount.fill(balances.outstanding.value);
  await expect(form).toContainText(`Of the monthly bill of ${cycle}, `);
  await expect(form).toContainText('stays outstanding.');
  await amount.press('Tab');
  await page.reload();
  await expect(amount).toHaveValue(balances.outstanding.value);
});

test('m2 what is not issued can not be paid, and says so', async ({ page }) => {
  await list.open('state=not_issued');
  await list.row(0).getByRole('cell').first().click();
  await expect(list.panel.getByRole('button', { name: 'Pay bill' })).toHaveAttribute('aria-disabled', 'true');
  await expect(list.panel).toContainText('It can be paid once the official bill is issued.');
  await expect(list.panel).toContainText('Not issued yet: the official bill comes on');
});

test('m4 the drawer shows what was paid, and its tabs add up to the amount paid', async ({ page }) => {
  const { items } = await read(page.request, '/api/v1/monthly-bills?state=partly_settled&limit=1');
  const { account, cycle, balances } = items[0];
  const details = await read(page.request, `/api/v1/monthly-bills/${account.number}/${cycle}/repayments`);
  await list.open('state=partly_settled');
  await list.row(0).getByRole('cell').first().click();
  await list.panel.getByRole('button', { name: 'View details' }).click();
  await expect(page).toHaveURL(new RegExp(`open=${cycle}.${account.number}&tab=cash$`));
  await expect(list.drawer.getByRole('tab')).toHaveCount(3);
  await expect(list.drawer).toContainText(money(paid(balances)));
  for (const part of ['coupons', 'cards', 'cash', 'prepaid_cover', 'taken_over']) {
    if (/[1-9]/.test(details[part].value)) await expect(list.drawer).toContainText(money(details[part]));
  }
  await list.drawer.getByRole('tab', { name: /^Coupon deduction/ }).click();
  await expect(page).toHaveURL(/&tab=coupons$/);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list.drawer).toBeHidden();
  await expect(list.panel).toBeVisible();
});

test('m1 an address that asks for the impossible says so and leads back', async ({ page }) => {
  await page.goto('/monthly-bills?cycle_from=2026-09&cycle_to=2026-01&age=old');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).last().click();
  await expect(page).toHaveURL('/monthly-bills');
  await list.isRight();
});

/** The bytes of a file that is saved, and its name. */
async function saved(page, press) {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  const name = download.suggestedFilename();
  await expect(page.getByRole('status').filter({ hasText: `Saved as ${name}.` })).toBeVisible();
  return { name, bytes: await readFile(await download.path()) };
}

test('m1 the stamped PDF and the exports are saved', async ({ page }) => {
  await list.open('account=HRB-0003&cycle_from=2026-06&cycle_to=2026-08');
  const { items, totals } = await read(page.request, `/api/v1/monthly-bills?${list.asked()}`);
  await list.row(0).getByRole('cell').first().click();
  const press = () => list.panel.getByRole('button', { name: 'Download stamped PDF' }).click();
  const pdf = await saved(page, press);
  expect(pdf.name).toBe(`monthly-bill-${items[0].cycle}-HRB-0003.pdf`);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const again = await saved(page, press);
  expect(again.bytes.equals(pdf.bytes)).toBe(true);
  await page.getByRole('button', { name: 'Export data' }).click();
  const csv = await saved(page, () => page.getByRole('menuitem', { name: /^CSV of 3 monthly bills/ }).click());
  const lines = csv.bytes.toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + items.length);
  for (const [at, { cycle, balances }] of items.entries()) {
    expect(lines[at + 1]).toContain(cycle);
    expect(lines[at + 1]).toContain(balances.outstanding.value);
  }
  expect(totals).toHaveLength(1);
  await page.getByRole('button', { name: 'Export data' }).click();
  const excel = await saved(page, () => page.getByRole('menuitem', { name: /^Excel of 3 monthly bills/ }).click());
  expect(excel.bytes.subarray(0, 2).toString()).toBe('PK');
});

test('a2 the preview says what a top-up would pay, and refuses what is no amount', async ({ page }) => {
  const { items } = await read(page.request, '/api/v1/monthly-bills?overdue=true&sort=due&limit=1');
  const { account, cycle, balances } = items[0];
  const why = await read(page.request, `/api/v1/monthly-bills/${account.number}/${cycle}/explanation`);
  test.skip(why.earliest.when !== 'after_top_up', 'the oldest is held by something else');
  await list.open(`overdue=true&sort=due&open=${cycle}.${account.number}`);
  await list.panel.getByText('If you top up now').click();
  const amount = list.panel.getByRole('textbox', { name: 'Amount of the top-up' });
  await expect(amount).toHaveValue(why.earliest.money.value);
  const month = list.panel.getByRole('listitem').filter({ hasText: cycle }).filter({ hasText: 'Settled' });
  await expect(month.first()).toContainText(money(balances.outstanding));
  await expect(list.panel.getByRole('link', { name: /^Top up/ }).last()).toHaveAttribute(
    'href',
    `/funding/top-up?account=${account.number}&amount=${why.earliest.money.value}`,
  );
  await amount.fill('12.3456');
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await amount.fill('-5');
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});
