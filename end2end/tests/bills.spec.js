// The bill list (B1–B3, B6): what it shows is what the server says, whatever is filtered, sorted or scrolled to.
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { expect, read, readAll, test } from './portal.js';

const COLUMNS = [
  'Product',
  'Application',
  'Account',
  'Billing cycle',
  'Service usage',
  'Consumption',
  'Status',
  'Overdraft',
];

let list;

test.beforeEach(({ page }) => {
  list = new BillList(page);
});

test('b1 shows its columns, newest cycle first, with exact totals', async ({ page }) => {
  await list.open();
  await expect(page.getByRole('heading', { level: 1, name: 'Bills' })).toBeVisible();
  await expect(page).toHaveTitle('Bills · Billing portal');
  const heads = list.grid.getByRole('columnheader');
  await expect(heads).toHaveText(['Select all that is filtered', ...COLUMNS, 'Actions']);
  await expect(list.column('Billing cycle')).toHaveAttribute('aria-sort', 'descending');
  expect(await list.count()).toBe(19_000);
  await expect(list.grid).toHaveAttribute('aria-rowcount', '19001');
  await expect(list.filters).toMatchAriaSnapshot({ name: 'filters.aria.yml' });
  await expect(page.getByRole('navigation', { name: 'Pages' })).toMatchAriaSnapshot({ name: 'pages.aria.yml' });
  await expectAccessible(page);
});

test('b2 filters by products', async ({ page }) => {
  await list.open();
  const products = await list.choices('Product');
  await expect(products.getByRole('searchbox')).toBeFocused();
  await expect(products).toMatchAriaSnapshot({ name: 'products.aria.yml' });
  await expectAccessible(page);
  await products.getByRole('checkbox', { name: 'SMS', exact: true }).check();
  await expect(page).toHaveURL('/bills?product=sms');
  await list.isRight();
  await products.getByRole('checkbox', { name: 'App Push', exact: true }).check();
  await expect(page).toHaveURL('/bills?product=app-push&product=sms');
  await page.keyboard.press('Escape');
  await list.isRight();
  await expect(list.chip('Product')).toContainText('App Push +1');
  await list.remove('Product');
  await expect(page).toHaveURL('/bills');
  await list.isRight();
});

test('b2 filters by billing cycle, from and to', async ({ page }) => {
  await list.open();
  const { last_cycle: last, first_cycle: first } = await read(page.request, '/api/v1/bills/choices');
  const cycles = await list.choices('Billing cycle');
  await cycles.getByRole('button', { name: 'Last 3 months' }).click();
  await expect(page).toHaveURL(new RegExp(`cycle_from=\\d{4}-\\d\\d&cycle_to=${last}$`));
  await list.isRight();
  await expectAccessible(page);
  await cycles.getByRole('group', { name: 'To' }).getByRole('combobox', { name: 'Year' }).selectOption('Any');
  await expect(list.chip('Billing cycle')).toContainText(/since \d{4}-\d\d/);
  await cycles.getByRole('group', { name: 'From' }).getByRole('combobox', { name: 'Year' }).selectOption('2025');
  await cycles.getByRole('group', { name: 'From' }).getByRole('combobox', { name: 'Month' }).selectOption('July');
  await expect(page).toHaveURL('/bills?cycle_from=2025-07');
  await list.isRight();
  await cycles.getByRole('button', { name: 'Last month' }).click();
  await expect(list.chip('Billing cycle')).toContainText(last);
  await page.keyboard.press('Escape');
  await list.isRight();
  await list.open(`cycle_to=${first}`);
  await expect(list.chip('Billing cycle')).toContainText(`until ${first}`);
  await list.remove('Billing cycle');
  await list.isRight();
});

test('b2 filters by status', async ({ page }) => {
  await list.open();
  for (const [name, query] of [
    ['Pending', '?status=pending'],
    ['Cleared', '?status=cleared'],
    ['Any status', ''],
  ]) {
    const choices = await list.choices('Status');
    await choices.getByRole('radio', { name }).click();
    await expect(choices).toBeHidden();
    await expect(page).toHaveURL(`/bills${query}`);
    await list.isRight();
  }
});

test('b2 filters by accounts and applications that are searched for', async ({ page }) => {
  await list.open();
  const accounts = await list.choices('Account');
  await accounts.getByRole('searchbox').fill('上海');
  await expect(accounts.getByRole('checkbox')).toHaveCount(2);
  await accounts.getByRole('checkbox', { name: '港湾零售上海电商' }).check();
  await expect(page).toHaveURL('/bills?account=HRB-0003');
  await accounts.getByRole('searchbox').fill('nobody of this name');
  await expect(accounts.getByRole('status')).toHaveText('Nothing found.');
  await page.keyboard.press('Escape');
  await list.isRight();
  await expect(list.chip('Account')).toContainText('港湾零售上海电商');
  const { items } = await readAll(page.request, 'account=HRB-0003&cycle_from=2026-01');
  const { id, name } = items[0].application;
  const applications = await list.choices('Application');
  await applications.getByRole('searchbox').fill(id);
  await applications.getByRole('checkbox', { name }).check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`/bills?account=HRB-0003&application=${id}`);
  await list.isRight();
  await list.remove('Account');
  await expect(page).toHaveURL(`/bills?application=${id}`);
  await list.isRight();
});

test('b2 finds by free text, after a slash', async ({ page }) => {
  await list.open();
  await page.keyboard.press('/');
  await expect(list.search).toBeFocused();
  await page.keyboard.type('whatsapp singapore');
  await expect(page).toHaveURL('/bills?q=whatsapp%20singapore');
  await list.isRight();
  const { items } = await read(page.request, '/api/v1/bills?status=cleared&from=2000&limit=1');
  const [{ number }] = items;
  await list.search.fill(number);
  await expect(page).toHaveURL(`/bills?q=${number}`);
  await list.isRight();
  expect(await list.count()).toBe(1);
});

test('b2 filters together, and lets everything through again', async ({ page }) => {
  await list.open('product=sms&product=otp&cycle_from=2025-01&status=cleared&account=HRB-0001&account=HRB-0003');
  await list.search.fill('har');
  await expect(page).toHaveURL(/&q=har$/);
  await list.isRight();
  await expect(list.chip('Product')).toContainText('+1');
  await expect(list.chip('Account')).toContainText('+1');
  await expectAccessible(page);
  await list.clear.click();
  await expect(page).toHaveURL('/bills');
  await expect(list.search).toHaveValue('');
  await list.isRight();
});

test('b2 a copied address shows the same list', async ({ page, context }) => {
  await list.open();
  const products = await list.choices('Product');
  await products.getByRole('checkbox', { name: 'Content Delivery Network' }).check();
  await page.keyboard.press('Escape');
  await list.column('Consumption').getByRole('button').click();
  await list.search.fill('harbour');
  await expect(page).toHaveURL('/bills?product=cdn&q=harbour&sort=-consumption');
  await list.isRight();
  const other = await context.newPage();
  await other.goto(page.url());
  const same = new BillList(other);
  await same.isRight();
  expect(await same.rows()).toEqual(await list.rows());
  expect(await same.totals()).toEqual(await list.totals());
  await expect(same.column('Consumption')).toHaveAttribute('aria-sort', 'descending');
  await expect(same.search).toHaveValue('harbour');
});

test('b2 back, forward and reload keep to the address', async ({ page }) => {
  await list.open();
  const addresses = ['/bills'];
  await (await list.choices('Status')).getByRole('radio', { name: 'Pending' }).click();
  addresses.push('/bills?status=pending');
  await expect(page).toHaveURL(addresses[1]);
  await list.column('Overdraft').getByRole('button').click();
  addresses.push('/bills?status=pending&sort=-overdraft');
  await expect(page).toHaveURL(addresses[2]);
  await list.isRight();
  for (const address of [addresses[1], addresses[0]]) {
    await page.goBack();
    await expect(page).toHaveURL(address);
    await list.isRight();
  }
  await expect(list.chip('Status')).not.toContainText('Pending');
  for (const address of [addresses[1], addresses[2]]) {
    await page.goForward();
    await expect(page).toHaveURL(address);
    await list.isRight();
  }
  await page.reload();
  await list.isRight();
  await expect(list.chip('Status')).toContainText('Pending');
  await expect(list.column('Overdraft')).toHaveAttribute('aria-sort', 'descending');
});

test('b3 sorts by every column, both ways', async ({ page }) => {
  await list.open('cycle_from=2026-06');
  for (const name of COLUMNS) {
    const head = list.column(name);
    for (let press = 0; press < 2; press += 1) {
      const before = await head.getAttribute('aria-sort');
      await head.getByRole('button').click();
      await expect(head).not.toHaveAttribute('aria-sort', before);
      await list.isRight();
    }
    await expect(head).toHaveAttribute('aria-sort', /^(a|de)scending$/);
    for (const other of COLUMNS.filter((other) => other !== name)) {
      await expect(list.column(other)).toHaveAttribute('aria-sort', 'none');
    }
  }
});

test('b2 columns are chosen, and stand in the address', async ({ page }) => {
  await list.open();
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('checkbox', { name: 'Account', exact: true }).uncheck();
  await chooser.getByRole('checkbox', { name: 'Bill number' }).check();
  await chooser.getByRole('checkbox', { name: 'WhatsApp account' }).check();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  const shown = [...COLUMNS.filter((name) => name !== 'Account'), 'Bill number', 'WhatsApp account'];
  const heads = list.grid.getByRole('columnheader');
  await expect(heads).toHaveText(['Select all that is filtered', ...shown, 'Actions']);
  await page.reload();
  await expect(heads).toHaveText(['Select all that is filtered', ...shown, 'Actions']);
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.getByRole('button', { name: 'Default columns' }).click();
  await expect(page).toHaveURL('/bills');
  await expect(heads).toHaveText(['Select all that is filtered', ...COLUMNS, 'Actions']);
});

test('b2 a view is saved, opened and removed', async ({ page }) => {
  const name = `Singapore by overdraft ${Date.now()}`;
  await list.open('account=HRB-0002&sort=-overdraft&columns=product.cycle.overdraft');
  const open = page.getByRole('button', { name: 'Views', exact: true });
  const views = page.getByRole('dialog', { name: 'Views' });
  await open.click();
  await views.getByRole('button', { name: 'Save view' }).click();
  const save = page.getByRole('dialog', { name: 'Save view' });
  const label = save.getByRole('textbox', { name: 'Name of the view' });
  await label.press('Enter');
  await expect(label).toHaveAccessibleDescription('Fill this in.');
  await expectAccessible(page);
  await label.fill(name);
  await label.press('Enter');
  await expect(save).toBeHidden();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText(`Saved as “${name}”.`);
  await list.open();
  await open.click();
  await views.getByRole('button', { name, exact: true }).click();
  await expect(page).toHaveURL('/bills?account=HRB-0002&sort=-overdraft&columns=product.cycle.overdraft');
  await open.click();
  await views.getByRole('button', { name: `Remove the view “${name}”` }).click();
  await expect(notices).toContainText(`“${name}” was removed.`);
  await expect(views.getByRole('button', { name, exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await notices.getByRole('button', { name: 'Undo' }).click();
  await open.click();
  await expect(views.getByRole('button', { name, exact: true })).toBeVisible();
  await views.getByRole('button', { name: `Remove the view “${name}”` }).click();
  await expect(views.getByRole('button', { name, exact: true })).toHaveCount(0);
  const { items } = await read(page.request, '/api/v1/bill-views');
  expect(items.map((view) => view.name)).not.toContain(name);
});

test('b6 opens bills to be paid', async ({ page }) => {
  await list.open();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Bills to be paid' }).click();
  await expect(page).toHaveURL('/bills?status=pending');
  await expect(pages.getByRole('link', { name: 'Bills to be paid' })).toHaveAttribute('aria-current', 'page');
  await list.isRight();
  await expect(list.chip('Status')).toContainText('Pending');
});

test('b3 scrolls to the middle and to the end of all rows', async () => {
  await list.open();
  const count = await list.count();
  for (const share of [0.5, 1, 0.123, 0.75, 0]) {
    await list.scrollTo(share);
    await list.isRight();
    const rows = await list.rows();
    if (share === 1) expect(rows.at(-1).place).toBe(count - 1);
    if (share === 0) expect(rows[0].place).toBe(0);
    if (share === 0.5) expect(Math.abs(rows[0].place - count / 2)).toBeLessThan(30);
  }
});

test('b3 scrolls by the wheel, a row at a time and far', async ({ page }) => {
  await list.open('sort=consumption');
  await list.grid.hover();
  for (const [times, by] of [
    [5, 34],
    [20, 900],
    [3, -2000],
  ]) {
    for (let time = 0; time < times; time += 1) await page.mouse.wheel(0, by);
    await list.isRight();
  }
});

test('an address that asks for nonsense says what is wrong', async ({ page }) => {
  await page.goto('/bills?cycle_from=2026-13&status=unpaid&colour=red');
  await expect(page.getByRole('alert')).toContainText('Some values are not valid.');
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'nonsense.aria.yml' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear all' }).last().click();
  await list.isRight();
  await page.goto('/bills?cycle_from=2026-10&cycle_to=2026-01');
  await expect(page.getByRole('alert')).toContainText(
    'The range ends (2026-01) before it starts (2026-10): swap the two.',
  );
});

test('nothing that fits is said, with a way out', async ({ page }) => {
  await list.open('q=nothing%20is%20called%20so');
  await expect(page.getByText('No bills match')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear all' }).last().click();
  await expect(page).toHaveURL('/bills');
  await list.isRight();
});

test('b2 the totals of many currencies take few lines, and stand under their columns on demand', async ({ page }) => {
  await list.open();
  const foot = list.grid.locator('tfoot');
  const toggle = foot.getByRole('button', { name: /^\d+ currencies$/ });
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  const { totals } = await read(page.request, '/api/v1/bills?limit=1');
  await expect(toggle).toHaveText(`${totals.length} currencies`);
  expect((await foot.boundingBox()).height).toBeLessThanOrEqual(80);
  await expectAccessible(page);
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  await list.isRight();
  const head = await list.column('Consumption').boundingBox();
  const amount = await foot.locator('[data-c="consumption"] .amount').last().boundingBox();
  expect(Math.abs(head.x + head.width - 8 - (amount.x + amount.width))).toBeLessThanOrEqual(1);
  await toggle.click();
  await list.isRight();
  await list.open('account=HRB-0003');
  await expect(toggle).toBeHidden();
});

test('b1 names are whole in a window of 1440 px, and amounts are read and copied with a space', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await list.open();
  const cut = await list.grid.evaluate((grid) => {
    const cells = [...grid.tBodies[0].rows].flatMap((row) => [...row.cells]);
    const names = cells.filter((cell) => ['product', 'application'].includes(cell.dataset.c));
    return names.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent);
  });
  expect(cut).toEqual([]);
  expect(await list.grid.evaluate((grid) => grid.scrollWidth <= grid.parentElement.clientWidth)).toBe(true);
  const copied = await list.grid.evaluate((grid) => {
    const row = [...grid.tBodies[0].rows].find((row) => !row.hidden);
    getSelection().selectAllChildren(row);
    return getSelection().toString();
  });
  expect(copied).toMatch(/\d [A-Z]{3}\b/);
  expect(copied).not.toMatch(/\d[A-Z]{3}\b/);
});

test('b2 a first answer that takes its time is waited for, not asked for again', async ({ page }) => {
  const asked = [];
  await page.route('**/api/v1/bills?*', async (route) => {
    asked.push(route.request().url());
    if (asked.length === 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await list.open();
  expect(asked).toHaveLength(1);
  await expect(page.getByRole('region', { name: 'Notices' })).not.toContainText('New billing data');
});
