import { totalmem } from 'node:os';

const MEGABYTE = 2 ** 20;

/**
 * What the server keeps in memory of its own, in MiB: an eighth of what the machine, or the container, has. With less
 * than the indexes' busy part, appends to a log of ten million events are a quarter slower; the system's own cache does the rest.
 */
const sharedBuffers = (): number => {
  const memory = Math.min(process.constrainedMemory() || Infinity, totalmem());
  return Math.min(1024, Math.max(128, Math.round(memory / 8 / MEGABYTE)));
};

/** For one small machine that keeps everything: durable before fast, and quiet about checkpoints. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',

  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  shared_buffers: `${sharedBuffers()}MB`,
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  wal_buffers: '16MB',

  // Parallel queries need more of /dev/shm than a container gives, and gain little on two cores.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_checkpoints: 'off',
};

export const settingArguments = (): string[] =>
  Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
