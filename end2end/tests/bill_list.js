// The bill list as a reader meets it, and what the server says should stand in it.
import { expect } from '@playwright/test';
import { read } from './portal.js';

/** `-1234.50` as it is read: `−1,234.50`. */
export function figure(plain) {
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(plain);
  return `${sign && '−'}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/** Money as it is read. */
export const money = ({ value, currency }) => `${figure(value)} ${currency}`;

/** The WhatsApp account that a bill shows: an application has one for WhatsApp alone. */
export const whatsappAccount = ({ product, application }) =>
  (/whatsapp/i.test(product.code) && application.whatsapp_account) || '';

/** The text of a bill's cell, by the column's name in addresses. */
const CELLS = {
  product: (bill) => bill.product.name,
  application: (bill) => `${bill.application.name} ${bill.application.id}`,
  account: (bill) => bill.account.name,
  cycle: (bill) => bill.cycle,
  usage: ({ usage: [first, ...more] }) =>
    first ? `${figure(first.value)} ${first.unit}${more.length > 0 ? ` +${more.length}` : ''}` : '',
  consumption: (bill) => money(bill.consumption),
  status: (bill) => (bill.status === 'pending' ? 'Pending' : 'Cleared'),
  overdraft: (bill) => money(bill.overdraft),
  number: (bill) => bill.number ?? '',
  app_key: (bill) => bill.application.app_key ?? '',
  whatsapp: (bill) => whatsappAccount(bill),
};

/** The columns of B1, and those that an address names. */
const COLUMNS = ['product', 'application', 'account', 'cycle', 'usage', 'consumption', 'status', 'overdraft'];
const columnsOf = (address) => new URL(address).searchParams.get('columns')?.split('.') ?? COLUMNS;

/** What an address of the portal asks the interface for. */
export function asked(address) {
  const { searchParams } = new URL(address);
  searchParams.delete('columns');
  searchParams.delete('bill');
  return searchParams.toString();
}

export class BillList {
  constructor(page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Bills' });
    this.filters = page.getByRole('group', { name: 'Search bills' });
    this.search = this.filters.getByRole('searchbox', { name: /^Search in product/ });
    this.panel = page.getByRole('complementary', { name: 'Bill' });
    this.clear = this.filters.getByRole('button', { name: 'Clear all' });
  }

  async open(query = '') {
    await this.page.goto(`/bills${query && '?'}${query}`);
    await this.isRight();
  }

  /** The chip of a filter. */
  chip(name) {
    return this.filters.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  /** Opens the choices of a filter. */
  async choices(name) {
    await this.chip(name).click();
    const choices = this.page.getByRole('dialog', { name, exact: true });
    await expect(choices).toBeVisible();
    return choices;
  }

  /** Takes a filter away by the cross of its chip. */
  async remove(name) {
    await this.filters.getByRole('button', { name: `Remove filter: ${name}` }).click();
  }

  /** The head of a column. */
  column(name) {
    return this.grid.getByRole('columnheader', { name, exact: true });
  }

  /** The bills in sight, each with its place in the list and the texts of its cells. */
  async rows() {
    const rows = await this.grid.evaluate((grid) => {
      const frame = grid.parentElement.getBoundingClientRect();
      const foot = grid.tFoot.rows.length > 0 ? grid.tFoot.getBoundingClientRect().top : frame.bottom;
      const top = Math.max(frame.top, grid.tHead.getBoundingClientRect().bottom);
      const bottom = Math.min(frame.bottom, foot);
      return [...grid.tBodies[0].rows]
        .filter((row) => !row.hidden)
        .map((row) => ({
          box: row.getBoundingClientRect(),
          place: Number(row.getAttribute('aria-rowindex')) - 2,
          texts: [...row.cells].slice(1, -1).map((cell) => cell.textContent.trim()),
        }))
        .filter(({ box }) => box.top >= top - 1 && box.bottom <= bottom + 1)
        .map(({ place, texts }) => ({ place, texts }));
    });
    return rows.sort((one, other) => one.place - other.place);
  }

  /** The totals in the foot: how many bills, consumption, overdraft. */
  async totals() {
    return this.grid.evaluate((grid) =>
      [...grid.tFoot.rows].map((row) => {
        // Beside how many bills stands how many currencies.
        const texts = [...row.cells].map((cell) => (cell.querySelector('th > span') ?? cell).textContent.trim());
        return texts.filter((text) => text !== '');
      }),
    );
  }

  /** Everything in sight is what the server says to the address: rows, their places, counts, exact totals. */
  async isRight() {
    await expect(async () => {
      await expect(this.grid).not.toHaveAttribute('aria-busy', 'true', { timeout: 100 });
      const rows = await this.rows();
      const query = asked(this.page.url());
      const columns = columnsOf(this.page.url());
      const from = rows[0]?.place ?? 0;
      const page = await read(this.page.request, `/api/v1/bills?${query}&from=${from}&limit=${rows.length || 1}`);
      expect(rows.length > 0).toBe(page.count > 0);
      expect(rows.map(({ place }) => place)).toEqual(page.items.map((_, at) => from + at));
      expect(rows.map(({ texts }) => texts)).toEqual(
        page.items.map((bill) => columns.map((name) => CELLS[name](bill))),
      );
      const label = (number) => `Total of ${figure(String(number))} ${number === 1 ? 'bill' : 'bills'}`;
      expect(await this.totals()).toEqual(
        page.totals.map((total, at) => [
          label(at === 0 ? page.count : total.bills),
          ...(columns.includes('consumption') ? [money(total.consumption)] : []),
          ...(columns.includes('overdraft') ? [money(total.overdraft)] : []),
        ]),
      );
    }).toPass({ timeout: 15_000 });
  }

  /** How many bills there are, as the server says. */
  async count(query = asked(this.page.url())) {
    return (await read(this.page.request, `/api/v1/bills?${query}&limit=1`)).count;
  }

  /** Puts the scrollbar somewhere between 0 (top) and 1 (end). */
  async scrollTo(share) {
    await this.grid.evaluate((grid, share) => {
      const scroller = grid.parentElement;
      scroller.scrollTop = Math.round((scroller.scrollHeight - scroller.clientHeight) * share);
    }, share);
  }
}
