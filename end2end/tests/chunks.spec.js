// Pages whose code comes when they are opened: it comes ahead when nothing else happens, and when it can't come, the
// page says so and goes on (E5).
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { expect, test } from './portal.js';

const CODE = '**/funding-*.wasm';
const MISSING = 'This part of the portal could not be loaded.';

const title = (page) => page.getByRole('heading', { level: 1, name: 'Funding account' });

test('the code of other pages comes ahead, and is kept for good', async ({ page }) => {
  const coming = page.waitForResponse(/\/funding-[0-9a-f]{16}\.wasm$/);
  await page.goto('/bills');
  const answer = await coming;
  expect(answer.status()).toBe(200);
  const headers = await answer.allHeaders();
  expect(headers['cache-control']).toContain('immutable');
  expect(headers['content-encoding']).toBe('br');
  expect(headers['content-type']).toBe('application/wasm');
});

test('what belongs to operators is not fetched for others', async ({ page }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const last = page.waitForResponse(/\/funding-[0-9a-f]{16}\.wasm$/);
  await page.goto('/bills');
  await last;
  expect(fetched.filter((path) => path.startsWith('/operator-'))).toEqual([]);
});

test('a page whose code does not come says so, and comes once it is asked for again', async ({ page, tolerate }) => {
  tolerate(/net::ERR_FAILED/);
  await page.route(CODE, (route) => route.abort());
  const list = new BillList(page);
  await page.goto('/bills?status=pending');
  await expect(list.chip('Status')).toContainText('Pending');
  await page.getByRole('link', { name: 'Funding account' }).click();
  const problem = page.getByRole('alert');
  await expect(problem).toContainText(MISSING);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(problem).toContainText(MISSING);
  await page.unroute(CODE);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(title(page)).toBeVisible();
  await expect(problem).toBeHidden();
});

test('a page whose code does not come keeps what was filtered before', async ({ page, tolerate }) => {
  tolerate(/net::ERR_FAILED/);
  await page.route(CODE, (route) => route.abort());
  const list = new BillList(page);
  await page.goto('/bills?status=pending');
  await expect(list.chip('Status')).toContainText('Pending');
  await page.getByRole('link', { name: 'Funding account' }).click();
  await expect(page.getByRole('alert')).toContainText(MISSING);
  await page.goBack();
  await expect(list.chip('Status')).toContainText('Pending');
  await list.isRight();
});

test('a portal that was renewed is reloaded where one was', async ({ page, tolerate }) => {
  tolerate(/status of 404/);
  await page.route(CODE, (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' }));
  await page.goto('/bills');
  await page.getByRole('link', { name: 'Funding account' }).click();
  await expect(page.getByRole('alert')).toContainText('the portal was renewed since you opened it');
  await page.unroute(CODE);
  await page.getByRole('button', { name: 'Reload the portal' }).click();
  await expect(title(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/funding');
});
