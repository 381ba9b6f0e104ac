export const import_file_bytes_max = 64 * 1024 * 1024;
export const import_rows_max = 200_000;
export const import_columns_max = 100;
export const import_cell_chars_max = 4_000;
