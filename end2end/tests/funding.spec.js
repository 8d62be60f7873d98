// The funding account (A1): balances as sums, the statement and its files, settings with what stands against them,
// relationships from invitation to end, tax profiles.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { money } from './bill_list.js';
import { expect, read, test } from './portal.js';

const open = (page, account, tab = '') => page.goto(`/funding?account=${account}${tab && `&tab=${tab}`}`);
const statement = (page) => page.getByRole('table', { name: 'Statement' });

test('a1 available credit is a sum that one can follow', async ({ page }) => {
  const { credit, cards, coupons } = await read(page.request, '/api/v1/accounts/HRB-0008/funding');
  await open(page, 'HRB-0008');
  await expect(page).toHaveTitle('Funding account · Billing portal');
  const sum = page.locator('.funding-card').filter({ hasText: 'Available credit' });
  for (const figure of [credit.cash, credit.credit_limit, credit.available]) {
    await expect(sum).toContainText(money(figure));
  }
  const held = (title) => page.locator('.funding-section').filter({ hasText: title }).locator('.funding-list > li');
  await expect(held('Stored value cards')).toHaveCount(cards.length);
  await expect(held('Coupons')).toHaveCount(coupons.length);
  expect(cards.length).toBeGreaterThan(1);
  await held('Stored value cards').first().getByText(/^Named by \d+ orders$/).click();
  await expect(held('Stored value cards').first().getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
});

test('a1 the statement filters by the address, runs the balance, and is exported as it stands', async ({ page }) => {
  await open(page, 'HRB-0001', 'statement');
  await expect(statement(page).getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('combobox', { name: 'Balance' }).selectOption({ label: 'Cash' });
  await expect(page).toHaveURL(/tab=statement&book=cash/);
  await page.getByRole('combobox', { name: 'Movement' }).selectOption({ label: 'Top-up' });
  await expect(page).toHaveURL(/kind=top_up/);
  const query = 'book=cash&kind=top_up';
  const { items, totals } = await read(page.request, `/api/v1/accounts/HRB-0001/statement?${query}&limit=200`);
  await expect(statement(page).getByRole('row')).toHaveCount(1 + items.length);
  await expect(statement(page).getByRole('row').nth(1)).toContainText(money(items[0].balance));
  await expect(page.locator('.statement-totals')).toContainText(money(totals.closing));
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Export data' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  for (const { balance, moved } of items) {
    expect(text).toContain(balance.value);
    expect(text).toContain(moved.movement.id);
  }
  await page.reload();
  await expect(statement(page).getByRole('row')).toHaveCount(1 + items.length);
  await statement(page).getByRole('button').first().click();
  await expect(page.getByRole('dialog')).toContainText(items[0].moved.movement.id);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('s14 a setting that the terms stand against says why', async ({ page }) => {
  await open(page, 'HRB-0005', 'settings');
  const row = (name) => page.locator('.settings-list li').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await expect(row('Settle past bills').getByRole('button')).toHaveAttribute('aria-disabled', 'true');
  await expect(row('Settle past bills').getByRole('button')).toHaveAccessibleDescription(/credit control/);
  await expectAccessible(page);
  await open(page, 'HRB-0007', 'settings');
  await expect(row('Settle past bills').getByRole('button')).toHaveAccessibleDescription(/contract/);
  const remittance = row('Automatically pay monthly bills');
  await remittance.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('Automatically pay monthly bills is on.')).toBeVisible();
  await remittance.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('Automatically pay monthly bills is off.')).toBeVisible();
});

test('a2 automatic settlement pays at once, so it is confirmed', async ({ page }) => {
  const { unsettled } = await read(page.request, '/api/v1/accounts/HRB-0006/funding');
  await open(page, 'HRB-0006', 'settings');
  await page.locator('.settings-list li').first().getByRole('button', { name: 'Turn on' }).click();
  const dialog = page.getByRole('dialog', { name: 'Turn on automatic settlement' });
  await expect(dialog).toContainText(`${unsettled} unsettled monthly bill`);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
});

test.describe('a super administrator', () => {
  test.use({ person: 'admin@harbour.example' });

  test('a1 a member is invited, accepts, and the relationship ends', async ({ page }) => {
    const { items } = await read(page.request, '/api/v1/accounts?limit=500');
    const main = items.find(({ kind }) => kind === 'main');
    const relations = (await read(page.request, '/api/v1/relations')).items;
    const tied = relations.filter(({ state }) => ['invited', 'active'].includes(state)).map((one) => one.member.number);
    const member = items.find(
      ({ kind, currency, number }) => kind === 'member' && currency === main.currency && !tied.includes(number),
    );
    await open(page, main.number, 'relations');
    await expect(page.getByText('Active', { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Invite member' }).click();
    const drawer = page.getByRole('dialog', { name: 'Invite member' });
    await drawer.getByRole('searchbox').fill(member.number);
    await drawer.getByRole('button', { name: new RegExp(member.number) }).click();
    await expect(page.getByText(`${member.name} is invited.`)).toBeVisible();
    const row = page.locator('.relations-list li').filter({ hasText: member.number }).first();
    await expect(row).toContainText('Invited');
    await row.getByRole('button', { name: 'Accept' }).click();
    await expect(row).toContainText('Active');
    await row.getByRole('button', { name: 'End' }).click();
    const dialog = page.getByRole('dialog', { name: 'End billing relationship' });
    await expect(dialog).toContainText(`can't pay for ${member.name} any more`);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'End' }).click();
    await expect(row).toContainText('Ended');
    await expect(row.getByRole('button')).toHaveCount(0);
  });

  test('b4 a tax profile follows from tomorrow on, and keeps its history', async ({ page }) => {
    await open(page, 'HRB-0001', 'tax');
    const profiles = page.locator('.tax-list li');
    await expect(profiles.nth(1)).toBeVisible();
    const before = await profiles.count();
    await page.getByRole('button', { name: 'New profile' }).click();
    const form = page.getByRole('dialog', { name: 'New profile' });
    await form.getByLabel('Legal name').fill('');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByLabel('Legal name')).toHaveAccessibleDescription(/Fill this in\./);
    await expectAccessible(page);
    await form.getByLabel('Legal name').fill('Harbour Retail Group Holdings Ltd.');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The tax profile is saved.')).toBeVisible();
    await expect(profiles).toHaveCount(before + 1);
    await expect(profiles.first()).toContainText('Harbour Retail Group Holdings Ltd.');
    await expectAccessible(page);
  });
});

test('a1 methods: an expired card is named as such, and the default is chosen', async ({ page }) => {
  await page.goto('/funding/payment-methods?account=HRB-0010');
  const methods = page.getByRole('list', { name: 'Linked payment methods' });
  await expect(methods).toContainText('Visa ending 0069');
  await expect(methods).toContainText('Expired');
  await expectAccessible(page);
  await page.goto('/funding/payment-methods?account=HRB-0005');
  await expect(methods).toContainText('Visa ending 9995');
  await methods.getByRole('button', { name: 'Make default' }).first().click();
  await expect(page.getByText('Visa ending 4242 is the default now.')).toBeVisible();
});

test.describe('a viewer', () => {
  test.use({ person: 'viewer@harbour.example' });

  test('e3 sees the funding account and changes nothing', async ({ page }) => {
    await open(page, 'HRB-0001', 'relations');
    await expect(page.getByRole('button', { name: 'Invite member' })).toHaveAttribute('aria-disabled', 'true');
    await open(page, 'HRB-0001', 'settings');
    await expect(page.locator('.settings-list').getByRole('button').first()).toHaveAttribute('aria-disabled', 'true');
  });
});
