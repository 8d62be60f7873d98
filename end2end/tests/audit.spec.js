// The audit log (E6): who asked for what, what came of it, what it moved, and whether its chain is whole.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { expect, read, test } from './portal.js';

const ADMIN = 'admin@harbour.example';

const filters = (page) => page.getByRole('group', { name: 'Search the log' });
const rows = (page) => page.getByRole('table', { name: /^Entries of the audit log/ }).locator('tbody tr');
const panel = (page) => page.getByRole('complementary', { name: 'Audit entry' });

test('e6 entries stand newest first, in pages, in the words of the interface', async ({ page }) => {
  // What other tests do meanwhile is newer.
  const past = 'day_to=2026-10-31';
  const first = await read(page.request, `/api/v1/audit?limit=100&${past}`);
  await page.goto(`/audit?${past}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
  await expect(page).toHaveTitle('Audit log · Billing portal');
  await expect(rows(page)).toHaveCount(100);
  await expect(rows(page).first()).toContainText(first.items[0].asked.en);
  await expect(rows(page).first()).toContainText(first.items[0].outcome.en);
  await expect(rows(page).first()).toContainText(first.items[0].account.name);
  await expect(page.getByText('Sign-ins, views and exports are not in it.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page).toHaveURL(`/audit?${past}&cursor=${first.next_cursor}`);
  const second = await read(page.request, `/api/v1/audit?limit=100&${past}&cursor=${first.next_cursor}`);
  await expect(rows(page).first()).toContainText(second.items[0].outcome.en);
  await page.reload();
  await expect(rows(page).first()).toContainText(second.items[0].outcome.en);
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(page).toHaveURL(`/audit?${past}`);
});

test('e6 filters stand in the address: act, account, who, day and words', async ({ page }) => {
  await page.goto('/audit');
  await filters(page).getByRole('button', { name: 'Act' }).click();
  await page.getByRole('dialog', { name: 'Act' }).getByRole('checkbox', { name: 'Monthly bill issued' }).check();
  await expect(page).toHaveURL('/audit?act=issue');
  await page.keyboard.press('Escape');
  await filters(page).getByRole('button', { name: 'Day' }).click();
  await page.getByLabel('From').fill('2026-09-01');
  await page.getByLabel('To', { exact: true }).fill('2026-09-30');
  await expect(page).toHaveURL('/audit?act=issue&day_from=2026-09-01&day_to=2026-09-30');
  await page.keyboard.press('Escape');
  const september = await read(page.request, '/api/v1/audit?act=issue&day_from=2026-09-01&day_to=2026-09-30&limit=100');
  expect(september.items.length).toBeGreaterThan(0);
  await expect(rows(page)).toHaveCount(september.items.length);
  const { account } = september.items[0];
  await page.keyboard.press('/');
  await page.keyboard.type(account.number);
  await expect(page).toHaveURL(new RegExp(`&q=${account.number}$`));
  await expect(rows(page)).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/day_from=2026-09-01$/);
  await filters(page).getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL('/audit');
  await page.goto('/audit?q=nothing-of-the-kind');
  await expect(page.getByText('No entry fits')).toBeVisible();
});

test('e6 a7 an entry opens beside the log with its postings, by keyboard alone', async ({ page }) => {
  await page.goto('/audit?act=issue&day_to=2026-10-31');
  const { items } = await read(page.request, '/api/v1/audit?act=issue&day_to=2026-10-31&limit=2');
  const details = await read(page.request, `/api/v1/audit/${items[1].place}`);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/audit?act=issue&day_to=2026-10-31&open=${items[1].place}`);
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('Monthly bill issued');
  await expect(panel(page)).toContainText(details.movements[0].id);
  const postings = details.movements.flatMap((movement) => movement.postings);
  await expect(panel(page).locator('.postings tbody tr')).toHaveCount(postings.length);
  await panel(page).getByText('Key and hashes').click();
  await expect(panel(page)).toContainText(details.sha256);
  await expect(panel(page)).toContainText(details.previous_sha256);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/audit?act=issue&day_to=2026-10-31');
});

test('b8 all that is filtered is exported', async ({ page }) => {
  await page.goto('/audit?day_from=2026-09-01&day_to=2026-09-30');
  await expect(rows(page).first()).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await (await waiting).path();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
  const { items } = await read(page.request, '/api/v1/audit?day_from=2026-09-01&day_to=2026-09-30&limit=500');
  expect(lines.length).toBe(1 + items.length);
  expect(lines[1]).toMatch(new RegExp(`^${items[0].place},2026-09-\\d\\d `));
});

test.describe('a super administrator', () => {
  test.use({ person: ADMIN });

  test('e6 checks that the log is whole', async ({ page }) => {
    await page.goto('/audit');
    await page.getByRole('button', { name: 'Check the log' }).click();
    const found = page.getByText(/^The log is whole: all [\d,]+ entries follow from each other, unchanged\.$/);
    await expect(found).toBeVisible();
    const strip = page.getByRole('status').filter({ has: found });
    const [, place] = /Newest: entry ([\d,]+)/.exec(await strip.innerText());
    const { sha256 } = await read(page.request, `/api/v1/audit/${place.replaceAll(',', '')}`);
    await expect(strip).toContainText(sha256);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect(found).toBeHidden();
  });
});

test.describe('a viewer', () => {
  test.use({ person: 'viewer@harbour.example' });

  test('e3 is told who may see the log', async ({ page }) => {
    await page.goto('/audit');
    await expect(page.getByText('Your role does not include the audit log')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  });
});
