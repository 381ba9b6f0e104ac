import path from 'node:path';
import { connectDirect } from '@/lib/db/client';
import { restore } from '@/lib/db/restore';
import { type AdminCommand, readOptions, UsageError } from './command';
import { describeSummary } from './summary';

const usage = 'restore FILE';

export const command: AdminCommand = {
  usage,
  what: 'a backup into an empty database; all of it or nothing',
  parse: (words) => {
    const [file, ...rest] = readOptions(usage, words, []).positionals;
    if (file === undefined || rest.length > 0) throw new UsageError(`Usage: ${usage}`);
    return async () => {
      const client = await connectDirect();
      try {
        return describeSummary(await restore(client, path.resolve(file)));
      } finally {
        await client.end();
      }
    };
  },
};
