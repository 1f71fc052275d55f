import { describeIssue, operationsOf } from '@aloha-pi/contracts'
import { controlContract, worldNameSchema } from '@aloha-pi/contracts/control'
import { callControl, type CallPorts } from './call-control.ts'
import type { MockControl } from './mock-control.ts'
import { readEvents } from './read-events.ts'

export type MockControlOptions = {
  /** Of the mock, as it prints it: `http://127.0.0.1:3141`. */
  url: string
  /** The world to control. Default: the one that the URL names, else the default one. */
  world?: string | undefined
  /** Real ms until a call gives up. Default 30,000; a wait for requests takes at most 25,000. */
  timeoutMs?: number | undefined
  fetch?: typeof globalThis.fetch | undefined
}

const DEFAULT_TIMEOUT_MS = 30_000

/** A client of the control API of a mock that runs anywhere on this machine. */
export function createMockControl(options: MockControlOptions): MockControl {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const ports: CallPorts = {
    url: readUrl(options),
    timeoutMs,
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
  }
  const methods = operationsOf(controlContract).map(({ name, route }) => [
    name,
    (...args: unknown[]) => callControl(ports, route, args),
  ])
  // One method for each operation: `test/control-client/types.test-d.ts` compares their types with the contract.
  const control = Object.fromEntries(methods) as Omit<MockControl, 'events' | 'inWorld'>
  return {
    ...control,
    events: (events) => readEvents(ports, events),
    inWorld: (world) =>
      createMockControl({ ...options, url: ports.url.replace(WORLD_PREFIX, ''), world }),
  }
}

/** At the end of a URL. */
const WORLD_PREFIX = /\/w\/([^/]*)$/

function readUrl({ url: text, world }: MockControlOptions): string {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError('url must be the URL of a mock, like http://127.0.0.1:3141')
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  if (world === undefined) return base
  const parsed = worldNameSchema.safeParse(world)
  if (!parsed.success) throw new TypeError(`world ${describeIssue(parsed.error, 'world').rule}`)
  const [, inUrl] = WORLD_PREFIX.exec(base) ?? []
  if (inUrl === undefined) return `${base}/w/${world}`
  if (inUrl === world) return base
  throw new TypeError(`world is ${world}, but url names the world ${inUrl}: give only one of them`)
}
