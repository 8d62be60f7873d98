// The bill list by keyboard and its selection: every row is reached, selected, opened and left again without a mouse.
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { expect, test } from './portal.js';

let list;

test.beforeEach(({ page }) => {
  list = new BillList(page);
});

const isOn = (place) => expect(list.grid).toHaveAttribute('aria-activedescendant', `bill-${place}`);
const selected = (text) => expect(list.filters.getByText(text, { exact: true })).toBeVisible();
const marked = () => list.grid.getByRole('row', { selected: true });

test('moves by j and k, arrows, screens, and to both ends', async ({ page }) => {
  await list.open();
  const last = (await list.count()) - 1;
  for (const [key, place] of [
    ['j', 0],
    ['j', 1],
    ['ArrowDown', 2],
    ['k', 1],
    ['ArrowUp', 0],
    ['ArrowUp', 0],
    ['End', last],
    ['j', last],
    ['k', last - 1],
    ['Home', 0],
  ]) {
    await page.keyboard.press(key);
    await isOn(place);
    await list.isRight();
  }
  await page.keyboard.press('PageDown');
  await expect(list.grid).toHaveAttribute('aria-activedescendant', /^bill-[12]\d$/);
  await page.keyboard.press('PageUp');
  await isOn(0);
});

test('space selects, with shift up to here, and Esc lets go', async ({ page }) => {
  await list.open();
  for (const key of ['j', 'Space']) await page.keyboard.press(key);
  await selected('1 selected');
  await expect(marked()).toHaveCount(1);
  for (let times = 0; times < 4; times += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+Space');
  await selected('5 selected');
  await expect(marked()).toHaveCount(5);
  await expectAccessible(page);
  await page.keyboard.press('Space');
  await selected('4 selected');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Escape');
  await expect(marked()).toHaveCount(0);
});

test('selects all that is filtered, less some', async ({ page }) => {
  await list.open('status=pending');
  const count = await list.count();
  const all = list.grid.getByRole('checkbox', { name: 'Select all that is filtered' });
  await page.keyboard.press('x');
  await selected(`${count.toLocaleString('en')} selected`);
  await expect(all).toBeChecked();
  for (const key of ['j', 'Space']) await page.keyboard.press(key);
  await selected(`${(count - 1).toLocaleString('en')} selected`);
  await expect(all).toBeChecked({ indeterminate: true });
  await list.scrollTo(0.5);
  await list.isRight();
  const rows = list.grid.getByRole('row', { selected: false });
  await expect(rows.getByRole('checkbox', { name: /^Select .* · / })).toHaveCount(0);
  await all.click();
  await expect(marked()).toHaveCount(0);
  await list.grid.focus();
  await page.keyboard.press('Control+a');
  await selected(`${count.toLocaleString('en')} selected`);
  await list.search.fill('sms');
  await list.isRight();
  await expect(marked()).toHaveCount(0);
});

test('selects by mouse: boxes, and rows with Ctrl and shift', async () => {
  await list.open();
  const row = (place) => list.grid.getByRole('row').nth(1 + place);
  await row(0).getByRole('checkbox').click();
  await selected('1 selected');
  await row(3).click({ modifiers: ['Control'] });
  await selected('2 selected');
  await row(6).click({ modifiers: ['Shift'] });
  await selected('5 selected');
  await expect(list.panel).toBeHidden();
});

test('Enter opens, the panel follows the rows, Esc closes it first', async ({ page }) => {
  await list.open('sort=-consumption');
  for (const key of ['j', 'Space', 'Enter']) await page.keyboard.press(key);
  const heading = list.panel.getByRole('heading', { level: 2 });
  const rows = await list.rows();
  await expect(heading).toContainText(rows[0].texts[0]);
  const first = new URL(page.url()).searchParams.get('bill');
  await page.keyboard.press('j');
  await expect(page).not.toHaveURL(new RegExp(first));
  await expect(page).toHaveURL(/&bill=bil-/);
  await isOn(1);
  await page.keyboard.press('Escape');
  await expect(list.panel).toBeHidden();
  await expect(page).toHaveURL('/bills?sort=-consumption');
  await selected('1 selected');
  await page.keyboard.press('Escape');
  await expect(marked()).toHaveCount(0);
});

test('keys are letters while one types', async ({ page }) => {
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type('xjk/?');
  await expect(list.search).toHaveValue('xjk/?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
  await expect(marked()).toHaveCount(0);
});
