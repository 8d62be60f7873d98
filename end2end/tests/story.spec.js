// The whole story: a bill is issued, there is not enough balance, the reason says so, a top-up on the sandbox's page pays it
// by itself, and records, statement and audit log hold all of it (M2, M4, M5, S13, A2, A7, E6).
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessible.js';
import { filesOf } from './archive.js';
import { MonthlyList } from './monthly_list.js';
import { expect, test } from './portal.js';
import { ACCOUNT, CYCLE, ask, begin, issued, signIn } from './story.js';

test.skip(!process.env.PORTAL_EXECUTABLE, 'PORTAL_EXECUTABLE names the server to start');
test.use({ person: null });
test.describe.configure({ mode: 'serial' });

let server;
test.beforeAll(async () => {
  server = await begin();
});
test.afterAll(() => server?.remove());

const status = (page) => page.getByRole('status', { name: 'Payment status' });
const why = (list) => list.panel.getByRole('region', { name: 'Why is this unsettled?' });

/** A file that is saved: its bytes. */
async function saved(page, press) {
  const downloading = page.waitForEvent('download');
  await press();
  return readFile(await (await downloading).path());
}

test('m5 a bill is issued, and the panel says what is missing and what a top-up would do', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  await issued(page, server);
  const list = new MonthlyList(page);
  await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}`);
  await list.row(0).getByRole('cell').first().click();
  await expect(list.panel).toContainText(`${CYCLE}`);
  await expect(why(list)).toContainText('123.45 USD is missing');
  await expect(why(list)).toContainText('Available credit is 500.00 USD: cash 0.00 USD + credit limit 500.00 USD');
  await expect(why(list)).toContainText('It clears within 2 seconds of a top-up of 123.45 USD.');
  await expect(why(list).getByRole('list').first()).toMatchAriaSnapshot({ name: 'reasons.aria.yml' });
  await list.panel.getByText('If you top up now').click();
  const amount = list.panel.getByRole('textbox', { name: 'Amount of the top-up' });
  await expect(amount).toHaveValue('123.45');
  await amount.fill('100');
  await expect(list.panel).toContainText(`it runs out at ${CYCLE}, which is 23.45 USD short.`);
  await amount.fill('150');
  await expect(list.panel).toContainText('123.45 USD is paid, and everything that is outstanding with it; 26.55 USD stays in cash.');
  await expectAccessible(page);
});

test('s13 a2 too little pays a part, the rest settles it within 2 seconds, by itself', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  const list = new MonthlyList(page);
  for (const [amount, means, state, left] of [
    ['100', /^Alipay/, 'Partly settled', '23.45'],
    ['23.45', /^Bank card/, 'Settled', '0.00'],
  ]) {
    await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}&open=${CYCLE}.${ACCOUNT}`);
    await list.panel.getByRole('link', { name: 'Pay bill' }).click();
    await page.getByRole('textbox', { name: 'Amount' }).fill(amount);
    await page.getByRole('radio', { name: means }).check();
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Pay' })).toBeVisible();
    await page.getByRole('radio', { name: /^Approve/ }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(status(page)).toContainText('Paid');
    await page.waitForTimeout(2_000);
    await page.getByRole('link', { name: 'To the monthly bills' }).click();
    await expect(page).toHaveURL(`${server.origin}/monthly-bills?account=${ACCOUNT}`);
    const row = list.table.getByRole('row').filter({ hasText: CYCLE }).filter({ hasText: 'Story shop' });
    await expect(row).toContainText(state);
    await expect(row).toContainText(left);
  }
});

test('m4 a7 the records in the drawer lead to the movements in the ledger', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  const list = new MonthlyList(page);
  await page.goto(`${server.origin}/monthly-bills?account=${ACCOUNT}&open=${CYCLE}.${ACCOUNT}`);
  await list.panel.getByRole('button', { name: 'View details' }).click();
  await expect(list.drawer.getByRole('tab', { name: /^Cash payment 123\.45/ })).toBeVisible();
  const { records } = await ask(page, server, `monthly-bills/${ACCOUNT}/${CYCLE}/repayments`);
  const lines = list.drawer.locator('.records > li');
  await expect(lines).toHaveCount(records.length);
  const sum = records.reduce((all, { money }) => all + Number(money.value.replace('.', '')), 0);
  expect(sum).toBe(12_345);
  for (const [at, { transaction }] of records.entries()) await expect(lines.nth(at)).toContainText(transaction);
  await lines.first().getByRole('button', { expanded: false }).click();
  const postings = lines.first().getByRole('table');
  await expect(postings).toContainText(`Receivable of ${CYCLE}`);
  await expect(postings).toContainText('Cash');
  await expectAccessible(page);
});

test('a1 the statement is exported as CSV and Excel, and both say the same', async ({ page }) => {
  await signIn(page, server, 'finance@harbour.example');
  await page.goto(`${server.origin}/funding?account=${ACCOUNT}&tab=statement&book=cash`);
  const table = page.getByRole('table', { name: 'Statement' });
  await expect(table.getByRole('row')).toHaveCount(5);
  await page.getByRole('button', { name: 'Export data' }).click();
  const csv = await saved(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click());
  const lines = csv.toString('utf8').replace(/^\ufeff/, '').trimEnd().split('\r\n');
  const cash = lines.filter((line) => /Top-up|Repayment/.test(line));
  expect(cash).toHaveLength(4);
  for (const [at, figures] of [['100.00'], ['-100.00'], ['23.45'], ['-23.45']].entries()) {
    for (const figure of figures) expect(cash[at]).toContain(figure);
  }
  await page.getByRole('button', { name: 'Export data' }).click();
  const excel = await saved(page, () => page.getByRole('menuitem', { name: /^Excel/ }).click());
  const sheet = filesOf(excel).get('xl/worksheets/sheet1.xml').toString('utf8');
  for (const figure of ['100.00', '-100.00', '23.45', '-23.45']) expect(sheet).toContain(`<v>${figure}</v>`);
});

test('e6 the audit log holds all of it, and its chain is whole', async ({ page }) => {
  await signIn(page, server, 'admin@harbour.example');
  await page.goto(`${server.origin}/audit?account=${ACCOUNT}`);
  const rows = page.getByRole('table', { name: /^Entries of the audit log/ }).locator('tbody tr');
  const { items } = await ask(page, server, `audit?account=${ACCOUNT}`);
  await expect(rows).toHaveCount(items.length);
  const acts = items.map(({ act }) => act).toReversed();
  expect(acts.filter((act) => ['set_credit_terms', 'issue', 'receive', 'settle'].includes(act))).toEqual([
    'set_credit_terms',
    'issue',
    'receive',
    'settle',
    'receive',
    'settle',
  ]);
  await page.getByRole('button', { name: 'Check the log' }).click();
  await expect(page.getByText(/^The log is whole: all [\d,]+ entries follow from each other, unchanged\.$/)).toBeVisible();
  await expect(server.run('verify')).resolves.toContain('everything is in order');
});
