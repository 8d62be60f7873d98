// The platform operator (section 1): finds an account, tries an act out, does it, and is told what stands against it.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { tabTo } from './keyboard.js';
import { test as base, expect, read, sessionOf } from './portal.js';

/** Someone of an organization beside the operator, without a page. */
const test = base.extend({
  finance: async ({ playwright, baseURL }, use) => {
    const storageState = await sessionOf(playwright, baseURL, 'finance@harbour.example');
    const request = await playwright.request.newContext({ baseURL, storageState });
    await use(request);
    await request.dispose();
  },
});

const OPERATOR = 'operator@portal.example';

/** The drawer of an act. */
const drawer = (page) => page.getByRole('dialog');

/** A top-up by bank card that is approved at the sandbox's page. */
async function topUp(person, page, account, value) {
  const key = `operator-${Date.now()}-000000`;
  const data = { key, account, channel: 'bank_card', amount: { currency: 'USD', value } };
  const answer = await person.post('/api/v1/payments', { data });
  expect(answer.status()).toBe(200);
  const payment = await answer.json();
  await page.goto(payment.state.next.address);
  await page.getByRole('radio', { name: /^Approve/ }).first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(async () => {
    expect((await read(person, `/api/v1/payments/${payment.id}`)).state.is).toBe('succeeded');
  }).toPass();
}

/** A bank transfer that names no payment, made at the sandbox's bank. */
async function sendTransfer(context, person, payer, amount) {
  const { items } = await read(person, '/api/v1/accounts?limit=500');
  const { number } = items.find(({ currency }) => currency === 'USD');
  const data = { key: `transfer-${Date.now()}-000`, account: number, channel: 'bank_transfer', amount: { currency: 'USD', value: '1.00' } };
  const payment = await (await person.post('/api/v1/payments', { data })).json();
  const bank = await context.newPage();
  await bank.goto(new URL('/bank', payment.state.next.bank_page).href);
  await bank.getByLabel('Payer').fill(payer);
  await bank.getByLabel('Reference').fill('谢谢');
  await bank.getByLabel('Amount').fill(amount);
  await bank.getByRole('button', { name: 'Transfer' }).click();
  await expect(bank.getByRole('status')).toContainText('Sent');
  await bank.close();
}

test.describe('an operator', () => {
  test.use({ person: OPERATOR });

  test('finds an account of any organization and sees no page of its people', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL('/operator');
    await expect(page).toHaveTitle('Operator · Billing portal');
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Bills', exact: true })).toHaveCount(0);
    await page.getByRole('searchbox').fill('lpg-0001');
    await expect(page).toHaveURL('/operator?q=lpg-0001');
    const found = page.getByRole('list', { name: 'Accounts' });
    await expect(found.getByRole('link')).toHaveCount(1);
    await expectAccessible(page);
    await found.getByRole('link', { name: /LPG-0001/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Lotus Pond Games' })).toBeVisible();
    await expectAccessible(page);
    await page.goBack();
    await expect(found.getByRole('link')).toHaveCount(1);
  });

  test('a6 grants a coupon: checked as it is typed, tried out, confirmed, logged', async ({ page }) => {
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Grant coupon' }).click();
    const form = drawer(page);
    await form.getByLabel('Amount').fill('25.001');
    await expect(form.getByText('Too many decimals: at most 2 in this currency.')).toBeVisible();
    await form.getByLabel('Amount').fill('25');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText('Fill this in.')).toHaveCount(2);
    await form.getByLabel('Valid to').fill('2099-12-31');
    await form.getByLabel('Reason').fill('Outage of last week');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByRole('heading', { name: 'This will change' })).toBeVisible();
    await expect(form.getByText('Left of the coupon')).toBeVisible();
    await form.getByRole('button', { name: 'Grant coupon' }).click();
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByText('Outage of last week').first()).toBeVisible();
  });

  test('e6 money of a payment goes back the way it came, never more than was paid', async ({ page, finance, tolerate }) => {
    // The sandbox leads back to the payment, which is not the operator's to see.
    tolerate(/status of (400 .*\/acts|403 .*\/payments\/pay-\w+)\)$/);
    const { items } = await read(finance, '/api/v1/accounts?limit=500');
    const account = items.filter(({ currency }) => currency === 'USD').at(-1);
    await topUp(finance, page, account.number, '900000.00');
    await page.goto(`/operator?q=${account.number}`);
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').first().click();
    const payments = page.getByRole('list', { name: 'Payments' });
    await expectAccessible(page);
    await payments.getByRole('button', { name: 'Send back' }).first().click();
    const form = drawer(page);
    await expect(form.getByLabel('Amount')).toHaveValue('900000.00');
    await form.getByLabel('Amount').fill('900000.01');
    await form.getByLabel('Reason').fill('Paid twice');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText(/^More than was charged: at most 900000\.00 USD of pay-\w+ can still be refunded\.$/)).toBeVisible();
    await form.getByLabel('Amount').fill('10');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText('On its way back')).toBeVisible();
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Send back' }).click();
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(async () => {
      await page.reload();
      await expect(payments.getByText('Sent back').first()).toBeVisible({ timeout: 1000 });
    }).toPass();
    const [payment] = (await read(finance, `/api/v1/payments?account=${account.number}`)).items;
    expect(payment.state).toMatchObject({ is: 'refunded', refunded: { value: '10.00' } });
  });

  test('s13 a bank transfer without a reference is given to an account', async ({ page, context, finance }) => {
    await sendTransfer(context, finance, 'Quayside Trading', '12.34');
    await expect(async () => {
      await page.goto('/operator?show=transfers');
      await expect(page.getByText('Quayside Trading').first()).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expectAccessible(page);
    const row = page.getByRole('list', { name: 'Unassigned bank transfers' }).getByRole('listitem').filter({ hasText: '12.34' });
    await expect(row.first()).toContainText('since today');
    await row.first().getByRole('link', { name: 'Assign' }).click();
    await expect(page.getByText('Choose whose it is: 12.34 USD from Quayside Trading.')).toBeVisible();
    await page.getByRole('searchbox').fill('lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link', { name: /LPG-0001/ }).click();
    await page.getByRole('button', { name: 'Assign' }).click();
    const form = drawer(page);
    await form.getByLabel('Reason').fill('They called');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText('Quayside Trading · 谢谢')).toBeVisible();
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Assign' }).click();
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByText('They called').first()).toBeVisible();
  });

  test('e4 a bank transfer is given to an account by keyboard alone', async ({ page, context, finance }) => {
    await sendTransfer(context, finance, 'Keyboard Trading', '23.45');
    const row = page.getByRole('list', { name: 'Unassigned bank transfers' }).getByRole('listitem').filter({ hasText: '23.45' });
    await expect(async () => {
      await page.goto('/operator?show=transfers');
      await expect(row.first()).toBeVisible({ timeout: 1000 });
    }).toPass();
    const press = async (target, key = 'Enter') => {
      await tabTo(page, target);
      await page.keyboard.press(key);
    };
    await press(row.first().getByRole('link', { name: 'Assign' }));
    await expect(page.getByText('Choose whose it is: 23.45 USD from Keyboard Trading.')).toBeVisible();
    await tabTo(page, page.getByRole('searchbox'));
    await page.keyboard.type('lpg-0001');
    await press(page.getByRole('list', { name: 'Accounts' }).getByRole('link', { name: /LPG-0001/ }));
    await press(page.getByRole('button', { name: 'Assign', exact: true }));
    const form = drawer(page);
    await tabTo(page, form.getByLabel('Reason'));
    await page.keyboard.type('They wrote');
    await press(form.getByRole('button', { name: 'Preview' }));
    await expect(form.getByText('Keyboard Trading · 谢谢')).toBeVisible();
    await press(form.getByRole('button', { name: 'Assign' }));
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await press(form.getByRole('button', { name: 'Close' }).last());
    await expect(drawer(page)).toHaveCount(0);
    await expect(page.getByText('They wrote').first()).toBeVisible();
  });

  test('s13 a bank transfer that is nobody’s is sent back', async ({ page, context, finance }) => {
    await sendTransfer(context, finance, 'Somebody Else', '7.77');
    const row = page.getByRole('list', { name: 'Unassigned bank transfers' }).getByRole('listitem').filter({ hasText: '7.77' });
    await expect(async () => {
      await page.goto('/operator?show=transfers');
      await expect(row.first()).toBeVisible({ timeout: 1000 });
    }).toPass();
    await row.first().getByRole('button', { name: 'Send back' }).click();
    const form = drawer(page);
    await form.getByLabel('Reason').fill('Nobody knows them');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByRole('button', { name: 'Send back' }).click();
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(async () => {
      await page.reload();
      await expect(row).toHaveCount(0, { timeout: 1000 });
    }).toPass();
  });

  test('a4 a threshold is agreed for a day to come', async ({ page }) => {
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Set threshold' }).click();
    const form = drawer(page);
    await form.getByLabel('Threshold').fill('50');
    await form.getByLabel('Valid from').fill('2099-12-01');
    await form.getByLabel('Reason').fill('As agreed');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText(/Threshold · From /)).toBeVisible();
    await form.getByRole('button', { name: 'Set threshold' }).click();
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByText(/^From .*2099/)).toBeVisible();
  });

  test('m2 a credit note above the bill is refused with the figure', async ({ page, tolerate }) => {
    tolerate(/status of 400 .*\/acts\)$/);
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    await page.getByRole('table').getByRole('button', { name: 'Credit note' }).first().click();
    const form = drawer(page);
    await form.getByLabel('Amount').fill('99999999');
    await form.getByLabel('Reason').fill('Wrong price');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText(/^More than the bill holds: at most [\d.]+ USD can still be credited\.$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(drawer(page)).toHaveCount(0);
  });
});

test.describe('an operator on a phone', () => {
  test.use({ person: OPERATOR, viewport: { width: 390, height: 844 } });

  test('e4 reaches what can be given back of a month', async ({ page }) => {
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    const months = page.getByRole('region', { name: 'Issued months' });
    await expect(months.getByRole('row').nth(1)).toContainText('USD');
    await months.getByRole('button', { name: 'Credit note' }).first().click();
    await expect(drawer(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test('the people of an organization are told that the page is not theirs', async ({ page }) => {
  await page.goto('/operator');
  await expect(page.getByText("This page is for the platform's operators")).toBeVisible();
});
