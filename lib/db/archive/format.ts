/**
 * A backup is one gzip stream of lines of JSON and counted bytes, readable from front to back in bounded memory:
 *
 *   {"truecountBackup":1,"createdAt":…,"migrations":[…]}
 *   {"table":"sku","columns":["sku","name",…]}
 *   <length>\n<that many bytes of COPY text>   … until a length of 0
 *   {"rows":…,"sha256":…}                      of the bytes of that table
 *   … the other tables …
 *   {"sequences":[{"name":…,"value":…}],"tables":…}
 */
export const backup_format_version = 1;
export const archive_line_bytes_max = 1_000_000;
export const archive_chunk_bytes_max = 16_000_000;

export interface BackupHead {
  truecountBackup: number;
  createdAt: string;
  migrations: string[];
}

export interface TableHead {
  table: string;
  columns: string[];
}

export interface TableEnd {
  rows: number;
  sha256: string;
}

export interface BackupEnd {
  /** `value` is text, since it may be larger than a number holds; null for a sequence never used. */
  sequences: { name: string; value: string | null }[];
  tables: number;
}

/** What both commands report. */
export interface BackupSummary {
  tables: { table: string; rows: number; sha256: string }[];
  migrations: string[];
  createdAt: string;
}
