import { readFileSync } from 'node:fs';
import { catalogSchema } from '@/lib/catalog/schema';
import { getPool } from '@/lib/db/client';
import { putCatalogAs } from '@/lib/runtime/catalog';
import { type AdminCommand, findingsOf, readOptions, UsageError } from './command';

const usage = 'channel add --channel C --name N --kind K --sources A,B [--connector open --config FILE]';

export const command: AdminCommand = {
  usage,
  what: 'a channel and the nodes it sells from; credentials from a JSON file',
  parse: (words) => {
    const options = readOptions(usage, words, ['channel', 'name', 'kind', 'sources', 'connector', 'config']);
    const configFile = options.optional('config');
    const input = catalogSchema.safeParse({
      channels: [
        {
          channel: options.required('channel'),
          name: options.required('name'),
          kind: options.required('kind'),
          connector: options.optional('connector') ?? 'none',
          sources: options.required('sources').split(','),
          // From a file and not from the command line, which other users and the shell's history can read.
          ...(configFile === undefined ? {} : { config: readJson(configFile) }),
        },
      ],
    });
    if (!input.success) throw new UsageError(`${findingsOf(input.error.issues)}\nUsage: ${usage}`);
    return async () => {
      const put = await putCatalogAs(getPool(), input.data, {
        kind: 'user',
        id: 'command-line',
        name: 'npm run admin',
        role: 'admin',
      });
      if (put.ok) return '';
      throw new Error(
        [put.refusal.detail, ...put.refusal.findings.map((finding) => finding.detail)].join('\n'),
      );
    };
  },
};

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
}
