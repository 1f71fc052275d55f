import type { PaymentOrder } from '../../src/ledger/simple-ledger.ts'
import type { World } from '../../src/world.ts'

/** An answer as the caller reads it. */
export type Answer = { status: number; body: unknown }

/** A call of one operation of the contracts. */
export type Call = {
  route: { method: string; path: string; responses: Record<number, unknown> }
  /** Server API key. */
  key?: string
  /** Access token of a user. */
  token?: string
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

/** A mock under test, wherever it runs. */
export type MockPort = {
  /** Where its links lead. */
  url: string
  send(call: Call): Promise<Answer>
  /** Sets the real time under the mock's clock. */
  setTime(ms: number): void
  /** What was submitted to the chain since the world began, by hash. */
  submitted: ReadonlyMap<string, PaymentOrder>
}

/** When every world of these tests begins. */
export const START = Date.UTC(2026, 0, 1)

/** Writes down what reaches the ledger of a world that has just begun. */
export function watchLedger(world: World, submitted: Map<string, PaymentOrder>) {
  submitted.clear()
  const { ledger } = world
  world.ledger = {
    ...ledger,
    submit(signed) {
      submitted.set(signed.hash, signed.order)
      return ledger.submit(signed)
    },
  }
}
