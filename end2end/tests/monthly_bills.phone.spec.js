// Monthly bills at 390 px (E4): a card names the account whole, since when it is late, and what may happen.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { MonthlyList } from './monthly_list.js';
import { expect, test } from './portal.js';

test('m1 an overdue card says what may happen, in the card', async ({ page }) => {
  const list = new MonthlyList(page);
  await list.open('overdue=true');
  const card = list.row(0);
  for (const text of [/^Late since|^Charge failed/, 'Service may be interrupted']) {
    const box = await card.getByText(text).boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  }
  const { height } = await card.boundingBox();
  expect(height).toBe(88);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await card.tap();
  await expect(list.panel).toContainText('the service may be interrupted');
  await expectNoSidewaysScroll(page);
});
