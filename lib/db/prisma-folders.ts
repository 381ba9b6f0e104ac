import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The two folders a migration comes from and goes to. */
export interface PrismaFolders {
  /** Holds `schema.prisma` and `models/`. */
  schemaDir: string;
  migrationsDir: string;
}

export function prismaFolders(root: string = process.cwd()): PrismaFolders {
  const schemaDir = path.join(root, 'prisma');
  return { schemaDir, migrationsDir: path.join(schemaDir, 'migrations') };
}

/** Every migration this code knows, oldest first. */
export function migrationNames(folders: PrismaFolders): string[] {
  return readdirSync(folders.migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
