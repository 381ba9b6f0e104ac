import {
  type SandboxKind,
  type SandboxStatus,
  type ShownLevels,
  sandboxStatusSchema,
  shownLevelsSchema,
} from '../control';
import { callProgram } from './call-program';
import { readSandbox } from './read-sandbox';

export interface ListedProgram {
  name: string;
  kind: SandboxKind;
  title: string;
  /** Null: it does not answer just now; its supervisor starts it again. */
  status: SandboxStatus | null;
  /** What it shows of the SKU that was asked for. */
  levels: ShownLevels['levels'];
}

/** All programs of the sandbox as they are now, with what they show of a SKU. Null where no demo runs. */
export async function listPrograms(sku: string | undefined): Promise<{ items: ListedProgram[] } | null> {
  const manifest = await readSandbox();
  if (manifest === null) return null;
  const items = await Promise.all(
    manifest.programs.map(async (program): Promise<ListedProgram> => {
      const { name, kind, title } = program;
      const [status, shown] = await Promise.all([
        callProgram(manifest, program, sandboxStatusSchema, '/control'),
        sku === undefined || kind === 'supplier'
          ? null
          : callProgram(
              manifest,
              program,
              shownLevelsSchema,
              `/control/listing?${new URLSearchParams({ sku })}`,
            ),
      ]);
      return { name, kind, title, status, levels: shown?.levels ?? [] };
    }),
  );
  return { items };
}
