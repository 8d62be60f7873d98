// A server of one's own that can be killed: the executable that is tested, a small world, a free port.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const EXECUTABLE = process.env.PORTAL_EXECUTABLE;

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

export class OwnServer {
  /** A world of a few bills, not served yet. */
  static async make() {
    const directory = await mkdtemp(join(tmpdir(), 'portal-e2e-'));
    const database = `sqlite:${join(directory, 'world.db')}`;
    const demo = spawn(EXECUTABLE, ['demo', '--bills', '500', '--database', database], { stdio: 'ignore' });
    const [code] = await once(demo, 'exit');
    if (code !== 0) throw new Error(`the demo world could not be made: ${code}`);
    return new OwnServer(directory, database, await freePort());
  }

  constructor(directory, database, port) {
    Object.assign(this, { directory, database, port, origin: `http://127.0.0.1:${port}`, process: null });
    this.sandbox = null;
    this.sandboxFlags = [];
  }

  /** Runs a command of the executable on the world's database; gives what it prints. */
  async run(...options) {
    const { stdout } = await promisify(execFile)(EXECUTABLE, [...options, '--database', this.database]);
    return stdout;
  }

  /** A payment sandbox beside it, which the server joins when it starts. */
  async withSandbox() {
    const [port, key] = [await freePort(), randomBytes(32).toString('hex')];
    const options = ['sandbox', '--listen', `127.0.0.1:${port}`, '--key', key, '--portal', this.origin];
    this.sandbox = spawn(EXECUTABLE, [...options, '--late-ms', '2000'], { stdio: 'ignore' });
    this.sandboxFlags = ['--sandbox', `http://127.0.0.1:${port}`, '--sandbox-key', key];
    return this;
  }

  async start() {
    const options = ['serve', '--listen', `127.0.0.1:${this.port}`, '--database', this.database, ...this.sandboxFlags];
    this.process = spawn(EXECUTABLE, options, { stdio: 'ignore' });
    for (let times = 0; times < 300; times += 1) {
      const answer = await fetch(`${this.origin}/api/v1/health`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the server did not start');
  }

  /** At once, as if the machine had lost its power. */
  async kill() {
    if (this.process === null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
    this.process = null;
  }

  async remove() {
    await this.kill();
    this.sandbox?.kill();
    await rm(this.directory, { recursive: true });
  }
}
