// What hands on a keyboard do.
import { expect } from '@playwright/test';

/** Goes on with the tabulator until this has the focus. */
export async function tabTo(page, target, key = 'Tab') {
  await expect(target).toBeVisible();
  for (let times = 0; times < 80; times += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} can't be reached by keyboard`);
}
