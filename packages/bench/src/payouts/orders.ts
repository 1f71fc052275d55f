/** What a program is asked to pay, and how the mock's records lead back to it. */
export type Order = { name: string; amount: number; memo: string; metadata: { order: string } }

/** Names of one purpose differ from those of another: a name is an idempotency key. */
export function makeOrders(purpose: string, count: number): Order[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${purpose}-${index}`
    return { name, amount: 0.01, memo: name, metadata: { order: name } }
  })
}

/** What a program says of an order in the end. `unknown`: it says nothing final. */
export type Said = { status: 'paid' | 'not_paid' | 'unknown'; ms: number }

/** Fractions of a ledger that fill it evenly: the golden ratio, so that two runs wait the same times. */
export function phase(index: number): number {
  return (index * 0.618_034) % 1
}
