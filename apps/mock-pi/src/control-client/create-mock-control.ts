import { operationsOf } from '@aloha-pi/contracts'
import { controlContract } from '@aloha-pi/contracts/control'
import { callControl, type CallPorts } from './call-control.ts'
import type { MockControl } from './mock-control.ts'
import { readEvents } from './read-events.ts'

export type MockControlOptions = {
  /** Of the mock, as it prints it: `http://127.0.0.1:3141`. */
  url: string
  /** Real ms until a call gives up. Default 30,000; a wait for requests takes at most 25,000. */
  timeoutMs?: number | undefined
  fetch?: typeof globalThis.fetch | undefined
}

const DEFAULT_TIMEOUT_MS = 30_000

/** A client of the control API of a mock that runs anywhere on this machine. */
export function createMockControl(options: MockControlOptions): MockControl {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const ports: CallPorts = {
    url: readUrl(options.url),
    timeoutMs,
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
  }
  const methods = operationsOf(controlContract).map(({ name, route }) => [
    name,
    (...args: unknown[]) => callControl(ports, route, args),
  ])
  // One method for each operation: `test/control-client/types.test-d.ts` compares their types with the contract.
  const control = Object.fromEntries(methods) as Omit<MockControl, 'events'>
  return { ...control, events: (events) => readEvents(ports, events) }
}

function readUrl(text: string): string {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError('url must be the URL of a mock, like http://127.0.0.1:3141')
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
