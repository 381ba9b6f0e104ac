import { parseArgs } from 'node:util';

/** One command of `npm run admin`. */
export interface AdminCommand {
  usage: string;
  what: string;
  /** Reads the words after the command's name before anything is opened; throws UsageError if they will not do. */
  parse(words: string[]): () => Promise<string>;
}

/** Its message is the help the person needs; the command exits with 2 and has done nothing. */
export class UsageError extends Error {}

/** `--name value` pairs and the words between them. Anything not named in `known` is refused. */
export function readOptions(usage: string, words: string[], known: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      options: Object.fromEntries(known.map((name) => [name, { type: 'string' as const }])),
      allowPositionals: true,
    });
    const given = values as Record<string, string | undefined>;
    return {
      positionals,
      optional: (name: string) => given[name],
      required: (name: string) => {
        const value = given[name];
        if (value === undefined || value === '')
          throw new UsageError(`--${name} is missing. Usage: ${usage}`);
        return value;
      },
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : error}\nUsage: ${usage}`);
  }
}

/** The text of what a schema found wrong, one finding to a line. */
export function findingsOf(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues.map((issue) => `${issue.path.map(String).join('.') || 'input'}: ${issue.message}`).join('\n');
}
