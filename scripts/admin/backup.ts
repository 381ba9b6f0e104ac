import path from 'node:path';
import { backUp } from '@/lib/db/backup';
import { connectDirect } from '@/lib/db/client';
import { type AdminCommand, readOptions, UsageError } from './command';
import { describeSummary } from './summary';

const usage = 'backup FILE';

export const command: AdminCommand = {
  usage,
  what: 'every table as of now, into one file, while everything runs on',
  parse: (words) => {
    const [file, ...rest] = readOptions(usage, words, []).positionals;
    if (file === undefined || rest.length > 0) throw new UsageError(`Usage: ${usage}`);
    return async () => {
      const client = await connectDirect();
      try {
        const summary = await backUp(client, path.resolve(file));
        return `${describeSummary(summary)}\nKeep secret.key apart from it: without that key, sealed credentials cannot be opened.`;
      } finally {
        await client.end();
      }
    };
  },
};
