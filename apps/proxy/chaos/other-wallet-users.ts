import { Account, Asset, Keypair, Memo, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import type { Random } from '../testkit/random.ts'
import type { Mock } from './start-world.ts'
import { sleepUntil } from './sleep-until.ts'

type World = {
  mock: Mock
  payee: { uid: string; address: string }
  random: Random
  over: AbortSignal
  count: (what: string) => void
}

/** Another program that pays out of the same wallet, and so uses up its sequences. Returns the hashes of what it sent. */
export async function payFromWallet({ mock, payee, random, over, count }: World) {
  const hashes = new Set<string>()
  const keys = Keypair.fromSecret(mock.wallet.seed)
  while (!over.aborted) {
    await sleepUntil(random.int(1_000, 10_000), over)
    if (over.aborted) break
    const account = await readAccount(mock)
    const memo = random.chance(0.5) ? { memo: Memo.text('rent') } : {}
    const transaction = new TransactionBuilder(account, {
      fee: String(random.int(100_000, 2_000_000)),
      networkPassphrase: 'Pi Testnet',
      ...memo,
    })
      .addOperation(
        Operation.payment({
          destination: payee.address,
          asset: Asset.native(),
          // One of five asks for more than there is: it fails, and its sequence is used all the same.
          amount: random.chance(0.2) ? '9000000' : '0.5',
        }),
      )
      .setTimeout(30)
      .build()
    transaction.sign(keys)
    hashes.add(Buffer.from(transaction.hash()).toString('hex'))
    const body = new URLSearchParams({ tx: transaction.toEnvelope().toXDR('base64') })
    const { status } = await fetch(`${mock.url}/transactions`, { method: 'POST', body })
    count(`other wallet user: transaction of the wallet, status ${status}`)
  }
  return hashes
}

async function readAccount(mock: Mock): Promise<Account> {
  const response = await fetch(`${mock.url}/accounts/${mock.wallet.address}`)
  // The mock's responses are checked against their contracts in its own tests.
  const { sequence } = (await response.json()) as { sequence: string }
  return new Account(mock.wallet.address, sequence)
}

/** Users who pay into the wallet, and so appear in the list of its transactions. Returns what they paid, in stroops. */
export async function payIntoWallet({ mock, random, over, count }: World): Promise<bigint> {
  let paid = 0n
  while (!over.aborted) {
    await sleepUntil(random.int(100, 3_000), over)
    if (over.aborted) break
    await mock.control('POST', '/ledger/fund', { address: mock.wallet.address, amount: 1 })
    paid += 10_000_000n
    count('other wallet user: payment into the wallet')
  }
  return paid
}

/** Another program of the same app, which has its own payment open at Pi for a while. */
export async function openPayments({ mock, payee, random, over, count }: World): Promise<void> {
  const headers = { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' }
  const call = async (path: string, body: object) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await fetch(`${mock.url}/v2/payments${path}`, init)
    return (await response.json()) as { identifier?: string }
  }
  while (!over.aborted) {
    await sleepUntil(random.int(1_000, 10_000), over)
    if (over.aborted) break
    const metadata = { other: 'program' }
    const { identifier } = await call('', {
      payment: { amount: 1, memo: 'other', metadata, uid: payee.uid },
    })
    count(
      `other wallet user: payment at Pi ${identifier == null ? 'refused' : 'opened and cancelled'}`,
    )
    if (identifier == null) continue
    await sleepUntil(random.int(100, 2_000), over)
    await call(`/${identifier}/cancel`, {})
  }
}
