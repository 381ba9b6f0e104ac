import { newApiKeySchema } from '@/lib/access/api-key';
import { createApiKey } from '@/lib/access/server/create-api-key';
import { getPool } from '@/lib/db/client';
import { type AdminCommand, findingsOf, readOptions, UsageError } from './command';

const usage =
  'api-key create --name N --role admin|manager|operator|viewer|integration [--sources A,B --channels A,B --nodes A,B]';

export const command: AdminCommand = {
  usage,
  what: 'a key for the API, printed once',
  parse: (words) => {
    const options = readOptions(usage, words, ['name', 'role', 'sources', 'channels', 'nodes']);
    const list = (name: string) => options.optional(name)?.split(',');
    const input = newApiKeySchema.safeParse({
      name: options.required('name'),
      role: options.required('role'),
      sources: list('sources'),
      channels: list('channels'),
      nodes: list('nodes'),
    });
    if (!input.success) throw new UsageError(`${findingsOf(input.error.issues)}\nUsage: ${usage}`);
    return async () => {
      const created = await createApiKey(getPool(), input.data, 'admin:api-key create');
      return created.key;
    };
  },
};
