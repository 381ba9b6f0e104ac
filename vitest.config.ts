import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = path.dirname(fileURLToPath(import.meta.url));
const resolve = {
  alias: {
    '@': root,
    // Under plain node the real one throws on import; here every module is on the server.
    'server-only': path.join(root, 'lib/db/server-only-in-tests.ts'),
  },
};
const store = '**/*.store.test.ts';
const ignored = ['**/node_modules/**', '.next/**', 'data/**', 'e2e/**'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: [
            'lib/**/*.test.{ts,tsx}',
            'components/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
            'prisma/**/*.test.ts',
          ],
          exclude: [...ignored, store],
          pool: 'threads',
          // Properties over thousands of cases, on machines that do other things beside.
          testTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        test: {
          name: 'store',
          include: [store],
          exclude: ignored,
          globalSetup: ['lib/db/test-server.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          // The whole of production, started as `npm start` starts it: one at a time, for each needs the machine.
          name: 'system',
          include: ['e2e/**/*.system.test.ts'],
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 420_000,
        },
      },
    ],
  },
});
