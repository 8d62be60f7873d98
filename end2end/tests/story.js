// The world of the story: an account with one bill of a month that is over, terms of credit, and no money.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OwnServer } from './own_server.js';
import { PASSWORD, expect } from './portal.js';

/** Whose story it is. */
export const ORGANIZATION = 'Harbour Retail Group';
export const ACCOUNT = 'story-shop-USD';

const pad = (number) => String(number).padStart(2, '0');

/** A month as `2026-09`, so many before this one. */
export function month(ago) {
  const now = new Date();
  const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1));
  return `${then.getUTCFullYear()}-${pad(then.getUTCMonth() + 1)}`;
}

/** The month before the last one is issued on every day. */
export const CYCLE = month(2);

const COLUMNS = {
  BilledCost: '',
  BillingAccountId: 'STORY',
  BillingAccountName: 'Story',
  BillingCurrency: 'USD',
  BillingPeriodEnd: `${month(1)}-01T00:00:00Z`,
  BillingPeriodStart: `${CYCLE}-01T00:00:00Z`,
  ChargeCategory: 'Usage',
  ChargeDescription: 'use',
  ChargePeriodEnd: `${CYCLE}-03T00:00:00Z`,
  ChargePeriodStart: `${CYCLE}-02T00:00:00Z`,
  ConsumedQuantity: '2.5',
  ConsumedUnit: 'GB',
  ListUnitPrice: '0.5',
  PricingQuantity: '2.5',
  PricingUnit: 'GB',
  RegionId: 'eu-1',
  RegionName: 'Europe 1',
  ResourceId: 'r-1',
  ServiceCategory: 'Storage',
  ServiceName: 'Storage',
  SubAccountId: 'story-shop',
  SubAccountName: 'Story shop',
  Tags: '{}',
};

function file(costs) {
  const cell = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = ([product, cost]) =>
    Object.values({ ...COLUMNS, ServiceName: product, BilledCost: cost }).map(cell).join(',');
  return [Object.keys(COLUMNS).join(','), ...costs.map(line), ''].join('\n');
}

/** A served world with a sandbox, in which `ACCOUNT` owes 123.45 USD for `CYCLE`, on terms of credit unless it has none. */
export async function begin({ onCredit = true } = {}) {
  const server = await OwnServer.make();
  const delivery = join(server.directory, 'story.csv');
  await writeFile(delivery, file([['Storage', '100.00'], ['Messages', '23.45']]));
  await server.run('import', 'focus', delivery, '--organization', ORGANIZATION);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  if (onCredit) {
    await server.run(
      ...['operator', 'credit-terms', '--organization', ORGANIZATION, '--account', ACCOUNT],
      ...['--from', today, '--limit', '500', '--days', '30', '--reason', 'A new shop opens'],
    );
  }
  await server.withSandbox();
  await server.start();
  return server;
}

/** Signs in at a server of one's own, without a page. */
export async function signIn(page, server, email) {
  const answer = await page.request.post(`${server.origin}/api/v1/session`, { data: { email, password: PASSWORD } });
  expect(answer.status()).toBe(200);
}

/** Reads JSON from the server. */
export async function ask(page, server, address) {
  const answer = await page.request.get(`${server.origin}/api/v1/${address}`);
  expect(answer.status(), address).toBe(200);
  return answer.json();
}

/** The job issues what is due by itself. */
export async function issued(page, server) {
  await expect
    .poll(async () => {
      const { items } = await ask(page, server, `monthly-bills?account=${ACCOUNT}`);
      return items[0]?.state;
    })
    .toBe('unsettled');
}
