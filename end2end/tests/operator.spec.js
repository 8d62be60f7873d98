// The platform operator (section 1): finds an account, tries an act out, does it, and is told what stands against it.
import { expectAccessible } from './accessible.js';
import { expect, test } from './portal.js';

const OPERATOR = 'operator@portal.example';

/** The drawer of an act. */
const drawer = (page) => page.getByRole('dialog');

test.describe('an operator', () => {
  test.use({ person: OPERATOR });

  test('finds an account of any organization and sees no page of its people', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL('/operator');
    await expect(page).toHaveTitle('Operator · Billing portal');
    await expect(page.getByRole('navigation').getByRole('link', { name: 'Bills', exact: true })).toHaveCount(0);
    await page.getByRole('searchbox').fill('lpg-0001');
    await expect(page).toHaveURL('/operator?q=lpg-0001');
    const found = page.getByRole('list', { name: 'Accounts' });
    await expect(found.getByRole('link')).toHaveCount(1);
    await expectAccessible(page);
    await found.getByRole('link', { name: /LPG-0001/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Lotus Pond Games' })).toBeVisible();
    await expectAccessible(page);
    await page.goBack();
    await expect(found.getByRole('link')).toHaveCount(1);
  });

  test('a6 grants a coupon: checked as it is typed, tried out, confirmed, logged', async ({ page }) => {
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Grant coupon' }).click();
    const form = drawer(page);
    await form.getByLabel('Amount').fill('25.001');
    await expect(form.getByText('Too many decimals: at most 2 in this currency.')).toBeVisible();
    await form.getByLabel('Amount').fill('25');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText('Fill this in.')).toHaveCount(2);
    await form.getByLabel('Valid to').fill('2099-12-31');
    await form.getByLabel('Reason').fill('Outage of last week');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByRole('heading', { name: 'This will change' })).toBeVisible();
    await expect(form.getByText('Left of the coupon')).toBeVisible();
    await form.getByRole('button', { name: 'Grant the coupon' }).click();
    await expect(form.getByRole('status')).toHaveText(/^Done: entry \d+ of the audit log\.$/);
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByText('Outage of last week').first()).toBeVisible();
  });

  test('m2 a credit note above the bill is refused with the figure', async ({ page, tolerate }) => {
    tolerate(/status of 400 .*\/acts\)$/);
    await page.goto('/operator?q=lpg-0001');
    await page.getByRole('list', { name: 'Accounts' }).getByRole('link').click();
    await page.getByRole('table').getByRole('button', { name: 'Credit note' }).first().click();
    const form = drawer(page);
    await form.getByLabel('Amount').fill('99999999');
    await form.getByLabel('Reason').fill('Wrong price');
    await form.getByRole('button', { name: 'Preview' }).click();
    await expect(form.getByText(/^More than the bill holds: at most [\d.]+ USD can still be credited\.$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(drawer(page)).toHaveCount(0);
  });
});

test('the people of an organization are told that the page is not theirs', async ({ page }) => {
  await page.goto('/operator');
  await expect(page.getByText("This page is for the platform's operators")).toBeVisible();
});
