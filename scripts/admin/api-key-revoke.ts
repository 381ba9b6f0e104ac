import { revokeApiKey } from '@/lib/access/server/revoke-api-key';
import { getPool } from '@/lib/db/client';
import { type AdminCommand, readOptions, UsageError } from './command';

const usage = 'api-key revoke --id ID | --name N';

export const command: AdminCommand = {
  usage,
  what: 'ends a key at once, or every key of a name',
  parse: (words) => {
    const options = readOptions(usage, words, ['id', 'name']);
    const id = options.optional('id');
    const name = options.optional('name');
    if ((id === undefined) === (name === undefined)) throw new UsageError(`Usage: ${usage}`);
    const which = id === undefined ? { name: name ?? '' } : { id };
    return async () => {
      const revoked = await revokeApiKey(getPool(), which, 'admin:api-key revoke');
      if (revoked.length === 0) throw new Error('There is no such living key.');
      return revoked.map((key) => `${key.id} ${key.name}`).join('\n');
    };
  },
};
