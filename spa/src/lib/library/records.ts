import { Keyed } from "@/lib/state/keyed";

export type Revised = { id: string; revision: number };

/** One row per asset, the newest revision seen, whichever way it came: page, event or answer. */
export class Records<Row extends Revised> {
  readonly rows = new Keyed<Row>();
  readonly #removed = new Map<string, number>();

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** Take a row from an event; false when its revision is already known. */
  follow(row: Row): boolean {
    return this.#accept(row, (known) => row.revision > known);
  }

  /** Take a row from a read, which may repeat a known revision with fresher addresses. */
  read(row: Row): boolean {
    return this.#accept(row, (known) => row.revision >= known);
  }

  /** Forget a row for good: an older read that arrives late does not bring it back. */
  remove(id: string, revision: number): void {
    this.#removed.set(id, revision);
    this.rows.delete(id);
  }

  #accept(row: Row, newer: (known: number) => boolean): boolean {
    const gone = this.#removed.get(row.id);
    if (gone !== undefined && row.revision <= gone) return false;
    const known = this.rows.get(row.id)?.revision;
    if (known !== undefined && !newer(known)) return false;
    this.rows.set(row.id, row);
    return true;
  }
}
