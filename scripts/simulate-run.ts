import { text } from 'node:stream/consumers';
import { simulationSchema } from '@/lib/simulation/parameters';
import { playQuestion } from '@/lib/simulation/play-question';
import type { RecordedHistory } from '@/lib/simulation/replay';

/** Plays one question of the screen in a process of its own: read from its input, a line of JSON per row as it is done. */
const { parameters, histories } = JSON.parse(await text(process.stdin)) as {
  parameters: unknown;
  histories: RecordedHistory[];
};
for (const row of playQuestion(simulationSchema.parse(parameters), histories))
  process.stdout.write(`${JSON.stringify(row)}\n`);
