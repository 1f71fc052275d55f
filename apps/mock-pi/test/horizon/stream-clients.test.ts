import { createRequire } from 'node:module'
import { Horizon, type Transaction } from '@stellar/stellar-sdk'
import { expect, onTestFinished, test } from 'vitest'
import { formOf, startChain } from './start-chain.ts'

/** The part of Stellar's clients that both releases have. */
type Stream = {
  cursor(cursor: string): Stream
  limit(records: number): Stream
  stream(options: {
    onmessage(record: { id: string; sequence?: number }): void
    onerror?(error: unknown): void
  }): () => void
}
type Client = {
  transactions(): Stream & { forAccount(address: string): Stream }
  payments(): Stream & { forAccount(address: string): Stream }
  ledgers(): Stream
  accounts(): { accountId(address: string): Stream }
}

const require = createRequire(import.meta.url)
const requireOfPiBackend = createRequire(require.resolve('pi-backend'))
const stellar10: { Server: new (url: string, options: object) => Client } =
  requireOfPiBackend('stellar-sdk')

const clients: [string, (url: string) => Client][] = [
  [
    '@stellar/stellar-sdk 17',
    (url) => new Horizon.Server(url, { allowHttp: true }) as unknown as Client,
  ],
  ['stellar-sdk 10, of pi-backend', (url) => new stellar10.Server(url, { allowHttp: true })],
]

/** What a stream brings, until the test ends. */
function follow(stream: Stream) {
  const ids: string[] = []
  const stop = stream.stream({ onmessage: ({ id }) => void ids.push(id) })
  onTestFinished(stop)
  return ids
}
const idOf = (transaction: Transaction) => Buffer.from(transaction.hash()).toString('hex')

test.each(clients)(
  '%s: .stream() brings each new record once, over many connections',
  async (_, createClient) => {
    const { url, account, build, post } = await startChain({ stream_timeout_ms: 100 })
    const old = build()
    await post(formOf(old))
    const client = createClient(url)
    const all = follow(client.transactions().cursor('0').limit(2))
    const fresh = follow(client.transactions().forAccount(account).cursor('0').limit(1))
    const payments = follow(client.payments().forAccount(account).cursor('0'))
    await expect.poll(() => [all, fresh]).toEqual([[idOf(old)], [idOf(old)]])
    const sent = [idOf(old)]
    for (let turn = 0; turn < 5; turn++) {
      const transaction = build()
      await post(formOf(transaction))
      sent.push(idOf(transaction))
    }
    const options = { timeout: 10_000 }
    await expect.poll(() => all, options).toEqual(sent)
    await expect.poll(() => fresh, options).toEqual(sent)
    await expect.poll(() => payments.length, options).toBe(6)
  },
)

test.each(clients)('%s: ledgers from now on, and an account', async (_, createClient) => {
  const { url, account, control } = await startChain({ ledger_close: 1000 })
  const client = createClient(url)
  const ledgers: (number | undefined)[] = []
  onTestFinished(
    client
      .ledgers()
      .cursor('now')
      .stream({ onmessage: ({ sequence }) => void ledgers.push(sequence) }),
  )
  const accounts = follow(client.accounts().accountId(account))
  await expect.poll(() => accounts).toEqual([account])
  // The other stream was opened first.
  await control('/clock/advance', { ms: 3000 })
  await expect.poll(() => ledgers).toEqual([2, 3, 4])
})
