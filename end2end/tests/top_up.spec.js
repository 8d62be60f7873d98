// A top-up through the sandbox's page (S13, P3): approved, declined, reloaded, called off, by bank transfer; linked methods.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { expect, read, test } from './portal.js';

test.use({ person: 'finance@harbour.example' });

const status = (page) => page.getByRole('status', { name: 'Payment status' });
const account = async (page) =>
  (await read(page.request, '/api/v1/accounts?limit=500')).items.find(({ currency }) => currency === 'USD');

async function open(page, amount) {
  const { number } = await account(page);
  await page.goto(`/funding/top-up?account=${number}&amount=${amount}`);
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue(amount);
}

async function toSandbox(page, means) {
  await page.getByRole('radio', { name: means }).check();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
}

async function choose(page, choice) {
  await page.getByRole('radio', { name: choice }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('s13 approved at the channel, it is in the cash balance', async ({ page }) => {
  await open(page, '12.30');
  await expectAccessible(page);
  await toSandbox(page, /^Alipay/);
  await expectAccessible(page);
  await choose(page, /^Approve/);
  await expect(status(page)).toContainText('Paid');
  await expect(status(page)).toContainText('12.30');
  await expectAccessible(page);
  const address = page.url();
  await page.reload();
  await expect(status(page)).toContainText('Paid');
  const { items } = await read(page.request, '/api/v1/payments?limit=500');
  expect(items.filter((payment) => address.includes(payment.id))).toHaveLength(1);
});

test('p7 declined, it says why and what to do, and is tried again with what was typed', async ({ page }) => {
  await open(page, '7.50');
  await toSandbox(page, /^Bank card/);
  await choose(page, /^Insufficient funds/);
  await expect(status(page)).toContainText('Declined');
  await expect(page.getByText('There is not enough on it.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('7.50');
});

test('p3 reload, Back and a second tab are the same payment', async ({ page, context }) => {
  await open(page, '3.21');
  // The key stands in the address: another tab of it sends the same.
  await expect(page).toHaveURL(/key=[0-9a-f]{32}/);
  const second = await context.newPage();
  await second.goto(page.url());
  await toSandbox(page, /^PayPal You sign in/);
  const hosted = page.url();
  await toSandbox(second, /^PayPal You sign in/);
  expect(second.url()).toBe(hosted);
  await second.close();
  await page.goBack();
  await expect(status(page)).toContainText('Waiting for you');
  await page.reload();
  await expect(status(page)).toContainText('Waiting for you');
  await page.getByRole('link', { name: 'Go to the payment page' }).click();
  await choose(page, /^Answer twice/);
  await expect(status(page)).toContainText('Paid');
});

test('p3 a late answer is waited for; what is not begun is called off', async ({ page }) => {
  await open(page, '4.00');
  await toSandbox(page, /^Corporate online banking/);
  await choose(page, /^Answer late/);
  await expect(status(page)).toContainText('In progress');
  await expect(status(page)).toContainText('Paid', { timeout: 40_000 });
  await open(page, '4.01');
  await toSandbox(page, /^Bank card/);
  await page.goBack();
  await page.getByRole('button', { name: 'Cancel payment' }).click();
  await expect(status(page)).toContainText('Canceled');
});

test('e1 what is typed wrong is said at its field, as the contract says it', async ({ page }) => {
  await open(page, '1');
  const amount = page.getByRole('textbox', { name: 'Amount' });
  for (const [typed, said] of [
    ['1.234', /^Too many decimals: at most 2 in this currency\./],
    ['-5', /^Give an amount above zero\./],
    ['1000000000000000000', /^Too much for one payment/],
    ['1,000', /^Not an amount/],
  ]) {
    await amount.fill(typed);
    await expect(amount).toHaveAccessibleDescription(said);
  }
  await amount.fill('');
  await page.getByRole('button', { name: /Continue to payment|Pay/ }).click();
  await expect(amount).toHaveAccessibleDescription(/^Fill this in\./);
});

test('s13 a bank transfer shows where to send it, and counts when it arrives', async ({ page, context }) => {
  await open(page, '20.00');
  await page.getByRole('radio', { name: /^Bank transfer/ }).check();
  await page.getByRole('button', { name: 'Get transfer details' }).click();
  await expect(status(page)).toContainText('Waiting for your transfer');
  await expect(page.getByText('Sandbox Bank')).toBeVisible();
  await expectAccessible(page);
  const bank = await context.newPage();
  await bank.goto(await page.getByRole('link', { name: 'Open online banking' }).getAttribute('href'));
  await bank.getByRole('button', { name: 'Transfer' }).click();
  await expect(bank.getByRole('status')).toContainText('Sent');
  await expectAccessible(bank);
  await bank.close();
  await expect(status(page)).toContainText('Paid');
});

test('a1 a card is linked at the channel, pays at once, and is removed', async ({ page }) => {
  const { number } = await account(page);
  await page.goto(`/funding/payment-methods?account=${number}`);
  await page.getByRole('button', { name: 'Link bank card' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Link a payment method' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: /^Visa ending 4242/ }).check();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  const methods = page.getByRole('list', { name: 'Linked payment methods' });
  await expect(methods).toContainText('Visa ending 4242');
  await expectAccessible(page);
  await open(page, '9.99');
  await page.getByRole('radio', { name: /^Visa ending 4242/ }).first().check();
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Pay now' });
  await expect(dialog).toContainText('9.99');
  await expect(dialog).toContainText('is charged to Visa ending 4242');
  await dialog.getByRole('button', { name: 'Pay' }).click();
  await expect(status(page)).toContainText('Paid');
  await page.goto(`/funding/payment-methods?account=${number}`);
  await methods.getByRole('button', { name: 'Remove' }).first().click();
  await page.getByRole('dialog', { name: 'Remove payment method' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('was removed.');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('s13 the form fits', async ({ page }) => {
    await open(page, '5.00');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test.describe('a viewer', () => {
  test.use({ person: 'viewer@harbour.example' });

  test('e3 is told that payments are not for them', async ({ page }) => {
    await page.goto('/funding/top-up');
    await expect(page.getByText('Your role does not include payments')).toBeVisible();
  });
});
