import { listApiKeys } from '@/lib/access/server/list-api-keys';
import { getPool } from '@/lib/db/client';
import { type AdminCommand, readOptions } from './command';

const usage = 'api-key list';

export const command: AdminCommand = {
  usage,
  what: 'the keys there are, one JSON object to a line, without their secrets',
  parse: (words) => {
    readOptions(usage, words, []);
    return async () => (await listApiKeys(getPool())).map((key) => JSON.stringify(key)).join('\n');
  },
};
