// Signing in and out (E3), and what becomes of one's work when a session ends.
import { expectAccessible } from './accessible.js';
import { BillList } from './bill_list.js';
import { PASSWORD, expect, read, test } from './portal.js';

test.use({ person: null });

const form = (page) => ({
  email: page.getByRole('textbox', { name: 'Email' }),
  password: page.getByLabel('Password', { exact: true }),
  submit: page.getByRole('button', { name: 'Sign in' }),
});

test('stands before everything else', async ({ page }) => {
  await page.goto('/bills');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(form(page).email).toBeFocused();
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'page.aria.yml' });
  await expectAccessible(page);
});

test('says at the fields what is missing', async ({ page }) => {
  await page.goto('/bills');
  const { email, password, submit } = form(page);
  await submit.click();
  await expect(email).toHaveAccessibleDescription('Fill this in.');
  await expect(password).toHaveAccessibleDescription('Fill this in.');
  await email.fill('nobody');
  await submit.click();
  await expect(email).toHaveAccessibleDescription('Not an email address: write it as name@example.com.');
  await expect(email).toBeFocused();
  await expectAccessible(page);
});

test('refuses a wrong password, keeps what was typed, then lets in', async ({ page }) => {
  await page.goto('/bills');
  const { email, password, submit } = form(page);
  await email.fill('viewer@harbour.example');
  await password.fill('not the password');
  await submit.click();
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong.');
  await expect(email).toHaveValue('viewer@harbour.example');
  await expect(password).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await password.fill(PASSWORD);
  await submit.click();
  await new BillList(page).isRight();
});

test('asks to wait after many wrong passwords', async ({ page, tolerate }) => {
  tolerate(/status of 429 .*\/api\/v1\/session\)$/);
  const address = `guess-${Date.now()}@harbour.example`;
  for (let times = 0; times < 7; times += 1) {
    await page.request.post('/api/v1/session', { data: { email: address, password: 'guessing' } });
  }
  await page.goto('/bills');
  const { email, password, submit } = form(page);
  await email.fill(address);
  await password.fill('guessing');
  await expect(async () => {
    await submit.click();
    await expect(page.getByRole('alert')).toContainText('Too many failed sign-ins.', { timeout: 2_000 });
  }).toPass();
  await expect(submit).toHaveAccessibleDescription(/^You can try again in \d+ seconds?\.$/);
  await expect(submit).toHaveAttribute('aria-disabled', 'true');
});

test('returns to the address that was asked for', async ({ page }) => {
  await page.goto('/bills?status=pending&sort=-consumption');
  const { email, password, submit } = form(page);
  await email.fill('finance@harbour.example');
  await password.fill(PASSWORD);
  await submit.click();
  const list = new BillList(page);
  await list.isRight();
  await expect(page).toHaveURL('/bills?status=pending&sort=-consumption');
  await expect(list.chip('Status')).toContainText('Pending');
});

test('works by keyboard alone', async ({ page }) => {
  await page.goto('/bills');
  await expect(form(page).email).toBeFocused();
  await page.keyboard.type('finance@harbour.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  const list = new BillList(page);
  await list.isRight();
  await page.keyboard.press('/');
  await page.keyboard.type('loyalty');
  await expect(page).toHaveURL('/bills?q=loyalty');
  await list.isRight();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(list.panel.getByRole('heading', { level: 2 })).toContainText('·');
  await page.keyboard.press('Escape');
  await expect(list.panel).toBeHidden();
});

test('signs out, and the session is over', async ({ page }) => {
  await page.request.post('/api/v1/session', { data: { email: 'viewer@harbour.example', password: PASSWORD } });
  const list = new BillList(page);
  await list.open();
  await page.getByRole('button', { name: /^Signed in as Victor Lim/ }).click();
  const menu = page.getByRole('menu');
  await expect(menu).toContainText('viewer@harbour.example');
  await expect(menu).toContainText('Viewer');
  await menu.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
  await page.goBack();
  await page.goto('/bills');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('a session that ends in mid-work keeps the page, and the work goes on', async ({ page, tolerate }) => {
  tolerate(/status of 401 /);
  await page.request.post('/api/v1/session', { data: { email: 'finance@harbour.example', password: PASSWORD } });
  const list = new BillList(page);
  await list.open('sort=-consumption');
  await page.context().clearCookies();
  const status = await list.choices('Status');
  await status.getByRole('radio', { name: 'Pending' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toContainText('Nothing on the page is lost.');
  await expect(list.grid).toBeAttached();
  await expect(dialog.getByRole('textbox', { name: 'Email' })).toHaveValue('finance@harbour.example');
  await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await list.isRight();
  await expect(page).toHaveURL('/bills?status=pending&sort=-consumption');
});

test('what was typed into a form survives the end of a session', async ({ page, tolerate }) => {
  tolerate(/status of 401 /);
  const admin = { email: 'admin@harbour.example', password: PASSWORD };
  await page.request.post('/api/v1/session', { data: admin });
  await page.goto('/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add user' });
  const address = `kept-${Date.now()}@harbour.example`;
  await drawer.getByRole('textbox', { name: 'Email' }).fill(address);
  await drawer.getByRole('textbox', { name: 'Name' }).fill('Kept Typed');
  await drawer.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.context().clearCookies();
  await drawer.getByRole('button', { name: 'Add user' }).click();
  const again = page.getByRole('dialog', { name: 'Your session has ended' });
  await again.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Kept Typed was added.');
  const users = await read(page.request, '/api/v1/users');
  expect(users.items.map((user) => user.email)).toContain(address);
});

test('one changes one’s own password', async ({ page, playwright, baseURL, tolerate }) => {
  tolerate(/status of 400 .*\/api\/v1\/session\/password\)$/);
  const admin = await playwright.request.newContext({ baseURL });
  await admin.post('/api/v1/session', { data: { email: 'admin@harbour.example', password: PASSWORD } });
  const email = `own-${Date.now()}@harbour.example`;
  const person = { email, name: 'Own Password', role: 'viewer', accounts: 'all', password: 'first password 1' };
  expect((await admin.post('/api/v1/users', { data: person })).ok()).toBe(true);
  await page.request.post('/api/v1/session', { data: { email, password: 'first password 1' } });
  await new BillList(page).open();
  await page.getByRole('button', { name: /^Signed in as Own Password/ }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  const old = dialog.getByLabel('Old password', { exact: true });
  const password = dialog.getByLabel('New password', { exact: true });
  await password.fill('short');
  await password.press('Enter');
  await expect(old).toHaveAccessibleDescription('Fill this in.');
  await expect(password).toHaveAccessibleDescription(/^Too short: at least 12 characters\./);
  await expectAccessible(page);
  await old.fill('not my password');
  await password.fill('second password 2');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(old).toHaveAccessibleDescription('Not your password: type it again.');
  await old.fill('first password 1');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Password changed.');
  const answers = [];
  for (const given of ['first password 1', 'second password 2']) {
    answers.push((await admin.post('/api/v1/session', { data: { email, password: given } })).status());
  }
  expect(answers).toEqual([401, 200]);
  await admin.dispose();
});
