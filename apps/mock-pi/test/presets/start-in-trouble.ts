import { createPiClient } from '@aloha-pi/client'
import type { Payment, PresetName, PresetOrder } from '@aloha-pi/contracts/wire'
import { createMockControl } from '../../src/control-client/index.ts'
import { fetchJson } from '../fetch-json.ts'
import { signFromApp } from '../pay-from-app.ts'
import { startMock } from '../start-mock.ts'

/** A mock in a trouble, and the client of an app that meets it; the client waits without time passing. */
export async function startInTrouble(preset: PresetName, order: PresetOrder = {}) {
  const mock = await startMock({ spelling: 'wire' })
  const control = createMockControl({ url: mock.url })
  const applied = await control.applyPreset(preset, order)
  const waits: number[] = []
  const pi = createPiClient({
    apiKey: mock.apiKey,
    baseUrl: mock.url,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0,
  })
  return {
    mock,
    control,
    applied,
    id: applied.payment_id ?? '',
    txid: applied.txids[0] ?? '',
    uid: applied.uid,
    pi,
    waits,
    /** What the calls of an operation got; null: no response. */
    async statusesOf(operation: string) {
      const { entries } = await control.journal({ operation })
      return entries.map(({ response }) => response?.status ?? null)
    },
    /** Begins another payment as the user; returns its id, or why it is refused. */
    payAgain: (username = 'alice') =>
      control.createPayment({ username, amount: 1 }).then(
        ({ payment }) => payment.identifier,
        (error: Error) => error.message,
      ),
    /** Creates a payout to the uid. */
    payOut: (to = applied.uid) =>
      pi.payments.create({ uid: to, amount: 1, memo: 'A prize', metadata: { prize: '1' } }),
    /** Signs a payout of one Pi, and returns how to submit it; each transaction closes a ledger. */
    async signAndSubmit(changes: Parameters<typeof signFromApp>[2] = {}) {
      mock.world.settings.ledger_close = 'instant'
      const to = mock.world.users.find('alice')?.wallet?.address ?? ''
      const payment = { identifier: 'order-7', amount: 1, to_address: to }
      const { hash, xdr } = await signFromApp(mock.world, payment as Payment, changes)
      const body = new URLSearchParams({ tx: xdr })
      const submit = () => fetchJson(`${mock.url}/transactions`, { method: 'POST', body })
      return { hash, submit }
    },
    /** What the wallet of the app has sent, newest first. */
    async sent(): Promise<{ hash: string; memo: string }[]> {
      const path = `/accounts/${mock.wallet.address}/transactions?order=desc`
      const { body } = await fetchJson(`${mock.url}${path}`, {})
      return body._embedded.records
    },
  }
}
export type Trouble = Awaited<ReturnType<typeof startInTrouble>>
