// The overview: what needs the reader, what is outstanding, what was spent; every figure leads to the list behind it.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { BillList, figure, money } from './bill_list.js';
import { MonthlyList } from './monthly_list.js';
import { OwnServer } from './own_server.js';
import { PASSWORD, expect, read, test } from './portal.js';

const card = (page, name) => page.getByRole('region', { name, exact: true });
const spendTable = (page) => page.getByRole('table', { name: 'Spend by product' });

/** Opens the overview, and gives what the server says should stand in it. */
async function open(page, query = '') {
  await page.goto(`/overview${query && '?'}${query}`);
  await expect(page.getByRole('heading', { level: 2, name: 'Spend by product' })).toBeVisible();
  const { searchParams } = new URL(page.url());
  const currency = searchParams.get('currency');
  return read(page.request, `/api/v1/overview${currency ? `?currency=${currency}` : ''}`);
}

const texts = (table) =>
  table.evaluate((table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())));

test('the bare address opens it, and everything on it is read aloud', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL('/overview');
  await expect(page).toHaveTitle('Overview · Billing portal');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'overview.aria.yml' });
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('what needs the reader is the list that its line opens', async ({ page }) => {
  const { matters } = await open(page);
  const lines = card(page, 'What needs you').getByRole('listitem').filter({ has: page.getByRole('link') });
  await expect(lines).toHaveCount(matters.length);
  for (const [place, { kind, count }] of matters.entries()) {
    const line = lines.nth(place);
    await expect(line.getByRole('link')).toContainText(figure(String(count)));
    if (kind === 'short') continue;
    await line.getByRole('link').click();
    const list = new MonthlyList(page);
    await list.isRight();
    const { searchParams } = new URL(page.url());
    const listed = await read(page.request, `/api/v1/monthly-bills?${searchParams}&limit=1`);
    expect(listed.count, kind).toBe(count);
    await page.goBack();
  }
});

test('amounts of other currencies stand behind a press', async ({ page }) => {
  const { matters, figures } = await open(page);
  const line = card(page, 'What needs you').getByRole('listitem').filter({ has: page.getByRole('link') }).first();
  const own = matters[0].amounts.find(({ currency }) => currency === figures.currency);
  await expect(line).toContainText(money(own));
  await line.getByText(/^\d+ more currenc/).click();
  for (const amount of matters[0].amounts) await expect(line.getByText(money(amount))).toBeVisible();
  await expectAccessible(page);
});

test('the charts say what the server says, in one currency at a time', async ({ page }) => {
  const { currencies } = await open(page);
  expect(currencies.length).toBeGreaterThan(3);
  for (const currency of currencies) {
    await page.getByRole('combobox', { name: 'Currency' }).selectOption(currency);
    await expect(page).toHaveURL(`/overview?currency=${currency}`);
    await expect(card(page, 'Share by account').getByText(`· ${currency}`)).toBeVisible();
    const { figures } = await open(page, `currency=${currency}`);
    const name = ({ product }) => product?.name ?? 'Other products';
    expect(await texts(spendTable(page))).toEqual([
      ['Billing cycle', ...figures.products.map(name), 'Total'],
      ...figures.months.map((month, at) => [
        month,
        ...figures.products.map(({ months }) => figure(months[at].value)),
        figure(figures.spend[at].value),
      ]),
      ['Total', ...figures.products.map(({ total }) => figure(total.value)), figure(figures.total.value)],
    ]);
    const accounts = await texts(page.getByRole('table', { name: 'Share by account' }));
    expect(accounts.map(([name, sum]) => [name.replace(/ -?[\d.]+%$/, ''), sum])).toEqual([
      ...figures.accounts.map(({ account, accounts, total }) => [
        account?.name ?? `${accounts} other accounts`,
        money(total),
      ]),
      ['Total', money(figures.total)],
    ]);
    const outstanding = await texts(page.getByRole('table', { name: 'Outstanding by due date' }));
    for (const { outstanding: sum } of figures.bands) {
      expect(outstanding.some(([, text]) => text.startsWith(money(sum)))).toBe(true);
    }
  }
});

test('a part of a column opens its bills', async ({ page }) => {
  const { figures } = await open(page);
  const month = figures.months.length - 2;
  const columns = page.locator('.chart-column');
  await expect(columns).toHaveCount(figures.months.length);
  await columns.nth(month).hover();
  const legend = page.locator('.legend');
  await expect(legend).toContainText(figures.months[month]);
  await expect(legend).toContainText(figure(figures.products[0].months[month].value));
  await columns.nth(month).locator('.chart-part').first().click();
  const { code } = figures.products[0].product;
  const cycle = figures.months[month];
  await expect(page).toHaveURL(`/bills?product=${code}&cycle_from=${cycle}&cycle_to=${cycle}`);
  const list = new BillList(page);
  await list.isRight();
  const { totals } = await read(page.request, `/api/v1/bills${new URL(page.url()).search}`);
  const total = totals.find(({ consumption }) => consumption.currency === figures.currency);
  expect(total.consumption).toEqual(figures.products[0].months[month]);
});

test('the keyboard moves over the columns, and the chart shows where', async ({ page }) => {
  const { figures } = await open(page);
  const last = figures.months.length - 1;
  const cell = (month, place) => page.locator(`#spend-${month}-${place}`);
  await cell(last, 0).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(cell(last - 1, 0)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(cell(last - 1, 1)).toBeFocused();
  const column = page.locator('.chart-column').nth(last - 1);
  await expect(column).toHaveAttribute('data-part', '1');
  await expect(page.locator('.legend')).toContainText(figure(figures.products[1].months[last - 1].value));
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`product=${figures.products[1].product.code}&cycle_from=`));
});

test('the spend is shown as a table, and the address keeps it', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page).toHaveURL('/overview?spend=table');
  await expect(page.locator('.chart')).toHaveCount(0);
  await expect(spendTable(page)).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show as chart' })).toBeVisible();
  const link = spendTable(page).getByRole('link').last();
  await link.focus();
  await page.keyboard.press('ArrowUp');
  await expect(link).not.toBeFocused();
});

test('a currency without bills says so, and leads to one with some', async ({ page, tolerate }) => {
  tolerate(/status of 400 /);
  await page.goto('/overview?currency=ISK');
  await expect(page.getByRole('alert')).toContainText('“ISK” is not known here');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show a currency that there are bills in' }).click();
  await expect(page).toHaveURL('/overview');
  await expect(spendTable(page)).toBeAttached();
});

test.describe('nobody yet', () => {
  test.use({ person: null });

  test('it is where one lands after signing in', async ({ page }) => {
    await page.goto('/');
    await page.getByLabel('Email').fill('viewer@harbour.example');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await expect(page).toHaveURL('/overview');
  });
});

test.describe('in Chinese', () => {
  test('e4 it speaks Chinese', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('portal-locale', 'zh-CN'));
    await page.goto('/overview');
    await expect(page.getByRole('heading', { level: 1, name: '概览' })).toBeVisible();
    await expect(card(page, '需要您处理').getByRole('link', { name: /张月账单已逾期$/ })).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('a world of one’s own', () => {
  test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to kill');
  test.use({ person: null });

  let server;
  test.beforeAll(async () => {
    server = await OwnServer.make();
  });
  test.afterAll(() => server?.remove());

  test('e5 a server that is gone is tried again', async ({ page, tolerate }) => {
    tolerate(/net::ERR_(CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/);
    await server.start();
    const person = { email: 'finance@harbour.example', password: PASSWORD };
    await page.request.post(`${server.origin}/api/v1/session`, { data: person });
    // Its code came ahead, before the server went.
    const ahead = page.waitForResponse(/\/overview-[0-9a-f]{16}\.wasm$/);
    await page.goto(`${server.origin}/bills`);
    await expect(page.getByRole('heading', { level: 1, name: 'Bills' })).toBeVisible();
    await (await ahead).finished();
    await server.kill();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('alert')).toContainText("The server can't be reached.");
    await expectAccessible(page);
    await server.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(spendTable(page)).toBeAttached();
    await server.kill();
  });
});
