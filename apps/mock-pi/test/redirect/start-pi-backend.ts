import { onTestFinished } from 'vitest'
import { startMockPi, type MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'
import { runProgram } from './run-program.ts'

type Outcome = {
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever pi-backend hands on
  response?: any
  error?: { message: string; status?: number; body?: Record<string, unknown> }
}

/** A mock, and programs with pi-backend that are redirected to it, with the key and the seed of its first app. */
export async function startPiBackend(options: MockPiOptions = {}) {
  const mock = await startMockPi(options)
  onTestFinished(() => mock.close())
  // A program that submits waits for a ledger.
  const settings = { method: 'PATCH', json: { ledger_close: 50 } }
  await fetchJson(`${mock.url}/_mock/settings`, settings)
  const { ledger, users, payments } = mock.world
  const alice = users.find('alice')!
  const uid = alice.grants.get(mock.appId)!.uid
  const env = {
    MOCK_PI_URL: mock.url,
    PI_API_KEY: mock.apiKey,
    WALLET_PRIVATE_SEED: mock.wallet.seed,
    USER_UID: uid,
  }
  const run = (name: string, args: string[] = [], more: Record<string, string> = {}) =>
    runProgram(name, { args, env: { ...env, ...more } })

  return {
    mock,
    run,
    order: { amount: 3.14, memo: 'Refund', metadata: { productId: 'apple-pie-1' }, uid },
    payment: (id: string) => payments.find(id),
    /** Each call in its own object; "$0" stands for the first response. */
    async call(calls: unknown[][], more: Record<string, string> = {}): Promise<Outcome[]> {
      const { stdout, stderr } = await run('call-pi-backend.mjs', [JSON.stringify(calls)], more)
      if (stdout === '') throw new Error(`The program printed nothing: ${stderr}`)
      return JSON.parse(stdout)
    },
    /** Stroops of the app and of alice, and the sequence of the app. */
    books: () => ({
      app: ledger.view().account(mock.wallet.address)!.balance,
      alice: ledger.view().account(alice.wallet!.address)!.balance,
      sequence: ledger.view().account(mock.wallet.address)!.sequence,
    }),
    /** What the app's wallet put into ledgers, oldest first. */
    transactions: () =>
      ledger
        .view()
        .transactions(
          { account: mock.wallet.address, includeFailed: true },
          { order: 'asc', limit: 100 },
        ),
  }
}
