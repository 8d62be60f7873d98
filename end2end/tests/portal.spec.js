// The portal as a whole: it loads, says nothing wrong, and is accessible.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('opens without an error and without an accessibility violation', async ({ page }) => {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  expect(errors).toEqual([]);
});
