/** Rows by their keys. A transaction that fails is undone: its writes are noted, which costs less than a copy of the table. */
export type Table<Row> = Map<string, Row> & {
  begin(): void
  commit(): void
  undo(): void
}

class NotedMap<Row> extends Map<string, Row> implements Table<Row> {
  /** Rows before each write of the transaction; undefined: there was none. */
  #noted: [key: string, before: Row | undefined][] | undefined

  begin(): void {
    this.#noted = []
  }

  commit(): void {
    this.#noted = undefined
  }

  undo(): void {
    const noted = this.#noted ?? []
    this.#noted = undefined
    for (const [key, before] of noted.toReversed()) {
      if (before === undefined) super.delete(key)
      else super.set(key, before)
    }
  }

  override set(key: string, row: Row): this {
    this.#noted?.push([key, this.get(key)])
    return super.set(key, row)
  }
}

export function createTable<Row>(rows?: ReadonlyMap<string, Row>): Table<Row> {
  const table = new NotedMap<Row>()
  if (rows != null) for (const [key, row] of rows) table.set(key, row)
  return table
}
