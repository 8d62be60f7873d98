// What runs inside the page before the portal does: it watches, and changes nothing.
// It is one function because it travels into the page as text.
export function instrument() {
  const LIST = '/api/v1/bills?';
  let largest = 0;
  let firstRows = 0;
  let started = null;
  let requestsBefore = 0;
  let watching = null;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) largest = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  performance.setResourceTimingBufferSize(5_000);

  const table = () => document.querySelector('[role=grid]');
  const scroller = () => table().parentElement;
  const lists = () =>
    performance.getEntriesByType('resource').filter((entry) => entry.name.includes(LIST));
  const frame = () => new Promise((done) => requestAnimationFrame(done));

  /** The time just after the frame that is being made was painted. */
  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
      }),
    );

  /** The rows that are seen between head and foot, which stay where they are. */
  const seen = () => {
    const [head, body, foot] = table().querySelectorAll(':scope > [role=rowgroup]');
    const top = head.getBoundingClientRect().bottom;
    const bottom = foot.getBoundingClientRect().top;
    return [...body.querySelectorAll('[role=row]:not([hidden])')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
  };
  const filled = () => {
    if (table().getAttribute('aria-rowcount') === '1') return true; // its head: nothing fits
    const rows = seen();
    return rows.length > 0 && rows.every((row) => !row.hasAttribute('data-waiting'));
  };
  const busy = () => table().getAttribute('aria-busy') === 'true';

  /** The server's time and the wire's of the last list that was asked for. */
  const server = () => {
    const last = lists().at(-1);
    return last ? last.responseEnd - last.requestStart : 0;
  };

  const until = async (ready, what) => {
    const end = performance.now() + 20_000;
    while (!ready()) {
      if (performance.now() > end) throw new Error(`${what} did not happen`);
      await frame();
    }
  };

  const start = (event) => {
    if (started === 0) started = event.timeStamp;
  };
  for (const kind of ['pointerup', 'input']) addEventListener(kind, start, { capture: true, passive: true });

  const firstSeen = () => {
    if (firstRows > 0) return;
    if (table() && !busy() && filled()) painted().then((time) => (firstRows ||= time));
    else requestAnimationFrame(firstSeen);
  };
  requestAnimationFrame(firstSeen);

  window.bench = {
    async settled() {
      await until(() => table() && !busy() && filled(), 'a list at rest');
      await painted();
    },
    async paints() {
      await frame();
      const [first] = performance.getEntriesByName('first-contentful-paint');
      return [first?.startTime ?? 0, largest, firstRows];
    },
    /** The next press or input starts the clock. */
    expectList() {
      started = 0;
      requestsBefore = lists().length;
    },
    async listPainted() {
      await until(() => started > 0 && lists().length > requestsBefore && !busy(), 'an answer of the list');
      await until(filled, 'rows of the answer');
      return { total: (await painted()) - started, server: server() };
    },
    watchFrames() {
      watching = { deltas: [], blank: 0, last: 0, on: true };
      const each = (time) => {
        if (!watching.on) return;
        if (watching.last > 0) watching.deltas.push(time - watching.last);
        if (!filled()) watching.blank += 1;
        watching.last = time;
        requestAnimationFrame(each);
      };
      requestAnimationFrame(each);
    },
    frames() {
      watching.on = false;
      return { deltas: watching.deltas, blank: watching.blank };
    },
    async jump(share) {
      const before = lists().length;
      const from = performance.now();
      const area = scroller();
      area.scrollTop = Math.round((area.scrollHeight - area.clientHeight) * share);
      await until(() => lists().length > before && filled(), 'rows of the place');
      return { total: (await painted()) - from, server: server() };
    },
  };
}
