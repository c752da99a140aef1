// The part of sql.js that the tests use.
declare module "sql.js" {
  export type Row = Record<string, string | number | Uint8Array | null>;
  interface Statement {
    step(): boolean;
    getAsObject(): Row;
    free(): void;
  }
  interface Database {
    prepare(sql: string, parameters?: string[]): Statement;
    close(): void;
  }
  export default function initSqlJs(options: {
    locateFile(name: string): string;
  }): Promise<{ Database: new (bytes: Uint8Array) => Database }>;
}
