import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Another process that opens a folder's server, and stays until it is told to go. */
export const otherUser = (folder: string): ChildProcess =>
  spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'use-server.ts'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

export const urlFrom = async (child: ChildProcess): Promise<string> =>
  String((await once(child.stdout!, 'data'))[0]).trim();

export const leave = async (child: ChildProcess): Promise<void> => {
  child.stdin!.end();
  await once(child, 'exit');
};

export const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};
