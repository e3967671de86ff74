export default async () => globalThis.letGoOfTestServer?.();
