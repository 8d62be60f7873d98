// What fails says what happened and what to do, and goes on where it was (E5): a server that is gone and comes back.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { OwnServer } from './own_server.js';
import { PASSWORD, expect, test } from './portal.js';

const GONE = "The server can't be reached.";

test.describe('a server that is killed', () => {
  test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to kill');
  test.use({ person: null });

  let server;
  let list;

  test.beforeAll(async () => {
    server = await OwnServer.make();
  });

  test.beforeEach(async ({ page, tolerate }) => {
    tolerate(/net::ERR_(CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/);
    await server.start();
    const person = { email: 'admin@harbour.example', password: PASSWORD };
    await page.request.post(`${server.origin}/api/v1/session`, { data: person });
    list = new BillList(page);
    await page.goto(`${server.origin}/bills`);
    await expect(list.grid.getByRole('rowheader').first()).toHaveText(/^Total of \d+ bills/);
  });

  test.afterEach(() => server.kill());
  test.afterAll(() => server?.remove());

  test('the list keeps what it shows, and goes on', async ({ page }) => {
    const before = await list.rows();
    await server.kill();
    await (await list.choices('Status')).getByRole('radio', { name: 'Pending' }).click();
    const problem = page.getByRole('alert');
    await expect(problem).toContainText(GONE);
    await expect(problem).toContainText('Check the connection and try again.');
    expect(await list.rows()).toHaveLength(before.length);
    await expect(list.chip('Status')).toContainText('Pending');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(problem).toContainText(GONE);
    await server.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(problem).toBeHidden();
    await expect(list.grid.getByRole('gridcell', { name: 'Cleared' })).toHaveCount(0);
    await expect(list.grid.getByRole('gridcell', { name: 'Pending' }).first()).toBeVisible();
  });

  test('a bill says so in its panel, and comes', async ({ page }) => {
    const [first, ...others] = await list.rows();
    const second = others.find(({ texts }) => texts[1] !== first.texts[1]);
    const row = ({ texts }) => list.grid.getByRole('row').filter({ hasText: texts[1] }).first();
    // The panel's code is here once a bill was open.
    await row(first).click();
    await expect(list.panel.getByRole('heading', { name: 'Lines' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list.panel).toBeHidden();
    await server.kill();
    await row(second).click();
    await expect(list.panel.getByRole('alert')).toContainText(GONE);
    await expectAccessible(page);
    await server.start();
    await list.panel.getByRole('button', { name: 'Try again' }).click();
    await expect(list.panel.getByRole('heading', { level: 2 })).toContainText(second.texts[0]);
    await expect(list.panel.getByRole('heading', { name: 'Lines' })).toBeVisible();
  });

  test('an export says so, and is saved once more is asked for', async ({ page }) => {
    await server.kill();
    await page.getByRole('button', { name: 'Export data' }).click();
    await page.getByRole('menuitem', { name: /^CSV of/ }).click();
    const transfer = page.getByRole('status').filter({ hasText: GONE });
    await expect(transfer).toBeVisible();
    await server.start();
    const downloading = page.waitForEvent('download');
    await transfer.getByRole('button', { name: 'Try again' }).click();
    const bytes = await readFile(await (await downloading).path());
    expect(bytes.toString().split('\r\n').length).toBeGreaterThan(100);
  });

  test('a form keeps what was typed', async ({ page }) => {
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'Add user' }).click();
    const drawer = page.getByRole('dialog', { name: 'Add user' });
    const name = drawer.getByRole('textbox', { name: 'Name' });
    await drawer.getByRole('textbox', { name: 'Email' }).fill('later@harbour.example');
    await name.fill('Late Comer');
    await drawer.getByLabel('Password', { exact: true }).fill('a long first password');
    await server.kill();
    await drawer.getByRole('button', { name: 'Add user' }).click();
    await expect(drawer.getByRole('alert')).toContainText(GONE);
    await expect(name).toHaveValue('Late Comer');
    await server.start();
    await drawer.getByRole('button', { name: 'Add user' }).click();
    await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Late Comer was added.');
    await expect(page.getByRole('row').filter({ hasText: 'later@harbour.example' })).toBeVisible();
  });

  test('the session outlives the server', async ({ page }) => {
    await server.kill();
    await server.start();
    await page.reload();
    await expect(list.grid.getByRole('rowheader').first()).toHaveText(/^Total of \d+ bills/);
  });
});

test('a portal that finds no server asks again', async ({ page, tolerate }) => {
  tolerate(/net::ERR_FAILED/);
  await page.route('**/api/v1/session', (route) => route.abort());
  await page.goto('/bills');
  await expect(page.getByRole('alert')).toContainText(GONE);
  await expectAccessible(page);
  await page.unroute('**/api/v1/session');
  await page.getByRole('button', { name: 'Try again' }).click();
  await new BillList(page).isRight();
});

test('a server that fails is named with the request that support can find', async ({ page, tolerate }) => {
  tolerate(/status of 500/);
  const problem = {
    type: '/problems/internal',
    title: 'The server failed.',
    status: 500,
    code: 'internal',
    detail: '',
    request_id: '0123456789abcdef01234567',
  };
  const list = new BillList(page);
  await list.open();
  await page.route('**/api/v1/bills?*', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await list.column('Consumption').getByRole('button').click();
  await expect(page.getByRole('alert')).toContainText('The server failed.');
  await expect(page.getByRole('alert')).toContainText('Request id 0123456789abcdef01234567');
  await page.unroute('**/api/v1/bills?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await list.isRight();
});
