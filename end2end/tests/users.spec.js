// Users and their permissions (E3), with the contract's words at the fields (E1).
import { expectAccessible } from './accessible.js';
import { expect, read, readAll, sessionOf, test } from './portal.js';

test.use({ person: 'admin@harbour.example' });

const table = (page) => page.getByRole('table', { name: 'Users of the organization' });
const rowOf = (page, email) => table(page).getByRole('row').filter({ hasText: email });
const notices = (page) => page.getByRole('region', { name: 'Notices' });

/** A user nobody else knows, as the form takes it. */
function somebody() {
  const number = `${Date.now()}${process.pid}`;
  const email = `user-${number}@harbour.example`;
  return { email, name: `Noor Haddad ${number}`, role: 'finance-user', accounts: 'all', password: 'a long first password' };
}

async function open(page) {
  await page.goto('/users');
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await expect(rowOf(page, 'admin@harbour.example')).toContainText('Adam Clarke (you)');
}

/** Opens what can be done with a user. */
async function act(page, user, action) {
  await page.getByRole('button', { name: `Actions for ${user.name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

async function added(page) {
  const user = somebody();
  const answer = await page.request.post('/api/v1/users', { data: user });
  expect(answer.ok()).toBe(true);
  return { ...user, id: (await answer.json()).id };
}

test('shows who may do what', async ({ page }) => {
  await open(page);
  const { items } = await read(page.request, '/api/v1/users');
  await expect(rowOf(page, 'clerk@harbour.example')).toContainText('1 account');
  await expect(rowOf(page, 'viewer@harbour.example')).toContainText('Viewer');
  expect(items.every(({ email }) => email.endsWith('@harbour.example'))).toBe(true);
  await expect(table(page)).toMatchAriaSnapshot({ name: 'users.aria.yml' });
  await expectAccessible(page);
});

test('e1 adding says what is wrong at the fields, as the server does', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Add user' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add user' });
  const email = drawer.getByRole('textbox', { name: 'Email' });
  const name = drawer.getByRole('textbox', { name: 'Name' });
  const password = drawer.getByLabel('Password', { exact: true });
  const send = drawer.getByRole('button', { name: 'Add user' });
  await expect(email).toBeFocused();
  await email.fill('not an address');
  await password.fill('short');
  await drawer.getByRole('radio', { name: 'Only these accounts' }).check();
  await send.click();
  const body = { email: 'not an address', name: '', role: 'finance-user', accounts: { only: [] }, password: 'short' };
  const refused = await page.request.post('/api/v1/users', { data: body });
  expect(refused.status()).toBe(400);
  const said = Object.fromEntries((await refused.json()).errors.map(({ field, message }) => [field, message]));
  expect(Object.keys(said)).toEqual(['email', 'name', 'accounts', 'password']);
  await expect(email).toHaveAccessibleDescription(said.email);
  await expect(name).toHaveAccessibleDescription(said.name);
  await expect(password).toHaveAccessibleDescription(new RegExp(`^${said.password}`));
  await expect(drawer.getByRole('group', { name: 'Accounts' })).toContainText(said.accounts);
  const summary = drawer.getByRole('alert');
  await expect(summary).toContainText('Please correct:');
  await expectAccessible(page);
  await summary.getByRole('link', { name: `Password: ${said.password}` }).click();
  await expect(password).toBeFocused();
  await expect(page).toHaveURL('/users');
  await email.fill('clerk@harbour.example');
  await name.fill('Somebody Else');
  await password.fill('a long first password');
  await drawer.getByRole('radio', { name: /^All accounts/ }).check();
  await drawer.getByRole('combobox', { name: 'Role' }).selectOption('Viewer');
  await expect(drawer.getByRole('combobox', { name: 'Role' })).toHaveAccessibleDescription(
    'Looks at bills and exports them; changes nothing.',
  );
});

test('e1 an address that is taken is said at its field, and nothing typed is lost', async ({ page, tolerate }) => {
  tolerate(/status of 4\d\d .*\/api\/v1\/users\)$/);
  await open(page);
  await page.getByRole('button', { name: 'Add user' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add user' });
  const email = drawer.getByRole('textbox', { name: 'Email' });
  await email.fill('clerk@harbour.example');
  await drawer.getByRole('textbox', { name: 'Name' }).fill('Somebody Else');
  await drawer.getByLabel('Password', { exact: true }).fill('a long first password');
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await expect(email).toHaveAccessibleDescription('Already taken: choose another one.');
  await expect(drawer.getByRole('textbox', { name: 'Name' })).toHaveValue('Somebody Else');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('e3 adds a user for one account, who sees only that', async ({ page, playwright, baseURL }) => {
  const user = somebody();
  await open(page);
  await page.getByRole('button', { name: 'Add user' }).click();
  const drawer = page.getByRole('dialog', { name: 'Add user' });
  await drawer.getByRole('textbox', { name: 'Email' }).fill(user.email);
  await drawer.getByRole('textbox', { name: 'Name' }).fill(user.name);
  await drawer.getByRole('radio', { name: 'Only these accounts' }).check();
  const accounts = drawer.getByRole('group', { name: 'Accounts' });
  await accounts.getByRole('searchbox').fill('HRB-0004');
  await accounts.getByRole('checkbox', { name: 'Harbour Fashion Hamburg' }).check();
  await expect(accounts).toContainText('1 chosen');
  const password = drawer.getByLabel('Password', { exact: true });
  await password.fill(user.password);
  await expectAccessible(page);
  await password.press('Enter');
  await expect(drawer).toBeHidden();
  await expect(notices(page)).toContainText(`${user.name} was added.`);
  await expect(rowOf(page, user.email)).toContainText('1 account');
  await expect(rowOf(page, user.email)).toContainText('Finance user');
  const storageState = await sessionOf(playwright, baseURL, user.email, user.password);
  const request = await playwright.request.newContext({ baseURL, storageState });
  const { items } = await readAll(request, 'cycle_from=2026-01');
  expect([...new Set(items.map((bill) => bill.account.number))]).toEqual(['HRB-0004']);
  await request.dispose();
});

test('e3 changes role and accounts', async ({ page }) => {
  const user = await added(page);
  await open(page);
  await act(page, user, 'Change');
  const drawer = page.getByRole('dialog', { name: 'Change user' });
  await expect(drawer.getByRole('textbox', { name: 'Name' })).toHaveValue(user.name);
  await drawer.getByRole('combobox', { name: 'Role' }).selectOption('Viewer');
  await drawer.getByRole('radio', { name: 'Only these accounts' }).check();
  await drawer.getByRole('searchbox').fill('Tokyo');
  // The accounts may still be on their way.
  await expect(drawer.getByRole('checkbox', { name: 'Tokyo' }).first()).toBeVisible();
  for (const box of await drawer.getByRole('checkbox', { name: 'Tokyo' }).all()) await box.check();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(notices(page)).toContainText(`${user.name} was changed.`);
  await expect(rowOf(page, user.email)).toContainText('Viewer');
  await expect(rowOf(page, user.email)).toContainText(/\d+ accounts?/);
  await page.reload();
  await expect(rowOf(page, user.email)).toContainText('Viewer');
});

test('e3 deactivates at once, and takes it back', async ({ page }) => {
  const user = await added(page);
  const signIn = async () => {
    const { email, password } = user;
    return (await page.request.post('/api/v1/session', { data: { email, password } })).status();
  };
  await open(page);
  await act(page, user, 'Deactivate');
  await expect(notices(page)).toContainText(`${user.name} can't sign in any more.`);
  await expect(rowOf(page, user.email)).toContainText('Deactivated');
  expect(await signIn()).toBe(401);
  await expectAccessible(page);
  await notices(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf(page, user.email)).toContainText('Active');
});

test('e3 nobody deactivates themselves', async ({ page }) => {
  await open(page);
  await act(page, { name: 'Adam Clarke' }, 'Deactivate');
  await expect(notices(page)).toContainText("You can't deactivate yourself");
  await expect(rowOf(page, 'admin@harbour.example')).toContainText('Active');
});

test('e3 sets a password', async ({ page, playwright, baseURL }) => {
  const user = await added(page);
  await open(page);
  await act(page, user, 'Set password');
  const drawer = page.getByRole('dialog', { name: 'Set password' });
  await expect(drawer).toContainText(user.email);
  const password = drawer.getByLabel('Password', { exact: true });
  await password.fill('short');
  await password.press('Enter');
  await expect(password).toHaveAccessibleDescription(/^Too short: at least 12 characters\./);
  await password.fill('another long password');
  await drawer.getByRole('button', { name: 'Set password' }).click();
  await expect(notices(page)).toContainText(`New password set for ${user.name}`);
  await sessionOf(playwright, baseURL, user.email, 'another long password');
});

for (const person of ['finance', 'settlement', 'viewer']) {
  test.describe(person, () => {
    test.use({ person: `${person}@harbour.example` });

    test('e3 is told who manages users', async ({ page }) => {
      await page.goto('/users');
      await expect(page.getByText('Users are managed by super administrators')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Add user' })).toHaveCount(0);
      const pages = page.getByRole('navigation', { name: 'Pages' });
      await expect(pages.getByRole('link', { name: 'Users' })).toHaveCount(0);
      expect((await page.request.get('/api/v1/users')).status()).toBe(403);
      await expectAccessible(page);
    });
  });
}
