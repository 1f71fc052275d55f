import { runProgram } from '../testkit/run-program.ts'
import type { Order } from './clients.ts'
import type { ChaosOptions } from './options.ts'
import { calmSettings } from './mock-settings.ts'

const mockMain = new URL('../../mock-pi/src/main.ts', import.meta.url)
/** What the mock prints with --json. */
type Ready = { url: string; apiKey: string; wallet: { address: string; seed: string } }
export type Payee = { uid: string; address: string }

export type Mock = Ready &
  AsyncDisposable & {
    /** API key of another app. */
    otherKey: string
    control<Body>(method: string, path: string, body: object): Promise<Body>
    /** Ends it, and returns what it logged. */
    close(): Promise<string>
  }

/** A mock in a separate process. */
export async function startMock(options: ChaosOptions): Promise<Mock> {
  const { seed, concurrency } = options
  const running = runProgram(mockMain, ['--port', '0', '--json', '--seed', `chaos-${seed}`], {})
  const close = async () => {
    running.process.kill('SIGKILL')
    return (await running.ended).stderr
  }
  try {
    // Its own shape, above.
    const ready = JSON.parse(await running.line(/^\{/)) as Ready
    const control: Mock['control'] = async (method, path, body) => {
      const headers = { 'content-type': 'application/json' }
      const init = { method, headers, body: JSON.stringify(body) }
      const response = await fetch(`${ready.url}/_mock${path}`, init)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    }
    type App = { api_key: string }
    const { api_key: otherKey } = await control<App>('POST', '/apps', { name: 'another-app' })
    const mock: Mock = {
      ...ready,
      otherKey,
      control,
      close,
      async [Symbol.asyncDispose]() {
        await close()
      },
    }
    await mock.control('PATCH', '/settings', {
      ...calmSettings(options),
      a2u_concurrency: concurrency,
    })
    await mock.control('POST', '/ledger/fund', { address: ready.wallet.address, amount: 5_000 })
    return mock
  } catch (error) {
    await close()
    throw error
  }
}

const PAYEES = 20

export async function makePayees(mock: Mock): Promise<[Payee, ...Payee[]]> {
  const make = async (username: string): Promise<Payee> => {
    type User = { wallet_address: string }
    const made = await mock.control<User>('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    type SignedIn = { user: { uid: string } }
    const { user } = await mock.control<SignedIn>('POST', '/sign-in', { username, scopes })
    return { uid: user.uid, address: made.wallet_address }
  }
  const payees: [Payee, ...Payee[]] = [await make('payee-0')]
  for (let i = 1; i < PAYEES; i += 1) payees.push(await make(`payee-${i}`))
  return payees
}

/** No user that Pi knows. */
const unknown: Payee = { uid: '00000000-0000-4000-8000-000000000000', address: '' }

/** Orders over a few users; each has its own amount. One of 40 is for no known user, one of 7 without a key. */
export function makeOrders(
  payees: readonly Payee[],
  { payouts, seed }: Pick<ChaosOptions, 'payouts' | 'seed'>,
): Order[] {
  return Array.from({ length: payouts }, (_, i) => {
    const payee = (i % 40 === 39 ? unknown : payees[i % payees.length]) ?? unknown
    return {
      ...payee,
      name: `order-${seed}-${i}`,
      stroops: 100_000n + BigInt(i),
      seed: seed * 100_003 + i,
      isKeyed: payee === unknown || i % 7 !== 3,
      isPayable: payee !== unknown,
    }
  })
}
