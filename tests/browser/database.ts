// Reads the server's SQLite file while the server runs, without a native module: sql.js is SQLite in
// WebAssembly. It knows no write-ahead log, so the log is laid over the pages here, by the rules of
// https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import initSqlJs, { type Row } from "sql.js";

/** Rows of a query over what is committed at this moment. */
export async function rows(path: string, sql: string, parameters: string[] = []): Promise<Row[]> {
  const wasm = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
  const SQL = await initSqlJs({ locateFile: () => wasm });
  const database = new SQL.Database(committed(path));
  try {
    const statement = database.prepare(sql, parameters);
    const found: Row[] = [];
    while (statement.step()) found.push(statement.getAsObject());
    statement.free();
    return found;
  } finally {
    database.close();
  }
}

/** The database as one file: pages, then the frames of the log up to its last commit. */
export function committed(path: string): Uint8Array {
  let pages = readFileSync(path);
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0);
  if (log.length > 32) {
    const pageSize = log.readUInt32BE(8);
    const salt = log.toString("hex", 16, 24);
    const pending = new Map<number, Buffer>();
    for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
      // Another salt: left over from before the log began anew.
      if (log.toString("hex", at + 8, at + 16) !== salt) break;
      pending.set(log.readUInt32BE(at), log.subarray(at + 24, at + 24 + pageSize));
      const size = log.readUInt32BE(at + 4) * pageSize;
      if (size === 0) continue; // not a commit
      const whole = Buffer.alloc(size);
      pages.copy(whole, 0, 0, Math.min(size, pages.length));
      for (const [page, bytes] of pending) bytes.copy(whole, (page - 1) * pageSize);
      pages = whole;
      pending.clear();
    }
  }
  const copy = new Uint8Array(pages);
  copy.set([1, 1], 18); // read and write version: no log any more
  return copy;
}
