// The overview at 390 px (E4): a card under the other, nothing pushed sideways.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { expect, test } from './portal.js';

test('cards stand one under the other', async ({ page }) => {
  await page.goto('/overview');
  const cards = page.getByRole('main').getByRole('region');
  await expect(page.getByRole('heading', { level: 2, name: 'Spend by product' })).toBeVisible();
  for (const title of ['What needs you', 'Outstanding by due date', 'Spend by product', 'Share by account']) {
    const box = await cards.filter({ has: page.getByRole('heading', { level: 2, name: title }) }).boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  }
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show as table' }).tap();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
