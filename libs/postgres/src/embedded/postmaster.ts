import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface FoundServer {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** The live server of a data folder, by its pid file. Undefined when that file is stale, whoever has its pid now. */
export const findServer = async (data: string): Promise<FoundServer | undefined> => {
  const file = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = file.split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0) || !(await serves(pid, data))) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
};

/** Whether a server that was found is still there: cheap enough to be asked several times a second. */
export const stillRuns = async ({ pid }: FoundServer, data: string): Promise<boolean> => {
  if (process.platform === 'linux') return serves(pid, data);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Whether a process is a PostgreSQL started on this folder. A zombie has no command line, so it is none. */
const serves = async (pid: number, data: string): Promise<boolean> => {
  const command = await commandOf(pid);
  return command.includes('postgres') && command.includes(data);
};

const commandOf = async (pid: number): Promise<string> => {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program, args] =
    process.platform === 'win32'
      ? ['powershell', ['-Command', `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`]]
      : ['ps', ['-o', 'command=', '-p', String(pid)]];
  const { stdout } = await promisify(execFile)(program, args).catch(() => ({
    stdout: '',
  }));
  return stdout;
};
