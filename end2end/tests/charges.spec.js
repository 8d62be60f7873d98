// An account that is charged by itself (A4, M3): without a method, with one that fails its check, and paid by a top-up.
import { expectAccessible } from './accessible.js';
import { MonthlyList } from './monthly_list.js';
import { expect, test } from './portal.js';
import { ACCOUNT, CYCLE, begin, issued, signIn } from './story.js';

test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to start');
test.use({ person: null });
test.describe.configure({ mode: 'serial' });

let server;
test.beforeAll(async () => {
  server = await begin({ onCredit: false });
});
test.afterAll(() => server?.remove());
test.beforeEach(({ page }) => signIn(page, server, 'finance@harbour.example'));

const why = (list) => list.panel.getByRole('region', { name: 'Why is this unsettled?' });

/** Looks at the bill until its reasons say this: what is charged is news after a moment. */
async function expectReason(page, said) {
  const list = new MonthlyList(page);
  await expect(async () => {
    await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}&open=${CYCLE}.${ACCOUNT}`);
    await expect(why(list)).toContainText(said, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  return list;
}

test('m3 without a payment method the bill is overdue, and says so', async ({ page }) => {
  await issued(page, server);
  const list = await expectReason(page, `123.45 USD for ${CYCLE} could not be charged: the account had no payment method`);
  await expect(list.table.getByRole('row').filter({ hasText: CYCLE })).toContainText('Overdue');
  await expectAccessible(page);
});

test('a4 a PayPal account that fails its check is not charged, and the bill says why', async ({ page }) => {
  await page.goto(`${server.origin}/funding/payment-methods?account=${ACCOUNT}`);
  await page.getByRole('button', { name: 'Link PayPal' }).click();
  await page.getByRole('radio', { name: /^PayPal e…@harbour\.example/ }).check();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  const methods = page.getByRole('list', { name: 'Linked payment methods' });
  await expect(methods).toContainText('e…@harbour.example');
  await expect(async () => {
    await page.reload();
    await expect(methods).toContainText('Check failed', { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
  const list = await expectReason(page, 'there was not enough on it');
  await expect(why(list)).toContainText(`The charge of 123.45 USD for ${CYCLE} to PayPal e…@harbour.example failed on`);
  await expect(why(list)).toContainText('It is tried again from');
  await expectAccessible(page);
});

test('a2 a top-up pays it, and it is not charged any more', async ({ page }) => {
  const list = await expectReason(page, 'not enough on it');
  await list.panel.getByRole('link', { name: 'Pay bill' }).click();
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('123.45');
  await page.getByRole('radio', { name: /^Alipay/ }).check();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByRole('radio', { name: /^Approve/ }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('status', { name: 'Payment status' })).toContainText('Paid');
  await expect(async () => {
    await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}`);
    const row = list.table.getByRole('row').filter({ hasText: CYCLE });
    await expect(row).toContainText('Settled', { timeout: 1_000 });
  }).toPass({ timeout: 10_000 });
});
