// The frame around every page: pages, theme, palette, shortcuts, support (B7), and what leads nowhere.
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { expect, test } from './portal.js';

/** How light the page's ground is, 0 to 255. */
const ground = (page) =>
  page.evaluate(() => {
    const paint = document.createElement('canvas').getContext('2d');
    paint.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    return Math.max(...paint.getImageData(0, 0, 1, 1).data.subarray(0, 3));
  });

test('b7 contact support stands on every page', async ({ page }) => {
  for (const address of ['/', '/bills', '/bills?q=zzzz', '/monthly-bills', '/users', '/nowhere']) {
    await page.goto(address);
    const support = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Contact support' });
    await expect(support).toHaveAttribute('href', /^mailto:/);
  }
});

test('e4 dark is chosen, kept, and left again', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await new BillList(page).open();
  const light = await ground(page);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => ground(page)).toBeLessThan(80);
  const dark = await ground(page);
  expect(light).toBeGreaterThan(200);
  await page.reload();
  await new BillList(page).isRight();
  expect(await ground(page)).toBe(dark);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'As the system' }).click();
  await expect.poll(() => ground(page)).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => ground(page)).toBe(dark);
});

test('the palette goes anywhere by keyboard', async ({ page }) => {
  const list = new BillList(page);
  await list.open();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search pages and actions' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await expect(palette).toMatchAriaSnapshot({ name: 'palette.aria.yml' });
  await expectAccessible(page);
  await page.keyboard.type('to be paid');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/bills?status=pending');
  await list.isRight();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('loyalty');
  await expect(palette.getByRole('option', { name: 'Search bills for “loyalty”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/bills?q=loyalty');
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('the shortcuts are listed behind a question mark', async ({ page }) => {
  await new BillList(page).open();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Select all that is filtered');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the first Tab leads past the menu', async ({ page }) => {
  await new BillList(page).open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the menu folds to its signs, and stays so', async ({ page }) => {
  const list = new BillList(page);
  await list.open();
  await page.getByRole('button', { name: 'Fold the menu' }).click();
  await expect(page.getByRole('button', { name: 'Unfold the menu' })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await list.isRight();
  await page.getByRole('button', { name: 'Unfold the menu' }).click();
  await expect(page.getByRole('button', { name: 'Fold the menu' })).toBeVisible();
});

test('an address that leads nowhere leads on', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1, name: 'There is no page here' })).toBeAttached();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to bills' }).click();
  await new BillList(page).isRight();
  await expect(page).toHaveURL('/bills');
});

test('the policy forbids what is not the portal’s own', async ({ page, tolerate }) => {
  tolerate(/Content Security Policy/);
  const answer = await page.goto('/bills');
  const policy = answer.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-inline');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.foreign = true';
    document.head.append(script);
    return window.foreign === true;
  });
  expect(ran).toBe(false);
});
