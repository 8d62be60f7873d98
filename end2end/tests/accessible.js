// Accessibility of a page as it stands, in light and in dark.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

/** No violation of any rule that axe knows; what is read aloud is the same in light and dark, colours are not. */
export async function expectAccessible(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html}: ${node.failureSummary}`),
    );
    expect(found, colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** The page can't be pushed sideways. */
export async function expectNoSidewaysScroll(page) {
  const [needed, there] = await page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth, root.clientWidth];
  });
  expect(needed, 'width that the page needs').toBeLessThanOrEqual(there);
}
