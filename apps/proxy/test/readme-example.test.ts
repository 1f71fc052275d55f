import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { startProxy } from '@aloha-pi/proxy'
import { expect, onTestFinished, test } from 'vitest'

test('a refund that is sent twice is paid once', async () => {
  const mock = await startMockPi({ settings: { ledger_close: 'instant' } })
  onTestFinished(() => mock.close())
  const folder = await mkdtemp(join(tmpdir(), 'refund-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const proxy = await startProxy(
    {
      PI_API_URL: mock.url,
      PI_API_KEY: mock.apiKey,
      PI_WALLET_ADDRESS: mock.wallet.address,
      PI_WALLET_SEED: mock.wallet.seed,
      DATA_DIR: join(folder, 'data'), // a database for this test
      PORT: '0', // a free one
      PAYOUT_LEDGER_MS: '100', // how soon it looks again; Pi's ledgers close every 5000
      METRICS_PORT: 'off',
    },
    { log: () => undefined }, // otherwise it logs to standard error
  )
  onTestFinished(() => proxy.close())
  const uid = mock.world.users.find('alice')?.grants.get(mock.appId)?.uid
  const refund = { amount: 1, memo: 'Milk was out', metadata: { order: 1 }, uid }
  const pay = async () => {
    const headers = {
      authorization: `Bearer ${proxy.developmentKey}`,
      'content-type': 'application/json',
      'idempotency-key': 'refund-of-order-1',
    }
    const body = JSON.stringify({ payment: refund })
    const url = `${proxy.url}/v1/transaction/a2u/create`
    const response = await fetch(url, { method: 'POST', headers, body })
    return { status: response.status, payout: await response.json() }
  }

  const first = await pay()
  expect(first).toMatchObject({ status: 200, payout: { success: true } })
  expect(await pay()).toEqual(first)
})
