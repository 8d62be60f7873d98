// The same story at 390 px (E4), by finger.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { MonthlyList } from './monthly_list.js';
import { expect, test } from './portal.js';
import { ACCOUNT, CYCLE, begin, issued, signIn } from './story.js';

test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to start');
test.use({ person: null });

let server;
test.beforeAll(async () => {
  server = await begin();
});
test.afterAll(() => server?.remove());

test('e4 from the reason to the top-up, and settled', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  await issued(page, server);
  const list = new MonthlyList(page);
  await page.goto(`${server.origin}/monthly-bills?open=${CYCLE}.${ACCOUNT}`);
  await expect(list.panel).toContainText('123.45 USD is missing');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await list.panel.getByRole('link', { name: 'Pay bill' }).tap();
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('123.45');
  await expect(page.getByText(`This settles the monthly bill of ${CYCLE}.`)).toBeVisible();
  await page.getByRole('radio', { name: /^Corporate online banking/ }).tap();
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Continue to payment' }).tap();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('radio', { name: /^Approve/ }).tap();
  await page.getByRole('button', { name: 'Continue' }).tap();
  await expect(page.getByRole('status', { name: 'Payment status' })).toContainText('Paid');
  await page.waitForTimeout(2_000);
  await page.goto(`${server.origin}/monthly-bills?open=${CYCLE}.${ACCOUNT}`);
  await expect(list.panel).toContainText('Settled');
  await list.panel.getByRole('button', { name: 'View details' }).tap();
  await expect(list.drawer.getByRole('tab', { name: /^Cash payment/ })).toContainText('123.45');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
