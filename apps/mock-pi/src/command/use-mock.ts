import { findInsecureParser } from '@aloha-pi/express-server'
import { controlAppSchema } from '@aloha-pi/contracts/control'
import * as z from 'zod'
import { readMockUrl, type MockAddress } from '../redirect/mock-url.ts'
import type { CommandPorts } from './command-ports.ts'
import { startMockPi, type MockPi, type MockPiOptions } from '../server/start-mock-pi.ts'

/** A mock that a command uses: its own, or one that runs already. */
export type UsedMock = {
  address: MockAddress
  app: { apiKey: string; walletSeed: string; network: string }
  close(): Promise<void>
}

const MAX_WAIT_MS = 10_000
const appsSchema = z.object({ apps: z.array(controlAppSchema).min(1) })

/** What the command line says of a new mock; files are named there only. */
export type StartOptions = MockPiOptions & {
  /** The file in which the default world goes on. */
  state?: string | undefined
  /** The file with the data that worlds begin with. */
  seedFile?: string | undefined
}

/** Starts a mock as the command does: Node's options must not make requests ambiguous, and its log is stderr. */
export async function startByCommand(
  { state, seedFile, ...options }: StartOptions,
  ports: CommandPorts,
): Promise<MockPi> {
  const { env, say } = ports
  const unsafe = findInsecureParser([...process.execArgv, env['NODE_OPTIONS'] ?? ''])
  if (unsafe != null) throw new Error(unsafe)
  const logged = { ...options, log: say }
  const start = (seeded: MockPiOptions) => startOrGoOn(state, seeded, ports)
  // Loaded only for those who ask.
  return seedFile == null
    ? start(logged)
    : (await import('../state/seed-file.ts')).startWithSeedFile(seedFile, (seedData) =>
        start({ ...logged, seedData }),
      )
}

async function startOrGoOn(
  state: string | undefined,
  options: MockPiOptions,
  ports: CommandPorts,
): Promise<MockPi> {
  return state == null
    ? startMockPi(options)
    : (await import('./start-with-state.ts')).startWithState(state, options, ports)
}

/** Where a mock of this process listens; its URL may name another address of this machine than loopback. */
export function addressOf({ url }: MockPi): MockAddress {
  const { origin, hostname, port } = new URL(url)
  return { url: origin, host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }
}

export async function startOwnMock(options: StartOptions, ports: CommandPorts): Promise<UsedMock> {
  const mock = await startByCommand(options, ports)
  return {
    address: addressOf(mock),
    app: {
      apiKey: mock.apiKey,
      walletSeed: mock.wallet.seed,
      network: mock.world.network,
    },
    close: () => mock.close(),
  }
}

/** Reads the first app of a mock that runs; throws a sentence. */
export async function findRunningMock(text: string): Promise<UsedMock> {
  const read = readMockUrl(text)
  if (!read.ok) throw new Error(`--url ${read.rule}`)
  const { address } = read
  const response = await ask(address.url)
  const parsed = appsSchema.safeParse(await response.json().catch(() => undefined))
  const app = parsed.data?.apps[0]
  if (!response.ok || app == null) throw new Error(`${address.url} is not the URL of a mock`)
  return {
    address,
    app: { apiKey: app.api_key, walletSeed: app.wallet_seed, network: app.network },
    close: async () => {},
  }
}

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(`${url}/_mock/apps`, { signal: AbortSignal.timeout(MAX_WAIT_MS) })
  } catch (cause) {
    throw new Error(`No mock responds at ${url}. Start it with \`mock-pi\`, or leave out --url`, {
      cause,
    })
  }
}
