import { startMockPi, type MockPiOptions } from '@aloha-pi/mock-pi'
import type { Settings } from '@aloha-pi/contracts/control'
import type { Env } from '../../src/config/env.ts'
import type { NewKey } from '../../src/keys/key-store.ts'
import { startTestProxy } from '../start-test-proxy.ts'

/** A mock with a fast ledger and users who take payouts, and a proxy with the wallet of its app. */
export async function startPayoutWorld(
  wish: {
    env?: Env
    keys?: Partial<NewKey>[]
    mock?: MockPiOptions
    settings?: Partial<Settings>
    /** Where the proxy finds the mock, if not at its own address. */
    through?: (mockUrl: string) => Promise<string>
  } = {},
) {
  const mock = await startMockPi(wish.mock)
  const piUrl = (await wish.through?.(mock.url)) ?? mock.url
  const control = createControl(mock.url)
  await control.patch('/settings', { ledger_close: 50, ...wish.settings })
  const env = {
    PI_API_KEY: mock.apiKey,
    PI_WALLET_ADDRESS: mock.wallet.address,
    PI_WALLET_SEED: mock.wallet.seed,
    UPSTREAM_TIMEOUT_MS: '5000',
    PAYOUT_LEDGER_MS: '50',
    ...wish.env,
  }
  const proxy = await startTestProxy(piUrl, env, wish.keys)
  let users = 0
  return {
    mock,
    proxy,
    call: proxy.call,
    control,
    /** The uid of a user who granted what payouts need. */
    async newUser(): Promise<string> {
      users += 1
      const username = `payee-${users}`
      await control.post('/users', { username })
      const scopes = ['username', 'payments', 'wallet_address']
      const { user } = await control.post('/sign-in', { username, scopes })
      return user.uid
    },
    /** Successful payments that left the wallet, as its chain shows them. */
    async paid(): Promise<{ txid: string; memo: string; to: string; amount: string }[]> {
      const url = `${mock.url}/accounts/${mock.wallet.address}/payments?limit=200&join=transactions`
      const response = await fetch(url, { headers: { accept: 'application/hal+json' } })
      const { _embedded } = (await response.json()) as Payments
      return _embedded.records
        .filter(({ from }) => from === mock.wallet.address)
        .map(({ transaction_hash: txid, transaction, to, amount }) => ({
          txid,
          memo: transaction.memo,
          to,
          amount,
        }))
    },
    async close() {
      await proxy.close()
      await mock.close()
    },
  }
}

type Payments = {
  _embedded: {
    records: {
      from?: string
      to: string
      amount: string
      transaction_hash: string
      transaction: { memo: string }
    }[]
  }
}

/** Acts as the owner of the mock. */
function createControl(mockUrl: string) {
  const send = async (method: string, path: string, body: object) => {
    const response = await fetch(`${mockUrl}/_mock${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return JSON.parse(await response.text())
  }
  return {
    post: (path: string, body: object = {}) => send('POST', path, body),
    patch: (path: string, body: object) => send('PATCH', path, body),
  }
}

export function payoutBody(uid: string, wish: Record<string, unknown> = {}): string {
  const payment = { amount: 3.14, memo: 'Thanks', metadata: { orderId: '1' }, uid, ...wish }
  return JSON.stringify({ payment })
}
