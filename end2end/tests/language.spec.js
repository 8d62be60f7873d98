// Simplified Chinese everywhere (E4): chosen, kept, and the language of whoever reads Chinese.
import { expectAccessible } from './accessible.js';
import { expect, read, test } from './portal.js';

const html = (page) => page.evaluate(() => document.documentElement.lang);

/** Picks a language from the menu of the top bar. */
async function choose(page, language) {
  await page.getByRole('button', { name: /^(Language|语言): / }).click();
  await page.getByRole('menuitemradio', { name: language }).click();
}

test.describe('the bill list', () => {
  test('e4 speaks Chinese once chosen, and remembers', async ({ page }) => {
    await page.goto('/bills');
    await expect(page.getByRole('heading', { level: 1, name: 'Bills' })).toBeVisible();
    expect(await html(page)).toBe('en');
    await choose(page, '简体中文');
    await expect(page.getByRole('heading', { level: 1, name: '账单' })).toBeVisible();
    await expect(page).toHaveTitle('账单 · 账单门户');
    expect(await html(page)).toBe('zh-CN');
    const grid = page.getByRole('grid', { name: '账单' });
    await expect(grid.getByRole('columnheader')).toHaveText([
      '选择筛选出的全部账单',
      '产品',
      '应用',
      '账户',
      '账期',
      '服务用量',
      '消费金额',
      '状态',
      '欠费金额',
      '操作',
    ]);
    await expect(grid.getByRole('rowheader').first()).toHaveText(/^19,000 张账单合计 \d 种货币$/);
    await expect(page.getByRole('navigation', { name: '页面' })).toMatchAriaSnapshot({ name: 'pages.aria.yml' });
    await expect(page.getByRole('group', { name: '搜索账单' })).toMatchAriaSnapshot({ name: 'filters.aria.yml' });
    await expectAccessible(page);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: '账单' })).toBeVisible();
    await choose(page, 'English');
    await expect(page.getByRole('heading', { level: 1, name: 'Bills' })).toBeVisible();
  });

  test('e4 a bill, its origin and its dates', async ({ page }) => {
    const { items } = await read(page.request, '/api/v1/bills?status=cleared&from=2000&limit=1');
    await page.goto(`/bills?bill=${items[0].id}`);
    await choose(page, '简体中文');
    const panel = page.getByRole('complementary', { name: '账单' });
    await expect(panel.getByRole('heading', { name: / 的由来$/ })).toBeVisible();
    await expect(panel.getByRole('heading', { name: '明细' })).toBeVisible();
    await expect(panel).toContainText(/账单日期\d{4}年\d{1,2}月\d{1,2}日/);
    await expect(panel).toContainText(/来自 .*\.csv 第 [\d,–]+ 行/);
    await expect(panel.getByRole('button', { name: '下载账单' })).toBeVisible();
    await expect(panel).toMatchAriaSnapshot({ name: 'bill.aria.yml' });
    await expectAccessible(page);
  });

  test('e4 nothing found, and an address that asks for nonsense', async ({ page }) => {
    await page.goto('/bills?q=zzzz');
    await choose(page, '简体中文');
    await expect(page.getByText('没有符合条件的账单')).toBeVisible();
    await page.goto('/bills?cycle_from=2026-13');
    await expect(page.getByRole('alert')).toContainText('不是账期：请按 2026-10 的格式填写年和月。');
  });
});

test.describe('someone who reads Chinese', () => {
  test.use({ person: 'caiwu@harbour.example' });

  test('e4 is met in Chinese, on every page', async ({ page }) => {
    await page.goto('/bills');
    await expect(page.getByRole('heading', { level: 1, name: '账单' })).toBeVisible();
    expect(await html(page)).toBe('zh-CN');
    await page.goto('/users');
    await expect(page.getByText('用户由超级管理员管理')).toBeVisible();
    await page.goto('/nowhere');
    await expect(page.getByRole('heading', { level: 1, name: '此处没有页面' })).toBeAttached();
    await expectAccessible(page);
  });
});

test.describe('users', () => {
  test.use({ person: 'admin@harbour.example' });

  test('e4 e1 the rules speak Chinese, as the server does', async ({ page }) => {
    await page.goto('/users');
    await choose(page, '简体中文');
    await expect(page.getByRole('heading', { level: 1, name: '用户' })).toBeVisible();
    await page.getByRole('button', { name: '添加用户' }).click();
    const drawer = page.getByRole('dialog', { name: '添加用户' });
    await drawer.getByRole('button', { name: '添加用户' }).click();
    const refused = await page.request.post('/api/v1/users', {
      headers: { 'accept-language': 'zh-CN' },
      data: { email: '', name: '', role: 'viewer', accounts: 'all', password: '' },
    });
    const { errors } = await refused.json();
    const said = (field) => errors.find((error) => error.field === field).message;
    await expect(drawer.getByRole('textbox', { name: '邮箱' })).toHaveAccessibleDescription('请填写此项。');
    await expect(drawer.getByLabel('密码', { exact: true })).toHaveAccessibleDescription(
      /^过短：至少 12 个字符。/,
    );
    expect([said('email'), said('password')]).toEqual(['请填写此项。', '过短：至少 12 个字符。']);
    await expectAccessible(page);
  });
});

test.describe('signing in', () => {
  test.use({ person: null, locale: 'zh-CN' });

  test('e4 follows the browser, and can be changed before', async ({ page }) => {
    await page.goto('/bills');
    await expect(page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible();
    expect(await html(page)).toBe('zh-CN');
    await expectAccessible(page);
    await page.getByLabel('邮箱').fill('nobody@harbour.example');
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert')).toContainText('邮箱或密码错误。');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(page.getByRole('alert')).toContainText('Email or password is wrong.');
  });
});
