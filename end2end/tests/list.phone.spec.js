// The portal at 390 px (E4): cards, menu, filters, a bill over the whole page; nothing is pushed sideways.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { BillList } from './bill_list.js';
import { PASSWORD, expect, test } from './portal.js';

let list;

test.beforeEach(({ page }) => {
  list = new BillList(page);
});

test('bills are cards, down to the last one', async ({ page }) => {
  await list.open();
  await expect(page.getByRole('heading', { level: 1, name: 'Bills' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const [first] = await list.rows();
  const card = await list.grid.getByRole('row').filter({ hasText: first.texts[1] }).first().boundingBox();
  expect(card.height).toBeGreaterThan(60);
  expect(card.x).toBeGreaterThanOrEqual(0);
  expect(card.x + card.width).toBeLessThanOrEqual(390);
  await list.scrollTo(1);
  await list.isRight();
  expect((await list.rows()).at(-1).place).toBe((await list.count()) - 1);
});

test('b5 cards are selected by a finger', async ({ page }) => {
  await list.open();
  const boxes = list.grid.getByRole('gridcell').filter({ has: page.getByRole('checkbox') });
  const box = await boxes.first().boundingBox();
  expect(box.width).toBeGreaterThanOrEqual(44);
  expect(box.height).toBeGreaterThanOrEqual(44);
  for (const place of [0, 2]) await boxes.nth(place).tap();
  await expect(list.panel).toBeHidden();
  const selection = page.getByRole('group', { name: 'Selection' });
  await expect(selection.getByText('2 selected')).toBeVisible();
  await expect(list.grid.getByRole('row', { selected: true })).toHaveCount(2);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export data' }).tap();
  await page.getByRole('menuitem', { name: 'CSV of 2 bills' }).tap();
  await downloading;
  await selection.getByRole('button', { name: /^Select all [\d,]+$/ }).tap();
  await expect(selection.getByText(`${(await list.count()).toLocaleString('en')} selected`)).toBeVisible();
  await selection.getByRole('button', { name: 'Clear selection' }).tap();
  await expect(selection).toBeHidden();
  await list.isRight();
});

test('the menu opens over the page and closes when one goes on', async ({ page }) => {
  await list.open();
  await page.getByRole('button', { name: 'Open the menu' }).click();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('button', { name: 'Close the menu' })).toBeFocused();
  await expectAccessible(page);
  await pages.getByRole('link', { name: 'Bills to be paid' }).click();
  await expect(page).toHaveURL('/bills?status=pending');
  await expect(pages.getByRole('link', { name: 'Bills to be paid' })).toBeHidden();
  await list.isRight();
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Open the menu' })).toBeFocused();
});

test('filters stand in the window', async ({ page }) => {
  await list.open();
  const products = await list.choices('Product');
  const box = await products.boundingBox();
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await products.getByRole('checkbox', { name: 'SMS', exact: true }).check();
  await page.keyboard.press('Escape');
  await list.isRight();
  await list.search.fill('harbour');
  await expect(page).toHaveURL('/bills?product=sms&q=harbour');
  await list.isRight();
  await expectNoSidewaysScroll(page);
});

test('a bill covers the page, and gives it back', async ({ page }) => {
  await list.open('status=pending');
  const [first] = await list.rows();
  await list.grid.getByRole('row').filter({ hasText: first.texts[1] }).first().tap();
  await expect(list.panel.getByRole('heading', { level: 2 })).toContainText(first.texts[0]);
  const box = await list.panel.boundingBox();
  expect(box.width).toBeGreaterThanOrEqual(380);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await list.panel.getByRole('button', { name: 'Close' }).tap();
  await expect(list.panel).toBeHidden();
  await list.isRight();
});

test.describe('an administrator', () => {
  test.use({ person: 'admin@harbour.example' });

  test('manages users', async ({ page }) => {
    await page.goto('/users');
    await expect(page.getByText('clerk@harbour.example')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add user' }).tap();
    const drawer = page.getByRole('dialog', { name: 'Add user' });
    await drawer.getByRole('button', { name: 'Add user' }).tap();
    await expect(drawer.getByRole('alert')).toContainText('Please correct:');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test.describe('nobody yet', () => {
  test.use({ person: null });

  test('signs in', async ({ page }) => {
    await page.goto('/bills');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByLabel('Email').fill('viewer@harbour.example');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).tap();
    await list.isRight();
  });
});
