// The funding account at 390 px (E4): every part fits, nothing is pushed sideways.
import { expectAccessible, expectNoSidewaysScroll } from './accessible.js';
import { expect, test } from './portal.js';

for (const tab of ['balances', 'statement', 'settings', 'relations', 'tax']) {
  test(`the part ${tab} fits`, async ({ page }) => {
    await page.goto(`/funding?account=HRB-0001&tab=${tab}`);
    await expect(page.getByRole('tab', { selected: true })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test('payment methods fit', async ({ page }) => {
  await page.goto('/funding/payment-methods?account=HRB-0005');
  await expect(page.getByRole('list', { name: 'Linked payment methods' })).toContainText('Visa ending 9995');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
