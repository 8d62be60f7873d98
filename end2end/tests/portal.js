// What every test stands on: who is signed in, and a browser that has nothing to complain about.
import { test as base, expect } from '@playwright/test';

export { expect };

/** The password of everyone in the demo world. */
export const PASSWORD = 'portal-demo';

/** How the portal asks who is signed in: the browser notes the answer "nobody" as an error. */
const NOBODY_YET = /status of 401 .*\/api\/v1\/session\)$/;

/** Signs in without a page; the answer is what a browser context begins with. */
export async function sessionOf(playwright, baseURL, email, password = PASSWORD) {
  const request = await playwright.request.newContext({ baseURL });
  const answer = await request.post('/api/v1/session', { data: { email, password } });
  expect(answer.status(), `sign-in of ${email}`).toBe(200);
  const state = await request.storageState();
  await request.dispose();
  return state;
}

export const test = base.extend({
  /** Who is signed in when the test begins; null for nobody. */
  person: ['finance@harbour.example', { option: true }],

  /** One sign-in for each person and worker. */
  sessions: [
    async ({ playwright }, use, { project }) => {
      const known = new Map();
      await use((email) => {
        if (!known.has(email)) known.set(email, sessionOf(playwright, project.use.baseURL, email));
        return known.get(email);
      });
    },
    { scope: 'worker' },
  ],

  storageState: async ({ person, sessions }, use) => use(person ? await sessions(person) : undefined),

  /** Fails the test for whatever the browser complains about: errors, panics, the Content-Security-Policy. */
  tolerate: [
    async ({ context }, use) => {
      const complaints = [];
      const tolerated = [NOBODY_YET];
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (problem) => complaints.push(String(problem.error())));
      await use((pattern) => tolerated.push(pattern));
      const left = complaints.filter((complaint) => !tolerated.some((pattern) => pattern.test(complaint)));
      expect(left, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],
});

/** Reads JSON from the interface, as whoever is signed in. */
export async function read(request, address) {
  const answer = await request.get(address);
  expect(answer.status(), address).toBe(200);
  return answer.json();
}

/** Everything that is filtered, over all pages. */
export async function readAll(request, query) {
  const items = [];
  for (;;) {
    const page = await read(request, `/api/v1/bills?${query}&limit=500&from=${items.length}`);
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= page.count) return { ...page, items };
  }
}
