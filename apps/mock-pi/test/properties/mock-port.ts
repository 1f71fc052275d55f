import type { World } from '../../src/world/world.ts'

/** A response as the caller reads it. */
export type MockResponse = { status: number; body: unknown }

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
  /** A body that is sent as a form. */
  form?: Record<string, string>
}

/** A mock under test, wherever it runs. */
export type MockPort = {
  /** Where its links lead. */
  url: string
  send(call: Call): Promise<MockResponse>
  /** Sets the real time under the mock's clock. */
  setTime(ms: number): void
  /** The inside of the mock: the ledger of the network is looked at there, since replicas may lag. */
  world: World
}

/** When every world of these tests begins. */
export const START = Date.UTC(2026, 0, 1)
