// What can come of a top-up at the channel's page (P3, P7): every answer of the sandbox, double click, two tabs, Back.
import { OwnServer } from './own_server.js';
import { expectAccessible } from './accessible.js';
import { expect, test } from './portal.js';
import { ask, signIn } from './story.js';

test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to start');
test.use({ person: null });

let server;
test.beforeAll(async () => {
  server = await (await OwnServer.make()).withSandbox();
  await server.start();
});
test.afterAll(() => server?.remove());
test.beforeEach(({ page }) => signIn(page, server, 'finance@harbour.example'));

const ACCOUNT = 'HRB-0001';
const status = (page) => page.getByRole('status', { name: 'Payment status' });

async function begin(page, amount, means) {
  await page.goto(`${server.origin}/funding/top-up?account=${ACCOUNT}&amount=${amount}`);
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue(amount);
  await page.getByRole('radio', { name: means }).check();
}

async function toSandbox(page) {
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
}

async function answer(page, choice) {
  await page.getByRole('radio', { name: choice }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Payments of an amount. */
async function payments(page, amount) {
  const { items } = await ask(page, server, `payments?account=${ACCOUNT}&limit=500`);
  return items.filter(({ money }) => money.value === amount);
}

const cash = async (page) => (await ask(page, server, `accounts/${ACCOUNT}/funding`)).credit.cash.value;

for (const [amount, choice, shown, said] of [
  ['11.01', /^Decline/, 'Declined', 'The bank declined the payment and gave no reason.'],
  ['11.02', /^Insufficient funds/, 'Declined', 'There is not enough on it.'],
  ['11.03', /^Time out/, 'Declined', 'The bank did not answer in time.'],
]) {
  test(`p7 ${said.toLowerCase().replace(/\.$/, '')}: nothing moves, and it says what to do`, async ({ page }) => {
    const before = await cash(page);
    await begin(page, amount, /^Bank card/);
    await toSandbox(page);
    await answer(page, choice);
    await expect(status(page)).toContainText(new RegExp(`${shown}|Expired`), { timeout: 30_000 });
    await expect(page.getByText('Nothing was charged').first()).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(status(page)).toContainText(new RegExp(`${shown}|Expired`));
    expect(await cash(page)).toBe(before);
    expect(await payments(page, amount)).toHaveLength(1);
  });
}

for (const [amount, proof, shown] of [
  ['12.01', 'Confirm', 'Paid'],
  ['12.02', 'This was not me', 'Declined'],
]) {
  test(`p3 3-D Secure: ${proof.toLowerCase()}`, async ({ page }) => {
    await begin(page, amount, /^Bank card/);
    await toSandbox(page);
    await answer(page, /^3-D Secure/);
    await expectAccessible(page);
    await page.getByRole('button', { name: proof }).click();
    await expect(status(page)).toContainText(shown);
  });
}

test('p3 another amount than was asked for is nobody’s, and is listed until it was sent back', async ({ page, browser }) => {
  const before = await cash(page);
  await begin(page, '15.01', /^Bank card/);
  await toSandbox(page);
  await answer(page, /^Take another amount/);
  await expect(status(page)).toContainText('Wrong amount taken');
  await expect(page.getByText('15.00 USD was taken, which is not what was asked for.')).toBeVisible();
  await expectAccessible(page);
  expect(await cash(page)).toBe(before);
  const [{ id }] = await payments(page, '15.01');

  const context = await browser.newContext();
  const operator = await context.newPage();
  await signIn(operator, server, 'operator@portal.example');
  await operator.goto(`${server.origin}/operator?show=transfers`);
  const listed = operator.getByRole('list', { name: 'Payments of the wrong amount' }).getByRole('listitem');
  await expect(listed).toHaveCount(1);
  for (const said of ['15.00 USD was taken, 15.01 USD was asked for', id, ACCOUNT]) await expect(listed).toContainText(said);
  await expectAccessible(operator);

  const [, sandbox] = server.sandboxFlags;
  const channel = await context.newPage();
  await channel.goto(`${sandbox}/dispute?payment=${id}`);
  await channel.getByLabel('Amount').fill('15.00');
  await channel.getByRole('button', { name: 'Take back' }).click();
  await expect(channel.getByRole('status')).toContainText('Taken back.');
  await expect(async () => {
    await operator.reload();
    await expect(operator.getByText('No bank transfer waits')).toBeVisible({ timeout: 1000 });
    await expect(listed).toHaveCount(0, { timeout: 1000 });
  }).toPass();
  await page.reload();
  await expect(page.getByText('all of it was sent back')).toBeVisible();
  expect(await cash(page)).toBe(before);
  await context.close();
});

test('p3 a double click is one payment', async ({ page }) => {
  const before = Number(await cash(page));
  await begin(page, '13.01', /^Alipay/);
  await page.getByRole('button', { name: 'Continue to payment' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
  await page.getByRole('radio', { name: /^Approve/ }).check();
  await page.getByRole('button', { name: 'Continue' }).dblclick();
  await expect(status(page)).toContainText('Paid');
  expect(await payments(page, '13.01')).toHaveLength(1);
  expect((Number(await cash(page)) - before).toFixed(2)).toBe('13.01');
});

test('p3 two tabs, a reload in the middle and Back are one payment', async ({ page, context }) => {
  await begin(page, '14.01', /^PayPal You sign in/);
  await expect(page).toHaveURL(/key=[0-9a-f]{32}/);
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByRole('radio', { name: /^PayPal You sign in/ }).check();
  await Promise.all([toSandbox(page), toSandbox(second)]);
  expect(second.url()).toBe(page.url());
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
  await answer(page, /^Approve/);
  await expect(status(page)).toContainText('Paid');
  await second.goBack();
  await expect(status(second)).toContainText('Paid');
  await page.goBack();
  expect(await payments(page, '14.01')).toHaveLength(1);
});
