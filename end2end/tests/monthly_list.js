// The overview of monthly bills as a reader meets it, and what the server says should stand in it.
import { expect } from '@playwright/test';
import { figure, money } from './bill_list.js';
import { read } from './portal.js';

export const STATES = {
  not_issued: 'Not issued',
  unsettled: 'Unsettled',
  partly_settled: 'Partly settled',
  settled: 'Settled',
};

/** Settled with what went to the refund balance of the month: the amount paid. */
export function paid({ settled, credited }) {
  const decimals = (settled.value.split('.')[1] ?? '').length;
  const minor = BigInt(settled.value.replace('.', '')) + BigInt(credited.value.replace('.', ''));
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const value = decimals ? `${whole}.${digits.slice(-decimals)}` : whole;
  return { currency: settled.currency, value: `${minor < 0n ? '-' : ''}${value}` };
}

export class MonthlyList {
  constructor(page) {
    this.page = page;
    this.table = page.getByRole('table', { name: 'Monthly bills' });
    this.filters = page.getByRole('group', { name: 'Search accounts' });
    this.search = this.filters.getByRole('searchbox');
    this.ageing = page.getByRole('table', { name: 'Outstanding by age' });
    this.panel = page.getByRole('complementary', { name: 'Monthly bill' });
    this.drawer = page.getByRole('dialog', { name: 'Repayment details' });
  }

  async open(query = '') {
    await this.page.goto(`/monthly-bills${query && '?'}${query}`);
    await this.isRight();
  }

  /** What the address asks for. */
  asked() {
    const { searchParams } = new URL(this.page.url());
    for (const own of ['open', 'tab']) searchParams.delete(own);
    return searchParams.toString();
  }

  /** The first rows and the totals are what the server says. */
  async isRight() {
    const query = this.asked();
    const answer = await read(this.page.request, `/api/v1/monthly-bills?${query}&limit=10`);
    await expect(this.table).toHaveAttribute('aria-rowcount', `${answer.count + 1}`);
    await expect(this.table).not.toHaveAttribute('aria-busy', 'true');
    for (const [at, bill] of answer.items.entries()) {
      const row = this.row(at);
      await expect(row).toContainText(bill.account.name);
      await expect(row).toContainText(bill.cycle);
      await expect(row).toContainText(money(bill.balances.outstanding));
      await expect(row).toContainText(STATES[bill.state]);
      await expect(row.getByText('Overdue', { exact: true })).toHaveCount(bill.overdue ? 1 : 0);
    }
    for (const total of answer.totals.slice(0, 2)) {
      await expect(this.table.locator('tfoot')).toContainText(money(total.outstanding));
      const line = this.ageing.getByRole('row', { name: total.outstanding.currency });
      await expect(line).toContainText(figure(total.overdue.value));
      for (const [, sum] of total.ages) await expect(line).toContainText(figure(sum.value));
    }
    return answer;
  }

  row(place) {
    return this.table.locator(`tr[aria-rowindex="${place + 2}"]`);
  }

  /** Opens a filter. */
  async choices(name) {
    const chip = this.filters.getByRole('button', { name: new RegExp(`^${name}`) });
    await chip.click();
    return this.page.getByRole('dialog', { name }).or(this.page.locator('.popover:popover-open'));
  }
}
