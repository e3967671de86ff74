/** A process of its own that opens a folder's PostgreSQL, says where it is, and stays until it is told to go. */
import { openEmbeddedPostgres } from '../embedded/embedded.ts';

const server = await openEmbeddedPostgres({ folder: process.argv[2]! });
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => void server.stop());
