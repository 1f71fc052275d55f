import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { isIPv6, type AddressInfo } from 'node:net'
import {
  createEventLimit,
  DEFAULT_CONNECTION_LIMITS,
  describeBindFailure,
  expressMessages,
  fitDescriptors,
  guardConnections,
  listen,
  LOOPBACK,
  type DropReason,
  type ListenOptions,
  type Listening,
} from '@aloha-pi/express-server'
import { maskSecrets } from '@aloha-pi/contracts'
import type {
  Network,
  NewFault,
  SeedData,
  SettingsPatch,
  Snapshot,
  Spelling,
  StartPreset,
} from '@aloha-pi/contracts/wire'
import { createLinkBase, readPublicUrl } from '../http/link-base.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedWorld } from '../saved/saved-world.ts'
import { changeSettings } from '../world/default-settings.ts'
import { DEFAULT_LIMITS, type Limits } from '../world/limits.ts'
import { readSnapshot } from '../worlds/read-snapshot.ts'
import type { WorldOptions } from '../world/world.ts'
import { createWorldBook, type WorldBook, type WorldEntry } from '../worlds/world-book.ts'
import type { MockConnectionLimits } from './connection-limits.ts'
import { formatBrokenRequest } from './format-broken-request.ts'
import { beginWith } from './mock-presets.ts'
import { readSeedData } from './mock-seed-data.ts'
import { createMockWorld, type MockWorld } from './mock-world.ts'
import { SnapshotRefused } from './mock-snapshots.ts'
import { createMockWorlds, type MockWorlds } from './mock-worlds.ts'
import { readWorldOptions } from './read-world-options.ts'
import { serveWorlds } from './serve-worlds.ts'

export type MockPiOptions = {
  /** 0, the default, takes a free port. */
  port?: number | undefined
  /** Addresses to bind. Any but a loopback address opens the mock to the network. */
  hosts?: readonly string[] | undefined
  /** Allowed Host names, beside the loopback ones. */
  hostNames?: readonly string[] | undefined
  /** Every id, key and token is drawn from it. */
  seed?: string | undefined
  /** Where links lead; else to the Host of each request. */
  publicUrl?: string | undefined
  /** Whether links take http or https from X-Forwarded-Proto, which the proxy in front of the mock must set. */
  trustForwardedProto?: boolean | undefined
  spelling?: Spelling | undefined
  /** As `PATCH /_mock/settings` takes them; `spelling` wins over the one in here. */
  settings?: SettingsPatch | undefined
  /** Origins of pages, beside those of this machine, that may act as the user for the first app. */
  appOrigins?: readonly string[] | undefined
  /** Faults from the start, and again after a reset; as `POST /_mock/faults` takes them. */
  faults?: readonly NewFault[] | undefined
  /** Stops the clock of each world at this time (ISO 8601 in UTC) when it begins; it can be moved and resumed. */
  clock?: string | undefined
  /** A saved world that goes on: `spelling` and `settings` are applied to it. After a reset the mock begins as without it. */
  snapshot?: Snapshot | undefined
  /** Users, apps, balances and payments that the world begins with, also after a reset. */
  seedData?: SeedData | undefined
  /** A known trouble that the world begins with, also after a reset: its name, or its name with user and amount. */
  preset?: StartPreset | undefined
  /** Whether the member `mock_fault` of a payment's metadata orders faults. Default true. */
  magic?: boolean | undefined
  /** The network of this mock and of every app in it; `Pi Network` is the name of the real one. */
  network?: Network | undefined
  /** How much the mock keeps. */
  limits?: Partial<Limits> | undefined
  /** How many connections the mock takes, and for how long one may wait. */
  connections?: Partial<MockConnectionLimits> | undefined
  /** The real time in ms. */
  now?: (() => number) | undefined
  randomId?: (() => string) | undefined
  log?: ((line: string) => void) | undefined
  /** Called when a request has ended, with its method. */
  onRequestEnd?: ((method: string) => void) | undefined
}

/** A mock is also its default world. */
export type MockPi = MockWorld & {
  /** What the mock is bound to. */
  addresses: readonly AddressInfo[]
  /** This world and others, each apart from all others. */
  worlds: MockWorlds
  close(): Promise<void>
}

const DEFAULT_SEED = 'aloha'
// oxlint-disable-next-line no-restricted-properties -- the default of the port that everything else takes the time from
const systemClock = () => Date.now()
const systemRandomId = () => randomUUID()
const CHOOSE = {
  // `pnpm start` passes its own option on to this command, whose words the caller then reads.
  port: 'choose another port (`--port`; `--mock-port` with pnpm start)',
  host: 'choose another with `--host`',
}
const dropReasons: Record<DropReason, string> = {
  full: 'there were too many',
  address: 'there were too many from its address',
  unread: 'the client did not read the response in time',
}
const MAINNET_WARNING =
  'warning: this mock is on "Pi Network", the name of the real network; nothing leaves it'

/** Starts a mock Pi on loopback and returns when it serves. */
export async function startMockPi(options: MockPiOptions = {}): Promise<MockPi> {
  const { port = 0, hosts = LOOPBACK, hostNames = [] } = options
  const log = (line: string) => options.log?.(maskSecrets(line))
  const { randomId = systemRandomId, network = 'Pi Testnet', trustForwardedProto = false } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { preset, patch, ...start } = readWorldOptions(options)
  const seedData = options.seedData == null ? undefined : readSeedData(options.seedData)
  const beginning = await beginWith({ seedData, preset })
  const saved = options.snapshot == null ? undefined : await readSaved(options.snapshot)
  const worlds = openWorldBook(
    {
      seed: options.seed ?? DEFAULT_SEED,
      now: options.now ?? systemClock,
      randomId,
      ...start,
      prepare: beginning.prepare,
      network,
      limits,
    },
    saved,
  )
  const first = worlds.first()
  if (saved != null) changeSettings(first.world.settings, patch)
  const logRefusal = limitLines(log, () => performance.now())
  const { handler, first: app } = serveWorlds(worlds, {
    linkBase: createLinkBase({
      network,
      publicUrl: checkPublicUrl(options.publicUrl),
      ownUrl: () => url,
      trustForwardedProto,
    }),
    hostNames: [...hosts.map(inUrl), ...hostNames],
    randomId,
    log,
    logRefusal,
  })
  const { prepare, server: serverOptions } = guardConnections({
    limits: {
      ...DEFAULT_CONNECTION_LIMITS,
      max: fitDescriptors(DEFAULT_CONNECTION_LIMITS.max),
      ...options.connections,
    },
    format: formatBrokenRequest(randomId, logRefusal, first.world),
    onDropped: (reason) => logRefusal(`dropped a connection: ${dropReasons[reason]}`),
  })
  const server = await bind({
    handler: watchEnds(handler, options.onRequestEnd),
    port,
    hosts,
    server: { ...serverOptions, ...expressMessages(app) },
    prepare,
  })
  const url = `http://${reachableHost(hosts)}:${server.port}`
  if (network === 'Pi Network') log(MAINNET_WARNING)
  for (const host of hosts) warnIfOpen(host, log)
  const shown = new WeakMap<WorldEntry, MockWorld>()
  const show = (entry: WorldEntry) => {
    const place = { url, own: ownAddress(server), beginning, worlds }
    const known = shown.get(entry) ?? createMockWorld(entry, place)
    shown.set(entry, known)
    return known
  }
  return withGetters(show(first), {
    addresses: server.addresses,
    worlds: createMockWorlds(worlds, show),
    close() {
      worlds.close()
      return server.close()
    },
  })
}

function watchEnds(
  handler: RequestListener,
  onEnd: ((method: string) => void) | undefined,
): RequestListener {
  if (onEnd == null) return handler
  return (req, res) => {
    res.once('close', () => onEnd(req.method ?? ''))
    handler(req, res)
  }
}

/** Both objects as one. A spread would read getters once: the key of the present app changes with a restore. */
function withGetters<Whole extends object, More extends object>(whole: Whole, more: More) {
  return Object.defineProperties(more, Object.getOwnPropertyDescriptors(whole)) as Whole & More
}

function openWorldBook(start: WorldOptions, saved: SavedWorld | undefined): WorldBook {
  try {
    return createWorldBook(start, start.limits.worlds, saved)
  } catch (error) {
    throw error instanceof BadSnapshot ? new SnapshotRefused(error.message) : error
  }
}

async function readSaved(snapshot: Snapshot): Promise<SavedWorld> {
  const read = await readSnapshot(structuredClone(snapshot))
  if (read.ok) return read.saved
  throw new SnapshotRefused(read.reason)
}

/** The first address that the server is bound to. */
function ownAddress({ addresses, port }: Listening) {
  const [first] = addresses
  return { address: first?.address ?? '127.0.0.1', port }
}

async function bind(options: ListenOptions): Promise<Listening> {
  try {
    return await listen(options)
  } catch (cause) {
    const sentence = describeBindFailure(cause, options, CHOOSE)
    throw sentence == null ? cause : new Error(sentence, { cause })
  }
}

function checkPublicUrl(text: string | undefined): string | undefined {
  if (text == null) return undefined
  const read = readPublicUrl(text)
  if (!read.ok) throw new Error(`The publicUrl ${read.rule}`)
  return read.url
}

/** The address that the mock prints: one that this machine can reach. */
function reachableHost(hosts: readonly string[]): string {
  const [first = '127.0.0.1'] = hosts
  return first === '0.0.0.0' || first === '::' ? '127.0.0.1' : inUrl(first)
}

/** An address as written in a URL and in a Host header. */
function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}

function warnIfOpen(host: string, log: (line: string) => void) {
  if (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)) return
  log(
    `warning: listening on ${host}: anyone who can reach this machine can read every key and control the mock; --host-name allows more names than this address`,
  )
}

/** For lines that any request can cause: ten a minute, each with the number of those left out. */
function limitLines(log: (line: string) => void, clock: () => number) {
  const limit = createEventLimit({ max: 10, everyMs: 60_000, clock })
  return (line: string) => {
    const report = limit()
    if (!report.isReported) return
    const { leftOut } = report
    log(leftOut === 0 ? line : `${line} (${leftOut} more lines like this were left out)`)
  }
}
