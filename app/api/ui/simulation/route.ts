import { z } from 'zod';
import { simulationSchema } from '@/lib/simulation/parameters';
import { readSimulation } from '@/lib/simulation/server/simulation-runs';
import { screenRead } from '../screen-read';

const query = z
  .strictObject({ asked: z.string().max(2000) })
  .transform(({ asked }) => asked)
  .pipe(
    z.string().transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('is no JSON');
        return z.NEVER;
      }
    }),
  )
  .pipe(simulationSchema);

/** What became of a question; `run` null: nobody has asked it yet. */
export const GET = screenRead(
  'read_operations',
  query as z.ZodType<z.output<typeof simulationSchema>>,
  async (pool, asked) => ({
    run: await readSimulation(pool, asked),
  }),
);
