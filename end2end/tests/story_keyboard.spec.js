// The same story by keyboard alone (E4): from the list to the reason, to the sandbox's page, back, to the records.
import { tabTo } from './keyboard.js';
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

test('e4 the story is walked by keyboard alone', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  await issued(page, server);
  const list = new MonthlyList(page);
  await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}`);
  await expect(list.row(0)).toContainText('Unsettled');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(list.panel).toContainText('123.45 USD is missing');
  await tabTo(page, list.panel.getByRole('link', { name: 'Pay bill' }));
  await page.keyboard.press('Enter');

  const amount = page.getByRole('textbox', { name: 'Amount' });
  await expect(amount).toHaveValue('123.45');
  await tabTo(page, page.getByRole('radio').first());
  const alipay = page.getByRole('radio', { name: /^Alipay/ });
  for (let times = 0; times < 10 && !(await alipay.isChecked()); times += 1) await page.keyboard.press('ArrowDown');
  await expect(alipay).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Continue to payment' }));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: /^Approve/ }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Continue' }));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('status', { name: 'Payment status' })).toContainText('Paid');
  await page.waitForTimeout(2_000);
  await tabTo(page, page.getByRole('link', { name: 'To the monthly bills' }));
  await page.keyboard.press('Enter');
  await expect(list.table.getByRole('row').filter({ hasText: 'Story shop' })).toContainText('Settled');

  await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}&open=${CYCLE}.${ACCOUNT}`);
  await tabTo(page, list.panel.getByRole('button', { name: 'View details' }));
  await page.keyboard.press('Enter');
  const tab = list.drawer.getByRole('tab', { name: /^Cash payment/ });
  await expect(tab).toContainText('123.45');
  const movement = list.drawer.getByRole('button', { expanded: false }).first();
  await tabTo(page, movement);
  await page.keyboard.press('Enter');
  await expect(list.drawer.getByRole('table').first()).toContainText('Cash');
  await page.keyboard.press('Escape');
  await expect(list.drawer).toBeHidden();
  await expect(list.panel.getByRole('button', { name: 'View details' })).toBeFocused();
});
